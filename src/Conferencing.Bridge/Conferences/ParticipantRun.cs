using System.Diagnostics;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// One room's part in a running conference: called, called again, connected, released. A state machine that is told what
/// happens and when; what is to be done goes to the switchboard. Does not know about other rooms.
/// </summary>
/// <remarks>
/// <code>
///  Waiting ──due──> Dialling ──180──> Ringing ──200──> Connected &lt;──hold──> Held
///     ^                │ failed          │ failed          │ dropped          │
///     │                v                 v                 v                  v
///     │            Redialling ──due──> Dialling     (no redial before the end: Failed)
///     └─ wanted again ── Left &lt;── hung up by a technician, or the session ended
/// </code>
/// A call that is being hung up still occupies the room's line: the next one waits for its end.
/// </remarks>
internal sealed partial class ParticipantRun : ILegOwner
{
    private const int DigitsKept = 16;

    private readonly Switchboard _board;
    private CallHandle? _call;
    private bool _hangingUp;
    private Leg? _leg;

    /// <summary>When the room is to be called, as soon as its line is free too; null when it is not to be called.</summary>
    private DateTimeOffset? _dialAt;

    /// <summary>The time to call has come, but the room's line is taken.</summary>
    private bool _awaitsLine;

    /// <summary>When the room first failed since it was last connected.</summary>
    private DateTimeOffset? _failingSince;

    /// <summary>The next attempt by the redial plan, also when that is after the end of the conference.</summary>
    private DateTimeOffset? _redialAt;

    /// <summary>Which address is next.</summary>
    private int _turn;

    private bool _calledBack;

    /// <summary>The number of technicians' unmutes that were seen.</summary>
    private int _unmutes;
    private ParticipantStatus _status;

    public ParticipantRun(ConferenceRun conference, ParticipantPlan plan, Switchboard board, DateTimeOffset now)
    {
        Conference = conference;
        Plan = plan;
        _board = board;
        _unmutes = plan.Unmutes;
        _status = new ParticipantStatus { RoomId = plan.RoomId, State = LegState.Waiting, Since = now, Muted = plan.Muted };
        Begin(now);
        Changed = true;
    }

    public ConferenceRun Conference { get; }
    public ParticipantPlan Plan { get; private set; }
    public Guid RoomId => Plan.RoomId;
    public ParticipantStatus Status => _status;

    /// <summary>True until the conference has reported the new status.</summary>
    public bool Changed { get; set; }

    /// <summary>True while a call of this participant is not over.</summary>
    public bool HasCall => _call is not null;

    public Leg? Leg => _leg;

    /// <summary>The soonest moment for <see cref="Advance"/>.</summary>
    public DateTimeOffset NextDeadline
    {
        get
        {
            if (_dialAt is not { } due)
                return DateTimeOffset.MaxValue;
            var free = _awaitsLine ? _board.FreeAt(RoomId) : due;
            return due > free ? due : free;
        }
    }

    /// <summary>The room was in a call of an earlier process: it is called back, where it was reached last.</summary>
    public void CallBack(string address)
    {
        _calledBack = true;
        _turn = Math.Max(0, Plan.Addresses.IndexOf(address));
    }

    public void Advance(DateTimeOffset now)
    {
        if (_dialAt is not { } due || due > now)
            return;
        _awaitsLine = _board.FreeAt(RoomId) > now;
        if (!_awaitsLine)
            Dial(now);
        else if (_calledBack)
            Enter(LegState.Dialling, new(LegReason.BridgeRestarted, null), now);
        else if (_board.Occupants(RoomId).Any(occupant => occupant.Conference != Conference))
            Enter(_status.State, new(_status.Reason, "The room is still in another session."), now);
    }

    /// <summary>A newer plan of the same room; one that had been removed comes back.</summary>
    public void Apply(ParticipantPlan plan, DateTimeOffset now)
    {
        var before = Plan;
        Plan = plan;
        Overrule(plan.Unmutes);
        Mute(plan.Muted, _status.SelfMuted);
        if (_status.State == LegState.Removed)
            Begin(now);
        else if (before.Wanted && !plan.Wanted)
            Drop(LegState.Left, new(LegReason.HungUpByTechnician, null), now);
        else if (!before.Wanted && plan.Wanted)
            Begin(now);
        else if (plan.Wanted && !before.Addresses.SequenceEqual(plan.Addresses))
            ChangeAddresses(now);
    }

