using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Conferencing.Bridge.Rtp;

namespace Conferencing.RoomSimulator.Load;

/// <summary>
/// The rooms' ends of their lines, each an address and port of its own, and all moved in batches. By IPv4 every room has an address in 127/8
/// and one socket serves them all (IP_PKTINFO, ip(7)), so that hundreds of rooms cost little more than one; IPv6 has one loopback address,
/// so there every room has a port. Linux only. One thread.
/// </summary>
internal sealed unsafe class RoomPorts : IDisposable
{
    public const int MostRooms = RoomsANet * 250;

    private const int Batch = 256;
    private const int MaxDatagram = 1500;

    /// <summary>Rooms in 127.1.x/24.</summary>
    private const int RoomsANet = 200;

    private const int FirstAddress = 0x7F01_0001; // 127.1.0.1
    private const int BufferBytes = 16 << 20;
    private const int ForceReceiveBuffer = 33; // SO_RCVBUFFORCE: beyond rmem_max, for root
    private const int PacketInfo = 8; // IP_PKTINFO
    private const int PacketInfoLength = 16 + 12; // cmsghdr and in_pktinfo
    private const int PacketInfoSpace = 32;
    private const int HeaderSize = 16;

    private readonly AddressFamily _family;
    private readonly int _firstPort;
    private readonly Socket[] _sockets;
    private readonly DatagramLane _in;
    private readonly DatagramLane _out;
    private int _receiving;
    private int _sending;
    private int _queued;

    /// <exception cref="SocketException">A port is taken.</exception>
    public RoomPorts(int rooms, bool isIp6, int firstPort)
    {
        _family = isIp6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        _firstPort = firstPort;
        _sockets = [.. Enumerable.Range(0, isIp6 ? rooms : 1).Select(i => Open(firstPort + i))];
        _in = new DatagramLane(Batch, MaxDatagram, NativeUdp.ControlSize + PacketInfoSpace);
        _out = new DatagramLane(Batch, MaxDatagram, PacketInfoSpace);
        _in.Wire(_family);
        _out.Wire(_family);
    }

    /// <summary>Datagrams the system refused to send.</summary>
    public long SendFailures { get; private set; }

