using System.Buffers.Binary;

namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>What a receiver tells of a call's sound (RFC 3611 4.7). What it does not know is null.</summary>
public readonly record struct VoipMetrics
{
    private const int Size = 36;

    /// <summary>Stands for "not known" (4.7.4, 4.7.5).</summary>
    private const byte Unknown = 127;

    /// <summary>The source reported on.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Lost on the way, since the beginning.</summary>
    public double LossPercent { get; init; }

    /// <summary>Thrown away by its jitter buffer, too late or too early.</summary>
    public double DiscardPercent { get; init; }

    /// <summary>Lost or thrown away within bursts, and outside of them.</summary>
    public double BurstPercent { get; init; }
    public double GapPercent { get; init; }

    /// <summary>Mean length of bursts, and of what lies between them.</summary>
    public int BurstMs { get; init; }
    public int GapMs { get; init; }

    /// <summary>0 when it was not measured.</summary>
    public int RoundTripMs { get; init; }

    /// <summary>What the device itself adds, both ways.</summary>
    public int EndSystemDelayMs { get; init; }

    public double? MosListening { get; init; }

    /// <summary>The delay of its jitter buffer now.</summary>
    public int BufferMs { get; init; }

    public static bool TryParse(in ExtendedBlock block, out VoipMetrics metrics)
    {
        metrics = default;
        if (block.Type != ExtendedBlockType.VoipMetrics || block.Data.Length != Size)
            return false;

        var data = block.Data;
        metrics = new VoipMetrics
        {
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            LossPercent = Percent(data[8]),
            DiscardPercent = Percent(data[9]),
            BurstPercent = Percent(data[10]),
            GapPercent = Percent(data[11]),
            BurstMs = BinaryPrimitives.ReadUInt16BigEndian(data[12..]),
            GapMs = BinaryPrimitives.ReadUInt16BigEndian(data[14..]),
            RoundTripMs = BinaryPrimitives.ReadUInt16BigEndian(data[16..]),
            EndSystemDelayMs = BinaryPrimitives.ReadUInt16BigEndian(data[18..]),
            MosListening = data[26] is >= 10 and <= 50 and not Unknown ? data[26] / 10.0 : null,
            BufferMs = BinaryPrimitives.ReadUInt16BigEndian(data[30..]),
        };
        return true;
    }

    private static double Percent(byte part) => part * 100.0 / 256;
}

/// <summary>What a receiver counted of one source over some sequence numbers (RFC 3611 4.6). What it does not tell is null.</summary>
public readonly record struct StatisticsSummary
{
    private const int Size = 40;

    public uint Ssrc { get; init; }

    /// <summary>Packets that should have come.</summary>
    public int Expected { get; init; }

    public uint? Lost { get; init; }

    public uint? Duplicates { get; init; }

    /// <summary>RTP timestamp units.</summary>
    public uint? MeanJitter { get; init; }

    public static bool TryParse(in ExtendedBlock block, out StatisticsSummary summary)
    {
        summary = default;
        if (block.Type != ExtendedBlockType.StatisticsSummary || block.Data.Length != Size)
            return false;

        var data = block.Data;
        byte told = data[1];
        ushort begin = BinaryPrimitives.ReadUInt16BigEndian(data[8..]);
        ushort end = BinaryPrimitives.ReadUInt16BigEndian(data[10..]);
        summary = new StatisticsSummary
        {
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(data[4..]),
            Expected = unchecked((ushort)(end - begin)),
            Lost = (told & 0x80) != 0 ? BinaryPrimitives.ReadUInt32BigEndian(data[12..]) : null,
            Duplicates = (told & 0x40) != 0 ? BinaryPrimitives.ReadUInt32BigEndian(data[16..]) : null,
            MeanJitter = (told & 0x20) != 0 ? BinaryPrimitives.ReadUInt32BigEndian(data[28..]) : null,
        };
        return true;
    }
}