    /// <summary>Begin or end of the conference moved.</summary>
    public void Reschedule(DateTimeOffset now)
    {
        switch (_status.State)
        {
            case LegState.Waiting:
                if (_dialAt is not null)
                    _dialAt = Conference.Plan.ConnectAt;
                break;
            case LegState.Redialling or LegState.Failed:
                if (_redialAt is { } next)
                    AwaitRedial(next, new(_status.Reason, _status.Detail), now);
                break;
            case LegState.Dialling or LegState.Ringing or LegState.Connected or LegState.Held or LegState.Left or LegState.Removed:
                break;
            default:
                throw new UnreachableException($"Leg state {_status.State} is not known.");
        }
    }

    /// <summary>Nothing happens when the room is in a call, or hung up by a technician.</summary>
    public void CallNow(DateTimeOffset now)
    {
        if (_status.State is not (LegState.Waiting or LegState.Redialling or LegState.Failed))
            return;
        _failingSince = null;
        _redialAt = null;
        _dialAt = now;
        if (_status.State == LegState.Redialling)
            Show(_status with { NextDialAt = now });
    }

    /// <summary>Out of the plan.</summary>
    public void Remove(DateTimeOffset now) => Drop(LegState.Removed, new(LegReason.RemovedFromPlan, null), now);

    /// <summary>The session is over. A room that did not come keeps the reason why.</summary>
    public void End(CallOutcome why, DateTimeOffset now)
    {
        switch (_status.State)
        {
            case LegState.Waiting or LegState.Dialling or LegState.Ringing or LegState.Connected or LegState.Held:
                Drop(LegState.Left, why, now);
                break;
            case LegState.Redialling:
                Drop(LegState.Failed, new(_status.Reason, _status.Detail), now);
                break;
            case LegState.Failed or LegState.Left or LegState.Removed:
                _dialAt = null;
                break;
            default:
                throw new UnreachableException($"Leg state {_status.State} is not known.");
        }
    }

    /// <summary>The session goes on after all.</summary>
    public void Reopen(DateTimeOffset now)
    {
        if (_status.State == LegState.Failed || _status is { State: LegState.Left, Reason: LegReason.SessionEnded })
            Begin(now);
    }

    public void Receive(CallEvent happened, DateTimeOffset now)
    {
        switch (happened)
        {
            case CallEvent.IdentityChanged changed:
                if (!_hangingUp)
                    Show(_status with { CallId = changed.Identity.CallId });
                break;
            case CallEvent.Ringing:
                if (_status.State == LegState.Dialling && !_hangingUp)
                    Enter(LegState.Ringing, new(_status.Reason, null), now);
                break;
            case CallEvent.Answered answered:
                if (!_hangingUp && _leg is null)
                    Join(answered.Media, now);
                break;
            case CallEvent.MediaChanged changed:
                if (_leg is { } leg)
                    ChangeLeg(leg, changed.Media, now);
                break;
            case CallEvent.Digit digit:
                Press(digit.Value, DigitWay.Info, now);
                break;
            case CallEvent.TransferAsked asked:
                // Rooms are moved by the plan, not by whoever sits there.
                _board.Put(new DirectorOutput.Tell(new CallCommand.AnswerTransfer(asked.Call, 603, "Declined")));
                break;
            case CallEvent.KeyFrameWanted or CallEvent.ChangeRefused or CallEvent.TransferProgress:
                break; // there is no picture yet, and nothing was asked of this call
            case CallEvent.Failed failed:
                CallEnded(CallOutcome.Of(failed.Failure), now);
                break;
            case CallEvent.Ended ended:
                CallEnded(CallOutcome.Of(ended), now);
                break;
            default:
                throw new UnreachableException($"A room's call cannot tell {happened.GetType().Name}.");
        }

        Conference.Report();
    }

    /// <summary>The call was never begun.</summary>
    public void NotDialled(CallOutcome why, DateTimeOffset now)
    {
        CallEnded(why, now);
        Conference.Report();
    }

    /// <summary>Measured media; not a change of state.</summary>
    public void Measure(MediaStatus media) => _status = _status with { Media = media };

    /// <summary>RTP and RTCP have both stopped. A room on hold may be silent.</summary>
    public void LoseMedia(DateTimeOffset now)
    {
        if (_leg is not { Held: false })
            return;
        HangUp(LegReason.MediaLost, now);
        Fail(new(LegReason.MediaLost, null), now);
    }

    private void Begin(DateTimeOffset now)
    {
        _failingSince = null;
        _redialAt = null;
        _turn = 0;
        _dialAt = Plan.Wanted ? Conference.Plan.ConnectAt : null;
        if (Plan.Wanted)
            Enter(LegState.Waiting, default, now);
        else
            Enter(LegState.Left, new(LegReason.HungUpByTechnician, null), now);
    }

