namespace Conferencing.Signalling;

/// <summary>A moment of the signalling loop's monotonic clock. Never calendar time, never media time.</summary>
/// <param name="Microseconds">Since the loop began; may be compared only with ticks of the same loop.</param>
public readonly record struct Tick(long Microseconds) : IComparable<Tick>
{
    /// <summary>A deadline that never comes.</summary>
    public static readonly Tick Never = new(long.MaxValue);

    public static Tick operator +(Tick moment, TimeSpan span) => moment == Never ? Never : new(moment.Microseconds + (span.Ticks / TimeSpan.TicksPerMicrosecond));

    public static TimeSpan operator -(Tick later, Tick earlier) => TimeSpan.FromMicroseconds(later.Microseconds - earlier.Microseconds);

    public static bool operator <(Tick left, Tick right) => left.Microseconds < right.Microseconds;

    public static bool operator >(Tick left, Tick right) => left.Microseconds > right.Microseconds;

    public static bool operator <=(Tick left, Tick right) => left.Microseconds <= right.Microseconds;

    public static bool operator >=(Tick left, Tick right) => left.Microseconds >= right.Microseconds;

    public static Tick Soonest(Tick left, Tick right) => left <= right ? left : right;

    public int CompareTo(Tick other) => Microseconds.CompareTo(other.Microseconds);
}
