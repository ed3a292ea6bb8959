using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>
/// Every change of a booking: one write transaction that reads, decides, writes and makes the next plan if one is due; after the commit
/// the plan goes to the bridge and the pages hear of it.
/// </summary>
internal sealed class BookingDesk(WriteGate gate, PlanStore plans, DialInDesk dialIn, BookingNews news, TimeProvider clock)
{
    /// <summary>What a change came to: the briefing as it is now, or why not.</summary>
    internal sealed record Outcome(BriefingRow? Briefing, Refusal? Refused)
    {
        public ImmutableArray<ConferencePlan> Plans { get; init; } = [];

        public static implicit operator Outcome(Refusal refused) => new(null, refused);
    }

    public Task<Outcome> Book(BookingRequest request, Caller caller, CancellationToken cancel) => Write(async (db, now) =>
    {
        var (booking, refused) = await Decide(db, request, now, own: null, cancel);
        if (booking is null) return refused!;
        var status = Approval.AfterBooking(caller.Towards(caller.Id));
        var briefing = new BriefingRow
        {
            Id = Guid.CreateVersion7(),
            Status = status,
            BookedById = caller.Id,
            CreatedAt = now,
            Version = 1,
        };
        Fill(briefing, booking);
        briefing.Occurrences.Add(new OccurrenceRow { Id = Guid.CreateVersion7() });
        Hold(briefing.Occurrences[0], booking, holds: true);
        Note(briefing, caller, now, "booked", null);
        db.Briefings.Add(briefing);
        await db.SaveChangesAsync(cancel);
        return await WithPlans(db, briefing, now, cancel);
    }, cancel);

    public Task<Outcome> Change(Guid id, int? version, BookingRequest request, Caller caller, CancellationToken cancel) => Write(async (db, now) =>
    {
        if (await Load(db, id, cancel) is not { } briefing) return Refusal.NotFound();
        if (!Approval.MayChange(briefing.Status, caller.Towards(briefing.BookedById))) return NotAllowed(briefing);
        if (version is null) return Refusal.Invalid(new FieldMessage("version", "versionMissing"));
        if (version != briefing.Version) return Refusal.Conflict("staleVersion");
        if (HasBegun(briefing, now)) return Refusal.Conflict("hasBegun");
        var (booking, refused) = await Decide(db, request, now, briefing.Id, cancel);
        if (booking is null) return refused!;
        await Apply(db, briefing, booking, caller, now, cancel);
        return await WithPlans(db, briefing, now, cancel);
    }, cancel);

    public Task<Outcome> Approve(Guid id, Caller caller, CancellationToken cancel) => Write(async (db, now) =>
    {
        if (await Load(db, id, cancel) is not { } briefing) return Refusal.NotFound();
        if (!Approval.MayApprove(briefing.Status, caller.Towards(briefing.BookedById))) return Refusal.Conflict("notPending");
        if (briefing.Occurrences.TrueForAll(one => one.End <= now)) return Refusal.Conflict("isOver");
        briefing.Status = BookingStatus.Approved;
        return await Finish(db, briefing, caller, now, "approved", null, cancel);
    }, cancel);

    public Task<Outcome> Return(Guid id, string? reason, Caller caller, CancellationToken cancel) => Write(async (db, now) =>
    {
        if (await Load(db, id, cancel) is not { } briefing) return Refusal.NotFound();
        if (CheckReason(reason, required: true) is { } wrong) return Refusal.Invalid(wrong);
        if (!Approval.MayReturn(briefing.Status, caller.Towards(briefing.BookedById))) return Refusal.Conflict("notPending");
        (briefing.Status, briefing.ReturnReason) = (BookingStatus.Returned, reason!.Trim());
        return await Finish(db, briefing, caller, now, "returned", briefing.ReturnReason, cancel);
    }, cancel);

