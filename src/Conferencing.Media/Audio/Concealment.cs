namespace Conferencing.Media.Audio;

/// <summary>
/// Makes up sound where none arrived, in the manner of ITU-T G.711 appendix I: the last pitch period is repeated, from
/// 10 ms on it fades, after 60 ms there is silence. What arrives next is blended in.
/// </summary>
public sealed class Concealment
{
    /// <summary>Pitch lags searched, samples: 66 to 200 Hz.</summary>
    private const int MinLag = 40;

    private const int MaxLag = 120;

    /// <summary>Samples compared by the pitch search: 20 ms.</summary>
    private const int Window = 160;

    private const int History = Window + MaxLag;

    /// <summary>Samples repeated at full level: 10 ms.</summary>
    private const int FadeFrom = 80;

    private const int FadeTo = 480;

    /// <summary>Samples over which real sound comes back: 5 ms.</summary>
    private const int BlendSamples = 40;

    private readonly short[] _history = new short[History];
    private readonly short[] _cycle = new short[MaxLag];
    private readonly short[] _tail = new short[BlendSamples];
    private int _pitch;
    private int _phase;
    private int _made;

    /// <summary>True when a gap has lasted so long that it has faded away.</summary>
    public bool IsSilent => _made >= FadeTo;

    /// <summary>Forgets everything: the next gap is silence.</summary>
    public void Reset()
    {
        Array.Clear(_history);
        _made = 0;
    }

    /// <summary>What is missing now is silence by intent, for example while a telephone event is sent.</summary>
    public void Hush() => _made = FadeTo;

    /// <summary>Real samples to be played; the first after a gap are blended with what was made up.</summary>
    public void Play(Span<short> samples)
    {
        if (_made > 0)
            Blend(samples);

        if (samples.Length >= History)
        {
            samples[^History..].CopyTo(_history);
            return;
        }

        _history.AsSpan(samples.Length).CopyTo(_history);
        samples.CopyTo(_history.AsSpan(History - samples.Length));
    }

    /// <summary>Makes up the next samples of a gap.</summary>
    public void Fill(Span<short> samples)
    {
        if (_made == 0)
            Begin();

        for (int i = 0; i < samples.Length; i++)
            samples[i] = Next();
    }

    private void Begin()
    {
        _pitch = FindPitch();
        _phase = 0;
        var history = _history.AsSpan();
        history[^_pitch..].CopyTo(_cycle);

        // The end of the cycle glides into what came before its beginning, so that repeating it does not click.
        int overlap = _pitch / 4;
        var before = history.Slice(History - _pitch - overlap, overlap);
        for (int i = 0; i < overlap; i++)
        {
            int at = _pitch - overlap + i;
            _cycle[at] = (short)(((_cycle[at] * (overlap - i)) + (before[i] * i)) / overlap);
        }
    }

    private short Next()
    {
        if (_made >= FadeTo)
            return 0;

        short sample = _cycle[_phase];
        _phase = _phase + 1 == _pitch ? 0 : _phase + 1;
        int gain = _made < FadeFrom ? FadeTo - FadeFrom : FadeTo - _made;
        _made++;
        return (short)(sample * gain / (FadeTo - FadeFrom));
    }

    private void Blend(Span<short> samples)
    {
        int count = Math.Min(BlendSamples, samples.Length);
        var tail = _tail.AsSpan(0, count);
        Fill(tail);
        for (int i = 0; i < count; i++)
            samples[i] = (short)(((samples[i] * (i + 1)) + (tail[i] * (count - i))) / (count + 1));
        _made = 0;
    }

    private int FindPitch() => BestLag(_history, History - Window, MinLag, MaxLag, Window);

    /// <summary>The lag at which the <paramref name="window"/> samples at <paramref name="at"/> are most like those before them.</summary>
    private static int BestLag(ReadOnlySpan<short> samples, int at, int minLag, int maxLag, int window)
    {
        int best = minLag;
        double bestLikeness = double.MinValue;
        for (int lag = minLag; lag <= maxLag; lag++)
        {
            double likeness = Likeness(samples.Slice(at, window), samples.Slice(at - lag, window));
            if (likeness > bestLikeness)
            {
                bestLikeness = likeness;
                best = lag;
            }
        }

        return best;
    }

    /// <summary>Normalised cross-correlation, −1 to 1 times the energy of <paramref name="a"/>.</summary>
    internal static double Likeness(ReadOnlySpan<short> a, ReadOnlySpan<short> b)
    {
        long product = 0;
        long energy = 1;
        for (int i = 0; i < a.Length; i++)
        {
            product += a[i] * b[i];
            energy += b[i] * b[i];
        }

        return product / Math.Sqrt(energy);
    }
}
