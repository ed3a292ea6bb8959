using System.Collections.Immutable;

namespace Conferencing.Bridge.Rtp;

/// <summary>How well the media plane keeps time, and what it refused. Counters run from the start.</summary>
public sealed record MediaPlaneHealth
{
    /// <summary>The worst lateness of a tick in the last minute.</summary>
    public TimeSpan WorstTickLateness { get; init; }

    /// <summary>How late a tick was because garbage was collected, the worst of the last minute.</summary>
    public TimeSpan WorstLatenessAfterCollection { get; init; }

    /// <summary>Bytes that the loops have allocated.</summary>
    public long Allocated { get; init; }

    public long PacketsReceived { get; init; }
    public long PacketsSent { get; init; }

    /// <summary>Refusals by name, those of the loops and those of their conferences; names never seen are left out.</summary>
    public ImmutableSortedDictionary<string, long> Refusals { get; init; } = ImmutableSortedDictionary<string, long>.Empty;
}
