using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Conferencing.Bridge.Rtp;

/// <summary>
/// One UDP port of a media loop by every IP family it speaks: a socket for each, so that IPv4 datagrams do not pay for the mapping of a socket
/// for both, and each family has its own address and traffic class. It tells no leg from another. One thread.
/// </summary>
public sealed class RtpPort : IDisposable
{
    private readonly ImmutableArray<RtpSocket> _sockets;
    private readonly RtpSocket? _v4;
    private readonly RtpSocket? _v6;

    /// <param name="port">0 takes a free one.</param>
    /// <exception cref="SocketException">The port is taken in one of the families, or an address is not ours.</exception>
    public RtpPort(IEnumerable<IPAddress> binds, int port)
    {
        var sockets = new List<RtpSocket>();
        try
        {
            foreach (var bind in binds)
                sockets.Add(new RtpSocket(bind, sockets.Count == 0 ? port : sockets[0].Port));
        }
        catch
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }

        _sockets = [.. sockets];
        _v4 = sockets.Find(socket => socket.Family == AddressFamily.InterNetwork);
        _v6 = sockets.Find(socket => socket.Family == AddressFamily.InterNetworkV6);
    }

    public int Port => _sockets[0].Port;

    /// <summary>To receive from.</summary>
    public ImmutableArray<RtpSocket> Sockets => _sockets;

    /// <summary>Datagrams that the system refused to send.</summary>
    public long SendFailures => (_v4?.SendFailures ?? 0) + (_v6?.SendFailures ?? 0);

    /// <summary>Queues a datagram; false when the destination's family is not spoken here.</summary>
    public bool TryQueue(ReadOnlySpan<byte> datagram, UdpAddress destination)
    {
        if ((destination.IsV4 ? _v4 : _v6) is not { } socket)
            return false;
        socket.Queue(datagram, destination);
        return true;
    }

    /// <summary>Sends what is queued.</summary>
    public void Flush()
    {
        _v4?.Flush();
        _v6?.Flush();
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }
}
