using System.Buffers.Binary;

namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>What a receiver says about one source (RFC 3550 6.4.1).</summary>
public readonly record struct ReportBlock
{
    public const int Size = 24;

    /// <summary>The source reported on.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Since the report before, 256ths.</summary>
    public byte FractionLost { get; init; }

    /// <summary>Since the beginning, 24 bits signed: duplicates count against losses.</summary>
    public int CumulativeLost { get; init; }

    public uint HighestSequence { get; init; }

    /// <summary>RTP timestamp units.</summary>
    public uint Jitter { get; init; }

    /// <summary>Middle 32 bits of the NTP time of the last SR, 0 when none came.</summary>
    public uint LastSr { get; init; }

    /// <summary>1/65536 s.</summary>
    public uint DelaySinceLastSr { get; init; }

    /// <param name="data">At least <see cref="Size"/> bytes.</param>
    public static ReportBlock Parse(ReadOnlySpan<byte> data)
    {
        uint lost = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        return new ReportBlock
        {
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(data),
            FractionLost = (byte)(lost >> 24),
            CumulativeLost = unchecked((int)(lost << 8)) >> 8,
            HighestSequence = BinaryPrimitives.ReadUInt32BigEndian(data[8..]),
            Jitter = BinaryPrimitives.ReadUInt32BigEndian(data[12..]),
            LastSr = BinaryPrimitives.ReadUInt32BigEndian(data[16..]),
            DelaySinceLastSr = BinaryPrimitives.ReadUInt32BigEndian(data[20..]),
        };
    }

    public int Write(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data, Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(data[4..], ((uint)FractionLost << 24) | ((uint)CumulativeLost & 0xFFFFFF));
        BinaryPrimitives.WriteUInt32BigEndian(data[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(data[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(data[16..], LastSr);
        BinaryPrimitives.WriteUInt32BigEndian(data[20..], DelaySinceLastSr);
        return Size;
    }

    /// <summary>The block about <paramref name="ssrc"/> among <paramref name="count"/> blocks at the start of <paramref name="data"/>.</summary>
    public static bool TryFind(ReadOnlySpan<byte> data, int count, uint ssrc, out ReportBlock block)
    {
        for (int i = 0; i < count && data.Length >= (i + 1) * Size; i++)
        {
            block = Parse(data[(i * Size)..]);
            if (block.Ssrc == ssrc)
                return true;
        }

        block = default;
        return false;
    }
}
