using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Rtp;

/// <summary>
/// A UDP socket that is never waited on: what has arrived is taken in batches, what is queued is sent in batches. By
/// recvmmsg and sendmmsg on Linux, datagram by datagram elsewhere. One thread; allocates nothing after construction.
/// </summary>
public sealed unsafe class RtpSocket : IDisposable
{
    /// <summary>Datagrams moved by one call.</summary>
    public const int Batch = 128;

    /// <summary>
    /// Bytes of the largest datagram received; a longer one is cut off and so refused by its parser. No power of two: the places of a batch
    /// would fight for the same few lines of the processor's cache.
    /// </summary>
    private const int MaxDatagram = 2048 + 64;

    /// <summary>Expedited forwarding (RFC 3246), in the upper six bits.</summary>
    private const int ExpeditedForwarding = 46 << 2;

    private const int Ipv6Level = 41;
    private const int Ipv6TrafficClass = 67;

    /// <summary>What the kernel is asked for: it holds about a second of two hundred rooms.</summary>
    internal const int BufferBytes = 4 * 1024 * 1024;

    private readonly Socket _socket;
    private readonly AddressFamily _family;
    private readonly int _descriptor;
    private readonly bool _native;
    private readonly SocketAddress _address;
    private readonly DatagramLane _in = new(Batch, MaxDatagram, NativeUdp.ControlSize);
    private readonly DatagramLane _out = new(Batch, MaxDatagram);
    private int _queued;
    private long _realTime;

    /// <param name="batches">False for one datagram after the other also where batches are known.</param>
    /// <exception cref="SocketException">The port is taken or the address is not ours.</exception>
    public RtpSocket(IPAddress bind, int port, bool batches = true)
    {
        _native = batches && NativeUdp.IsSupported;
        _family = bind.AddressFamily;
        _socket = new Socket(_family, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            if (_family == AddressFamily.InterNetworkV6)
                _socket.DualMode = false; // IPv4 has a socket of its own
            _socket.Bind(new IPEndPoint(bind, port));
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _socket.ReceiveBufferSize = BufferBytes;
        _socket.SendBufferSize = BufferBytes;
        _address = new SocketAddress(_family);
        _descriptor = (int)_socket.Handle;
        MarkTraffic();
        // What is never fragmented needs no identification, whose making the kernel guards against guessing (RFC 6864).
        if (_family == AddressFamily.InterNetwork)
            _socket.DontFragment = true;
        if (_native)
            PrepareNative();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public AddressFamily Family => _family;

    /// <summary>What the kernel gave to receive into, as it counts; net.core.rmem_max bounds it.</summary>
    public int ReceiveBufferBytes => _socket.ReceiveBufferSize;

    /// <summary>Datagrams that the system refused to send.</summary>
    public long SendFailures { get; private set; }

    /// <summary>Takes what has arrived, at most <see cref="Batch"/>; 0 when nothing has. Valid until the next call.</summary>
    public int Receive()
    {
        if (!_native)
            return ReceiveOne() ? 1 : 0;

        for (int i = 0; i < Batch; i++)
        {
            _in.Messages[i].NameLength = UdpAddress.MaxSockaddr;
            _in.Messages[i].ControlLength = NativeUdp.ControlSize;
        }

        fixed (NativeUdp.Message* messages = _in.Messages)
        {
            int count = NativeUdp.ReceiveMany(_descriptor, messages, Batch, NativeUdp.DontWait, null);
            if (count > 0)
                _realTime = RealTime();
            return Math.Max(0, count);
        }
    }

    public ReadOnlySpan<byte> Datagram(int index) => _in.Bytes(index)[..(int)_in.Messages[index].Length];

    public UdpAddress Source(int index) => UdpAddress.FromSockaddr(_in.Name(index), _family);

    /// <summary>How long the datagram lay in the socket before it was taken, nanoseconds, by the kernel's stamp; 0 where there is none.</summary>
    public long WaitedNanoseconds(int index)
    {
        if (!_native || _in.Messages[index].ControlLength < NativeUdp.ControlSize)
            return 0;

        ref readonly var control = ref MemoryMarshal.AsRef<NativeUdp.TimestampControl>(_in.Control(index));
        if (control.Level != NativeUdp.SocketLevel || control.Type != NativeUdp.ReceiveTimestamps)
            return 0;

        // A step of the wall clock shows as nonsense.
        long waited = _realTime - ((control.Seconds * 1_000_000_000) + control.Nanoseconds);
        return waited is > 0 and < 1_000_000_000 ? waited : 0;
    }

    /// <summary>Queues a datagram, at most 1500 bytes; sends the queue when it is full.</summary>
    public void Queue(ReadOnlySpan<byte> datagram, UdpAddress destination)
    {
        datagram.CopyTo(_out.Bytes(_queued));
        ref var message = ref _out.Messages[_queued];
        message.NameLength = (uint)destination.WriteSockaddr(_out.Name(_queued), _family);
        message.Length = (uint)datagram.Length;
        _out.Vectors[_queued].Length = (nuint)datagram.Length;
        if (++_queued == Batch)
            Flush();
    }

    /// <summary>Sends what is queued.</summary>
    public void Flush()
    {
        int sent = 0;
        while (sent < _queued)
            sent += _native ? SendMany(sent) : SendOne(sent);
        _queued = 0;
    }

    public void Dispose() => _socket.Dispose();

    private int SendMany(int from)
    {
        fixed (NativeUdp.Message* messages = _out.Messages)
        {
            int sent = NativeUdp.SendMany(_descriptor, messages + from, (uint)(_queued - from), NativeUdp.DontWait);
            if (sent > 0)
                return sent;
        }

        int error = Marshal.GetLastPInvokeError();
        if (error == NativeUdp.Interrupted)
            return 0;

        // A full buffer refuses all that follow; any other error is the first datagram's own.
        int refused = error == NativeUdp.WouldBlock ? _queued - from : 1;
        SendFailures += refused;
        return refused;
    }

    private int SendOne(int index)
    {
        try
        {
            _out.Name(index)[2.._address.Size].CopyTo(_address.Buffer.Span[2..]);
            _socket.SendTo(_out.Bytes(index)[..(int)_out.Messages[index].Length], SocketFlags.None, _address);
        }
        catch (SocketException)
        {
            SendFailures++;
        }

        return 1;
    }

    private bool ReceiveOne()
    {
        try
        {
            if (_socket.Available == 0)
                return false;

            _in.Messages[0].Length = (uint)_socket.ReceiveFrom(_in.Bytes(0), SocketFlags.None, _address);
            _address.Buffer.Span[.._address.Size].CopyTo(_in.Name(0));
            return true;
        }
        catch (SocketException)
        {
            // Windows reports an ICMP error for something sent earlier here; nothing was received.
            _in.Messages[0].Length = 0;
            return false;
        }
    }

    private void MarkTraffic()
    {
        if (_family == AddressFamily.InterNetwork)
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, ExpeditedForwarding);
        else if (OperatingSystem.IsLinux())
            _socket.SetRawSocketOption(Ipv6Level, Ipv6TrafficClass, BitConverter.GetBytes(ExpeditedForwarding));
    }

    private void PrepareNative()
    {
        int on = 1;
        _ = NativeUdp.SetOption(_descriptor, NativeUdp.SocketLevel, NativeUdp.ReceiveTimestamps, &on, sizeof(int));
        _in.Wire(_family);
        _out.Wire(_family);
    }

    private static long RealTime()
    {
        NativeUdp.TimeSpec time;
        _ = NativeUdp.GetClock(0, &time);
        return (time.Seconds * 1_000_000_000) + time.Nanoseconds;
    }
}
