using System.Buffers.Binary;

namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>What a block of an extended report is (RFC 3611 4); others are walked over.</summary>
public enum ExtendedBlockType : byte
{
    ReceiverReferenceTime = 4,
    DelaySinceLastReceiverReport = 5,
    StatisticsSummary = 6,
    VoipMetrics = 7,
}

/// <summary>One block of an extended report.</summary>
public readonly ref struct ExtendedBlock
{
    internal ExtendedBlock(ReadOnlySpan<byte> data) => Data = data;

    public ExtendedBlockType Type => (ExtendedBlockType)Data[0];

    /// <summary>With its header of four bytes.</summary>
    internal ReadOnlySpan<byte> Data { get; }
}

/// <summary>Walks the blocks of an extended report (RFC 3611 2), and writes the two that measure a round trip.</summary>
public ref struct ExtendedReport
{
    private const int BlockHeader = 4;
    private const int ReferenceTimeSize = 12;

    /// <summary>About one receiver.</summary>
    private const int DelaySize = 16;

    /// <summary>The most that <see cref="Write"/> writes.</summary>
    public const int MaxSize = RtcpHeader.Size + 4 + ReferenceTimeSize + DelaySize;

    private ReadOnlySpan<byte> _rest;

    private ExtendedReport(uint ssrc, ReadOnlySpan<byte> blocks)
    {
        Ssrc = ssrc;
        _rest = blocks;
    }

    /// <summary>Who reports.</summary>
    public uint Ssrc { get; }

    /// <summary>False unless every block fits, so that walking cannot fail.</summary>
    public static bool TryParse(in RtcpPart part, out ExtendedReport report)
    {
        report = default;
        if (part.Header.Type != RtcpType.ExtendedReport || part.Body.Length < 4)
            return false;

        for (var rest = part.Body[4..]; !rest.IsEmpty; rest = rest[SizeOf(rest)..])
        {
            if (rest.Length < BlockHeader || SizeOf(rest) > rest.Length)
                return false;
        }

        report = new ExtendedReport(BinaryPrimitives.ReadUInt32BigEndian(part.Body), part.Body[4..]);
        return true;
    }

    public bool TryNext(out ExtendedBlock block)
    {
        block = default;
        if (_rest.IsEmpty)
            return false;

        int size = SizeOf(_rest);
        block = new ExtendedBlock(_rest[..size]);
        _rest = _rest[size..];
        return true;
    }

    /// <summary>The sender's clock, of who sends no SR (4.4).</summary>
    public static bool TryReadReferenceTime(in ExtendedBlock block, out NtpTime time)
    {
        bool fits = block.Type == ExtendedBlockType.ReceiverReferenceTime && block.Data.Length == ReferenceTimeSize;
        time = fits ? new NtpTime(BinaryPrimitives.ReadUInt64BigEndian(block.Data[4..])) : default;
        return fits;
    }

    /// <summary>The answer to a reference time of ours (4.5): its middle 32 bits and the time since, 1/65536 s.</summary>
    public static bool TryFindDelay(in ExtendedBlock block, uint ssrc, out uint lastReference, out uint delay)
    {
        lastReference = 0;
        delay = 0;
        if (block.Type != ExtendedBlockType.DelaySinceLastReceiverReport)
            return false;

        for (var rest = block.Data[4..]; rest.Length >= 12; rest = rest[12..])
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(rest) != ssrc)
                continue;
            lastReference = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            delay = BinaryPrimitives.ReadUInt32BigEndian(rest[8..]);
            return true;
        }

        return false;
    }

    /// <summary>A report with our own clock, an answer to the peer's, or both. 0 bytes when there is neither.</summary>
    /// <param name="clock">Where we send no SR.</param>
    /// <param name="answer">To whom, the middle of his clock, and the time since it came.</param>
    public static int Write(Span<byte> data, uint ssrc, NtpTime? clock, (uint Ssrc, uint LastReference, uint Delay)? answer)
    {
        int length = RtcpHeader.Size + 4;
        if (clock is { } time)
        {
            BlockHeaderOf(data[length..], ExtendedBlockType.ReceiverReferenceTime, ReferenceTimeSize);
            BinaryPrimitives.WriteUInt64BigEndian(data[(length + 4)..], time.Value);
            length += ReferenceTimeSize;
        }

        if (answer is { } to)
        {
            BlockHeaderOf(data[length..], ExtendedBlockType.DelaySinceLastReceiverReport, DelaySize);
            BinaryPrimitives.WriteUInt32BigEndian(data[(length + 4)..], to.Ssrc);
            BinaryPrimitives.WriteUInt32BigEndian(data[(length + 8)..], to.LastReference);
            BinaryPrimitives.WriteUInt32BigEndian(data[(length + 12)..], to.Delay);
            length += DelaySize;
        }

        if (length == RtcpHeader.Size + 4)
            return 0;

        RtcpHeader.Write(data, 0, RtcpType.ExtendedReport, length);
        BinaryPrimitives.WriteUInt32BigEndian(data[RtcpHeader.Size..], ssrc);
        return length;
    }

    private static void BlockHeaderOf(Span<byte> data, ExtendedBlockType type, int size)
    {
        data[0] = (byte)type;
        data[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(data[2..], (ushort)((size / 4) - 1));
    }

    private static int SizeOf(ReadOnlySpan<byte> block) =>
        block.Length < BlockHeader ? BlockHeader : 4 * (BinaryPrimitives.ReadUInt16BigEndian(block[2..]) + 1);
}
