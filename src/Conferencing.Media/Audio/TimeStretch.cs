namespace Conferencing.Media.Audio;

/// <summary>Takes samples out of a frame where it hurts least: pitch-synchronous overlap and add.</summary>
public static class TimeStretch
{
    /// <summary>The fewest samples worth taking out of sound: 2.5 ms.</summary>
    public const int MinCut = 20;

    /// <summary>Samples over which the two ends glide into each other: 10 ms.</summary>
    private const int Overlap = 80;

    /// <summary>The number of samples, at most <paramref name="limit"/>, whose removal is least audible.</summary>
    /// <param name="samples">At least limit + 80 of them.</param>
    public static int BestCut(ReadOnlySpan<short> samples, int limit)
    {
        int best = limit;
        double bestLikeness = double.MinValue;
        for (int cut = Math.Min(MinCut, limit); cut <= limit; cut++)
        {
            double likeness = Concealment.Likeness(samples[..Overlap], samples.Slice(cut, Overlap));
            if (likeness > bestLikeness)
            {
                bestLikeness = likeness;
                best = cut;
            }
        }

        return best;
    }

    /// <summary>Copies <paramref name="samples"/> to <paramref name="shorter"/> without <c>samples.Length − shorter.Length</c> of them.</summary>
    public static void Cut(ReadOnlySpan<short> samples, Span<short> shorter)
    {
        int cut = samples.Length - shorter.Length;
        samples[cut..].CopyTo(shorter);
        for (int i = 0; i < Overlap; i++)
            shorter[i] = (short)(((samples[i] * (Overlap - i)) + (samples[cut + i] * i)) / Overlap);
    }
}
