using Conferencing.Media.Audio;

namespace Conferencing.Media;

/// <summary>
/// What the conference does to one room's sound by itself, and shows: gain and gate; and whether the room sends back what it is sent. All
/// learn from the levels of what really came from the room. It does not decide who is heard.
/// </summary>
internal sealed class RoomSound
{
    private SoundWatch _watch = new();
    private readonly MediaConferenceOptions _options;
    private AutomaticGain _gain = new();
    private EchoWatch _echo = new();
    private NoiseGate? _gate;
    private bool _gains;
    private bool _passed = true;

    /// <param name="settings">What is wanted for this room, of what the options allow.</param>
    public RoomSound(MediaConferenceOptions options, LegSettings settings)
    {
        _options = options;
        Treat(settings);
    }

    /// <summary>What is added to the room's level, dB; null while that is switched off.</summary>
    public double? GainDb => _gains ? _gain.GainDb : null;

    /// <summary>True while noise that would be heard is faded out; null while that is switched off.</summary>
    public bool? IsGated => _gate?.IsTold;

    /// <summary>True while nothing is let through.</summary>
    public bool IsClosed => !_passed;

    /// <summary>After how long what the room is sent comes back from it; null while it does not.</summary>
    public TimeSpan? EchoDelay => _echo.IsFound ? _echo.Delay : null;

    /// <summary>What is switched off glides away over a frame; what is switched on learns anew.</summary>
    public void Treat(LegSettings settings)
    {
        bool gates = _options.NoiseGate && settings.NoiseGate;
        if (gates != _gate is not null)
            _gate = gates ? new NoiseGate() : null;
        _gains = _options.AutomaticGain && settings.AutomaticGain;
        if (!_gains)
            _gain.Forget();
    }

    /// <summary>Begins a tick with the level of what came, dBov.</summary>
    public void Receive(double dbov) => _echo.Receive(dbov);

    /// <summary>The level of what is sent to the room in this tick, dBov.</summary>
    public void Send(double dbov) => _echo.Send(dbov);

    /// <summary>The room is not listened to; it begins anew.</summary>
    public void Rest()
    {
        _watch.Reset();
        _echo.Reset();
        _gate?.Open();
        _passed = true;
    }

    /// <summary>Takes a frame that came and its level; fades it where the gate closes or opens. False when nothing of it is to be heard.</summary>
    /// <param name="isReal">False when part of it was made up: then nothing is learnt.</param>
    public bool Hear(Span<short> frame, double dbov, bool isReal)
    {
        if (!isReal)
            return _passed;

        bool passes = Passes(dbov);
        bool fades = _passed && !passes;
        if (fades)
            FadeOut(frame);
        else if (passes && !_passed)
            FadeIn(frame);
        _passed = passes;
        return passes || fades;
    }

    /// <summary>True when nothing of a frame of this level will be heard: the gate is closed, and stays so.</summary>
    public bool IsShut(double dbov) => IsClosed && _gate is { } gate && gate.Holds(dbov);

    /// <summary>The same as <see cref="Hear"/> of a frame that nobody hears, undecoded; what comes after it is faded in.</summary>
    public bool Overhear(double dbov)
    {
        bool passes = Passes(dbov);
        _passed &= passes;
        return passes;
    }

    /// <summary>Brings a frame that will be heard to its loudness.</summary>
    public void Raise(Span<short> frame, double dbov) => _gain.Apply(frame, dbov);

    /// <summary>Learns from a level; false when the gate is closed to it.</summary>
    private bool Passes(double dbov)
    {
        if (_watch.Add(dbov))
        {
            _echo.Judge(_watch);
            if (_gains)
                _gain.Follow(_watch, mayRaise: !_echo.IsFound);
            _gate?.Follow(_watch);
        }

        return _gate?.Passes(dbov) ?? true;
    }

    /// <summary>Over the whole frame.</summary>
    public static void FadeOut(Span<short> samples)
    {
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (short)(samples[i] * (samples.Length - 1 - i) / samples.Length);
    }

    /// <summary>Over a quarter of the frame, 5 ms: it is the beginning of a word.</summary>
    private static void FadeIn(Span<short> samples)
    {
        int rise = samples.Length / 4;
        for (int i = 0; i < rise; i++)
            samples[i] = (short)(samples[i] * i / rise);
    }
}
