using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Conferences;

/// <summary>Who comes in by calling: which room it is, whether there is a place for a guest, and who waits for the chair.</summary>
internal sealed partial class ConferenceRun
{
    public bool IsLoadRun => LoadRun.Is(Id);

    /// <summary>What the plan says of a guest, decided for him or for all.</summary>
    public GuestPlan GuestPlan(Guid guestId) =>
        Plan.Guests.FirstOrDefault(guest => guest.GuestId == guestId) ?? new GuestPlan { GuestId = guestId, Muted = Plan.GuestsMuted };

    /// <summary>The planned room that calls from where it is called; null for a guest.</summary>
    public ParticipantRun? RoomOf(Caller caller)
    {
        foreach (var room in Plan.Participants)
        {
            if (caller.Is(room))
                return _participants.GetValueOrDefault(room.RoomId);
        }

        return null;
    }

    /// <summary>Null while one more guest may come in. Who knows the host PIN comes in when it is locked.</summary>
    public Refusal? WhyNoGuest(bool isHost)
    {
        if (Plan.DialIn is not { } dialIn)
            return new Refusal(Prompt.WrongNumber, "No such conference");
        if (dialIn.Locked && !isHost)
            return new Refusal(Prompt.Locked, "The conference is locked");
        return _participants.Values.Count(one => one is { IsGuest: true, HasCall: true }) >= dialIn.MaxGuests
            ? new Refusal(Prompt.Full, "The conference is full")
            : null;
    }

    public void AdmitGuest(Admission admission, Guid id, bool isHost, DateTimeOffset now)
    {
        var guest = ParticipantRun.OfGuest(this, id, new GuestStatus(admission.Caller.Name, isHost), _board, now);
        _participants.Add(id, guest);
        guest.Admit(admission, now);
    }

    /// <summary>A load run's caller: in at once, without a word.</summary>
    public void TakeTrusted(Caller caller, DateTimeOffset now)
    {
        var guest = ParticipantRun.OfGuest(this, _board.NewId(), new GuestStatus(caller.Name, IsHost: false), _board, now);
        _participants.Add(guest.RoomId, guest);
        guest.TakeIncoming(caller, now);
    }

    /// <summary>True while a guest who comes now has to wait.</summary>
    public bool GuestsWait => Plan.DialIn is { GuestsWaitForChair: true } && !_participants.Values.Any(one => one.IsChairPresent);

    /// <summary>Looks after those who wait, whenever the chair may have come.</summary>
    public void LetWaitingIn()
    {
        if (GuestsWait)
            return;
        foreach (var participant in _participants.Values)
            participant.LetIn();
    }

    /// <summary>A leg among these media has another owner from now on.</summary>
    public void Rebind(LegId leg, ILegOwner owner)
    {
        _legs[leg] = owner;
        Name(leg, owner);
    }

    /// <summary>Only who is in, or about to be, is recorded; who is before the door is not heard.</summary>
    private void Name(LegId leg, ILegOwner owner)
    {
        if (owner is ParticipantRun participant)
            _recording.Name(leg, participant.RoomId, participant.Plan.Name);
    }

    public void LowerHand(Guid roomId)
    {
        _participants.GetValueOrDefault(roomId)?.LowerHand();
        Report();
    }

    public void AnswerHelp(Guid roomId)
    {
        _participants.GetValueOrDefault(roomId)?.AnswerHelp();
        Report();
    }
}
