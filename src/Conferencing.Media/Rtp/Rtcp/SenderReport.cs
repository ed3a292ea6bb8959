using System.Buffers.Binary;

namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>SR (RFC 3550 6.4.1): the sender's clock and counts, with at most one report block when written.</summary>
public readonly record struct SenderReport
{
    /// <summary>Bytes of the body before the report blocks.</summary>
    public const int BodySize = 24;

    public uint Ssrc { get; init; }
    public NtpTime Ntp { get; init; }

    /// <summary>The same moment on the media clock.</summary>
    public uint RtpTimestamp { get; init; }
    public uint PacketCount { get; init; }

    /// <summary>Bytes of payload.</summary>
    public uint OctetCount { get; init; }

    /// <param name="blocks">Where the report blocks lie.</param>
    public static bool TryParse(in RtcpPart part, out SenderReport report, out ReadOnlySpan<byte> blocks)
    {
        report = default;
        blocks = default;
        var body = part.Body;
        if (part.Header.Type != RtcpType.SenderReport || body.Length < BodySize + (part.Header.Count * ReportBlock.Size))
            return false;

        report = new SenderReport
        {
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(body),
            Ntp = new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(body[4..])),
            RtpTimestamp = BinaryPrimitives.ReadUInt32BigEndian(body[12..]),
            PacketCount = BinaryPrimitives.ReadUInt32BigEndian(body[16..]),
            OctetCount = BinaryPrimitives.ReadUInt32BigEndian(body[20..]),
        };
        blocks = body[BodySize..];
        return true;
    }

    public int Write(Span<byte> data, ReportBlock? block)
    {
        int length = RtcpHeader.Size + BodySize + (block is null ? 0 : ReportBlock.Size);
        RtcpHeader.Write(data, block is null ? 0 : 1, RtcpType.SenderReport, length);
        var body = data[RtcpHeader.Size..];
        BinaryPrimitives.WriteUInt32BigEndian(body, Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], Ntp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], OctetCount);
        block?.Write(body[BodySize..]);
        return length;
    }
}
