using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Conferencing.Bridge.Rtp;

/// <summary>An IP address and port as a value that can be looked up without allocating. IPv4 is held as mapped IPv6.</summary>
public readonly record struct UdpAddress
{
    /// <summary>Bytes of the larger of the two socket addresses, sockaddr_in6.</summary>
    internal const int MaxSockaddr = 28;

    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    private UdpAddress(ulong high, ulong low, ushort port)
    {
        High = high;
        Low = low;
        Port = port;
    }

    public ulong High { get; }

    public ulong Low { get; }

    public ushort Port { get; }

    /// <summary>True for 0.0.0.0, ::, and port 0: nothing can be sent there.</summary>
    public bool IsUnspecified => Port == 0 || (High == 0 && Low is 0 or MappedPrefix);

    public static UdpAddress From(IPEndPoint endPoint)
    {
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(bytes, out _);
        return new UdpAddress(
            BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), (ushort)endPoint.Port);
    }

    public bool IsV4 => High == 0 && Low >> 32 == MappedPrefix >> 32;

    public bool SameHost(UdpAddress other) => High == other.High && Low == other.Low;

    /// <summary>From a sockaddr_in or sockaddr_in6, whose layouts agree on all systems but for the family.</summary>
    internal static UdpAddress FromSockaddr(ReadOnlySpan<byte> sockaddr, AddressFamily family)
    {
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(sockaddr[2..]);
        return family == AddressFamily.InterNetwork
            ? new UdpAddress(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(sockaddr[4..]), port)
            : new UdpAddress(
                BinaryPrimitives.ReadUInt64BigEndian(sockaddr[8..]), BinaryPrimitives.ReadUInt64BigEndian(sockaddr[16..]), port);
    }

    /// <summary>Fills in everything but the family. Returns the bytes of the socket address.</summary>
    internal int WriteSockaddr(Span<byte> sockaddr, AddressFamily family)
    {
        BinaryPrimitives.WriteUInt16BigEndian(sockaddr[2..], Port);
        if (family == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt32BigEndian(sockaddr[4..], (uint)Low);
            sockaddr[8..16].Clear();
            return 16;
        }

        sockaddr[4..8].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(sockaddr[8..], High);
        BinaryPrimitives.WriteUInt64BigEndian(sockaddr[16..], Low);
        sockaddr[24..28].Clear();
        return 28;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
        var address = new IPAddress(bytes);
        return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, Port).ToString();
    }
}
