namespace Conferencing.Media;

/// <summary>A moment of a media loop's monotonic clock. Never calendar time, never an RTP timestamp.</summary>
/// <param name="Nanoseconds">Since the loop began; may be compared only with ticks of the same loop.</param>
public readonly record struct Tick(long Nanoseconds) : IComparable<Tick>
{
    /// <summary>A deadline that never comes.</summary>
    public static readonly Tick Never = new(long.MaxValue);

    public static Tick operator +(Tick moment, TimeSpan span) => moment == Never ? Never : new(moment.Nanoseconds + (span.Ticks * TimeSpan.NanosecondsPerTick));

    public static TimeSpan operator -(Tick later, Tick earlier) => new((later.Nanoseconds - earlier.Nanoseconds) / TimeSpan.NanosecondsPerTick);

    public static bool operator <(Tick left, Tick right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Tick left, Tick right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Tick left, Tick right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Tick left, Tick right) => left.Nanoseconds >= right.Nanoseconds;

    public static Tick Soonest(Tick left, Tick right) => left <= right ? left : right;

    public int CompareTo(Tick other) => Nanoseconds.CompareTo(other.Nanoseconds);
}
