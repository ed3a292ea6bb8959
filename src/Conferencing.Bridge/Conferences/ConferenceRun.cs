using System.Collections.Immutable;
using System.Diagnostics;
using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// One conference on this node, converging to the newest plan it was given: who is called, until when, and what they hear
/// besides each other. Does not dial or mix by itself; see <see cref="ParticipantRun"/> and the outputs.
/// </summary>
internal sealed partial class ConferenceRun
{
    /// <summary>Digital silence (RFC 6464).</summary>
    private const int FloorDbov = -127;

    private readonly Switchboard _board;
    private readonly IReadOnlyDictionary<Guid, string> _calledBack;
    private readonly Dictionary<Guid, ParticipantRun> _participants = [];
    private readonly Dictionary<LegId, ILegOwner> _legs = [];
    private readonly Dictionary<LegId, LegLevel> _levels = [];
    private readonly RecordingRun _recording;
    private int _lastLeg;
    private bool _stopped;

    /// <param name="calledBack">Rooms that were in a call of an earlier process, with the address they were reached at.</param>
    public ConferenceRun(ConferencePlan plan, IReadOnlyDictionary<Guid, string> calledBack, Switchboard board, DateTimeOffset now)
    {
        Plan = plan;
        CanonicalName = $"{plan.ConferenceId:N}@bridge";
        _calledBack = calledBack;
        _board = board;
        _recording = new RecordingRun(plan.ConferenceId, board, Announce);
        Follow(plan, endKnownBefore: null, now);
    }

    public Guid Id => Plan.ConferenceId;
    public ConferencePlan Plan { get; private set; }
    public ConferencePhase Phase { get; private set; }

    /// <summary>When the rooms were released; null while they are not.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>RTCP canonical name of the bridge in this conference (RFC 3550 6.5.1): the same towards every room.</summary>
    public string CanonicalName { get; }

    /// <summary>Those of the plan, and those removed from it whose calls are not over.</summary>
    public IEnumerable<ParticipantRun> Participants => _participants.Values;

    public DateTimeOffset NextDeadline
    {
        get
        {
            if (_stopped)
                return DateTimeOffset.MaxValue;
            var soonest = Phase switch
            {
                ConferencePhase.Waiting => Plan.ConnectAt < Plan.EndAt ? Plan.ConnectAt : Plan.EndAt,
                ConferencePhase.Running => Plan.EndAt,
                ConferencePhase.Ended => DateTimeOffset.MaxValue,
                _ => throw new UnreachableException($"Conference phase {Phase} is not known."),
            };
            soonest = _recording.NextDeadline < soonest ? _recording.NextDeadline : soonest;
            foreach (var (warning, _) in _warnings)
                soonest = warning < soonest ? warning : soonest;
            soonest = RosterDeadline < soonest ? RosterDeadline : soonest;
            soonest = AsideDeadline < soonest ? AsideDeadline : soonest;
            soonest = SoundDeadline < soonest ? SoundDeadline : soonest;
            foreach (var participant in _participants.Values)
            {
                var deadline = participant.NextDeadline;
                soonest = deadline < soonest ? deadline : soonest;
            }

            return soonest;
        }
    }

    /// <summary>False when this revision, or a newer one, has been reached already.</summary>
    public bool Apply(ConferencePlan plan, DateTimeOffset now)
    {
        if (plan.Revision <= Plan.Revision || _stopped)
            return false;
        var before = Plan.EndAt;
        Plan = plan;
        Follow(plan, before, now);
        return true;
    }

    public void Advance(DateTimeOffset now)
    {
        if (_stopped)
            return;
        UpdatePhase(now);
        Warn(now);
        _recording.Advance(now);
        if (Phase != ConferencePhase.Ended)
        {
            foreach (var participant in _participants.Values)
                participant.Advance(now);
        }

        AdvanceAsides(now);
        DropStraySounds();
        Report();
        PublishRoster(now);
    }

    public void CallNow(Guid roomId, DateTimeOffset now)
    {
        if (Phase != ConferencePhase.Ended && _participants.TryGetValue(roomId, out var participant))
            participant.CallNow(now);
        Report();
    }

    public void Receive(MediaEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            // These come from every room all the time, and change nobody's state.
            case MediaEvent.Report report:
                Measure(report.Leg);
                return;
            case MediaEvent.Levels levels:
                TellLevels(levels.Legs);
                return;
            case MediaEvent.Digit digit:
                if (_legs.TryGetValue(digit.Leg, out var presser))
                    presser.Press(digit.Value, DigitWay.Event, now);
                break;
            case MediaEvent.Lost lost:
                if (_legs.TryGetValue(lost.Leg, out var silent))
                    silent.LoseMedia(now);
                break;
            case MediaEvent.SpeakerChanged:
                // Sound only for now: everyone hears everyone, whoever speaks.
                break;
            case MediaEvent.Faulted:
                _board.Put(new DirectorOutput.ReopenMedia(Id));
                foreach (var participant in _participants.Values)
                    participant.ReopenLegMedia();
                _asides.ForEach(aside => aside.ReopenLegMedia());
                LoseSounds(now);
                _recording.MediaReopened(now);
                break;
            default:
                throw new UnreachableException($"Media event {happened.GetType().Name} is not known.");
        }

