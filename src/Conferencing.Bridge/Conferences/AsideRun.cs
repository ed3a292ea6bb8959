using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Media.Prompts;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// A technician's private talk with one room of a conference: his phone is called once; while he is there the room is aside with him, whenever
/// it is in a call; afterwards it is back. He is no participant: no roster, no recording and no attendance knows him.
/// </summary>
/// <remarks>
/// <code>
///  Calling ──180──> Ringing ──200──> Waiting &lt;──room's call──> Talking
///      └───────────────┴── failed, hung up, room sent away ──────┴──> Ended
/// </code>
/// </remarks>
internal sealed class AsideRun : ILegOwner
{
    private static readonly TimeSpan RingLimit = TimeSpan.FromSeconds(30);

    /// <summary>Tells both that they are with each other.</summary>
    private static readonly ReadOnlyMemory<short> Chime = Tone.Warning(count: 2, frequencyHz: 660);

    private readonly ConferenceRun _conference;
    private readonly Switchboard _board;
    private Leg? _leg;
    private AsideStatus _status;

    /// <summary>The room that is with him, by the leg it is with him on.</summary>
    private (ParticipantRun Room, LegId Leg)? _with;

    public AsideRun(ConferenceRun conference, AsidePlan plan, Switchboard board, DateTimeOffset now)
    {
        (_conference, Plan, _board) = (conference, plan, board);
        _status = new AsideStatus(plan.AsideId, plan.RoomId, plan.Operator, AsideState.Calling, LegReason.None, null, now);
        Changed = true;
    }

    public AsidePlan Plan { get; private set; }

    /// <summary>The line of the call to him.</summary>
    public Guid RoomId => Plan.AsideId;

    public Guid ConferenceId => _conference.Id;

    public AsideStatus Status => _status;

    /// <summary>True until the conference has reported the new status.</summary>
    public bool Changed { get; set; }

    /// <summary>Null while there is none, and once it is hung up.</summary>
    public CallHandle? Call { get; private set; }

    public DateTimeOffset NextDeadline => _status.State switch
    {
        AsideState.Ended => DateTimeOffset.MaxValue,
        AsideState.Calling when Call is null => _board.FreeAt(RoomId),
        _ => IsSettled ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue,
    };

    /// <summary>Another room: he goes on to it.</summary>
    public void Apply(AsidePlan plan, DateTimeOffset now)
    {
        if (plan.RoomId != Plan.RoomId)
            LetGo();
        Plan = plan;
        Show(_status with { RoomId = plan.RoomId, Operator = plan.Operator });
        if (_status.State == AsideState.Talking && _with is null)
            Enter(AsideState.Waiting, default, now);
    }

    public void Advance(DateTimeOffset now)
    {
        if (_status.State == AsideState.Ended)
            return;
        if (Room is not { } room || room.Status.State is LegState.Left or LegState.Removed)
            End(new(Room?.Status.Reason ?? LegReason.RemovedFromPlan, null), now);
        else if (Call is null && _board.FreeAt(RoomId) <= now)
            Dial();
        else if (_leg is { } leg && !IsSettled)
            Settle(leg, room, now);
    }

    public void Receive(CallEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case CallEvent.Ringing when _status.State == AsideState.Calling:
                Enter(AsideState.Ringing, default, now);
                break;
            case CallEvent.Answered answered when _leg is null:
                Join(answered.Media, now);
                break;
            case CallEvent.MediaChanged changed when _leg is { } leg:
                ChangeLeg(leg, changed.Media, now);
                break;
            case CallEvent.TransferAsked asked:
                _board.Put(new DirectorOutput.Tell(ParticipantRun.RefuseTransfer(asked)));
                break;
            case CallEvent.Failed failed:
                CallOver(CallOutcome.Of(failed.Failure), now);
                break;
            case CallEvent.Ended ended:
                CallOver(CallOutcome.Of(ended), now);
                break;
        }

