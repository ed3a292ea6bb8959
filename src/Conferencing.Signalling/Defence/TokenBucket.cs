namespace Conferencing.Signalling.Defence;

/// <summary>How much of something one source may do.</summary>
/// <param name="Burst">So many at once.</param>
/// <param name="Each">Then one more after each such time.</param>
public readonly record struct RateLimit(int Burst, TimeSpan Each)
{
    /// <summary>For example <c>PerSecond(100, 20)</c>: a hundred at once, then twenty a second.</summary>
    public static RateLimit PerSecond(int burst, double rate) => new(burst, TimeSpan.FromSeconds(1 / rate));

    public static RateLimit PerMinute(int burst, double rate) => new(burst, TimeSpan.FromMinutes(1 / rate));
}

/// <summary>
/// A token bucket in one number: when it will be full again. A new one is full. It belongs to one limit; a changed limit takes effect at once.
/// </summary>
public struct TokenBucket
{
    private long _fullAt;

    /// <summary>A bucket that is full again remembers nothing, and can be thrown away.</summary>
    public readonly Tick FullAt => new(_fullAt);

    public readonly bool HasToken(RateLimit limit, Tick now) => Missing(now) <= (limit.Burst - 1) * Step(limit);

    public bool TryTake(RateLimit limit, Tick now)
    {
        if (!HasToken(limit, now))
            return false;
        _fullAt = now.Microseconds + Missing(now) + Step(limit);
        return true;
    }

    private readonly long Missing(Tick now) => Math.Max(0, _fullAt - now.Microseconds);

    private static long Step(RateLimit limit) => Math.Max(1, limit.Each.Ticks / TimeSpan.TicksPerMicrosecond);
}
