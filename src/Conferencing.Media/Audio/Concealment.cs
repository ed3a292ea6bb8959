namespace Conferencing.Media.Audio;

/// <summary>
/// Makes up sound where none arrived, in the manner of ITU-T G.711 appendix I: the last pitch period is repeated, from
/// 10 ms on it fades, after 60 ms there is silence. What arrives next is blended in.
/// </summary>
public sealed class Concealment
{
    // At 8 kHz, samples. Pitch lags searched are those of 66 to 200 Hz.
    private const int MinLag = 40;
    private const int MaxLag = 120;

    /// <summary>Compared by the pitch search: 20 ms.</summary>
    private const int Window = 160;

    /// <summary>Repeated at full level: 10 ms.</summary>
    private const int FadeFrom = 80;

    private const int FadeTo = 480;

    /// <summary>In which real sound comes back: 5 ms.</summary>
    private const int BlendSamples = 40;

    /// <summary>Samples to one at 8 kHz.</summary>
    private readonly int _scale;
    private readonly short[] _history;
    private readonly short[] _cycle;
    private readonly short[] _tail;
    private int _pitch;
    private int _phase;
    private int _made;
    private bool _isBlank = true;

    public Concealment(int sampleRateHz = 8000)
    {
        _scale = sampleRateHz / 8000;
        _history = new short[(Window + MaxLag) * _scale];
        _cycle = new short[MaxLag * _scale];
        _tail = new short[BlendSamples * _scale];
    }

    /// <summary>True when a gap has lasted so long that it has faded away.</summary>
    public bool IsSilent => _made >= FadeTo * _scale;

    /// <summary>Forgets everything: the next gap is silence.</summary>
    public void Reset()
    {
        if (!_isBlank)
            Array.Clear(_history);
        _isBlank = true;
        _made = 0;
    }

    /// <summary>What is missing now is silence by intent, for example while a telephone event is sent.</summary>
    public void Hush() => _made = FadeTo * _scale;

    /// <summary>Real samples to be played; the first after a gap are blended with what was made up.</summary>
    public void Play(Span<short> samples)
    {
        if (_made > 0)
            Blend(samples);

        _isBlank = false;
        if (samples.Length >= _history.Length)
        {
            samples[^_history.Length..].CopyTo(_history);
            return;
        }

        _history.AsSpan(samples.Length).CopyTo(_history);
        samples.CopyTo(_history.AsSpan(_history.Length - samples.Length));
    }

    /// <summary>Makes up the next samples of a gap.</summary>
    public void Fill(Span<short> samples)
    {
        if (_made == 0)
            Begin();

        int made = 0;
        for (; made < samples.Length && !IsSilent; made++)
            samples[made] = Next();
        samples[made..].Clear();
    }

    private void Begin()
    {
        _pitch = FindPitch();
        _phase = 0;
        var history = _history.AsSpan();
        history[^_pitch..].CopyTo(_cycle);

        // The end of the cycle glides into what came before its beginning, so that repeating it does not click.
        int overlap = _pitch / 4;
        var before = history.Slice(history.Length - _pitch - overlap, overlap);
        for (int i = 0; i < overlap; i++)
        {
            int at = _pitch - overlap + i;
            _cycle[at] = (short)(((_cycle[at] * (overlap - i)) + (before[i] * i)) / overlap);
        }
    }

    private short Next()
    {
        short sample = _cycle[_phase];
        _phase = _phase + 1 == _pitch ? 0 : _phase + 1;
        int fade = (FadeTo - FadeFrom) * _scale;
        int gain = Math.Min(fade, (FadeTo * _scale) - _made);
        _made++;
        return (short)(sample * gain / fade);
    }

    private void Blend(Span<short> samples)
    {
        int count = Math.Min(_tail.Length, samples.Length);
        var tail = _tail.AsSpan(0, count);
        Fill(tail);
        for (int i = 0; i < count; i++)
            samples[i] = (short)(((samples[i] * (i + 1)) + (tail[i] * (count - i))) / (count + 1));
        _made = 0;
    }

    /// <summary>The lag at which the last samples are most like those before them: coarse first, then to the sample.</summary>
    private int FindPitch()
    {
        int coarse = BestLag(MinLag * _scale, MaxLag * _scale, _scale);
        return _scale == 1
            ? coarse
            : BestLag(Math.Max(MinLag * _scale, coarse - _scale + 1), Math.Min(MaxLag * _scale, coarse + _scale - 1), 1);
    }

    private int BestLag(int minLag, int maxLag, int step)
    {
        int window = Window * _scale;
        var last = _history.AsSpan(^window..);
        int best = minLag;
        double bestLikeness = double.MinValue;
        for (int lag = minLag; lag <= maxLag; lag += step)
        {
            double likeness = Likeness(last, _history.AsSpan(_history.Length - window - lag, window), _scale);
            if (likeness > bestLikeness)
            {
                bestLikeness = likeness;
                best = lag;
            }
        }

        return best;
    }

    /// <summary>Normalised cross-correlation, −1 to 1 times the energy of <paramref name="a"/>.</summary>
    /// <param name="step">Samples to one that is looked at.</param>
    internal static double Likeness(ReadOnlySpan<short> a, ReadOnlySpan<short> b, int step)
    {
        long product = 0;
        long energy = 1;
        for (int i = 0; i < a.Length; i += step)
        {
            product += a[i] * b[i];
            energy += b[i] * b[i];
        }

        return product / Math.Sqrt(energy);
    }
}
