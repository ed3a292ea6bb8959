namespace Conferencing.Booking;

/// <summary>
/// What may be entered as an endpoint's address: <c>sip:[user@]host[:port][;transport=udp|tcp|tls]</c>, or the same with <c>sips:</c> (RFC
/// 3261 19.1), no password, no headers. A plausibility check for people who type; the bridge parses the address again and has the last word.
/// </summary>
public static class EndpointAddress
{
    public const int MaxLength = 200;

    /// <summary>Null if the address can be used, else the code of the reason.</summary>
    public static string? Check(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return "addressMissing";
        if (address.Length > MaxLength) return "addressTooLong";
        var isSecure = address.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
        if (!isSecure && !address.StartsWith("sip:", StringComparison.OrdinalIgnoreCase)) return "addressScheme";
        var parts = address[(isSecure ? 5 : 4)..].Split(';');
        if (!parts.Skip(1).All(part => IsCallable(part, isSecure))) return "addressTransport";
        var rest = parts[0];
        var at = rest.LastIndexOf('@');
        if (at == 0 || rest[..Math.Max(at, 0)].Contains(':', StringComparison.Ordinal)) return "addressMalformed";
        return IsHostPort(rest[(at + 1)..]) && address.All(IsAllowed) ? null : "addressMalformed";
    }

    /// <summary>Any parameter but a transport the bridge does not speak; sips: means TLS and no other (RFC 3261 26.2.2).</summary>
    private static bool IsCallable(string parameter, bool isSecure)
    {
        const string name = "transport=";
        if (!parameter.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return true;
        return parameter[name.Length..].ToLowerInvariant() switch
        {
            "tcp" or "tls" => true,
            "udp" => !isSecure,
            _ => false,
        };
    }

    private static bool IsAllowed(char c) => c is > ' ' and < '\u007f' and not ('<' or '>' or '"' or '?' or '\\');

    private static bool IsHostPort(string text)
    {
        var colon = text.EndsWith(']') ? -1 : text.LastIndexOf(':');
        var host = colon < 0 ? text : text[..colon];
        if (colon >= 0 && !(ushort.TryParse(text[(colon + 1)..], out var port) && port > 0)) return false;
        if (host.StartsWith('[')) return host.EndsWith(']') && host.Length > 4;
        return host.Length > 0 && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
    }
}
