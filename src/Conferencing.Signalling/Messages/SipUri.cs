using System.Buffers;
using System.Globalization;
using System.Net;

namespace Conferencing.Signalling.Messages;

/// <summary>A sip: or sips: URI (RFC 3261 section 19.1). Parts are kept as written, escapes included.</summary>
public sealed class SipUri
{
    /// <summary>Up to the blank, and what would end a URI in a header field.</summary>
    private static readonly SearchValues<char> Forbidden =
        SearchValues.Create([.. Enumerable.Range(0, ' ' + 1).Select(c => (char)c), '<', '>', '"', '\x7f']);

    /// <summary>The underscore is no letter of a host name, but devices are found under such names.</summary>
    private static readonly SearchValues<char> OfHostNames =
        SearchValues.Create("-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private SipUri(bool isSecure, string? userInfo, string host, int? port, SipParameters parameters, string? headers)
    {
        IsSecure = isSecure;
        UserInfo = userInfo;
        Host = host;
        Port = port;
        Parameters = parameters;
        Headers = headers;
    }

    public bool IsSecure { get; }

    /// <summary>User, with its password if any.</summary>
    public string? UserInfo { get; }

    /// <summary>Name or address; an IPv6 address in its brackets.</summary>
    public string Host { get; }

    public int? Port { get; }

    public SipParameters Parameters { get; }

    /// <summary>What follows the question mark.</summary>
    public string? Headers { get; }

    public string User => Uri.UnescapeDataString(UserInfo?.Split(':')[0] ?? "");

    /// <summary>The same as a sips: URI, which names no transport: that is TLS.</summary>
    public SipUri Secured() => new(true, UserInfo, Host, Port, Parameters.Without("transport"), Headers);

    /// <summary>Port to send to (section 19.1.2).</summary>
    public int EffectivePort => Port ?? (IsSecure ? 5061 : 5060);

    /// <summary>RFC 3261 section 19.1.1: a proxy that does loose routing.</summary>
    public bool IsLooseRouter => Parameters.Has("lr");

    /// <summary>The host as an address; null when it is a name.</summary>
    public IPAddress? Address => IPAddress.TryParse(Host.Trim('[', ']'), out var address) ? address : null;

    /// <summary>Names the transport unless it is UDP, which is meant when none is named (RFC 3263 section 4.1).</summary>
    public static SipUri Create(string? user, IPEndPoint address, SipTransport transport = SipTransport.Udp)
    {
        var parameters = transport == SipTransport.Udp
            ? SipParameters.None
            : SipParameters.None.With("transport", SipTransports.Name(transport).ToLowerInvariant());
        return new SipUri(false, user, HostText(address.Address), address.Port, parameters, null);
    }

    /// <summary>An address as a host part: IPv6 in brackets.</summary>
    public static string HostText(IPAddress address) =>
        address.ToString() is var text && text.Contains(':', StringComparison.Ordinal) ? $"[{text}]" : text;

    public static bool TryParse(ReadOnlySpan<char> text, out SipUri uri)
    {
        uri = null!;
        var colon = text.IndexOf(':');
        var isSecure = colon == 4 && text[..4].Equals("sips", StringComparison.OrdinalIgnoreCase);
        var isSip = colon == 3 && text[..3].Equals("sip", StringComparison.OrdinalIgnoreCase);
        if ((!isSip && !isSecure) || HasForbiddenCharacter(text))
            return false;
        var rest = text[(colon + 1)..];
        string? userInfo = null;
        var at = rest.IndexOf('@');
        if (at == 0)
            return false;
        if (at > 0)
        {
            userInfo = rest[..at].ToString();
            rest = rest[(at + 1)..];
        }

        var question = rest.IndexOf('?');
        var headers = question < 0 ? null : rest[(question + 1)..].ToString();
        rest = question < 0 ? rest : rest[..question];
        var semicolon = rest.IndexOf(';');
        var hostPort = semicolon < 0 ? rest : rest[..semicolon];
        if (!SipParameters.TryParse(semicolon < 0 ? [] : rest[semicolon..], out var parameters)
            || !TryParseHostPort(hostPort, out var host, out var port))
            return false;
        uri = new SipUri(isSecure, userInfo, host, port, parameters, headers);
        return true;
    }

    /// <summary>Reads <c>host[:port]</c>, as it also stands in Via.</summary>
    public static bool TryParseHostPort(ReadOnlySpan<char> text, out string host, out int? port)
    {
        host = "";
        port = null;
        var bracket = text.StartsWith("[") ? text.IndexOf(']') : 0;
        if (bracket < 0)
            return false;
        var colon = text[bracket..].IndexOf(':');
        var name = colon < 0 ? text : text[..(bracket + colon)].TrimEnd();
        if (colon >= 0)
        {
            var digits = text[(bracket + colon + 1)..].Trim();
            if (!ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return false;
            port = number;
        }

        // Three colons before an embedded IPv4 address are an error of the grammar that devices made their own (RFC 5118 section 4.10).
        host = bracket > 0 ? name.ToString().Replace(":::", "::", StringComparison.Ordinal) : name.ToString();
        return bracket > 0 ? IPAddress.TryParse(host.AsSpan(1..^1), out _) && host[^1] == ']' : IsHostName(name);
    }

    public override string ToString()
    {
        var user = UserInfo is null ? "" : UserInfo + "@";
        var port = Port is null ? "" : ":" + Port.Value.ToString(CultureInfo.InvariantCulture);
        var headers = Headers is null ? "" : "?" + Headers;
        return $"{(IsSecure ? "sips" : "sip")}:{user}{Host}{port}{Parameters}{headers}";
    }

    private static bool HasForbiddenCharacter(ReadOnlySpan<char> text) => text.ContainsAny(Forbidden);

    private static bool IsHostName(ReadOnlySpan<char> name) => name.Length is > 0 and <= 255 && !name.ContainsAnyExcept(OfHostNames);
}
