using System.Net;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transports;

/// <summary>What a SIP URI says of the way to it (RFC 3263 section 4): host, and port and transport as far as they are named. Looks nothing up.</summary>
/// <param name="Host">Name or address; an IPv6 address without its brackets.</param>
/// <param name="Transport">Null when the URI names none.</param>
/// <param name="IsSecure">A sips: URI, which allows nothing but TLS.</param>
public readonly record struct SipTarget(string Host, int? Port, SipTransport? Transport, bool IsSecure)
{
    /// <summary>The host as an address; null when it is a name.</summary>
    public IPAddress? Address => IPAddress.TryParse(Host, out var address) ? address : null;

    /// <returns>False for a transport this agent does not speak, and for sips: over UDP.</returns>
    public static bool TryOf(SipUri uri, out SipTarget target)
    {
        target = default;
        SipTransport? transport = null;
        if (uri.Parameters.Find("transport") is { } name)
        {
            if (!SipTransports.TryParse(name, out var named) || (uri.IsSecure && named == SipTransport.Udp))
                return false;
            transport = named;
        }

        // In a sips: URI transport=tcp means TLS over TCP (RFC 3261 section 26.2.2).
        target = new SipTarget(uri.Host.Trim('[', ']').ToLowerInvariant(), uri.Port, uri.IsSecure ? SipTransport.Tls : transport, uri.IsSecure);
        return true;
    }

    /// <summary>The way to one of the host's addresses.</summary>
    /// <param name="unnamed">The transport when the URI names none: UDP (RFC 3263 section 4.1).</param>
    public SipPath PathTo(IPAddress address, SipTransport unnamed = SipTransport.Udp)
    {
        var transport = Transport ?? unnamed;
        return new SipPath(transport, new IPEndPoint(address, Port ?? SipTransports.DefaultPort(transport)))
        {
            ServerName = transport == SipTransport.Tls && Address is null ? Host : null,
        };
    }
}
