using System.Net;
using System.Net.Sockets;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// Wakes a loop that sleeps on its sockets: a datagram on the loopback interface to itself. At most one is under way, however many call.
/// </summary>
internal sealed class WakeUp : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private int _isCalled;

    public WakeUp()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Connect(_socket.LocalEndPoint!); // takes datagrams from nobody else
        _socket.Blocking = false;
    }

    public Socket Socket => _socket;

    /// <summary>From any thread.</summary>
    public void Call()
    {
        if (Interlocked.Exchange(ref _isCalled, 1) != 0)
            return;
        try
        {
            _socket.Send("!"u8);
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The loop is ending, or wakes by its deadline.
        }
    }

    /// <summary>On the loop, before it looks for what it was called for.</summary>
    public void Hear()
    {
        Span<byte> datagram = stackalloc byte[8];
        try
        {
            while (_socket.Available > 0)
                _socket.Receive(datagram);
        }
        catch (SocketException)
        {
            // Nothing to hear after all.
        }

        Volatile.Write(ref _isCalled, 0);
    }

    public void Dispose() => _socket.Dispose();
}
