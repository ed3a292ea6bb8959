using Conferencing.Media.Audio;
using Conferencing.Media.Prompts;

namespace Conferencing.Media;

/// <summary>
/// One tick of a conference's sound: every leg's frame is summed once, at the highest sample rate that any leg needs, and each
/// listener gets the sum without his own. All who contribute nothing hear the same, so it is encoded once for each codec among them.
/// </summary>
internal sealed class ConferenceMix
{
    /// <summary>The lowest rate of a mix.</summary>
    private const int LowestRateHz = 8000;

    private const int MaxFrame = 48000 / 50;

    /// <summary>Ticks after which a lower rate is taken that suffices again: 10 s, so that a room that is called again finds it as it was.</summary>
    private const int Patience = 500;

    /// <summary>Ticks that somebody who fell silent keeps a voice of his own: in 200 ms two encoders of the same sound come to agree.</summary>
    private const int ReturnTicks = 10;

    private readonly List<SharedVoice> _voices = [];
    private readonly short[] _prompt = new short[MaxFrame];
    private readonly short[] _announcement = new short[MaxFrame];
    private readonly short[] _silence = new short[MaxFrame];
    private readonly short[] _heard = new short[MaxFrame];
    private readonly short[] _all = new short[MaxFrame];
    private readonly SoftLimiter _limiter = new();
    private byte[] _encoded = [];
    private AudioMixer _mixer = new(LowestRateHz / 50);
    private int _ticksTooHigh;

    /// <summary>Of what all hear in this tick; null until somebody was encoded for who hears it.</summary>
    private double? _allDbov;

    /// <summary>This tick's <see cref="_all"/> has been made, and that of the tick before was.</summary>
    private bool _isLimited;
    private bool _wasLimited;
    private bool _isAnnounced;

    /// <summary>Rate of the sum.</summary>
    public int SampleRateHz { get; private set; } = LowestRateHz;

    /// <summary>Prompts that all hear.</summary>
    public PromptPlayer Prompts { get; } = new();

    /// <summary>How loud it is what the leg hears that was encoded for last, dBov.</summary>
    public double HeardDbov { get; private set; }

    /// <summary>Samples of a frame of the sum.</summary>
    public int FrameSamples => SampleRateHz / 50;

    /// <summary>What listeners of a codec share.</summary>
    public SharedVoice VoiceOf(AudioCodec codec)
    {
        foreach (var voice in _voices)
        {
            if (voice.Codec == codec)
                return voice;
        }

        var added = new SharedVoice(codec);
        _voices.Add(added);
        if (_encoded.Length < codec.MaxFrameBytes)
            _encoded = new byte[codec.MaxFrameBytes];
        return added;
    }

    /// <summary>Begins a tick: at once at a higher rate when a leg needs it, at a lower one when none has needed it for long.</summary>
    public void Begin(List<Leg> legs)
    {
        int needed = LowestRateHz;
        foreach (var leg in legs)
            needed = Math.Max(needed, leg.SampleRateHz);
        _ticksTooHigh = needed < SampleRateHz ? _ticksTooHigh + 1 : 0;
        if (needed > SampleRateHz || _ticksTooHigh >= Patience)
        {
            SampleRateHz = needed;
            _mixer = new AudioMixer(FrameSamples);
            _ticksTooHigh = 0;
        }

        (_allDbov, _isLimited, _wasLimited) = (null, false, _isLimited);
        if (!_wasLimited)
            _limiter.Rest();
        foreach (var voice in _voices)
            voice.Begin();
    }

    /// <summary>Sums the frames that the legs have taken, and decides who hears what all hear.</summary>
    public void Sum(List<Leg> legs)
    {
        _mixer.Clear();
        foreach (var leg in legs)
        {
            if (leg.Contributes)
                _mixer.Add(leg.Frame);
            Decide(leg);
        }

        _isAnnounced = !Prompts.IsSilent;
        if (!_isAnnounced)
            return;

        var announcement = _announcement.AsSpan(0, FrameSamples);
        Prompts.Take(announcement, SampleRateHz);
        _mixer.Add(announcement);
    }

