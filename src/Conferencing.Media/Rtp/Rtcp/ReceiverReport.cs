using System.Buffers.Binary;

namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>RR (RFC 3550 6.4.2), with at most one report block when written.</summary>
public readonly record struct ReceiverReport
{
    /// <summary>Bytes of the body before the report blocks.</summary>
    public const int BodySize = 4;

    /// <summary>Who reports.</summary>
    public uint Ssrc { get; init; }

    /// <param name="blocks">Where the report blocks lie.</param>
    public static bool TryParse(in RtcpPart part, out ReceiverReport report, out ReadOnlySpan<byte> blocks)
    {
        report = default;
        blocks = default;
        if (part.Header.Type != RtcpType.ReceiverReport || part.Body.Length < BodySize + (part.Header.Count * ReportBlock.Size))
            return false;

        report = new ReceiverReport { Ssrc = BinaryPrimitives.ReadUInt32BigEndian(part.Body) };
        blocks = part.Body[BodySize..];
        return true;
    }

    public int Write(Span<byte> data, ReportBlock? block)
    {
        int length = RtcpHeader.Size + BodySize + (block is null ? 0 : ReportBlock.Size);
        RtcpHeader.Write(data, block is null ? 0 : 1, RtcpType.ReceiverReport, length);
        BinaryPrimitives.WriteUInt32BigEndian(data[RtcpHeader.Size..], Ssrc);
        block?.Write(data[(RtcpHeader.Size + BodySize)..]);
        return length;
    }
}
