using System.Globalization;
using System.Net;

namespace Conferencing.Signalling.Messages;

/// <summary>One hop of a message's way (RFC 3261 section 20.42, RFC 3581).</summary>
public sealed class Via
{
    /// <summary>Begins every branch of this RFC (section 8.1.1.7).</summary>
    public const string Cookie = "z9hG4bK";

    private Via(string transport, string host, int? port, SipParameters parameters)
    {
        Transport = transport;
        Host = host;
        Port = port;
        Parameters = parameters;
    }

    /// <summary>UDP, TCP, TLS and so on.</summary>
    public string Transport { get; }

    public string Host { get; }

    public int? Port { get; }

    public SipParameters Parameters { get; }

    public string? Branch => Parameters.Find("branch");

    /// <summary>Whether the branch alone names the transaction; false for senders of RFC 2543.</summary>
    public bool HasCookie => Branch is { } branch && branch.StartsWith(Cookie, StringComparison.OrdinalIgnoreCase) && branch.Length > Cookie.Length;

    public string SentBy => Port is null ? Host : Host + ":" + Port.Value.ToString(CultureInfo.InvariantCulture);

    public static Via Create(SipTransport transport, IPEndPoint sentBy, string branch)
    {
        var parameters = SipParameters.None.With("branch", branch).With("rport", null);
        return new Via(SipTransports.Name(transport), SipUri.HostText(sentBy.Address), sentBy.Port, parameters);
    }

    /// <summary>The same hop by another transport.</summary>
    public Via Over(SipTransport transport) => new(SipTransports.Name(transport), Host, Port, Parameters);

    public static bool TryParse(ReadOnlySpan<char> text, out Via via)
    {
        via = null!;
        if (!TryTake(ref text, '/', out var protocol) || !TryTake(ref text, '/', out var version))
            return false;
        text = text.TrimStart();
        var space = text.IndexOfAny(' ', '\t');
        if (space < 0 || !protocol.Equals("SIP", StringComparison.OrdinalIgnoreCase) || !version.SequenceEqual("2.0"))
            return false;
        var transport = text[..space];
        var rest = text[space..].Trim();
        var semicolon = rest.IndexOf(';');
        var sentBy = (semicolon < 0 ? rest : rest[..semicolon]).TrimEnd();
        if (!SipGrammar.IsToken(transport)
            || !SipUri.TryParseHostPort(sentBy, out var host, out var port)
            || !SipParameters.TryParse(semicolon < 0 ? [] : rest[semicolon..], out var parameters))
            return false;
        via = new Via(TransportText(transport), host, port, parameters);

        // A bare cookie names nothing (RFC 4475 section 3.1.2.19).
        return !string.Equals(via.Branch, Cookie, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Notes where a request came from: <c>received</c> always, <c>rport</c> when it was asked for (RFC 3581 section 4).</summary>
    public Via Received(IPEndPoint remote)
    {
        var parameters = Parameters.WithSource(remote.Address.ToString(), remote.Port.ToString(CultureInfo.InvariantCulture));
        return new Via(Transport, Host, Port, parameters);
    }

    /// <summary>
    /// Where the response goes (RFC 3261 section 18.2.2, RFC 3581 section 4): the connection the request came by, and once that is gone
    /// the port the sender listens at.
    /// </summary>
    public SipPath ResponseDestination(SipPath remote) => !remote.IsReliable && Parameters.Has("rport")
        ? remote
        : remote with { Remote = new IPEndPoint(remote.Remote.Address, Port ?? SipTransports.DefaultPort(remote.Transport)) };

    public override string ToString() => $"SIP/2.0/{Transport} {SentBy}{Parameters}";

    /// <summary>The same as <see cref="ToString"/>, as bytes.</summary>
    internal void WriteTo(ref Utf8Text text)
    {
        text.Add("SIP/2.0/"u8);
        text.Add(Transport);
        text.Add(' ');
        text.Add(Host);
        if (Port is { } port)
        {
            text.Add(':');
            text.Add(port);
        }

        Parameters.WriteTo(ref text);
    }

    private static string TransportText(ReadOnlySpan<char> transport) => transport switch
    {
        "UDP" => "UDP",
        "TCP" => "TCP",
        "TLS" => "TLS",
        _ => transport.ToString().ToUpperInvariant(),
    };

    private static bool TryTake(ref ReadOnlySpan<char> text, char end, out ReadOnlySpan<char> part)
    {
        var at = text.IndexOf(end);
        part = at < 0 ? [] : text[..at].Trim();
        text = at < 0 ? text : text[(at + 1)..];
        return at >= 0;
    }
}