        _conference.Report();
    }

    /// <summary>The call was never begun.</summary>
    public void NotDialled(CallOutcome why, DateTimeOffset now)
    {
        CallOver(why, now);
        _conference.Report();
    }

    public void Press(char digit, DigitWay way, DateTimeOffset now)
    {
        // His keys mean nothing.
    }

    public void LoseMedia(DateTimeOffset now) => End(new(LegReason.MediaLost, null), now);

    public void Measure(MediaStatus media)
    {
        // Nobody looks at a technician's own line.
    }

    /// <summary>The conference's media are new: a stream of our own that begins again needs another SSRC (RFC 3711 9.1).</summary>
    public void ReopenLegMedia()
    {
        _with = null;
        if (_leg is not { } leg)
            return;
        _leg = leg with { Settings = leg.Settings with { Ssrc = _board.NewSource() } };
        AddLegMedia(_leg);
    }

    /// <summary>The plan may ask for more than a call under way gives.</summary>
    public void EnforceEncryption(DateTimeOffset now)
    {
        if (_leg is { } leg && _conference.IsBelowPolicy(leg.Settings))
            End(new(LegReason.NotEncrypted, null), now);
    }

    /// <summary>No longer in the plan, or the conference is over: the room is back, the technician hung up.</summary>
    public void Drop()
    {
        LetGo();
        HangUp();
    }

    private ParticipantRun? Room => _conference.ParticipantOf(Plan.RoomId);

    /// <summary>With him is who should be; nobody while the room is in no call.</summary>
    private bool IsSettled
    {
        get
        {
            if (_leg is null)
                return true;
            if (Room is not { } room || room.Status.State is LegState.Left or LegState.Removed)
                return false;
            return _with is { } with ? room == with.Room && room.Leg?.Id == with.Leg : room.Leg is null && _status.State == AsideState.Waiting;
        }
    }

    private void Dial()
    {
        var call = _board.Seize(RoomId);
        Call = call;
        var plan = _conference.Plan;
        _board.Put(new DirectorOutput.Dial(ConferenceId, RoomId, call, Plan.Address, plan.Title, RingLimit) { Encryption = plan.Encryption });
    }

    private void Join(NegotiatedAudio media, DateTimeOffset now)
    {
        if (LegAgreement.Settings(media, _board.NewSource(), _conference.CanonicalName) is not { } settings)
        {
            End(new(LegReason.NoUsableMedia, null), now);
            return;
        }

        if (_conference.IsBelowPolicy(settings))
        {
            End(new(LegReason.NotEncrypted, null), now);
            return;
        }

        // He is nobody's evidence: the record is never reported.
        var record = new LegRecord { LegId = _board.NewId(), ConferenceId = ConferenceId, RoomId = RoomId, CallId = "", JoinedAt = now };
        _leg = new Leg { Id = _conference.NewLeg(this), Settings = settings, Rtp = media.RemoteRtp, Rtcp = media.RemoteRtcp, Record = record };
        AddLegMedia(_leg);
        Enter(AsideState.Waiting, default, now);
    }

    private void ChangeLeg(Leg leg, NegotiatedAudio media, DateTimeOffset now)
    {
        if (LegAgreement.Settings(media, leg.Settings.Ssrc, leg.Settings.CanonicalName) is not { } settings || _conference.IsBelowPolicy(settings))
        {
            End(new(LegReason.NoUsableMedia, null), now);
            return;
        }

        _leg = leg with { Settings = settings, Rtp = media.RemoteRtp, Rtcp = media.RemoteRtcp };
        TellMedia(new MediaCommand.ChangeLeg(leg.Id, settings));
        if (!leg.Rtp.Equals(media.RemoteRtp) || !leg.Rtcp.Equals(media.RemoteRtcp))
            _board.Put(new DirectorOutput.Expect(ConferenceId, leg.Id, media.RemoteRtp, media.RemoteRtcp));
    }

    private void AddLegMedia(Leg leg)
    {
        TellMedia(new MediaCommand.AddLeg(leg.Id, leg.Settings, Muted: false));
        Wait(leg);
        _board.Put(new DirectorOutput.Expect(ConferenceId, leg.Id, leg.Rtp, leg.Rtcp));
    }

    /// <summary>Music until the room is with him.</summary>
    private void Wait(Leg leg) => TellMedia(new MediaCommand.SetPlace(leg.Id, LegPlace.Aside, _board.Prompts.Music));

    private void Settle(Leg leg, ParticipantRun room, DateTimeOffset now)
    {
        if (room.Leg is not { } roomLeg)
        {
            LetGo();
            Enter(AsideState.Waiting, default, now);
            return;
        }

        _with = (room, roomLeg.Id);
        room.GoAside(leg.Id);
        TellMedia(new MediaCommand.SetPlace(leg.Id, LegPlace.Aside, default) { With = roomLeg.Id });
        TellMedia(new MediaCommand.Play(leg.Id, Chime));
        TellMedia(new MediaCommand.Play(roomLeg.Id, Chime));
        TellMedia(new MediaCommand.Play(roomLeg.Id, _board.Prompts[Prompt.TakenAside]));
        Enter(AsideState.Talking, default, now);
    }

    /// <summary>The room is back in the conference.</summary>
    private void LetGo()
    {
        if (_with is { } with)
            with.Room.ComeBack(with.Leg);
        _with = null;
        if (_leg is { } leg)
            Wait(leg);
    }

    private void CallOver(CallOutcome why, DateTimeOffset now)
    {
        if (Call is not { } call)
            return;
        Call = null;
        _board.Free(call);
        End(why, now);
    }

    private void End(CallOutcome why, DateTimeOffset now)
    {
        if (_status.State == AsideState.Ended)
            return;
        Drop();
        Enter(AsideState.Ended, why, now);
    }

    /// <summary>Nobody follows the call any more; its line is taken until it is over.</summary>
    private void HangUp()
    {
        if (_leg is { } leg)
        {
            _leg = null;
            _conference.ForgetLeg(leg.Id);
            TellMedia(new MediaCommand.RemoveLeg(leg.Id));
        }

        if (Call is { } call)
            _board.Put(new DirectorOutput.Tell(new CallCommand.HangUp(call)));
        Call = null;
    }

    private void TellMedia(MediaCommand command) => _board.Put(new DirectorOutput.TellMedia(ConferenceId, command));

    private void Enter(AsideState state, CallOutcome why, DateTimeOffset now) =>
        Show(_status with { State = state, Reason = why.Reason, Detail = why.Detail, Since = state == _status.State ? _status.Since : now });

    private void Show(AsideStatus status)
    {
        Changed |= status != _status;
        _status = status;
    }
}