    public Task<Outcome> Cancel(Guid id, string? reason, Caller caller, CancellationToken cancel) => Write(async (db, now) =>
    {
        if (await Load(db, id, cancel) is not { } briefing) return Refusal.NotFound();
        if (CheckReason(reason, required: false) is { } wrong) return Refusal.Invalid(wrong);
        if (!Approval.MayCancel(briefing.Status, caller.Towards(briefing.BookedById))) return NotAllowed(briefing);
        if (briefing.Occurrences.TrueForAll(one => one.End <= now || one.EndedAt is not null)) return Refusal.Conflict("isOver");
        briefing.Status = BookingStatus.Cancelled;
        return await Finish(db, briefing, caller, now, "cancelled", string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), cancel);
    }, cancel);

    /// <summary>Rooms are being called, or it is over: from then on the board is where things are changed.</summary>
    public static bool HasBegun(BriefingRow briefing, Instant now) =>
        briefing.Status == BookingStatus.Approved && briefing.Occurrences.Exists(one => one.ConnectAt <= now || one.EndedAt is not null);

    /// <summary>Judges a request and says in words what is wrong with it.</summary>
    public static async Task<(AcceptedBooking? Booking, Refusal? Refused)> Decide(
        Db db, BookingRequest request, Instant now, Guid? own, CancellationToken cancel)
    {
        var world = await BookingWorlds.Load(db, request, now, own, cancel);
        switch (BookingRules.Decide(request, world))
        {
            case BookingVerdict.Accepted accepted:
                return (accepted.Booking, null);
            case BookingVerdict.Rejected rejected:
                var next = rejected.Clashes.IsEmpty ? null
                    : await BookingWorlds.NextFree(db, [.. BookingRules.RoomsOf(request, world).Select(room => room.Id)], BookingRules.SlotOf(request)!.Value, now, own, cancel);
                return (null, BookingWords.Refuse(rejected, next));
            default:
                throw new System.Diagnostics.UnreachableException("A verdict is accepted or rejected.");
        }
    }

    private async Task<Outcome> Write(Func<Db, Instant, Task<Outcome>> work, CancellationToken cancel)
    {
        var outcome = await gate.Write(db => work(db, clock.Now()), cancel);
        if (outcome.Briefing is { } briefing) await news.Tell(briefing, outcome.Plans);
        return outcome;
    }

    private async Task<Outcome> Finish(
        Db db, BriefingRow briefing, Caller caller, Instant now, string action, string? detail, CancellationToken cancel)
    {
        briefing.Version++;
        var holds = Approval.HoldsRooms(briefing.Status);
        foreach (var held in briefing.Occurrences.SelectMany(one => one.Rooms)) held.Off |= !holds;
        Note(briefing, caller, now, action, detail);
        await db.SaveChangesAsync(cancel);
        return await WithPlans(db, briefing, now, cancel);
    }

    private async Task<Outcome> WithPlans(Db db, BriefingRow briefing, Instant now, CancellationToken cancel)
    {
        if (briefing.Status == BookingStatus.Approved) await dialIn.Assign(db, briefing.Occurrences.Where(one => one.End > now), cancel);
        var made = ImmutableArray.CreateBuilder<ConferencePlan>();
        foreach (var occurrence in briefing.Occurrences)
        {
            if (await plans.Refresh(db, occurrence.Id, now, cancel) is { } plan) made.Add(plan);
        }
        return new Outcome(briefing, null) { Plans = made.ToImmutable() };
    }

    private static async Task Apply(Db db, BriefingRow briefing, AcceptedBooking booking, Caller caller, Instant now, CancellationToken cancel)
    {
        var differ = Value(briefing).TimeOrRoomsDiffer(booking);
        briefing.Status = Approval.AfterChange(briefing.Status, caller.Towards(briefing.BookedById), differ);
        briefing.ReturnReason = null;
        briefing.Version++;
        // The old rows leave in a statement of their own, so that the guard against overlaps never compares new with old.
        db.RemoveRange(briefing.Rooms);
        db.RemoveRange(briefing.Occurrences.SelectMany(one => one.Rooms));
        await db.SaveChangesAsync(cancel);
        Fill(briefing, booking);
        foreach (var occurrence in briefing.Occurrences) Hold(occurrence, booking, Approval.HoldsRooms(briefing.Status));
        Note(briefing, caller, now, "changed", differ ? $"{booking.Slot.Start.Text()} – {booking.Slot.End.Text()}" : null);
        await db.SaveChangesAsync(cancel);
    }

    private static void Fill(BriefingRow briefing, AcceptedBooking booking)
    {
        (briefing.Title, briefing.Note, briefing.ChairRoomId) = (booking.Title, booking.Note, booking.Chair.Id);
        briefing.Rooms = [.. booking.Rooms.Select((room, position) => new BriefingRoomRow { BriefingId = briefing.Id, RoomId = room.Id, Position = position })];
    }

    private static void Hold(OccurrenceRow occurrence, AcceptedBooking booking, bool holds)
    {
        (occurrence.Start, occurrence.End, occurrence.ConnectAt) = (booking.Slot.Start, booking.Slot.End, booking.ConnectAt);
        occurrence.Rooms = [.. booking.Rooms.Select(room => new OccurrenceRoomRow
        {
            OccurrenceId = occurrence.Id, RoomId = room.Id, Start = booking.Slot.Start, End = booking.Slot.End, Off = !holds,
        })];
    }

    private static void Note(BriefingRow briefing, Caller caller, Instant now, string action, string? detail) =>
        briefing.History.Add(new HistoryRow { BriefingId = briefing.Id, At = now, Who = caller.DisplayName, Action = action, Detail = detail });

    private static Task<BriefingRow?> Load(Db db, Guid id, CancellationToken cancel) => db.Briefings.AsSplitQuery()
        .Include(briefing => briefing.Rooms).Include(briefing => briefing.Occurrences).ThenInclude(one => one.Rooms)
        .SingleOrDefaultAsync(briefing => briefing.Id == id, cancel);

    private static Briefing Value(BriefingRow row) => new(
        row.Id, row.Status, row.BookedById, [.. row.Rooms.Select(room => room.RoomId)],
        [.. row.Occurrences.Select(one => new Occurrence(one.Id, one.Slot, one.ConnectAt))]);

    private static Refusal NotAllowed(BriefingRow briefing) => briefing.Status == BookingStatus.Cancelled
        ? Refusal.Conflict("isCancelled") : new Refusal(StatusCodes.Status403Forbidden, "notYours");

    private static FieldMessage? CheckReason(string? reason, bool required)
    {
        if (string.IsNullOrWhiteSpace(reason)) return required ? new("reason", "reasonMissing") : null;
        return reason.Length > BookingRules.MaxNoteLength ? new("reason", "noteTooLong", BookingRules.MaxNoteLength) : null;
    }
}
