namespace Conferencing.Media.Audio;

/// <summary>
/// Who is shown as speaking. Decides only: fed once a frame with who speaks and how loud, it holds a choice at least
/// <see cref="Hold"/>, and then lets another take over who was clearly louder for a while, or who speaks when it is silent.
/// </summary>
public sealed class ActiveSpeaker
{
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(3);

    /// <summary>How long a challenger must lead before he takes over a speaker who still speaks.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(400);

    /// <summary>By how much, dB.</summary>
    private const double MarginDb = 6;

    private LegId? _challenger;
    private Tick _challengedAt;
    private Tick _chosenAt;
    private LegId? _loudest;
    private double _loudestDbov;
    private bool _currentSpeaks;
    private double _currentDbov;

    public LegId? Current { get; private set; }

    /// <summary>One leg that speaks in this frame.</summary>
    public void Speaks(LegId leg, double dbov)
    {
        if (leg == Current)
        {
            _currentSpeaks = true;
            _currentDbov = dbov;
        }
        else if (_loudest is null || dbov > _loudestDbov)
        {
            _loudest = leg;
            _loudestDbov = dbov;
        }
    }

    /// <summary>The leg left or was muted. True when the choice changed: to nobody, until somebody speaks.</summary>
    public bool Forget(LegId leg)
    {
        if (_challenger == leg)
            _challenger = null;
        if (Current != leg)
            return false;

        Current = null;
        return true;
    }

    /// <summary>Ends a frame. True when the choice changed.</summary>
    public bool Decide(Tick now)
    {
        bool changed = Current is null ? _loudest is not null : Overtaken(now);
        if (changed)
        {
            Current = _loudest;
            _chosenAt = now;
            _challenger = null;
        }

        _loudest = null;
        _currentSpeaks = false;
        return changed;
    }

    private bool Overtaken(Tick now)
    {
        if (_loudest is null || (_currentSpeaks && _loudestDbov < _currentDbov + MarginDb))
        {
            _challenger = null;
            return false;
        }

        if (_challenger != _loudest)
        {
            _challenger = _loudest;
            _challengedAt = now;
        }

        return now - _chosenAt >= Hold && (!_currentSpeaks || now - _challengedAt >= Lead);
    }
}
