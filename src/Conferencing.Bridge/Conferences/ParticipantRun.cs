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
    private readonly CallSchedule _schedule = new();
    private CallHandle? _call;
    private bool _hangingUp;

    /// <summary>The time to call has come, but the room's line is taken.</summary>
    private bool _awaitsLine;

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

    /// <summary>The soonest moment for <see cref="Advance"/>.</summary>
    public DateTimeOffset NextDeadline
    {
        get
        {
            if (MoveDeadline is { } move)
                return move;
            if (_schedule.DueAt is not { } due)
                return DateTimeOffset.MaxValue;
            var free = _awaitsLine ? _board.FreeAt(RoomId) : due;
            return due > free ? due : free;
        }
    }

    /// <summary>The room was in a call of an earlier process: it is called back, where it was reached last.</summary>
    public void CallBack(string address) => _schedule.CallBack(Math.Max(0, Plan.Addresses.IndexOf(address)));

    public void Advance(DateTimeOffset now)
    {
        if (AdvanceMove(now) || !_schedule.IsDue(now))
            return;
        _awaitsLine = _board.FreeAt(RoomId) > now;
        if (!_awaitsLine)
            Dial(now);
        else if (_schedule.IsCallBack)
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
        Treat();
        if (_status.State == LegState.Removed)
            Begin(now);
        else if (before.Wanted && !plan.Wanted)
            Leave(now);
        else if (!before.Wanted && plan.Wanted)
            Return(now);
        else if (plan.Wanted && !before.Addresses.SequenceEqual(plan.Addresses))
            ChangeAddresses(now);
    }

    /// <summary>Begin or end of the conference moved.</summary>
    public void Reschedule(DateTimeOffset now)
    {
        switch (_status.State)
        {
            case LegState.Waiting:
                _schedule.Shift(Conference.Plan.ConnectAt);
                break;
            case LegState.Redialling or LegState.Failed:
                if (_schedule.RedialAt is { } next)
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
        _schedule.CallNow(now);
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
                _schedule.Pause();
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
                _board.Put(new DirectorOutput.Tell(RefuseTransfer(asked)));
                break;
            case CallEvent.TransferProgress progress:
                _taker?.HearOfTransfer(progress, now);
                break;
            case CallEvent.ChangeRefused refused:
                CallAnew($"The room would not take other media: {refused.Status} {refused.Phrase}", now);
                break;
            case CallEvent.KeyFrameWanted:
                break; // there is no picture yet
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

    private void Begin(DateTimeOffset now)
    {
        _schedule.Begin(Plan.Wanted ? Conference.Plan.ConnectAt : null);
        if (Plan.Wanted)
            Enter(LegState.Waiting, default, now);
        else
            Enter(LegState.Left, WhyNotWanted, now);
    }

    private void Dial(DateTimeOffset now)
    {
        _schedule.Pause();
        if (Plan.Addresses.IsDefaultOrEmpty)
        {
            Enter(LegState.Failed, new(LegReason.BadAddress, "The room has no address."), now);
            return;
        }

        var call = _board.Seize(this, now);
        _call = call;
        _hangingUp = false;
        var address = _schedule.Address(Plan.Addresses);
        _status = _status with { Attempts = _status.Attempts + 1, Address = address, CallId = null, CalledIn = false };
        Enter(LegState.Dialling, new(_schedule.IsCallBack ? LegReason.BridgeRestarted : LegReason.None, null), now);
        _board.Put(new DirectorOutput.Dial(
            Conference.Id, RoomId, call, address, Conference.Plan.Title, TimeSpan.FromSeconds(Math.Max(1, Conference.Plan.Dial.RingSeconds)))
        {
            Encryption = Conference.Plan.Encryption,
            MostKbits = Plan.MostKbits,
            Focus = Conference.Number,
        });
    }

    private void CallEnded(CallOutcome outcome, DateTimeOffset now)
    {
        if (_call is not { } call)
            return;
        _call = null;
        CloseLeg(outcome.Reason, now);
        _board.Free(call);
        if (!_hangingUp && !IsLeaving)
            Fail(outcome, now);
        else if (!_hangingUp)
            Drop(LegState.Left, new(LegReason.Moved, outcome.Detail), now);
    }

    private void Fail(CallOutcome outcome, DateTimeOffset now)
    {
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

        AwaitRedial(_schedule.Fail(Conference.Plan.Dial, now), outcome, now);
    }

    private void AwaitRedial(DateTimeOffset next, CallOutcome outcome, DateTimeOffset now) =>
        Enter(_schedule.Await(next, Conference.Plan.EndAt) ? LegState.Redialling : LegState.Failed, outcome, now);

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
        _schedule.Cancel();
        ForgetMove();
        Show(_status with { HandRaisedAt = null, HelpWantedAt = null, Arrival = null });
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

    private void Enter(LegState state, CallOutcome why, DateTimeOffset now)
    {
        var since = state == _status.State && why.Reason == _status.Reason ? _status.Since : now;
        var nextDialAt = state == LegState.Redialling ? _schedule.DueAt : null;
        Show(_status with { State = state, Reason = why.Reason, Detail = why.Detail, Since = since, NextDialAt = nextDialAt });
    }

    private void Show(ParticipantStatus status)
    {
        Changed |= status != _status;
        _status = status;
    }
}
