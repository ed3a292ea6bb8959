using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;

namespace Conferencing.Server.Api;

/// <summary>
/// A room goes from one running session to another: both plans change in one transaction, so that it is never in two sessions and never
/// lost between them. How its call gets there is the bridge's affair.
/// </summary>
internal sealed partial class ConferenceDesk
{
    public Task<Outcome> Move(Guid id, Guid roomId, MoveRequest request, Caller caller, CancellationToken cancel) => Write(id, async from =>
    {
        if (WhyNotLeave(from, roomId) is { } stays) return stays;
        if (request.To is not { } target) return Refusal.Invalid(new FieldMessage("to", "moveTargetMissing"));
        if (target == id) return Refusal.Invalid(new FieldMessage("to", "moveToItself"));
        if (request.Way is not (MoveWay.SameCall or MoveWay.Refer)) return Refusal.Invalid(new FieldMessage("way", "moveWayUnknown"));
        if ((await Load(from.Db, target, cancel)).Live is not { } to) return Refusal.Conflict("moveTargetNotLive");
        if (from.Plan.Secrecy != SecrecyLevel.Open || to.Plan.Secrecy != SecrecyLevel.Open) return Refusal.Conflict("secretMove");
        if (to.Plan.ConnectAt.ToInstant() > to.Now) return Refusal.Conflict("moveTargetNotConnected");
        if (to.Plan.Participants.Any(part => part.RoomId == roomId && part.Departure is null)) return Refusal.Conflict("moveTargetHasRoom");
        return await TakesNot(from, to, roomId, cancel) ?? await Move(from, to, roomId, request.Way, caller, cancel);
    }, cancel);

    private Refusal? WhyNotLeave(Live from, Guid roomId) => from.Plan.Participants.FirstOrDefault(part => part.RoomId == roomId) switch
    {
        null => NameOf(from, roomId) is null ? Refusal.NotFound("roomNotIn") : Refusal.Conflict("guestCannotMove"),
        { Departure: not null } => Refusal.Conflict("roomMovedAway"),
        { Role: ParticipantRole.Chair } => Refusal.Conflict("chairCannotMove"),
        _ => null,
    };

    /// <summary>Who holds the room during the other session, besides the two.</summary>
    private static async Task<Outcome?> TakesNot(Live from, Live to, Guid roomId, CancellationToken cancel)
    {
        if ((await BookingWorlds.Rooms(to.Db, [roomId], cancel)).GetValueOrDefault(roomId) is not { } room) return Refusal.NotFound("roomNotIn");
        var slot = Remaining(to);
        var holds = await BookingWorlds.Holds(to.Db, [roomId], slot, cancel);
        var clashes = Conflicts.Find([room], slot, [.. holds.Where(hold => hold.OccurrenceId != from.Occurrence.Id)], to.Occurrence.Id);
        return clashes.IsEmpty ? null : (Outcome)BookingWords.Refuse(clashes, nextFree: []);
    }

    private async Task<Outcome> Move(Live from, Live to, Guid roomId, MoveWay way, Caller caller, CancellationToken cancel)
    {
        var part = from.Plan.Participants.Single(one => one.RoomId == roomId);
        Note(from, caller, "roomMovedOut", $"{part.Name} → {to.Plan.Title}");
        Note(to, caller, "roomMovedIn", $"{part.Name} ← {from.Plan.Title}");
        // It leaves the one before it enters the other: no moment, not even for the database, has it in both.
        var held = from.Occurrence.Rooms.Single(one => one.RoomId == roomId);
        held.Off = true;
        await Refresh(from, cancel);
        Hold(to, roomId, Remaining(to), held.Kbits);
        await Refresh(to, cancel);
        var departure = new DeparturePlan(to.Plan.ConferenceId, to.Plan.Title);
        var arrival = new ArrivalPlan(from.Plan.ConferenceId, from.Plan.Title, way);
        var left = await PlanStore.Change(from.Db, from.Row, plan => PlanActs.Depart(plan, from.Plan, roomId, departure), cancel);
        var taken = await PlanStore.Change(to.Db, to.Row, plan => PlanActs.Arrive(plan, part, arrival), cancel);
        return new Outcome(left, null) { Before = taken };
    }

    private static Slot Remaining(Live live) => new(NodaTime.Instant.Max(live.Now, live.Occurrence.Start), live.Occurrence.End);

    private static bool HasDeparted(ConferencePlan plan, Guid roomId) => plan.Participants.Any(part => part.RoomId == roomId && part.Departure is not null);
}