    public static IPAddress AddressOf(int room)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, FirstAddress + (room / RoomsANet * 256) + (room % RoomsANet));
        return new IPAddress(bytes);
    }

    /// <summary>Whose address it is in host order; −1 for nobody's.</summary>
    public static int RoomOf(uint address)
    {
        long offset = (long)address - FirstAddress;
        return offset < 0 || (offset & 0xFF) >= RoomsANet ? -1 : (int)((offset / 256 * RoomsANet) + (offset & 0xFF));
    }

    public IPEndPoint EndPoint(int room) => _family == AddressFamily.InterNetwork
        ? new IPEndPoint(AddressOf(room), _firstPort)
        : new IPEndPoint(IPAddress.IPv6Loopback, _firstPort + room);

    /// <summary>Takes what has arrived, told one by one. True when there may be more.</summary>
    public bool Receive(Action<int, ReadOnlyMemory<byte>, long> received)
    {
        int socket = _receiving;
        int count = Take(_sockets[socket]);
        for (int i = 0; i < count; i++)
        {
            var (room, arrivedNs) = ReadControl(i, socket);
            if (room >= 0)
                received(room, _in.Datagram(i), arrivedNs);
        }

        if (count == Batch)
            return true;
        _receiving = (_receiving + 1) % _sockets.Length;
        return _receiving != 0;
    }

    /// <summary>Queues a datagram; what is queued goes when the queue is full or the room is another socket's.</summary>
    public void Queue(int room, ReadOnlySpan<byte> datagram, UdpAddress destination)
    {
        int socket = _sockets.Length == 1 ? 0 : room;
        if (socket != _sending || _queued == Batch)
            Flush();
        _sending = socket;
        ref var message = ref _out.Messages[_queued];
        datagram.CopyTo(_out.Bytes(_queued));
        message.NameLength = (uint)destination.WriteSockaddr(_out.Name(_queued), _family);
        _out.Vectors[_queued].Length = (nuint)datagram.Length;
        message.ControlLength = _family == AddressFamily.InterNetwork ? (nuint)WriteSource(_out.Control(_queued), room) : 0;
        _queued++;
    }

    public void Flush()
    {
        for (int sent = 0; sent < _queued;)
        {
            fixed (NativeUdp.Message* messages = _out.Messages)
            {
                int more = NativeUdp.SendMany((int)_sockets[_sending].Handle, messages + sent, (uint)(_queued - sent), NativeUdp.DontWait);
                if (more <= 0 && Marshal.GetLastPInvokeError() != NativeUdp.Interrupted)
                    SendFailures += more = 1;
                sent += Math.Max(more, 0);
            }
        }

        _queued = 0;
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private Socket Open(int port)
    {
        var socket = new Socket(_family, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(_family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Loopback, port));
        int on = 1, size = _family == AddressFamily.InterNetwork ? BufferBytes : BufferBytes / 64;
        int descriptor = (int)socket.Handle;
        socket.ReceiveBufferSize = size;
        _ = NativeUdp.SetOption(descriptor, NativeUdp.SocketLevel, ForceReceiveBuffer, &size, sizeof(int));
        _ = NativeUdp.SetOption(descriptor, NativeUdp.SocketLevel, NativeUdp.ReceiveTimestamps, &on, sizeof(int));
        if (_family == AddressFamily.InterNetwork)
            _ = NativeUdp.SetOption(descriptor, 0, PacketInfo, &on, sizeof(int));
        return socket;
    }

    private int Take(Socket socket)
    {
        for (int i = 0; i < Batch; i++)
        {
            _in.Messages[i].NameLength = UdpAddress.MaxSockaddr;
            _in.Messages[i].ControlLength = NativeUdp.ControlSize + PacketInfoSpace;
        }

        fixed (NativeUdp.Message* messages = _in.Messages)
            return Math.Max(0, NativeUdp.ReceiveMany((int)socket.Handle, messages, Batch, NativeUdp.DontWait, null));
    }

    /// <summary>The kernel's stamp and, by IPv4, the address the datagram was sent to (cmsg(3)).</summary>
    private (int Room, long ArrivedNs) ReadControl(int index, int socket)
    {
        int room = _family == AddressFamily.InterNetwork ? -1 : socket;
        long arrivedNs = 0;
        var rest = _in.Control(index)[..(int)_in.Messages[index].ControlLength];
        while (rest.Length >= HeaderSize)
        {
            int length = (int)BitConverter.ToInt64(rest);
            int level = BitConverter.ToInt32(rest[8..]), type = BitConverter.ToInt32(rest[12..]);
            if (level == NativeUdp.SocketLevel && type == NativeUdp.ReceiveTimestamps)
                arrivedNs = (BitConverter.ToInt64(rest[HeaderSize..]) * 1_000_000_000) + BitConverter.ToInt64(rest[(HeaderSize + 8)..]);
            else if (level == 0 && type == PacketInfo)
                room = RoomOf(BinaryPrimitives.ReadUInt32BigEndian(rest[(HeaderSize + 8)..]));
            rest = rest[Math.Min(rest.Length, (length + 7) & ~7)..];
        }

        return (room, arrivedNs);
    }

    /// <summary>Control data that makes a datagram leave from the room's address.</summary>
    private static int WriteSource(Span<byte> control, int room)
    {
        control.Clear();
        BitConverter.TryWriteBytes(control, (long)PacketInfoLength);
        BitConverter.TryWriteBytes(control[12..], PacketInfo);
        BinaryPrimitives.WriteInt32BigEndian(control[(HeaderSize + 4)..], FirstAddress + (room / RoomsANet * 256) + (room % RoomsANet));
        return PacketInfoLength;
    }
}
