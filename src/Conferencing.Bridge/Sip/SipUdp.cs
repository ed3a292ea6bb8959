using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Conferencing.Bridge.Rtp;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// A UDP socket of SIP, for IPv4 or IPv6. Never blocks. On Linux datagrams are taken and sent in batches, and the socket's error queue tells which
/// peers refused one (ICMP port or host unreachable).
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

    /// <summary>Datagrams moved by one call.</summary>
    public const int Batch = 64;

    private const int MaxDatagram = 65_536;

    /// <summary>A longer datagram is sent by itself.</summary>
    private const int MaxQueued = 2048;

    private const int ReceiveBufferBytes = 4 << 20;

    private readonly Socket _socket;
    private readonly SocketAddress _sender;
    private readonly DatagramLane _in = new(Batch, MaxDatagram);
    private readonly DatagramLane _out = new(Batch, MaxQueued);
    private readonly SipPeers _peers;
    private readonly Queue<IPEndPoint> _unsent = new();
    private readonly bool _isNative;
    private int _received;
    private int _taken;
    private int _queued;
    private readonly bool _isIp6;
    private readonly bool _hasErrorQueue;

    /// <param name="batches">False for one datagram after the other also where batches are known.</param>
    /// <exception cref="SipPortInUseException">The address cannot be bound.</exception>
    public SipUdp(IPEndPoint bind, bool batches = true)
    {
        _isNative = batches && NativeUdp.IsSupported;
        _isIp6 = bind.AddressFamily == AddressFamily.InterNetworkV6;
        _sender = new SocketAddress(bind.AddressFamily);
        _peers = new SipPeers(bind.AddressFamily);
        _in.Wire(bind.AddressFamily);
        _out.Wire(bind.AddressFamily);
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

    /// <summary>Takes what has arrived, for <see cref="TryTake"/>. Nothing while something is still to be taken.</summary>
    public void Receive()
    {
        if (_taken < _received)
            return;
        _taken = 0;
        _received = 0;
        _received = _isNative ? ReceiveMany() : ReceiveOne();
    }

    /// <summary>The next datagram of those received; valid until the next <see cref="Receive"/>.</summary>
    public bool TryTake(out ReadOnlyMemory<byte> datagram, out IPEndPoint source)
    {
        var isThere = _taken < _received;
        (datagram, source) = isThere ? (_in.Datagram(_taken), _peers.Find(_in.Name(_taken))) : (default, null!);
        _taken += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Queues a datagram, and sends the queue when it is full.</summary>
    /// <returns>False when it can never be sent to this destination.</returns>
    public bool Queue(ReadOnlySpan<byte> bytes, IPEndPoint destination)
    {
        if (destination.AddressFamily != Local.AddressFamily)
            return false;
        if (!_isNative || bytes.Length > MaxQueued)
        {
            Flush(); // none overtakes another
            return TrySend(bytes, destination);
        }

        bytes.CopyTo(_out.Bytes(_queued));
        _out.Messages[_queued].NameLength = (uint)SipPeers.Write(destination, _out.Name(_queued));
        _out.Messages[_queued].Length = (uint)bytes.Length;
        _out.Vectors[_queued].Length = (nuint)bytes.Length;
        if (++_queued == Batch)
            Flush();
        return true;
    }

    /// <summary>Sends what is queued. What cannot be sent is told by <see cref="TryTakeUnsent"/>.</summary>
    public void Flush()
    {
        var sent = 0;
        var attempts = 0;
        while (sent < _queued)
        {
            var count = SendMany(sent);
            sent += count;

            // A refusal by another peer that was not read yet makes the next send fail instead: then it is repeated.
            attempts = count > 0 ? 0 : attempts + 1;
            if (attempts < SendAttempts)
                continue;
            _unsent.Enqueue(_peers.Find(_out.Name(sent++)));
            attempts = 0;
        }

        _queued = 0;
    }

    /// <summary>Takes the destination of a datagram that was queued and to which there is no way.</summary>
    public bool TryTakeUnsent(out IPEndPoint destination) => _unsent.TryDequeue(out destination!);

    /// <summary>Takes the next refusal from the error queue.</summary>
    public bool TryTakeRefusal(out IPEndPoint destination)
    {
        destination = null!;
        return _hasErrorQueue && ErrorQueue.TryTake(Descriptor, _isIp6, out destination);
    }

    public void Dispose() => _socket.Dispose();

    private unsafe int ReceiveMany()
    {
        for (var i = 0; i < Batch; i++)
            _in.Messages[i].NameLength = UdpAddress.MaxSockaddr;
        fixed (NativeUdp.Message* messages = _in.Messages)
        {
            // Fails with a refusal that the error queue holds too, or with a bad checksum.
            return Math.Max(0, NativeUdp.ReceiveMany(Descriptor, messages, Batch, NativeUdp.DontWait, null));
        }
    }

    private int ReceiveOne()
    {
        try
        {
            if (_socket.Available == 0 && !_socket.Poll(0, SelectMode.SelectRead))
                return 0;
            _in.Messages[0].Length = (uint)_socket.ReceiveFrom(_in.Bytes(0), SocketFlags.None, _sender);
            SipPeers.Write((IPEndPoint)Local.Create(_sender), _in.Name(0));
            return 1;
        }
        catch (SocketException)
        {
            return 0; // a refusal, or a datagram with a bad checksum
        }
    }

    /// <returns>How many; 0 when the first one was refused.</returns>
    private unsafe int SendMany(int from)
    {
        fixed (NativeUdp.Message* messages = _out.Messages)
        {
            var sent = NativeUdp.SendMany(Descriptor, messages + from, (uint)(_queued - from), NativeUdp.DontWait);
            if (sent > 0)
                return sent;
        }

        // On a full line they are lost like any datagram; SIP repeats them.
        return Marshal.GetLastPInvokeError() == NativeUdp.WouldBlock ? _queued - from : 0;
    }

    private bool TrySend(ReadOnlySpan<byte> bytes, IPEndPoint destination)
    {
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

    private int Descriptor => _socket.SafeHandle.DangerousGetHandle().ToInt32();

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
