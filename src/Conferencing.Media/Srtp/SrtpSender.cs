using System.Buffers.Binary;
using System.Diagnostics;
using Conferencing.Media.Rtp;

namespace Conferencing.Media.Srtp;

/// <summary>Seals what is sent to one room under one key, in place. Sends no MKI: there is one key at a time.</summary>
public sealed class SrtpSender : IDisposable
{
    /// <summary>Bytes a datagram may grow by.</summary>
    public const int MaxOverhead = GcmFrame.TagSize + SrtcpIndex.Size;

    private readonly bool _tagFirst;
    private readonly PacketCipher _rtp;
    private readonly PacketCipher _rtcp;
    private uint? _ssrc;
    private ulong _index;
    private uint _rtcpIndex;

    /// <param name="earlier">What was sealed with until the key changed: the roll-over counter and the index of RTCP go on (RFC 3711 3.3.1, 3.4).</param>
    public SrtpSender(SrtpKey key, SrtpSender? earlier = null)
    {
        _tagFirst = key.Suite.IsAead();
        _rtp = PacketCipher.Create(key, isRtcp: false);
        _rtcp = PacketCipher.Create(key, isRtcp: true);
        (_ssrc, _index, _rtcpIndex) = (earlier?._ssrc, earlier?._index ?? 0, earlier?._rtcpIndex ?? 0);
    }

    /// <summary>Seals an RTP packet of <paramref name="length"/> bytes; the buffer has room for the overhead. Returns its new length.</summary>
    public int SealRtp(Span<byte> buffer, int length)
    {
        if (!RtpHeader.TryFindPayload(buffer[..length], out int clear))
            throw new UnreachableException("What is sealed was written here.");
        var position = Next(BinaryPrimitives.ReadUInt32BigEndian(buffer[8..]), BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]));
        _rtp.Seal(buffer[..length], clear, position, PacketIndex.Rollovers(position.Index), buffer.Slice(length, _rtp.TagSize));
        return length + _rtp.TagSize;
    }

    /// <summary>The same for a compound of RTCP, whose index counts them (RFC 3711 3.4).</summary>
    public int SealRtcp(Span<byte> buffer, int length)
    {
        uint word = SrtcpIndex.Encrypted(_rtcpIndex);
        var position = new PacketPosition(BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]), _rtcpIndex);
        _rtcpIndex++;
        int tagAt = _tagFirst ? length : length + SrtcpIndex.Size;
        _rtcp.Seal(buffer[..length], SrtcpIndex.ClearSize, position, word, buffer.Slice(tagAt, _rtcp.TagSize));
        BinaryPrimitives.WriteUInt32BigEndian(buffer[(_tagFirst ? length + _rtcp.TagSize : length)..], word);
        return length + SrtcpIndex.Size + _rtcp.TagSize;
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>Our own numbers only grow: a lower one has rolled over, however many were not sealed in between.</summary>
    private PacketPosition Next(uint ssrc, ushort sequence)
    {
        _index = ssrc == _ssrc ? _index + 1 + unchecked((ushort)(sequence - (ushort)_index - 1)) : sequence;
        _ssrc = ssrc;
        return new PacketPosition(ssrc, _index);
    }
}