        Report();
    }

    /// <summary>The node stops: every room is released and none is called again.</summary>
    public void Stop(DateTimeOffset now)
    {
        _stopped = true;
        _recording.Follow(Plan, running: false, now);
        DropAsides();
        foreach (var participant in _participants.Values)
            participant.End(new(LegReason.BridgeRestarted, "The bridge was stopped."), now);
        Report();
        EndRoster();
    }

    /// <summary>A number for the media of a call just answered.</summary>
    public LegId NewLeg(ILegOwner owner)
    {
        var leg = new LegId(++_lastLeg);
        _legs.Add(leg, owner);
        Name(leg, owner);
        return leg;
    }

    /// <summary>A room is in: if it is recorded, it is told.</summary>
    public void TellOfRecording(LegId leg) => _recording.Greet(leg);

    /// <summary>What the recorder tells.</summary>
    public void Receive(RecordingStatus recording, DateTimeOffset now) => _recording.Receive(recording, heard: _legs.Count > 0 && Phase != ConferencePhase.Ended, now);

    public void ForgetLeg(LegId leg)
    {
        _legs.Remove(leg);
        _recording.Forget(leg);
        _levels.Remove(leg);
    }

    /// <summary>Puts out every status that changed. A removed room is told once, and forgotten when its call is over.</summary>
    public void Report()
    {
        foreach (var (roomId, participant) in _participants)
        {
            if (participant.Changed)
                _board.Put(new DirectorOutput.Participant(Id, participant.Status));
            _isRosterStale |= participant.Changed;
            participant.Changed = false;
            if (participant.Status.State == LegState.Removed && !participant.HasCall)
                _participants.Remove(roomId);
        }

        ReportAsides();
    }

    private void Follow(ConferencePlan plan, DateTimeOffset? endKnownBefore, DateTimeOffset now)
    {
        if (endKnownBefore != plan.EndAt)
            ExpectWarnings(now);
        if (endKnownBefore is { } before && before != plan.EndAt)
            NoteMovedEnd(before, now);
        foreach (var wanted in plan.Participants)
            Follow(wanted, now);
        var planned = plan.Participants.Select(wanted => wanted.RoomId).ToHashSet();
        foreach (var participant in _participants.Values.Where(participant => !participant.IsGuest && !planned.Contains(participant.RoomId)))
            participant.Remove(now);
        foreach (var guest in _participants.Values.Where(participant => participant.IsGuest))
            guest.Apply(GuestPlan(guest.RoomId), now);
        FollowAsides(plan, now);
        LetWaitingIn();
        foreach (var participant in _participants.Values)
        {
            participant.Reschedule(now);
            participant.EnforceEncryption(now);
        }

        _isRosterStale = true;
        var phase = Phase;
        UpdatePhase(now);
        _recording.Follow(plan, Phase == ConferencePhase.Running, now);
        if (phase == Phase)
            _board.Put(new DirectorOutput.Head(Id, plan.Revision, Phase));
        Advance(now);
    }

    private void Follow(ParticipantPlan wanted, DateTimeOffset now)
    {
        if (_participants.TryGetValue(wanted.RoomId, out var participant))
        {
            participant.Apply(wanted, now);
            return;
        }

        participant = new ParticipantRun(this, wanted, _board, now);
        if (_calledBack.TryGetValue(wanted.RoomId, out var address))
            participant.CallBack(address);
        _participants.Add(wanted.RoomId, participant);
    }

    private void UpdatePhase(DateTimeOffset now)
    {
        var phase = now >= Plan.EndAt ? ConferencePhase.Ended
            : now >= Plan.ConnectAt || Phase != ConferencePhase.Waiting ? ConferencePhase.Running
            : ConferencePhase.Waiting;
        if (phase == Phase)
            return;
        var before = Phase;
        Phase = phase;
        _isRosterStale = true;
        _recording.Follow(Plan, phase == ConferencePhase.Running, now);
        if (phase == ConferencePhase.Ended)
            End(now);
        else if (before == ConferencePhase.Ended)
            Reopen(now);
        _board.Put(new DirectorOutput.Head(Id, Plan.Revision, Phase));
    }

    private void End(DateTimeOffset now)
    {
        EndedAt = now;
        _warnings.Clear();
        LoseSounds(now);
        DropAsides();
        foreach (var participant in _participants.Values)
            participant.End(new(LegReason.SessionEnded, null), now);
        _board.Put(new DirectorOutput.CloseMedia(Id));
    }

    private void Reopen(DateTimeOffset now)
    {
        EndedAt = null;
        foreach (var participant in _participants.Values)
            participant.Reopen(now);
    }

    private void Measure(LegReport report)
    {
        if (_legs.GetValueOrDefault(report.Leg) is not ParticipantRun participant)
            return;
        participant.Measure(MeasuredMedia.Of(report, LegEncryption.Name(participant.Leg?.Settings.Protection)));
        _board.Put(new DirectorOutput.Measured(Id, participant.Status));
    }

    /// <summary>The media tell what changed; watchers are told of all who are heard.</summary>
    private void TellLevels(IReadOnlyList<LegLevel> changed)
    {
        foreach (var level in changed)
        {
            if (level.LevelDbov <= FloorDbov && !level.Speaking)
                _levels.Remove(level.Leg);
            else if (_legs.GetValueOrDefault(level.Leg) is ParticipantRun)
                _levels[level.Leg] = level;
        }

        var heard = ImmutableArray.CreateBuilder<RoomLevel>(_levels.Count);
        foreach (var level in _levels.Values)
            heard.Add(new RoomLevel(_legs[level.Leg].RoomId, level.LevelDbov, level.Speaking));
        _board.Put(new DirectorOutput.Levels(new LevelsReport { ConferenceId = Id, Levels = heard.MoveToImmutable() }));
    }
}
