namespace Conferencing.Media.Audio;

/// <summary>
/// Fades out a room that sends the same noise all the time and no speech, and lets it in again with the first frame that stands out. It says
/// when it acts. What is louder than a fan may be wanted, music or a test tone, and is left alone.
/// </summary>
internal sealed class NoiseGate
{
    /// <summary>Louder is no noise to be taken away without asking, dBov.</summary>
    private const double Loudest = -38;

    /// <summary>Softer is not worth telling of, dBov: an idle line.</summary>
    private const double Audible = -66;

    /// <summary>Softer is the same as this, dBov: the last bit of G.711.</summary>
    private const double Softest = -72;

    /// <summary>Windows (1.28 s each) that must all be steady and about as loud.</summary>
    private const int Windows = 4;

    /// <summary>About as loud, dB.</summary>
    private const double Alike = 4;

    /// <summary>Two frames in a row this much louder than the noise, and than its own peaks, open it, dB.</summary>
    private const double StandsOut = 6;
    private const double OverPeak = 3;

    /// <summary>One frame does that is louder still by this, dB.</summary>
    private const double Far = 4;

    private int _steadyWindows;
    private double _noise;
    private double _peak;
    private bool _stoodOut;

    /// <summary>True while it acts.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>True while it acts and takes away what would be heard.</summary>
    public bool IsTold => IsClosed && _noise >= Audible;

    private double Limit => Math.Max(_noise + StandsOut, _peak + OverPeak);

    /// <summary>Learns from a window that has just been judged.</summary>
    public void Follow(in SoundWatch heard)
    {
        double level = Math.Max(heard.LevelDbov, Softest);
        if (heard.Kind != SoundKind.Steady || level > Loudest)
            _steadyWindows = 0;
        else if (_steadyWindows == 0 || Math.Abs(level - _noise) > Alike)
            (_steadyWindows, _noise, _peak) = (1, level, heard.LoudestDbov);
        else
            (_steadyWindows, _noise, _peak) = (Math.Min(_steadyWindows + 1, Windows), (level + _noise) / 2, Math.Max(_peak - 1, heard.LoudestDbov));
        IsClosed = _steadyWindows == Windows;
    }

    /// <summary>True when a frame of this level would not open it.</summary>
    public bool Holds(double frameDbov) => IsClosed && frameDbov <= Limit;

    /// <summary>Decides for one frame. True when it is let through.</summary>
    public bool Passes(double frameDbov)
    {
        if (!IsClosed)
            return true;

        bool standsOut = frameDbov > Limit;
        if (frameDbov > Limit + Far || (standsOut && _stoodOut))
            Open();
        else
            _stoodOut = standsOut;
        return !IsClosed;
    }

    public void Open()
    {
        IsClosed = false;
        _steadyWindows = 0;
        _stoodOut = false;
    }
}
