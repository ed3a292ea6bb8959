using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.RoomSimulator.Net;

/// <summary>Told of one datagram; the span is not kept.</summary>
/// <param name="arrivedNs">Nanoseconds since 1970, the kernel's stamp where it gives one.</param>
internal delegate void DatagramReceived(ReadOnlySpan<byte> datagram, SocketAddress source, long arrivedNs);

/// <summary>A bound UDP socket that allocates nothing per datagram.</summary>
internal sealed class UdpPort : IDisposable
{
    private const nuint GetTimeStamp = 0x8907; // SIOCGSTAMPNS, linux/sockios.h
    private const int MaxDatagram = 65536;
    private static readonly byte[] Buffer = new byte[MaxDatagram];

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly SocketAddress _source = new(AddressFamily.InterNetwork);
    private readonly DatagramReceived _received;
    private readonly bool _stamped;

    /// <param name="stamped">Ask the kernel when each datagram arrived: a system call more for each.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public UdpPort(IPEndPoint bind, PollSet polls, bool stamped, DatagramReceived received)
    {
        _received = received;
        _stamped = stamped;
        _socket.ReceiveBufferSize = 1 << 20;
        _socket.Bind(bind);
        polls.Add(_socket, Drain);
    }

    /// <summary>Sends, or drops when the socket's buffer is full or the network refuses: this is UDP.</summary>
    public void Send(ReadOnlySpan<byte> datagram, SocketAddress destination)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, destination);
        }
        catch (SocketException)
        {
            // Lost on the way.
        }
    }

    public void Dispose() => _socket.Dispose();

    private void Drain()
    {
        do
        {
            int length;
            try
            {
                length = _socket.ReceiveFrom(Buffer, SocketFlags.None, _source);
            }
            catch (SocketException)
            {
                return;
            }
            _received(Buffer.AsSpan(0, length), _source, _stamped ? Stamp() : WallClock.NowNs());
        }
        while (_socket.Available > 0);
    }

    private long Stamp()
        => InputOutputControl((int)_socket.Handle, GetTimeStamp, out var at) == 0 ? (at.Seconds * 1_000_000_000) + at.Nanoseconds : WallClock.NowNs();

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int InputOutputControl(int socket, nuint request, out TimeSpec value);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
