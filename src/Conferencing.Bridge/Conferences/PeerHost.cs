namespace Conferencing.Bridge.Conferences;

/// <summary>The host in a room's SIP address: who may speak to this node, and which way our media go. Checks nothing else.</summary>
internal static class PeerHost
{
    /// <summary>A name or an address without brackets; null when there is none.</summary>
    /// <param name="address">For example <c>sip:room@10.1.2.3:5060;transport=udp</c>.</param>
    public static string? Of(string address)
    {
        var rest = address.AsSpan().Trim();
        var scheme = rest.IndexOf(':');
        if (scheme < 0 || !(rest[..scheme].Equals("sip", StringComparison.OrdinalIgnoreCase) || rest[..scheme].Equals("sips", StringComparison.OrdinalIgnoreCase)))
            return null;
        rest = rest[(scheme + 1)..];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        var end = rest.IndexOfAny(';', '?');
        rest = end < 0 ? rest : rest[..end];
        var host = rest.StartsWith("[") ? Bracketed(rest) : rest.IndexOf(':') is var port and >= 0 ? rest[..port] : rest;
        return host.IsEmpty ? null : host.ToString().ToLowerInvariant();
    }

    /// <summary>The user part, null when there is none.</summary>
    public static string? UserOf(string address)
    {
        var scheme = address.IndexOf(':');
        var at = address.LastIndexOf('@');
        if (scheme < 0 || at <= scheme)
            return null;
        var user = address[(scheme + 1)..at];
        return Uri.UnescapeDataString(user.IndexOf(':') is var password and >= 0 ? user[..password] : user);
    }

    /// <summary>The port, 5060 when none is named.</summary>
    public static int PortOf(string address)
    {
        var rest = address.AsSpan();
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        var end = rest.IndexOfAny(';', '?');
        rest = end < 0 ? rest : rest[..end];
        var colon = rest.LastIndexOf(':');
        return colon > rest.LastIndexOf(']') && int.TryParse(rest[(colon + 1)..], out var port) ? port : 5060;
    }

    private static ReadOnlySpan<char> Bracketed(ReadOnlySpan<char> rest)
    {
        var close = rest.IndexOf(']');
        return close < 0 ? default : rest[1..close];
    }
}
