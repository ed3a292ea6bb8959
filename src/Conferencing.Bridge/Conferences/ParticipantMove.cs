using Conferencing.Contract;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// A room that changes conferences by the plan: here it arrives, with the call it has or by a call its device was asked to make; there it is
/// given away. Which rooms move where is not decided here.
/// </summary>
internal sealed partial class ParticipantRun
{
    /// <summary>How long a device has to call by itself once it was asked to.</summary>
    private static readonly TimeSpan ReferPatience = TimeSpan.FromSeconds(15);

    /// <summary>How long a room that leaves keeps its call when nobody takes it over.</summary>
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(30);

    /// <summary>Until when the device is expected to call; null when it was not asked to.</summary>
    private DateTimeOffset? _expectedUntil;

    /// <summary>How asking the device came out; null while that is open, or was not tried.</summary>
    private string? _referOutcome;

    /// <summary>In the other conference: the same room, which asked this one's device to come.</summary>
    private ParticipantRun? _taker;

    private DateTimeOffset? _leavesBy;

    /// <summary>The device was asked to call, and is let in without a PIN.</summary>
    public bool IsExpected => _expectedUntil is not null;

    /// <summary>The room goes, or went, to another conference: the end of its call is no failure.</summary>
    private bool IsLeaving => _taker is not null || Plan.Departure is not null;

    private DateTimeOffset? MoveDeadline => _expectedUntil ?? _leavesBy;

    private CallOutcome WhyNotWanted => new(
        Plan.Barred ? LegReason.NotCertified : Plan.Departure is null ? LegReason.HungUpByTechnician : LegReason.Moved, null);

    /// <summary>What became of the move, once the room is in.</summary>
    private ArrivalStatus? Arrived => _status.Arrival is { IsDone: false } coming ? coming with { IsDone = true } : _status.Arrival;

    /// <summary>Rooms are moved by the plan, not by whoever sits there (RFC 3515 section 2.4.2 leaves that to us).</summary>
    public static CallCommand RefuseTransfer(CallEvent.TransferAsked asked) => new CallCommand.AnswerTransfer(asked.Call, 603, "Declined");

    /// <summary>How it goes at the device that was asked to call here.</summary>
    private void HearOfTransfer(CallEvent.TransferProgress progress, DateTimeOffset now)
    {
        if (!IsExpected || !progress.IsFinal || progress.Status is >= 200 and < 300)
            return;
        _referOutcome = $"The device did not call by itself: {progress.Status} {progress.Phrase}".TrimEnd();
        _expectedUntil = now;
        Conference.Report();
    }

    /// <summary>True while there is nothing to be called, or no longer.</summary>
    private bool AdvanceMove(DateTimeOffset now)
    {
        if (_leavesBy <= now)
            Drop(LegState.Left, WhyNotWanted, now);
        if (_expectedUntil > now)
            return true;
        if (_expectedUntil is not null)
            (_expectedUntil, _referOutcome) = (null, _referOutcome ?? "The device did not call by itself in time.");
        if (!_schedule.IsDue(now) || Plan.Arrival is not { } arrival)
            return false;
        if (Elsewhere(arrival) is not { } there)
            return ExpectNoLonger();
        if (arrival.Way == MoveWay.Refer && _referOutcome is null && Conference.Number is { } number)
            AskToCome(there, arrival, number, now);
        else if (there._leg is { } leg && !IsBelowPolicy(leg.Settings))
            TakeOver(there, arrival, now);
        else
            return CallInstead(there, arrival, now);
        return true;
    }

    /// <summary>The same room where it comes from, while it is in there.</summary>
    private ParticipantRun? Elsewhere(ArrivalPlan arrival) =>
        _board.Occupants(RoomId).FirstOrDefault(one => one.Conference.Id == arrival.From && one is { _leg: not null, _hangingUp: false });

    private void AskToCome(ParticipantRun there, ArrivalPlan arrival, string number, DateTimeOffset now)
    {
        _expectedUntil = now + ReferPatience;
        there._taker = this;
        Show(_status with { Arrival = new ArrivalStatus(arrival.From, MoveWay.Refer, IsDone: false, null) });
        Enter(LegState.Dialling, new(LegReason.Moved, null), now);
        _board.Put(new DirectorOutput.Tell(new CallCommand.Transfer(there._call!.Value, number) { IsOwnNumber = true }));
    }

    /// <summary>The call goes on in these media, and the other conference forgets it.</summary>
    private void TakeOver(ParticipantRun there, ArrivalPlan arrival, DateTimeOffset now)
    {
        var (call, leg, before) = (there._call!.Value, there._leg!, there._status);
        there.GiveAway(now);
        _call = call;
        _hangingUp = false;
        _schedule.Settle();
        _board.Pass(call, this);
        _board.Put(new DirectorOutput.Moved(call, arrival.From, Conference.Id, RoomId) { MostKbits = Plan.MostKbits, Focus = Conference.Number });
        _status = _status with
        {
            CallId = before.CallId,
            Address = before.Address,
            CalledIn = before.CalledIn,
            SelfMuted = before.SelfMuted,
            Arrival = new ArrivalStatus(arrival.From, MoveWay.SameCall, IsDone: true, _referOutcome),
        };
        Seat(Carry(leg) with { Record = Evidence(now) }, isNew: true, now);
    }

    /// <summary>The call there cannot be taken over: it ends, and the room is called as soon as its line is free.</summary>
    private bool CallInstead(ParticipantRun there, ArrivalPlan arrival, DateTimeOffset now)
    {
        there._taker = this;
        there.GiveUpLine(now);
        Show(_status with { Arrival = new ArrivalStatus(arrival.From, MoveWay.NewCall, IsDone: false, "The call there was not encrypted.") });
        return false;
    }

    /// <summary>Whoever was asked to come is not in there any more either: called like any room.</summary>
    private bool ExpectNoLonger()
    {
        if (_status.Arrival is { IsDone: false, Way: MoveWay.Refer } coming)
            Show(_status with { Arrival = coming with { Way = MoveWay.NewCall, Detail = _referOutcome } });
        return false;
    }

    private void GiveAway(DateTimeOffset now)
    {
        CloseLeg(LegReason.Moved, now);
        _call = null;
        Drop(LegState.Left, new(LegReason.Moved, null), now);
        Conference.Report();
    }

    /// <summary>No longer wanted here: hung up, unless another conference is about to take the call over.</summary>
    private void Leave(DateTimeOffset now)
    {
        if (Plan.Departure is not null && _leg is not null)
            _leavesBy = now + LeavePatience;
        else
            Drop(LegState.Left, WhyNotWanted, now);
    }

    /// <summary>Wanted again. One that was to leave and has not left stays.</summary>
    private void Return(DateTimeOffset now)
    {
        var stays = _leavesBy is not null;
        _leavesBy = null;
        if (!stays)
            Begin(now);
    }

    /// <summary>The call is of no use as it is: the room is called again at once.</summary>
    private void CallAnew(string why, DateTimeOffset now)
    {
        if (_leg is null)
            return;
        HangUp(LegReason.NoUsableMedia, now);
        if (IsGuest)
        {
            Fail(new(LegReason.NoUsableMedia, why), now);
            return;
        }

        _schedule.CallNow(now);
        Enter(LegState.Redialling, new(LegReason.NoUsableMedia, why), now);
    }

    private void ForgetMove() => (_expectedUntil, _referOutcome, _taker, _leavesBy) = (null, null, null, null);
}
