using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Sip;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>
/// A technician talks to one room in private, by the phone he has said is his. One who talks already goes on to the other room on the call he
/// has. What the bridge says has ended leaves the plan, so that no restart begins it again.
/// </summary>
internal sealed partial class ConferenceDesk
{
    /// <param name="phone">His phone from now on; null for the one he has named before.</param>
    public Task<Outcome> Talk(Guid id, Guid roomId, string? phone, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (NameOf(live, roomId) is not { } name) return Refusal.NotFound("roomNotIn");
        if (HasDeparted(live.Plan, roomId)) return Refusal.Conflict("roomMovedAway");
        if (live.Plan.Secrecy != SecrecyLevel.Open) return Refusal.Conflict("asideSecret");
        if (!IsIn(boards.Find(id)?.StatusOf(roomId)?.State)) return Refusal.Conflict("asideRoomNotIn");
        var account = await live.Db.Users.SingleAsync(one => one.Id == caller.Id, cancel);
        var address = phone?.Trim() is { Length: > 0 } given ? given : account.PhoneNumber;
        if (WhyNoPhone(address) is { } wrong) return Refusal.Invalid(wrong);
        if (live.Plan.Participants.FirstOrDefault(part => part.Addresses.Contains(address!)) is { } owner) return Refusal.Conflict("phoneIsRoom", owner.Name);
        if (live.Plan.Asides.FirstOrDefault(aside => aside.RoomId == roomId && aside.Address != address) is { } taken) return Refusal.Conflict("asideTaken", taken.Operator);
        account.PhoneNumber = address;
        Note(live, caller, "asideStarted", name);
        return await PlanStore.Change(live.Db, live.Row, plan => PlanActs.Talk(plan, roomId, caller.DisplayName, address!), cancel);
    }, cancel);

    public Task<Outcome> Return(Guid id, Guid roomId, Caller caller, CancellationToken cancel) => Write(id, async live =>
    {
        if (live.Plan.Asides.FirstOrDefault(aside => aside.RoomId == roomId) is not { } talk) return Refusal.Conflict("notAside");
        Note(live, caller, "asideReturned", NameOf(live, roomId));
        return await PlanStore.Change(live.Db, live.Row, plan => PlanActs.Return(plan, [talk.AsideId]), cancel);
    }, cancel);

    /// <summary>What the bridge tells of private talks: those that ended leave the plan, with a line in the history.</summary>
    public async Task Follow(Guid id, ImmutableArray<AsideStatus> asides, CancellationToken cancel)
    {
        var planned = boards.Find(id)?.Plan.Asides ?? [];
        var over = asides.Where(aside => aside.State == AsideState.Ended && planned.Any(one => one.AsideId == aside.AsideId)).ToList();
        if (over.Count == 0) return;
        await Write(id, live =>
        {
            foreach (var aside in over.Where(aside => live.Plan.Asides.Any(one => one.AsideId == aside.AsideId)))
                live.Db.History.Add(Line(live, aside.Operator, EndOf(aside.Reason), Words(NameOf(live, aside.RoomId), aside.Detail)));
            return Change();

            async Task<Outcome> Change() =>
                await PlanStore.Change(live.Db, live.Row, plan => PlanActs.Return(plan, [.. over.Select(aside => aside.AsideId)]), cancel);
        }, cancel);
    }

    /// <summary>Null if the bridge can call it.</summary>
    internal static FieldMessage? WhyNoPhone(string? address)
    {
        if (string.IsNullOrWhiteSpace(address)) return new FieldMessage("phone", "phoneMissing");
        return RegisteredAddress.UserOf(address) is null && EndpointAddress.Check(address) is { } wrong
            ? new FieldMessage("phone", wrong, address, EndpointAddress.MaxLength) : null;
    }

    private static string EndOf(LegReason reason) => reason switch
    {
        LegReason.RoomHungUp => "asideHungUp",
        LegReason.HungUpByTechnician or LegReason.RemovedFromPlan or LegReason.Moved => "asideRoomGone",
        _ => "asideFailed",
    };

    private static string? Words(string? room, string? detail) => detail is null ? room : $"{room} ({detail})";
}
