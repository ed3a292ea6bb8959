using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Conferences;

/// <summary>A room that calls in takes its own place: whatever call of ours was under way gives way, so that one leg is left. Guests have a place as long as their call lasts.</summary>
internal sealed partial class ParticipantRun
{
    public bool IsGuest => _status.Guest is not null;

    /// <summary>In, and whoever waits for the chair need wait no longer.</summary>
    public bool IsChairPresent =>
        _leg is not null && (Plan.Role == ParticipantRole.Chair || _status.Guest is { IsHost: true });

    /// <summary>A room that a technician hung up does not come back by calling.</summary>
    public Refusal? WhyNotItself =>
        Plan.Barred ? new Refusal(Prompt.Locked, "No device of this room is certified for a secret session")
        : Plan.Wanted ? null : new Refusal(Prompt.Locked, "A technician hung this room up");

    /// <summary>A caller who is no room; he has no place before <see cref="Admit"/> or <see cref="TakeIncoming"/> gives him one.</summary>
    public static ParticipantRun OfGuest(ConferenceRun conference, Guid id, GuestStatus guest, Switchboard board, DateTimeOffset now)
    {
        var plan = new ParticipantPlan { RoomId = id, Name = guest.Name, Addresses = [], Muted = conference.GuestPlan(id).Muted };
        var run = new ParticipantRun(conference, plan, board, now);
        run._status = run._status with { Guest = guest, Muted = plan.Muted };
        run._schedule.Pause();
        return run;
    }

    /// <summary>The room itself calls: it is answered, whatever this side was about to do.</summary>
    public void TakeIncoming(Caller caller, DateTimeOffset now)
    {
        TakeCall(caller, now);
        _board.Occupy(caller.Call, RoomId, this);
        Enter(LegState.Ringing, default, now);
        _board.Put(new DirectorOutput.Accept(Conference.Id, RoomId, caller.Call, caller.Address, caller.Source)
        {
            Encryption = Conference.Plan.Encryption,
            MostKbits = Plan.MostKbits,
            Focus = Conference.Number,
        });
    }

    /// <summary>A caller who was answered and let in becomes this participant.</summary>
    public void Admit(Admission admission, DateTimeOffset now)
    {
        TakeCall(admission.Caller, now);
        _status = _status with { CallId = admission.CallId };
        _board.Pass(admission.Caller.Call, this);
        _board.Put(new DirectorOutput.Moved(admission.Caller.Call, admission.Home?.Id ?? Reception.MediaId, Conference.Id, RoomId) { MostKbits = Plan.MostKbits, Focus = Conference.Number });
        var leg = admission.Leg;
        if (admission.Home == Conference)
        {
            Conference.Rebind(leg.Id, this);
        }
        else
        {
            _board.Put(new DirectorOutput.TellMedia(Reception.MediaId, new MediaCommand.RemoveLeg(leg.Id)));
            leg = Carry(leg);
        }

        Seat(leg with { Record = Evidence(now) }, isNew: admission.Home != Conference, now);
        EnforceEncryption(now);
    }

    /// <summary>What the plan says of this guest.</summary>
    public void Apply(GuestPlan guest, DateTimeOffset now)
    {
        Overrule(guest.Unmutes);
        Plan = Plan with { Muted = guest.Muted, Treatment = guest.Treatment };
        Mute(guest.Muted, _status.SelfMuted);
        Treat();
        if (!guest.Wanted && _status.State != LegState.Removed)
            Drop(LegState.Removed, new(LegReason.HungUpByTechnician, null), now);
    }

    /// <summary>The chair is there: out of the waiting room.</summary>
    public void LetIn()
    {
        if (!_status.AwaitsChair || _leg is not { } leg)
            return;
        Show(_status with { AwaitsChair = false });
        Conference.NoteMembers();
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, new MediaCommand.StopPlaying(leg.Id)));
        _board.Put(new DirectorOutput.TellMedia(Conference.Id, PlaceOf(leg.Id)));
        Say(Prompt.YouAreIn);
    }

    private void TakeCall(Caller caller, DateTimeOffset now)
    {
        if (_call is { } old)
        {
            // The newer call wins: who calls again has lost the first one, whether we know it yet or not.
            HangUp(LegReason.RoomHungUp, now);
            _board.Disown(old);
        }

        foreach (var elsewhere in _board.Occupants(RoomId).Where(occupant => occupant != this).ToList())
            elsewhere.GiveUpLine(now);

        _call = caller.Call;
        _hangingUp = false;
        _schedule.Settle();
        _status = _status with { CalledIn = true, Address = caller.Address, CallId = null };
        ForgetMove();
    }

    /// <summary>The room went to another session by itself; here it is as if it had hung up.</summary>
    private void GiveUpLine(DateTimeOffset now)
    {
        HangUp(IsLeaving ? LegReason.Moved : LegReason.RoomHungUp, now);
        if (IsLeaving)
            Drop(LegState.Left, new(LegReason.Moved, null), now);
        else if (_status.State is LegState.Dialling or LegState.Ringing or LegState.Connected or LegState.Held)
            Fail(new(LegReason.RoomHungUp, "The room called another session."), now);
        Conference.Report();
    }

    /// <summary>A leg from other media to the conference's: another source here, as of a new sender.</summary>
    private Leg Carry(Leg leg)
    {
        var settings = leg.Settings with { Ssrc = _board.NewSource(), CanonicalName = Conference.CanonicalName };
        return leg with { Id = Conference.NewLeg(this), Settings = settings };
    }

    /// <summary>A call of the room's own that came to nothing: it is called instead, at once.</summary>
    private bool IsUnansweredCallIn => _status is { CalledIn: true, State: LegState.Ringing };

    private MediaCommand.SetPlace PlaceOf(LegId leg) => (_asideWith, _status.AwaitsChair) switch
    {
        ({ } technician, _) => new MediaCommand.SetPlace(leg, LegPlace.Aside, default) { With = technician },
        (null, true) => new MediaCommand.SetPlace(leg, LegPlace.Apart, _board.Prompts.Music),
        (null, false) => new MediaCommand.SetPlace(leg, LegPlace.Mix, default),
    };
}
