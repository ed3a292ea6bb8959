using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>Where a site lies: decimal degrees, WGS 84.</summary>
public static class Coordinates
{
    // Viet Nam with its islands and seas, rounded outwards: a slip of the hand is to be noticed, no border drawn.
    private const double South = 6, North = 24, West = 102, East = 118;

    /// <summary>Both or none, and such as lie in the country; both the wrong way round is said as such.</summary>
    public static ImmutableArray<FieldError> Check(double? latitude, double? longitude)
    {
        if (latitude is null && longitude is null) return [];
        if (latitude is not { } north) return [new("latitude", "coordinateMissing")];
        if (longitude is not { } east) return [new("longitude", "coordinateMissing")];
        if (IsLatitude(north) && IsLongitude(east)) return [];
        if (IsLatitude(east) && IsLongitude(north)) return [new("latitude", "coordinatesSwapped")];
        return IsLatitude(north) ? [new("longitude", "longitudeOutside", West, East)] : [new("latitude", "latitudeOutside", South, North)];
    }

    private static bool IsLatitude(double degrees) => degrees is >= South and <= North;

    private static bool IsLongitude(double degrees) => degrees is >= West and <= East;
}
