using System.Net;
using System.Net.Sockets;

namespace Conferencing.Bridge.Sip;

/// <summary>Which of this machine's addresses a peer is shown, in SIP and in SDP. It opens nothing and keeps nothing.</summary>
public sealed record LocalAddresses
{
    /// <summary>Where SIP and media are received.</summary>
    public required IPAddress Bind { get; init; }

    /// <summary>The same by IPv6, beside it; null where there is none.</summary>
    public IPAddress? Bind6 { get; init; }

    /// <summary>The IPv4 address to show in place of ours: an address translator stands before this machine.</summary>
    public IPAddress? Public { get; init; }

    public IPAddress? Public6 { get; init; }

    /// <summary>Null when the peer's family is not spoken here, or no route leads there.</summary>
    public IPAddress? Towards(IPAddress peer)
    {
        var isV6 = peer.AddressFamily == AddressFamily.InterNetworkV6;
        if (new[] { Bind, Bind6 }.FirstOrDefault(one => one?.AddressFamily == peer.AddressFamily) is not { } bind)
            return null;
        var isFixed = !bind.Equals(IPAddress.Any) && !bind.Equals(IPAddress.IPv6Any);
        if (IPAddress.IsLoopback(peer))
            return isFixed ? bind : isV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        return (isV6 ? Public6 : Public) ?? (isFixed ? bind : Route(peer));
    }

    private static IPAddress? Route(IPAddress peer)
    {
        try
        {
            // Connecting a UDP socket sends nothing; it only makes the system choose the way.
            using var socket = new Socket(peer.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(peer, 5060);
            return (socket.LocalEndPoint as IPEndPoint)?.Address is { } found ? new IPAddress(found.GetAddressBytes()) : null; // a zone is nobody else's
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
