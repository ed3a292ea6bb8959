using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Conferencing.Bridge.Rtp;

namespace Conferencing.Bridge.Sip;

/// <summary>
/// Socket addresses (sockaddr_in and sockaddr_in6) as end points. The same peer is the same object as long as there are not too many, so that one
/// who asks often costs nothing.
/// </summary>
internal sealed class SipPeers(AddressFamily family)
{
    private const int Limit = 1024;

    private readonly Dictionary<Raw, IPEndPoint> _known = [];

    public IPEndPoint Find(ReadOnlySpan<byte> sockaddr)
    {
        var raw = MemoryMarshal.Read<Raw>(sockaddr);
        if (family == AddressFamily.InterNetwork)
            raw = raw with { Middle = 0, Last = 0, Scope = 0 }; // behind a sockaddr_in lies what was there before
        if (_known.TryGetValue(raw, out var known))
            return known;
        if (_known.Count >= Limit)
            _known.Clear();
        return _known[raw] = Read(sockaddr);
    }

    /// <summary>Fills in everything but the family. Returns the bytes of the socket address.</summary>
    public static int Write(IPEndPoint peer, Span<byte> sockaddr)
    {
        BinaryPrimitives.WriteUInt16BigEndian(sockaddr[2..], (ushort)peer.Port);
        if (peer.AddressFamily == AddressFamily.InterNetwork)
        {
            peer.Address.TryWriteBytes(sockaddr[4..], out _);
            return 16;
        }

        sockaddr[4..8].Clear();
        peer.Address.TryWriteBytes(sockaddr[8..], out _);
        MemoryMarshal.Write(sockaddr[24..], (uint)peer.Address.ScopeId);
        return UdpAddress.MaxSockaddr;
    }

    private IPEndPoint Read(ReadOnlySpan<byte> sockaddr)
    {
        var address = family == AddressFamily.InterNetwork
            ? new IPAddress(sockaddr.Slice(4, 4))
            : new IPAddress(sockaddr.Slice(8, 16), MemoryMarshal.Read<uint>(sockaddr[24..]));
        return new IPEndPoint(address, BinaryPrimitives.ReadUInt16BigEndian(sockaddr[2..]));
    }

    /// <summary>The bytes of the larger of the two. In sockaddr_in the first eight hold all there is.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Raw(ulong First, ulong Middle, ulong Last, uint Scope);
}
