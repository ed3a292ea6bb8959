using System.Diagnostics;
using Conferencing.Media.Audio;

namespace Conferencing.Media;

/// <summary>
/// The media of one conference as a value that is fed: datagrams, commands and the time go in; datagrams, events and the
/// next deadline come out. No socket, clock or thread. After every input <see cref="TryPoll"/> is called until it is false.
/// </summary>
/// <remarks>
/// The way of a packet: <see cref="MediaPath"/> → RtpHeader → AudioReceiver (source, statistics) → JitterBuffer; at the next
/// tick JitterBuffer → LevelMeter, ActiveSpeaker → AudioMixer → codec → AudioSender → <see cref="TryPoll"/>.
/// </remarks>
public sealed class MediaConference
{
    /// <summary>Time between mixes.</summary>
    public static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(20);

    /// <summary>Missed ticks are made up unless it is longer than this: then the time is given up.</summary>
    private static readonly TimeSpan MaxLateness = TimeSpan.FromMilliseconds(200);

    /// <summary>Ticks between two tellings of levels: 200 ms.</summary>
    internal const int LevelTicks = 10;

    private static readonly MediaEvent.SpeakerChanged NobodySpeaks = new(null);

    private readonly MediaConferenceOptions _options;
    private readonly Random _random;
    private readonly long[] _drops = new long[Enum.GetValues<DropReason>().Length];
    private readonly Dictionary<LegId, Leg> _byId = [];
    private readonly List<Leg> _legs = [];
    private readonly List<LegLevel> _changedLevels = [];
    private readonly ConferenceMix _mix = new();
    private readonly HeardChoice _choice;
    private readonly ActiveSpeaker _speaker = new();
    private readonly Outbox _outbox = new();

    /// <summary>Frames since the conference began, those given up included.</summary>
    private long _mediaTime;
    private int _ticksToLevels = LevelTicks;
    private MixRecording? _recording;

    public MediaConference(MediaConferenceOptions options, Random random)
    {
        _options = options;
        _choice = new HeardChoice(options.MostHeard);
        _random = random;
    }

    /// <summary>The latest moment for the next <see cref="Advance"/>: the next mix; never while there is no leg and nothing is recorded.</summary>
    public Tick NextDeadline { get; private set; } = Tick.Never;

    /// <summary>How often something was refused for this reason, since the conference began.</summary>
    public long Dropped(DropReason reason) => _drops[(int)reason];

    /// <summary>A datagram, RTP or RTCP, that came from a leg's remote address. The span is not kept.</summary>
    /// <returns>False when it cannot be the leg's own: no such leg, no media, or not under its key. Its source is then not to be believed.</returns>
    public bool Receive(ReadOnlySpan<byte> datagram, LegId leg, Tick now)
    {
        GiveUpLostTime(now);
        Leg? found = null;
        DropReason? refused = MediaPath.Classify(datagram) switch
        {
            MediaKind.Other => DropReason.NotMedia,
            _ when !_byId.TryGetValue(leg, out found) => DropReason.UnknownLeg,
            MediaKind.Rtp => found.ReceiveRtp(datagram, now),
            MediaKind.Rtcp => found.ReceiveRtcp(datagram, now),
            _ => throw new UnreachableException("Every kind of datagram is listed."),
        };
        Drop(refused);
        return refused is not (DropReason.NotMedia or DropReason.UnknownLeg or DropReason.BadHeader or DropReason.BadRtcp
            or DropReason.NotAuthentic or DropReason.Replayed or DropReason.TooOld);
    }

    /// <summary>Carries out a command. One for a leg that is gone already is counted and ignored.</summary>
    public void Do(MediaCommand command, Tick now)
    {
        GiveUpLostTime(now);
        switch (command)
        {
            case MediaCommand.AddLeg add:
                Add(add, now);
                break;
            case MediaCommand.ChangeLeg change when Find(change.Leg) is { } leg:
                leg.Change(change.Settings, _mediaTime, now);
                break;
            case MediaCommand.RemoveLeg remove when Find(remove.Leg) is { } leg:
                Remove(leg, now);
                break;
            case MediaCommand.SetMuted mute when Find(mute.Leg) is { } leg:
                SetMuted(leg, mute.Muted);
                break;
            case MediaCommand.SetPlace place when Find(place.Leg) is { } leg:
                SetPlace(leg, place);
                break;
            case MediaCommand.StopPlaying { Leg: null }:
                _mix.Prompts.Stop();
                break;
            case MediaCommand.StopPlaying { Leg: { } id } when Find(id) is { } leg:
                leg.Prompts.Stop();
                break;
            case MediaCommand.Play { Leg: null } play:
                Queue(_mix.Prompts, play);
                break;
            case MediaCommand.Play { Leg: { } id } play when Find(id) is { } leg:
                Queue(leg.Prompts, play);
                break;
            case MediaCommand.StartRecording record:
                StartRecording(record.Legs, now);
                break;
            case MediaCommand.StopRecording:
                StopRecording();
                break;
        }
    }

