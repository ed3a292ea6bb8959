using System.Globalization;

namespace Conferencing.Server.Tests.Rig;

/// <summary>Booking forms with what a test does not care about filled in.</summary>
internal static class Bookings
{
    /// <summary>08:00 in Khánh Hòa, this many days from now.</summary>
    public static DateTimeOffset Day(int days, int hour = 8, int minute = 0)
    {
        var local = DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(7)).AddDays(days);
        return new DateTimeOffset(local.Year, local.Month, local.Day, hour, minute, 0, TimeSpan.FromHours(7));
    }

    public static Dictionary<string, object?> Form(DateTimeOffset start, DateTimeOffset end, Guid[] rooms, string title = "Giao ban", DateTimeOffset? connectAt = null) => new()
    {
        ["title"] = title,
        ["chairRoomId"] = rooms[0],
        ["roomIds"] = rooms,
        ["start"] = Text(start),
        ["end"] = Text(end),
        ["connectAt"] = connectAt is { } at ? Text(at) : null,
    };

    public static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
