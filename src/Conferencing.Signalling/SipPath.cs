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

    /// <summary>
    /// The name a TLS peer's certificate must have (RFC 5922): the host that was dialled. Null where that is the address itself.
    /// </summary>
    public string? ServerName { get; init; }

    /// <summary>The same transport and address, whatever the connection.</summary>
    public bool IsSameWay(SipPath other) => Transport == other.Transport && (Remote.Equals(other.Remote) || (Connection != 0 && Connection == other.Connection));

    public static SipPath Udp(IPEndPoint remote) => new(SipTransport.Udp, remote);

    /// <summary>Reads what <see cref="ToString"/> writes; an address alone is UDP.</summary>
    public static bool TryParse(string text, out SipPath path)
    {
        path = default;
        var parts = text.Split(' ');
        var transport = SipTransport.Udp;
        if (parts.Length > 1 && !SipTransports.TryParse(parts[0], out transport))
            return false;
        if (parts.Length > 3 || !IPEndPoint.TryParse(parts[parts.Length > 1 ? 1 : 0], out var remote))
            return false;
        path = new SipPath(transport, remote) { ServerName = parts.Length > 2 ? parts[2] : null };
        return true;
    }

    /// <summary>Transport, address and name; the connection's number means nothing to anybody else.</summary>
    public override string ToString() =>
        $"{SipTransports.Name(Transport)} {Remote}{(ServerName is null ? "" : " " + ServerName)}";
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

    /// <summary>RFC 3261 section 18.2.1.</summary>
    public static int DefaultPort(SipTransport transport) => transport == SipTransport.Tls ? 5061 : 5060;

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
