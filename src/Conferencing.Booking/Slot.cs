using NodaTime;

namespace Conferencing.Booking;

/// <summary>A span of time that includes its start and excludes its end, never empty. Slots that touch do not overlap.</summary>
public readonly record struct Slot
{
    public Slot(Instant start, Instant end)
    {
        if (end <= start) throw new ArgumentOutOfRangeException(nameof(end), end, "A slot ends after it starts.");
        (Start, End) = (start, end);
    }

    public Instant Start { get; }
    public Instant End { get; }
    public Duration Length => End - Start;

    /// <summary>One comparison of half-open intervals is the whole truth.</summary>
    public bool Overlaps(Slot other) => Start < other.End && other.Start < End;
}
