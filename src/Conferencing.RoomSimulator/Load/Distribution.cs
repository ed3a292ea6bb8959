namespace Conferencing.RoomSimulator.Load;

/// <summary>Percentiles of many times without keeping each: steps of 0.1 ms up to 400 ms.</summary>
internal sealed class Distribution
{
    private const double StepMs = 0.1;

    private readonly long[] _counts = new long[4000];

    public long Count { get; private set; }

    public void Add(double milliseconds)
    {
        _counts[Math.Clamp((int)(milliseconds / StepMs), 0, _counts.Length - 1)]++;
        Count++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The least time that so large a share does not exceed; 0 of nothing.</summary>
    public double Percentile(double share)
    {
        long wanted = (long)Math.Ceiling(share * Count), seen = 0;
        for (int i = 0; i < _counts.Length && Count > 0; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
                return Math.Round((i + 1) * StepMs, 1);
        }

        return 0;
    }
}
