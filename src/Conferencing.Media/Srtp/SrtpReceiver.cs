using System.Buffers.Binary;
using Conferencing.Media.Rtp;

namespace Conferencing.Media.Srtp;

/// <summary>
/// Opens what one room sends under one key. The order is the point: a look into the replay window, which is cheap, then the
/// proof of authenticity, and only then does anything change. Says nothing about payloads.
/// </summary>
/// <remarks>
/// <code>
///  counter mode   RTP:  header | payload | MKI | tag         RTCP:  packet | E, index | MKI | tag      (RFC 3711 3.1, 3.4)
///  GCM            RTP:  header | payload | tag | MKI         RTCP:  packet | tag | E, index | MKI      (RFC 7714 8, 9)
/// </code>
/// </remarks>
public sealed class SrtpReceiver : IDisposable
{
    /// <summary>Bytes of the largest datagram that is opened.</summary>
    public const int MaxDatagram = 2048;

    /// <summary>Roll-over counters that are tried for a source that was not heard from its first packet on: two days of 20 ms packets.</summary>
    private const uint MissedRollovers = 128;

    private readonly ReadOnlyMemory<byte> _identifier;
    private readonly bool _tagFirst;
    private readonly PacketCipher _rtp;
    private readonly PacketCipher _rtcp;
    private readonly SourceStates _rtpSources = new();
    private readonly SourceStates _rtcpSources = new();
    private readonly SourceStates? _earlierSources;
    private readonly byte[] _plain = new byte[MaxDatagram];
    private uint _probe;

    /// <param name="earlier">What the room's packets were opened with until its key changed: roll-over counters go on (RFC 3711 3.3.1).</param>
    public SrtpReceiver(SrtpKey key, SrtpReceiver? earlier = null)
    {
        _identifier = key.Identifier.ToArray();
        _tagFirst = key.Suite.IsAead();
        _rtp = PacketCipher.Create(key, isRtcp: false);
        _rtcp = PacketCipher.Create(key, isRtcp: true);
        _earlierSources = earlier?._rtpSources;
    }

    /// <summary>Null when the packet is authentic; then <paramref name="plain"/> is it, until the next call.</summary>
    public DropReason? OpenRtp(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> plain)
    {
        plain = default;
        int length = datagram.Length - _rtp.TagSize - _identifier.Length;
        if (datagram.Length > MaxDatagram || !RtpHeader.TryFindPayload(datagram, out int clear) || length < clear)
            return DropReason.BadHeader;

        ushort sequence = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]);
        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]);
        var window = _rtpSources.Find(ssrc);
        if (Guess(window, ssrc, sequence) is not { } index)
            return DropReason.TooOld;
        if (window.Look(index) is { } seen)
            return seen;
        if (!TryOpenRtp(datagram, clear, new PacketPosition(ssrc, index))
            && !(window.IsEmpty && TryMissedRollovers(datagram, clear, ssrc, sequence, out index)))
            return DropReason.NotAuthentic;

        window.Mark(index);
        _rtpSources.Keep(ssrc, window);
        plain = _plain.AsSpan(0, length);
        return null;
    }

    /// <summary>The same for a compound of RTCP.</summary>
    public DropReason? OpenRtcp(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> plain)
    {
        plain = default;
        int length = datagram.Length - _rtcp.TagSize - SrtcpIndex.Size - _identifier.Length;
        if (datagram.Length > MaxDatagram || length < SrtcpIndex.ClearSize)
            return DropReason.BadRtcp;

        uint ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]);
        uint word = BinaryPrimitives.ReadUInt32BigEndian(datagram[(_tagFirst ? length + _rtcp.TagSize : length)..]);
        var position = new PacketPosition(ssrc, SrtcpIndex.Of(word));
        var window = _rtcpSources.Find(ssrc);
        if (window.Look(position.Index) is { } seen)
            return seen;

        int clear = SrtcpIndex.IsEncrypted(word) ? SrtcpIndex.ClearSize : length;
        var tag = datagram.Slice(_tagFirst ? length : datagram.Length - _rtcp.TagSize, _rtcp.TagSize);
        if (!HasIdentifier(datagram, _rtcp) || !_rtcp.TryOpen(datagram[..length], clear, position, word, tag, _plain))
            return DropReason.NotAuthentic;

        window.Mark(position.Index);
        _rtcpSources.Keep(ssrc, window);
        plain = _plain.AsSpan(0, length);
        return null;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>A new source begins at roll-over counter 0, unless it was known under an earlier key.</summary>
    private ulong? Guess(in ReplayWindow window, uint ssrc, ushort sequence)
    {
        if (!window.IsEmpty)
            return PacketIndex.Guess(window.Highest, sequence);
        var earlier = _earlierSources?.Find(ssrc) ?? default;
        return earlier.IsEmpty ? sequence : PacketIndex.Guess(earlier.Highest, sequence);
    }

    private bool TryOpenRtp(ReadOnlySpan<byte> datagram, int clear, in PacketPosition position)
    {
        int length = datagram.Length - _rtp.TagSize - _identifier.Length;
        var tag = datagram.Slice(_tagFirst ? length : datagram.Length - _rtp.TagSize, _rtp.TagSize);
        return HasIdentifier(datagram, _rtp)
            && _rtp.TryOpen(datagram[..length], clear, position, PacketIndex.Rollovers(position.Index), tag, _plain);
    }

    /// <summary>
    /// A source that had sent for a while before it was first heard has rolled over already, and nothing in its packets says how
    /// often. One count is tried with each packet, so that strangers' packets cost little.
    /// </summary>
    private bool TryMissedRollovers(ReadOnlySpan<byte> datagram, int clear, uint ssrc, ushort sequence, out ulong index)
    {
        _probe = (_probe + 1) % MissedRollovers;
        index = PacketIndex.Join(_probe, sequence);
        return TryOpenRtp(datagram, clear, new PacketPosition(ssrc, index));
    }

    private bool HasIdentifier(ReadOnlySpan<byte> datagram, PacketCipher cipher)
    {
        int end = _tagFirst ? datagram.Length : datagram.Length - cipher.TagSize;
        return datagram[(end - _identifier.Length)..end].SequenceEqual(_identifier.Span);
    }
}

/// <summary>The word of SRTCP that holds its index and whether the packet is encrypted (RFC 3711 3.4).</summary>
internal static class SrtcpIndex
{
    public const int Size = 4;

    /// <summary>Bytes of an RTCP packet that are never encrypted: header and SSRC of the sender.</summary>
    public const int ClearSize = 8;

    private const uint EncryptedFlag = 1u << 31;

    public static bool IsEncrypted(uint word) => (word & EncryptedFlag) != 0;

    public static ulong Of(uint word) => word & ~EncryptedFlag;

    public static uint Encrypted(uint index) => index | EncryptedFlag;
}
