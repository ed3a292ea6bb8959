using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Sip;

namespace Conferencing.Server.Api;

/// <summary>What may be entered for units, sites and rooms.</summary>
internal static class PlaceForm
{
    public const int MaxNameLength = 150;
    private const int MaxShortNameLength = 40;
    private const int MaxEndpoints = 8;
    private const int MaxCertificateLength = 100;

    public static IEnumerable<FieldMessage> CheckNames(string? name, string? shortName)
    {
        if (string.IsNullOrWhiteSpace(name)) yield return new("name", "nameMissing");
        else if (name.Length > MaxNameLength) yield return new("name", "tooLongText", MaxNameLength);
        if (name?.Any(char.IsControl) == true) yield return new("name", "titleControl");
        if (shortName?.Length > MaxShortNameLength) yield return new("shortName", "tooLongText", MaxShortNameLength);
        if (shortName?.Any(char.IsControl) == true) yield return new("shortName", "titleControl");
    }

    /// <summary>What tiles and narrow columns show.</summary>
    public static string ShortName(string name, string? shortName)
    {
        var text = string.IsNullOrWhiteSpace(shortName) ? name.Trim() : shortName.Trim();
        return text.Length <= MaxShortNameLength ? text : text[..(MaxShortNameLength - 1)] + "…";
    }

    public static IEnumerable<FieldMessage> CheckEndpoints(EndpointRequest[]? endpoints)
    {
        if (endpoints is not { Length: > 0 }) yield return new("endpoints", "endpointsMissing");
        else if (endpoints.Length > MaxEndpoints) yield return new("endpoints", "endpointsTooMany", MaxEndpoints);
        foreach (var endpoint in endpoints ?? [])
        {
            var address = endpoint?.Address?.Trim();
            if (RegisteredAddress.UserOf(address) is not null) continue;
            if (EndpointAddress.Check(address) is { } wrong) yield return new("endpoints", wrong, address ?? "", EndpointAddress.MaxLength);
        }
        foreach (var wrong in (endpoints ?? []).OfType<EndpointRequest>().SelectMany(CheckCertificate)) yield return wrong;
        if (endpoints?.Any(endpoint => endpoint?.Kbits is < 1 or > CallRate.MostKbits) == true) yield return new("endpoints.kbits", "callKbits", CallRate.MostKbits);
        var addresses = (endpoints ?? []).Select(endpoint => endpoint?.Address?.Trim()).ToList();
        if (addresses.Distinct(StringComparer.OrdinalIgnoreCase).Count() != addresses.Count) yield return new("endpoints", "endpointsTwice");
    }

    /// <summary>A certificate has a name and an end, or there is none.</summary>
    private static IEnumerable<FieldMessage> CheckCertificate(EndpointRequest endpoint)
    {
        var isNamed = !string.IsNullOrWhiteSpace(endpoint.Certificate);
        if (isNamed != endpoint.CertifiedUntil is not null) yield return new("endpoints", isNamed ? "certificateEndMissing" : "certificateNameMissing");
        if (endpoint.Certificate?.Length > MaxCertificateLength) yield return new("endpoints", "tooLongText", MaxCertificateLength);
        if (endpoint.Certificate?.Any(char.IsControl) == true) yield return new("endpoints", "titleControl");
    }
}
