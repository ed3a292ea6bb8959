namespace Conferencing.Media.Audio;

/// <summary>Takes samples out of a frame where it hurts least: pitch-synchronous overlap and add.</summary>
public static class TimeStretch
{
    /// <summary>The fewest samples worth taking out of sound, at 8 kHz: 2.5 ms.</summary>
    public const int MinCut = 20;

    /// <summary>Samples over which the two ends glide into each other, at 8 kHz: 10 ms.</summary>
    private const int Overlap = 80;

    /// <summary>The number of samples, at most <paramref name="limit"/>, whose removal is least audible.</summary>
    /// <param name="samples">10 ms more than the limit at least.</param>
    /// <param name="scale">Samples to one at 8 kHz.</param>
    public static int BestCut(ReadOnlySpan<short> samples, int limit, int scale = 1)
    {
        int overlap = Overlap * scale;
        int best = limit;
        double bestLikeness = double.MinValue;
        for (int cut = Math.Min(MinCut * scale, limit); cut <= limit; cut += scale)
        {
            double likeness = Concealment.Likeness(samples[..overlap], samples.Slice(cut, overlap), scale);
            if (likeness > bestLikeness)
            {
                bestLikeness = likeness;
                best = cut;
            }
        }

        return best;
    }

    /// <summary>Copies <paramref name="samples"/> to <paramref name="shorter"/> without <c>samples.Length − shorter.Length</c> of them.</summary>
    public static void Cut(ReadOnlySpan<short> samples, Span<short> shorter, int scale = 1)
    {
        int overlap = Overlap * scale;
        int cut = samples.Length - shorter.Length;
        samples[cut..].CopyTo(shorter);
        for (int i = 0; i < overlap; i++)
            shorter[i] = (short)(((samples[i] * (overlap - i)) + (samples[cut + i] * i)) / overlap);
    }
}
