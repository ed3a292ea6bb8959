using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// A UDP socket of SIP, for IPv4 or IPv6. Never blocks. On Linux it also tells which peers refused a datagram (ICMP port or host unreachable), by the
/// socket's error queue.
/// </summary>
internal sealed partial class SipUdp : IDisposable
{
    private const int SocketLevelIp = 0; // IPPROTO_IP
    private const int IpTypeOfService = 1; // IP_TOS
    private const int IpReceiveErrors = 11; // IP_RECVERR
    private const int SocketLevelIp6 = 41; // IPPROTO_IPV6
    private const int Ip6TrafficClass = 67; // IPV6_TCLASS
    private const int Ip6ReceiveErrors = 25; // IPV6_RECVERR
    private const int ClassSelector3 = 3 << 5; // DSCP CS3, for signalling (RFC 4594)
    private const int SendAttempts = 4;
    private const int ReceiveBufferBytes = 4 << 20;

    private readonly Socket _socket;
    private readonly SocketAddress _sender;
    private readonly bool _isIp6;
    private readonly bool _hasErrorQueue;

    /// <exception cref="SipPortInUseException">The address cannot be bound.</exception>
    public SipUdp(IPEndPoint bind)
    {
        _isIp6 = bind.AddressFamily == AddressFamily.InterNetworkV6;
        _sender = new SocketAddress(bind.AddressFamily);
        _socket = new Socket(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (_isIp6)
                _socket.DualMode = false; // IPv4 has a socket of its own
            _socket.Blocking = false;
            _socket.ReceiveBufferSize = ReceiveBufferBytes;
            _socket.Bind(bind);
        }
        catch (SocketException fault)
        {
            _socket.Dispose();
            throw new SipPortInUseException("UDP", bind, fault);
        }

        Local = (IPEndPoint)_socket.LocalEndPoint!;
        _hasErrorQueue = OperatingSystem.IsLinux() && TrySet(_isIp6 ? Ip6ReceiveErrors : IpReceiveErrors, 1);
        if (OperatingSystem.IsLinux())
            TrySet(_isIp6 ? Ip6TrafficClass : IpTypeOfService, ClassSelector3);
    }

    public IPEndPoint Local { get; }

    public Socket Socket => _socket;

    /// <summary>Takes the next datagram.</summary>
    /// <returns>Its length; −1 when there is none at the moment.</returns>
    public int Receive(Span<byte> buffer, out IPEndPoint? remote)
    {
        remote = null;
        try
        {
            if (_socket.Available == 0 && !_socket.Poll(0, SelectMode.SelectRead))
                return -1;
            var length = _socket.ReceiveFrom(buffer, SocketFlags.None, _sender);
            remote = (IPEndPoint)Local.Create(_sender);
            return length;
        }
        catch (SocketException)
        {
            return -1; // a refusal noted by the error queue, or a datagram with a bad checksum
        }
    }

    /// <returns>False when there is no way to the destination.</returns>
    public bool TrySend(ReadOnlySpan<byte> bytes, IPEndPoint destination)
    {
        if (destination.AddressFamily != Local.AddressFamily)
            return false;

        // A refusal by another peer that was not read yet makes the next send fail instead: then it is repeated.
        for (var attempt = 0; attempt < SendAttempts; attempt++)
        {
            try
            {
                return _socket.SendTo(bytes, SocketFlags.None, destination) == bytes.Length;
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.WouldBlock)
            {
                return true; // lost like any datagram on a full line; SIP repeats it
            }
            catch (SocketException)
            {
                // once more
            }
        }

        return false;
    }

    /// <summary>Takes the next refusal from the error queue.</summary>
    public bool TryTakeRefusal(out IPEndPoint destination)
    {
        destination = null!;
        return _hasErrorQueue && ErrorQueue.TryTake(_socket.SafeHandle.DangerousGetHandle().ToInt32(), _isIp6, out destination);
    }

    public void Dispose() => _socket.Dispose();

    private bool TrySet(int option, int value)
    {
        try
        {
            _socket.SetRawSocketOption(_isIp6 ? SocketLevelIp6 : SocketLevelIp, option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