    private void Dial(DateTimeOffset now)
    {
        _dialAt = null;
        if (Plan.Addresses.IsDefaultOrEmpty)
        {
            Enter(LegState.Failed, new(LegReason.BadAddress, "The room has no address."), now);
            return;
        }

        var call = _board.Seize(this, now);
        _call = call;
        _hangingUp = false;
        var address = RedialPlan.Address(Plan.Addresses, _turn);
        _status = _status with { Attempts = _status.Attempts + 1, Address = address, CallId = null, CalledIn = false };
        Enter(LegState.Dialling, new(_calledBack ? LegReason.BridgeRestarted : LegReason.None, null), now);
        _board.Put(new DirectorOutput.Dial(
            Conference.Id, RoomId, call, address, Conference.Plan.Title, TimeSpan.FromSeconds(Math.Max(1, Conference.Plan.Dial.RingSeconds)))
        {
            Encryption = Conference.Plan.Encryption,
        });
    }

    private void Join(NegotiatedAudio media, DateTimeOffset now)
    {
        var settings = LegAgreement.Settings(media, _board.NewSource(), Conference.CanonicalName);
        if (settings is null)
        {
            HangUp(LegReason.NoUsableMedia, now);
            Fail(new(LegReason.NoUsableMedia, $"The room answered with {media.Format.Name}."), now);
            return;
        }

        if (IsBelowPolicy(settings))
        {
            EndBelowPolicy(now);
            return;
        }

        var leg = new Leg
        {
            Id = Conference.NewLeg(this),
            Settings = settings,
            Rtp = media.RemoteRtp,
            Rtcp = media.RemoteRtcp,
            Record = Evidence(now),
        };
        Seat(leg, isNew: true, now);
    }

    /// <summary>The room is in.</summary>
    /// <param name="isNew">The leg is not among the conference's media yet.</param>
    private void Seat(Leg leg, bool isNew, DateTimeOffset now)
    {
        _failingSince = null;
        _redialAt = null;
        _calledBack = false;
        (_commands, _digits) = (default, default);
        _leg = leg;
        _status = _status with { Digits = "", Media = null, AwaitsChair = IsGuest && !IsChairPresent && Conference.GuestsWait };
        if (isNew)
            AddLegMedia();
        else
            PlaceLegMedia();
        _board.Put(new DirectorOutput.Evidence(leg.Record));
        Enter(leg.Held ? LegState.Held : LegState.Connected, default, now);
        Greet();
        if (IsChairPresent)
            Conference.LetWaitingIn();
    }

    /// <summary>Who called in is told where he is; who was called knows.</summary>
    private void Greet()
    {
        if (_status.AwaitsChair)
            Say(Prompt.WaitForChair);
        else if (_status.CalledIn && !Conference.IsLoadRun)
            Say(Prompt.YouAreIn);
    }

    /// <summary>The conference's media had to start over. A stream of our own that begins again under the same key needs another SSRC (RFC 3711 9.1).</summary>
    public void ReopenLegMedia()
    {
        if (_leg is not { } leg)
            return;
        _leg = leg with { Settings = leg.Settings with { Ssrc = _board.NewSource() } };
        AddLegMedia();
    }

    /// <summary>The plan may ask for more than a call under way gives.</summary>
    public void EnforceEncryption(DateTimeOffset now)
    {
        if (_leg is { } leg && IsBelowPolicy(leg.Settings))
            EndBelowPolicy(now);
    }

    private bool IsBelowPolicy(LegSettings settings) => settings.Protection is null && Conference.Plan.Encryption == EncryptionPolicy.Required;

    private void EndBelowPolicy(DateTimeOffset now)
    {
        HangUp(LegReason.NotEncrypted, now);
        Fail(new(LegReason.NotEncrypted, "The call was not encrypted."), now);
    }