    /// <summary>Mixes as often as time has passed. Deadlines follow from deadlines, so nothing drifts.</summary>
    public void Advance(Tick now)
    {
        GiveUpLostTime(now);
        while (NextDeadline <= now)
        {
            MixTick(NextDeadline);
            NextDeadline += FrameTime;
        }
    }

    /// <summary>Takes the next output; false when there is none.</summary>
    public bool TryPoll(out MediaOutput output) => _outbox.TryTake(out output);

    private void MixTick(Tick now)
    {
        _mix.Begin(_legs);
        foreach (var leg in _legs)
        {
            _drops[(int)DropReason.Late] += leg.TakeFrame(_mediaTime);
            if (leg.Meter.Speaking)
                _speaker.Speaks(leg.Id, leg.Meter.FrameDbov);
        }

        _choice.Choose(_legs);
        _mix.Sum(_legs);
        _recording?.Tell(_mix, _legs, _mediaTime, _outbox);
        Send(alone: true);
        Send(alone: false);
        _mediaTime++;
        foreach (var leg in _legs)
            leg.Advance(_mediaTime, now);
        TellSpeaker(_speaker.Decide(now));
        TellLevels();
    }

    private void Send(bool alone)
    {
        foreach (var leg in _legs)
        {
            if (leg.HearsAlone == alone && leg.Settings.MaySend)
                leg.Send(_mix.Encode(leg), _mix.HeardDbov, _mediaTime);
        }
    }

    private void Add(MediaCommand.AddLeg add, Tick now)
    {
        var leg = new Leg(add.Leg, add.Settings, _options, _mix, _random, _outbox, now);
        if (!_byId.TryAdd(add.Leg, leg))
            throw new UnreachableException("A leg's number is used once in a conference.");

        leg.SetMuted(add.Muted);
        _legs.Add(leg);
        if (NextDeadline == Tick.Never)
            NextDeadline = now + FrameTime;
    }

    private void Remove(Leg leg, Tick now)
    {
        leg.SayGoodbye(_mediaTime, now);
        leg.GiveVoiceBack();
        leg.Dispose();
        _byId.Remove(leg.Id);
        _legs.Remove(leg);
        foreach (var other in _legs)
            other.Part(leg);
        TellSpeaker(_speaker.Forget(leg.Id));
        Rest();
    }

    private void StartRecording(bool legs, Tick now)
    {
        _recording = new MixRecording(legs, _mediaTime);
        if (NextDeadline == Tick.Never)
            NextDeadline = now + FrameTime;
    }

    private void StopRecording()
    {
        _recording = null;
        Rest();
    }

    /// <summary>Without anybody to hear, time stands still.</summary>
    private void Rest()
    {
        if (_legs.Count == 0 && _recording is null)
            NextDeadline = Tick.Never;
    }

    private void SetMuted(Leg leg, bool muted)
    {
        leg.SetMuted(muted);
        if (muted)
            TellSpeaker(_speaker.Forget(leg.Id));
    }

    private void SetPlace(Leg leg, MediaCommand.SetPlace place)
    {
        leg.SetPlace(place.Place, place.Background, place.With is { } with ? _byId.GetValueOrDefault(with) : null);
        if (place.Place != LegPlace.Mix)
            TellSpeaker(_speaker.Forget(leg.Id));
    }

    private void Queue(Prompts.PromptPlayer prompts, MediaCommand.Play play)
    {
        if (!prompts.TryAdd(play.Samples))
            Drop(DropReason.PromptQueueFull);
    }

    private Leg? Find(LegId id)
    {
        if (_byId.TryGetValue(id, out var leg))
            return leg;

        Drop(DropReason.UnknownLeg);
        return null;
    }

    private void Drop(DropReason? reason)
    {
        if (reason is not null)
            _drops[(int)reason]++;
    }

    private void TellSpeaker(bool changed)
    {
        if (changed)
            _outbox.Tell(_speaker.Current is { } id ? _byId[id].AsSpeaker : NobodySpeaks);
    }

    private void TellLevels()
    {
        if (--_ticksToLevels > 0)
            return;

        _ticksToLevels = LevelTicks;
        foreach (var leg in _legs)
        {
            if (leg.TryTakeLevel(out var level))
                _changedLevels.Add(level);
        }

        if (_changedLevels.Count > 0)
            _outbox.Tell(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_changedLevels));
        _changedLevels.Clear();
    }

    /// <summary>After a standstill everybody's clocks jump by whole frames instead of a burst being sent.</summary>
    private void GiveUpLostTime(Tick now)
    {
        if (NextDeadline == Tick.Never || now - NextDeadline <= MaxLateness)
            return;

        long frames = (long)((now - NextDeadline) / FrameTime);
        foreach (var leg in _legs)
            leg.SkipFrames(frames);
        _mediaTime += frames;
        NextDeadline += FrameTime * frames;
    }
}
