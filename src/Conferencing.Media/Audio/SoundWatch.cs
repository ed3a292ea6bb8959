namespace Conferencing.Media.Audio;

/// <summary>What the frames of a while were.</summary>
internal enum SoundKind
{
    /// <summary>Nothing, or nothing that can be named.</summary>
    Other,

    /// <summary>It rises and falls as syllables do.</summary>
    Speech,

    /// <summary>As loud all the time: a fan, a hum, an open line.</summary>
    Steady,
}

/// <summary>
/// Looks at the levels of one leg's frames, a window of 1.28 s at a time, and says what they were and how loud. So it can tell a faint talker
/// from a loud fan, which no threshold can. Levels only; frames that were made up are not shown to it.
/// </summary>
internal struct SoundWatch()
{
    public const int WindowFrames = 64;

    /// <summary>Below this there is nothing, dBov.</summary>
    private const int Nothing = -62;

    /// <summary>How far speech falls in its pauses, dB.</summary>
    private const int SpeechRange = 14;

    /// <summary>Falling this far below its loudest and rising again is a syllable's work, dB.</summary>
    private const int Fall = 12;
    private const int Rise = 7;

    /// <summary>How little the frames of steady sound move, dB.</summary>
    private const int SteadyRange = 8;

    /// <summary>Frames of low hum move more; blocks of them (320 ms) move no more than this, dB, and fall into no pauses.</summary>
    private const double SteadyBlocks = 3.5;
    private const int BlockFrames = 16;

    /// <summary>Frames at either end that are left out: a click is not how loud a window was.</summary>
    private const int Outliers = 2;

    private readonly sbyte[] _levels = new sbyte[WindowFrames];
    private int _count;

    public SoundKind Kind { get; private set; }

    /// <summary>The mean power of what was speech, or steady, dBov.</summary>
    public double LevelDbov { get; private set; } = LevelMeter.Silence;

    /// <summary>The softest it was, dBov: what is there between words.</summary>
    public int FloorDbov { get; private set; } = LevelMeter.Silence;

    /// <summary>The loudest it was, dBov, a click or two left out.</summary>
    public int LoudestDbov { get; private set; } = LevelMeter.Silence;

    /// <summary>Takes a frame's level. True when a window is full: what is told is new.</summary>
    public bool Add(double dbov)
    {
        _levels[_count++] = (sbyte)dbov;
        if (_count < WindowFrames)
            return false;

        _count = 0;
        Judge();
        return true;
    }

    /// <summary>What comes is no continuation.</summary>
    public void Reset()
    {
        _count = 0;
        Kind = SoundKind.Other;
    }

    private void Judge()
    {
        Span<sbyte> sorted = stackalloc sbyte[WindowFrames];
        _levels.CopyTo(sorted);
        sorted.Sort();
        int softest = sorted[Outliers];
        LoudestDbov = sorted[^(Outliers + 1)];
        FloorDbov = sorted[WindowFrames / 10];
        Kind = LoudestDbov - softest <= SteadyRange ? SoundKind.Steady
            : LoudestDbov - FloorDbov < SpeechRange ? (AreBlocksAlike() ? SoundKind.Steady : SoundKind.Other)
            : LoudestDbov >= Nothing && Rises(LoudestDbov) > 1 ? SoundKind.Speech
            : SoundKind.Other;
        if (Kind != SoundKind.Other)
            LevelDbov = MeanOf(_levels, LoudestDbov - SpeechRange);
    }

    private bool AreBlocksAlike()
    {
        double most = LevelMeter.Silence;
        double least = 0;
        for (int at = 0; at < WindowFrames; at += BlockFrames)
        {
            double level = MeanOf(_levels.AsSpan(at, BlockFrames), LevelMeter.Silence);
            most = Math.Max(most, level);
            least = Math.Min(least, level);
        }

        return most - least <= SteadyBlocks;
    }

    /// <summary>How often it rose after a fall; a tone that is switched on rises once.</summary>
    private int Rises(int loudest)
    {
        int rises = 0;
        bool low = true;
        foreach (sbyte level in _levels)
        {
            if (low && level >= loudest - Rise)
                rises++;
            low = low ? level < loudest - Rise : level < loudest - Fall;
        }

        return rises;
    }

    /// <summary>The mean power of the frames from a level on.</summary>
    private static double MeanOf(ReadOnlySpan<sbyte> levels, int from)
    {
        double power = 0;
        int count = 0;
        foreach (sbyte level in levels)
        {
            if (level < from)
                continue;
            power += Math.Pow(10, level / 10.0);
            count++;
        }

        return 10 * Math.Log10(power / count);
    }
}
