using System.Net;

namespace Conferencing.Signalling;

/// <summary>
/// The way to or from one peer: what the engine is told of a message's source, and what it asks of the host. It opens nothing itself.
/// </summary>
/// <param name="Connection">
/// The host's number of a connection, to answer on the one a request came by (RFC 3261 section 18.2.2); 0 for UDP, and for "any open
/// connection to this peer, else a new one".
/// </param>
public readonly record struct SipPath(SipTransport Transport, IPEndPoint Remote, long Connection = 0)
{
    /// <summary>Whether the transport repeats what is lost, so that transactions need not (RFC 3261 section 17).</summary>
    public bool IsReliable => Transport != SipTransport.Udp;

    public static SipPath Udp(IPEndPoint remote) => new(SipTransport.Udp, remote);

    /// <summary>Reads what <see cref="ToString"/> writes; an address alone is UDP.</summary>
    public static bool TryParse(string text, out SipPath path)
    {
        path = default;
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        var transport = SipTransport.Udp;
        if ((space >= 0 && !SipTransports.TryParse(text[..space], out transport)) || !IPEndPoint.TryParse(text[(space + 1)..], out var remote))
            return false;
        path = new SipPath(transport, remote);
        return true;
    }

    /// <summary>Transport and address; the connection's number means nothing to anybody else.</summary>
    public override string ToString() => $"{SipTransports.Name(Transport)} {Remote}";
}

/// <summary>How messages travel (RFC 3261 section 18).</summary>
public enum SipTransport
{
    Udp,
    Tcp,
    Tls,
}

/// <summary>The names of the transports in Via.</summary>
public static class SipTransports
{
    public static string Name(SipTransport transport) => transport switch
    {
        SipTransport.Udp => "UDP",
        SipTransport.Tcp => "TCP",
        SipTransport.Tls => "TLS",
        _ => throw new System.Diagnostics.UnreachableException($"Transport {transport}"),
    };

    public static bool TryParse(string name, out SipTransport transport)
    {
        transport = name.ToUpperInvariant() switch
        {
            "UDP" => SipTransport.Udp,
            "TCP" => SipTransport.Tcp,
            "TLS" => SipTransport.Tls,
            _ => (SipTransport)(-1),
        };
        return (int)transport >= 0;
    }
}
