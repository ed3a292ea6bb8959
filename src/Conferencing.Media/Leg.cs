using Conferencing.Media.Audio;
using Conferencing.Media.Prompts;
using Conferencing.Media.Rtp;
using Conferencing.Media.Srtp;

namespace Conferencing.Media;

/// <summary>One room's call in a conference: what comes from it and what goes to it.</summary>
internal sealed class Leg : IDisposable
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private const int MaxFrame = 48000 / 50;

    /// <summary>Ticks between two looks at who is not heard.</summary>
    private const int RestTicks = 3;

    /// <summary>The same while the sender's own voice detection finds nothing: one look for each telling of levels.</summary>
    private const int VoicelessRestTicks = MediaConference.LevelTicks;

    private readonly AudioReceiver _receiver;
    private readonly AudioSender _sender;
    private readonly RtcpSession _rtcp;
    private readonly Outbox _outbox;
    private LegProtection _protection;
    private readonly ConferenceMix _mix;
    private short[] _received;
    private short[] _raised = [];
    private Resampler? _resampler;
    private int _frameSamples;
    private bool _isRaised;
    private bool _isFresh;
    private bool _adds = true;
    private Leg? _partner;
    private Presence _presence;
    private Tick _nextReport;
    private LegLevel _toldLevel;

    public Leg(LegId id, LegSettings settings, MediaConferenceOptions options, ConferenceMix mix, Random random, Outbox outbox, Tick now)
    {
        Id = id;
        AsSpeaker = new MediaEvent.SpeakerChanged(id);
        Settings = settings;
        SharedVoice = mix.VoiceOf(settings.SendCodec);
        _mix = mix;
        _outbox = outbox;
        _receiver = new AudioReceiver(settings.SendCodec);
        _received = new short[settings.SendCodec.FrameSamples];
        Sound = new RoomSound(options, settings);
        _sender = new AudioSender(id, settings, random);
        _rtcp = new RtcpSession(id, settings, random, now) { MayExtend = settings.ExtendedReports };
        _presence = new Presence(options.LostAfter, now);
        _nextReport = now + ReportInterval;
        _toldLevel = new LegLevel(id, LevelMeter.Silence, false);
        Protect(settings.Protection);
    }

    public LegId Id { get; }

    /// <summary>What is told when it is shown as speaking; made once, because that is told while sound flows.</summary>
    public MediaEvent.SpeakerChanged AsSpeaker { get; }

    public LegSettings Settings { get; private set; }

    public bool Muted { get; private set; }

    public LegPlace Place { get; private set; }

    /// <summary>Not null while it hears itself.</summary>
    public EchoLine? Echo { get; private set; }

    /// <summary>The one whose frame it hears while both are aside with each other; null while there is none to be heard.</summary>
    public Leg? Beside => Place == LegPlace.Aside && _partner is { Place: LegPlace.Aside, _isFresh: true } partner && partner._partner == this ? partner : null;

    /// <summary>True when this tick's frame is part of the mix.</summary>
    public bool Contributes { get; private set; }

    /// <summary>This tick's sound at the mix's rate; of no meaning unless it contributes.</summary>
    public ReadOnlySpan<short> Frame => (_isRaised ? _raised : _received).AsSpan(0, _frameSamples);

    /// <summary>The highest sample rate of what is received and sent now.</summary>
    public int SampleRateHz => Math.Max(Settings.SendCodec.SampleRateHz, _receiver.Buffer.SampleRateHz);

    /// <summary>True when this tick's frame is not silence.</summary>
    public bool HasSound { get; private set; }

    /// <summary>How loud it has been lately, dBov; counted by the choice of who is heard.</summary>
    public double Loudness { get; set; } = LevelMeter.Silence;

    /// <summary>Ticks since it was louder than a quiet room; counted by the choice of who is heard.</summary>
    public int FaintTicks { get; set; }

    /// <summary>A mark of the choice while it decides.</summary>
    public bool IsAmongLoudest { get; set; }

    /// <summary>False while others are louder in a crowded conference.</summary>
    public bool IsHeard { get; private set; } = true;

    /// <summary>True when this tick it hears something else than all others of its codec.</summary>
    public bool HearsAlone { get; set; }

    /// <summary>Ticks that it goes on hearing alone, counted by the mix.</summary>
    public int AloneTicks { get; set; }

    public SharedVoice SharedVoice { get; private set; }

    /// <summary>Null while it needs none.</summary>
    public Voice? OwnVoice { get; set; }

    /// <summary>Of what it hears alone.</summary>
    public SoftLimiter Limiter { get; } = new();

    public LevelMeter Meter { get; } = new();

    public RoomSound Sound { get; }

    public PromptPlayer Prompts { get; } = new();

    public void Change(LegSettings settings, long mediaTime, Tick now)
    {
        _sender.Change(settings, mediaTime, _outbox);
        _rtcp.MayExtend = settings.ExtendedReports;
        Settings = settings;
        Sound.Treat(settings);
        Protect(settings.Protection);
        if (SharedVoice.Codec != settings.SendCodec || !settings.MaySend)
            GiveVoiceBack();
        SharedVoice = _mix.VoiceOf(settings.SendCodec);
        _presence.Restart(now);
    }

    public void SetMuted(bool muted)
    {
        Muted = muted;
        if (muted)
            Quieten();
    }

    /// <param name="partner">Who is aside with it.</param>
    public void SetPlace(LegPlace place, ReadOnlyMemory<short> background, Leg? partner)
    {
        Place = place;
        _partner = partner;
        Echo = place == LegPlace.Echo ? new EchoLine() : null;
        Prompts.Background = background;
        if (place != LegPlace.Mix)
            Quieten();
    }

    /// <summary>It is not listened to.</summary>
    private void Quieten()
    {
        Meter.Reset();
        Sound.Rest();
    }

    /// <summary>The other has left the conference.</summary>
    public void Part(Leg other)
    {
        if (_partner == other)
            _partner = null;
    }

    public DropReason? ReceiveRtp(ReadOnlySpan<byte> datagram, Tick now)
    {
        // Nothing may change before the packet has proved authentic.
        if (_protection.Open(datagram, isRtcp: false, out var plain) is { } refused)
            return refused;
        if (!RtpHeader.TryParse(plain, out var header))
            return DropReason.BadHeader;

        var dropped = _receiver.Receive(header, header.Payload(plain), Settings, now, out char? digit);
        _presence.HeardRtp(_receiver.IsSilentByIntent, now);
        if (digit is not null)
            _outbox.Tell(new MediaEvent.Digit(Id, digit.Value));
        return dropped;
    }

    public DropReason? ReceiveRtcp(ReadOnlySpan<byte> datagram, Tick now)
    {
        if (_protection.Open(datagram, isRtcp: true, out var plain) is { } refused)
            return refused;
        var dropped = _rtcp.Receive(plain, _receiver, now);
        if (dropped is null)
            _presence.HeardRtcp(now);
        return dropped;
    }

    /// <summary>
    /// Takes this tick's frame out of the jitter buffer; a muted leg's is not even decoded, and one that is not heard only when it may become so.
    /// Returns the packets that proved late.
    /// </summary>
    public int TakeFrame(long mediaTime)
    {
        _isFresh = false;
        bool isEcho = Place == LegPlace.Echo;
        if (!Settings.MayReceive || Place == LegPlace.Apart || (Muted && !isEcho))
        {
            _receiver.Buffer.Skip();
            HasSound = false;
            Loudness = LevelMeter.Silence;
            Meter.AddSilence(_received.Length);
        }
        else if (isEcho || Place == LegPlace.Aside)
        {
            Take(_receiver.Buffer);
            HasSound = false;
            Meter.Reset();
        }
        else if (MayRest(mediaTime))
        {
            _receiver.Buffer.Skip();
        }
        else if (_receiver.Buffer.Glance() is { } meanSquare && !MayBeHeard(meanSquare))
        {
            Overhear(meanSquare);
        }
        else
        {
            Take(_receiver.Buffer);
        }

        Sound.Receive(Meter.PlainDbov);
        return _receiver.Buffer.TakeLateCount();
    }

    /// <summary>Its listener hears what all hear, or nothing at all.</summary>
    public void GiveVoiceBack()
    {
        if (OwnVoice is not null)
            SharedVoice.TakeBack(OwnVoice);
        OwnVoice = null;
    }

    private void Take(JitterBuffer buffer)
    {
        int samples = buffer.SampleRateHz / 50;
        if (_received.Length != samples)
            _received = new short[samples];
        int madeUp = buffer.Take(_received);
        if (buffer.PlayedNoise)
            HasSound = Meter.AddNoise(_received);
        else
            HasSound = Meter.Add(_received, Sound.GainDb ?? 0);
        if (!buffer.PlayedNoise && !Sound.Hear(_received, Meter.PlainDbov, madeUp == 0))
            Hush();
        _isFresh = true;
    }

    /// <summary>False when a frame need not be decoded: the gate keeps it out, or others are louder in a crowd.</summary>
    private bool MayBeHeard(double meanSquare)
    {
        double dbov = LevelMeter.Dbov(meanSquare, 1);
        return !Sound.IsShut(dbov) && (IsHeard || HeardChoice.MayBeHeard(this, dbov + (Sound.GainDb ?? 0)));
    }

    /// <summary>Takes the level of a frame that is not decoded.</summary>
    private void Overhear(double meanSquare)
    {
        int samples = _received.Length;
        HasSound = Meter.Add(meanSquare * samples, samples, Sound.GainDb ?? 0);
        if (!Sound.Overhear(Meter.PlainDbov))
            Hush();
        _receiver.Buffer.Skip();
    }

    private void Hush()
    {
        Meter.Hush();
        HasSound = false;
    }

    /// <summary>Decoding is dear where frames have a length of their own, and that length tells when something begins.</summary>
    private bool MayRest(long mediaTime) =>
        _receiver.Codec.FrameBytes == 0 && !_receiver.Stirs && (mediaTime + Id.Value) % TicksBetweenLooks != 0;

    /// <summary>One for who is heard. Who is not for long, because others are louder or his gate is closed, is listened to less often the less his packets promise.</summary>
    private int TicksBetweenLooks => this switch
    {
        { IsHeard: true, Sound.IsClosed: false } => 1,
        { _receiver.IsVoiceless: true } => VoicelessRestTicks,
        { IsHeard: true } => 1,
        _ => RestTicks,
    };

    /// <summary>Decides whether this tick's frame is part of the mix, and brings it to the mix's rate. Who adds nothing any more fades out in one frame.</summary>
    /// <param name="pauses">Who is heard adds nothing just now.</param>
    public void SetHeard(bool heard, bool pauses)
    {
        bool adds = heard && !pauses;
        bool fades = _adds && !adds;
        (IsHeard, _adds) = (heard, adds);
        bool elsewhere = Place is LegPlace.Echo or LegPlace.Aside && _isFresh;
        Contributes = elsewhere || (HasSound && _isFresh && (adds || fades));
        if (HasSound && Contributes)
            Sound.Raise(_received, Meter.PlainDbov);
        if (HasSound && Contributes && fades)
            RoomSound.FadeOut(_received);
        _frameSamples = _mix.SampleRateHz / 50;
        int rate = _received.Length * 50;
        _isRaised = rate != _mix.SampleRateHz;
        if (_isRaised)
            Raise(rate, _mix.SampleRateHz, tail: adds && _isFresh);
        Contributes &= Place == LegPlace.Mix; // the frame of an echo, or of who is aside, is brought to the rate for other ears
    }

    /// <summary>To the rate of the mix. What the filter remembers is heard after the last sound.</summary>
    private void Raise(int fromHz, int toHz, bool tail)
    {
        if (_resampler?.FromHz != fromHz || _resampler.ToHz != toHz)
        {
            _resampler = new Resampler(fromHz, toHz);
            _raised = new short[MaxFrame];
        }

        Contributes |= tail && !_resampler.IsSilent;
        if (Contributes)
            _resampler.Resample(_received, _raised.AsSpan(0, _frameSamples));
        else
            _resampler.Reset();
    }

    /// <summary>Time passed without a mix: what should have been played is thrown away.</summary>
    public void SkipFrames(long count)
    {
        if (count > 500)
            _receiver.Buffer.Reset();
        else
            for (long i = 0; i < count; i++)
                _receiver.Buffer.Skip();
    }

    /// <summary>Sends one encoded frame that begins at <paramref name="mediaTime"/>.</summary>
    /// <param name="dbov">How loud it is.</param>
    public void Send(ReadOnlySpan<byte> payload, double dbov, long mediaTime)
    {
        Sound.Send(dbov);
        _sender.Send(payload, mediaTime, _outbox);
    }

    /// <summary>RTCP, the report and the watch over the room's presence, when each is due.</summary>
    public void Advance(long mediaTime, Tick now)
    {
        _rtcp.Advance(_sender, _receiver, _sender.TimestampAt(mediaTime), now, _outbox);
        if (now < _nextReport)
            return;

        _nextReport = _nextReport + ReportInterval < now ? now + ReportInterval : _nextReport + ReportInterval;
        _outbox.Tell(Report());
        if (_presence.BecomesLost(Settings.MayReceive, now))
            _outbox.Tell(new MediaEvent.Lost(Id));
    }

    public void SayGoodbye(long mediaTime, Tick now) =>
        _rtcp.Send(_sender, _receiver, _sender.TimestampAt(mediaTime), now, goodbye: true, _outbox);

    public void Dispose()
    {
        Protect(null);
        _protection.Dispose();
    }

    /// <summary>True when the level or the flag is another than told last.</summary>
    public bool TryTakeLevel(out LegLevel level)
    {
        level = new LegLevel(Id, Meter.TakeLevel(), Meter.Speaking);
        bool changed = level != _toldLevel;
        _toldLevel = level;
        return changed;
    }

    private void Protect(SrtpKeys? keys)
    {
        _protection.Change(keys);
        _outbox.Seal(Id, _protection.Sender);
    }

    private LegReport Report() => new()
    {
        Leg = Id,
        ReceivedCodec = _receiver.Codec,
        PacketsReceived = _receiver.PacketsReceived,
        ReceivedLossPercent = 100 * _receiver.TakeLossFraction(),
        ReceivedJitterMs = _receiver.Stats.JitterMs,
        BufferMs = _receiver.Buffer.TakeDelayMs(),
        TargetMs = _receiver.Buffer.TargetMs,
        SentLossPercent = 100 * _rtcp.SentLossFraction,
        SentJitterMs = _rtcp.SentJitter * 1000.0 / Settings.SendCodec.ClockRateHz,
        RoundTripMs = _rtcp.RoundTrip?.TotalMilliseconds,
        ConcealedFrames = _receiver.Buffer.ConcealedFrames,
        GainDb = Sound.GainDb,
        IsGated = Sound.IsGated,
        EchoDelay = Sound.EchoDelay,
        FarEnd = _rtcp.FarEnd,
        FarCounts = _rtcp.FarCounts,
    };
}