    /// <summary>What somebody hears who adds nothing. Valid within the tick.</summary>
    public ReadOnlySpan<short> HearAll()
    {
        var all = _all.AsSpan(0, FrameSamples);
        if (!_isLimited)
            _mixer.HearAll(_limiter, all);
        _isLimited = true;
        return all;
    }

    /// <summary>Encodes what this leg hears. Those who hear it alone come first in a tick. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(Leg leg)
    {
        var shared = leg.SharedVoice;
        if (leg.HearsAlone)
        {
            var heard = _heard.AsSpan(0, FrameSamples);
            HearAlone(leg, heard);
            HeardDbov = LevelOf(heard);
            return _encoded.AsSpan(0, VoiceFor(leg).Encode(heard, SampleRateHz, _encoded));
        }

        if (!shared.IsEncoded)
        {
            var all = HearAll();
            _allDbov ??= LevelOf(all);
            shared.Encode(all, SampleRateHz);
        }

        HeardDbov = _allDbov!.Value;
        return shared.Payload;
    }

    private static double LevelOf(ReadOnlySpan<short> heard) => LevelMeter.Dbov(LevelMeter.SumOfSquares(heard), heard.Length);

    private void Decide(Leg leg)
    {
        bool alone = leg.Contributes || !leg.Prompts.IsSilent || leg.Place != LegPlace.Mix;
        leg.AloneTicks = alone ? ReturnTicks : Math.Max(0, leg.AloneTicks - 1);
        bool heardAlone = leg.HearsAlone;
        leg.HearsAlone = alone || (leg.AloneTicks > 0 && leg.SharedVoice.Remembers(SampleRateHz));
        if (!leg.HearsAlone)
            leg.GiveVoiceBack();

        // Who comes to hear something else goes on with the gain he has heard.
        if (leg.HearsAlone && !heardAlone)
            leg.Limiter.Follow(_limiter);
        else if (heardAlone && !leg.HearsAlone && !_wasLimited)
            _limiter.Follow(leg.Limiter);
    }

    private Voice VoiceFor(Leg leg)
    {
        if (!leg.SharedVoice.Remembers(SampleRateHz))
            return leg.SharedVoice.Voice;

        return leg.OwnVoice ??= leg.SharedVoice.Lend();
    }

    private void HearAlone(Leg leg, Span<short> heard)
    {
        if (leg.Place != LegPlace.Mix)
        {
            HearApart(leg, heard);
            return;
        }

        ReadOnlySpan<short> own = leg.Contributes ? leg.Frame : _silence.AsSpan(0, FrameSamples);
        if (leg.Prompts.IsSilent)
        {
            _mixer.HearOthers(own, leg.Limiter, heard);
            return;
        }

        var prompt = _prompt.AsSpan(0, FrameSamples);
        leg.Prompts.Take(prompt, SampleRateHz);
        _mixer.HearOthers(own, prompt, leg.Limiter, heard);
    }

    /// <summary>What a leg hears that is not in the mix: its prompts and their background, else itself; who is aside hears its partner besides.</summary>
    private void HearApart(Leg leg, Span<short> heard)
    {
        leg.Echo?.Pass(leg.Settings.MayReceive ? leg.Frame : default, heard, SampleRateHz);
        if (leg.Echo is null || !leg.Prompts.IsSilent)
            leg.Prompts.Take(heard, SampleRateHz);
        if (leg.Place != LegPlace.Aside)
            return;
        if (leg.Beside is { } other)
            AudioMixer.HearBesides(other.Frame, heard);
        if (_isAnnounced)
            AudioMixer.HearBesides(_announcement.AsSpan(0, FrameSamples), heard);
    }
}