    private void AddLegMedia()
    {
        if (_leg is not { } leg)
            return;
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.AddLeg(leg.Id, leg.Settings, IsMuted)));
        if (_status.AwaitsChair)
            _board.Put(new DirectorOutput.TellMedia(Conference.Id, PlaceOf(leg.Id)));
        _board.Put(new DirectorOutput.Expect(Conference.Id, leg.Id, leg.Rtp, leg.Rtcp));
    }

    /// <summary>A leg that is among the media already, before the door, takes its place.</summary>
    private void PlaceLegMedia()
    {
        if (_leg is not { } leg)
            return;
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.SetMuted(leg.Id, IsMuted)));
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, PlaceOf(leg.Id)));
    }

    private LegRecord Evidence(DateTimeOffset now)
    {
        return new LegRecord
        {
            LegId = _board.NewId(),
            ConferenceId = Conference.Id,
            RoomId = RoomId,
            CallId = _status.CallId ?? "",
            JoinedAt = now,
        };
    }

    private void ChangeLeg(Leg leg, NegotiatedAudio media, DateTimeOffset now)
    {
        if (LegAgreement.Settings(media, leg.Settings.Ssrc, leg.Settings.CanonicalName) is not { } settings)
        {
            HangUp(LegReason.NoUsableMedia, now);
            Fail(new(LegReason.NoUsableMedia, $"The room changed to {media.Format.Name}."), now);
            return;
        }

        if (IsBelowPolicy(settings))
        {
            EndBelowPolicy(now);
            return;
        }

        _leg = leg with { Settings = settings, Rtp = media.RemoteRtp, Rtcp = media.RemoteRtcp };
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.ChangeLeg(leg.Id, settings)));
        if (!leg.Rtp.Equals(media.RemoteRtp) || !leg.Rtcp.Equals(media.RemoteRtcp))
            _board.Put(new DirectorOutput.Expect(Conference.Id, leg.Id, media.RemoteRtp, media.RemoteRtcp));
        Enter(_leg.Held ? LegState.Held : LegState.Connected, default, now);
    }

    private void CallEnded(CallOutcome outcome, DateTimeOffset now)
    {
        if (_call is not { } call)
            return;
        _call = null;
        CloseLeg(outcome.Reason, now);
        _board.Free(call);
        if (!_hangingUp)
            Fail(outcome, now);
    }

    private void Fail(CallOutcome outcome, DateTimeOffset now)
    {
        _calledBack = false;
        if (IsGuest)
        {
            Enter(LegState.Removed, outcome, now);
            return;
        }

        if (IsUnansweredCallIn)
        {
            AwaitRedial(now, outcome, now);
            return;
        }

        _failingSince ??= now;
        _turn++;
        AwaitRedial(RedialPlan.Next(Conference.Plan.Dial, _failingSince.Value, now), outcome, now);
    }

    private void AwaitRedial(DateTimeOffset next, CallOutcome outcome, DateTimeOffset now)
    {
        _redialAt = next;
        var inTime = next < Conference.Plan.EndAt;
        _dialAt = inTime ? next : null;
        Enter(inTime ? LegState.Redialling : LegState.Failed, outcome, now);
    }

    private void ChangeAddresses(DateTimeOffset now)
    {
        var calling = _status is { State: LegState.Dialling or LegState.Ringing, CalledIn: false };
        if (calling && HasCall && !Plan.Addresses.Contains(_status.Address ?? ""))
            HangUp(LegReason.None, now);
        else if (_status.State is not (LegState.Redialling or LegState.Failed))
            return;
        Begin(now);
    }

    /// <summary>Ends the call, if there is one, and calls no more.</summary>
    private void Drop(LegState state, CallOutcome why, DateTimeOffset now)
    {
        HangUp(why.Reason, now);
        _dialAt = null;
        _redialAt = null;
        Show(_status with { HandRaisedAt = null, HelpWantedAt = null });
        Enter(IsGuest ? LegState.Removed : state, why, now);
    }

    private void HangUp(LegReason reason, DateTimeOffset now)
    {
        CloseLeg(reason, now);
        if (_call is not { } call || _hangingUp)
            return;
        _hangingUp = true;
        _board.Put(new DirectorOutput.Tell(new CallCommand.HangUp(call)));
    }

    private void CloseLeg(LegReason reason, DateTimeOffset now)
    {
        if (_leg is not { } leg)
            return;
        _leg = null;
        Conference.ForgetLeg(leg.Id);
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.RemoveLeg(leg.Id)));
        _board.Put(new DirectorOutput.Evidence(leg.Record with { LeftAt = now, EndReason = reason }));
        Show(_status with { Media = null, SelfMuted = false, AwaitsChair = false });
    }

    private void Enter(LegState state, CallOutcome why, DateTimeOffset now)
    {
        var since = state == _status.State && why.Reason == _status.Reason ? _status.Since : now;
        var nextDialAt = state == LegState.Redialling ? _dialAt : null;
        Show(_status with { State = state, Reason = why.Reason, Detail = why.Detail, Since = since, NextDialAt = nextDialAt });
    }

    private void Show(ParticipantStatus status)
    {
        Changed |= status != _status;
        _status = status;
    }
}
