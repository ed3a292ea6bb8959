using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>
/// Requests for the same rooms at the same time: one holds them, others wait beside it and hold nothing. The office prefers one, and in the same
/// transaction the others are sent back. Single sessions only.
/// </summary>
internal static class Rivals
{
    /// <summary>A request that waits, and in which rooms it meets another.</summary>
    public sealed record Meeting(Guid OccurrenceId, Guid BriefingId, bool Competes, ImmutableArray<Guid> Rooms);

    /// <summary>One does not compete with a series: sending it back would free far more than is asked for.</summary>
    public static async Task<Refusal?> WhyNot(Db db, ImmutableArray<Clash> rivals, CancellationToken cancel)
    {
        if (rivals.IsEmpty) return null;
        var ids = rivals.Select(rival => rival.BriefingId).Distinct().ToList();
        return await db.Set<SeriesRow>().AnyAsync(series => ids.Contains(series.BriefingId), cancel) ? Refusal.Conflict("competesWithSeries") : null;
    }

    /// <summary>The office prefers these sessions: whatever else waits for their rooms is sent back, and what competed holds its rooms from now on.</summary>
    /// <returns>Why it cannot be: rooms are held by what is approved.</returns>
    public static async Task<Refusal?> Prefer(BookingDesk.Case one, List<OccurrenceRow> preferred)
    {
        var sessions = preferred.Where(session => session.End > one.Now).ToList();
        foreach (var session in sessions.Where(session => session.Competing).ToList())
        {
            if (await TakeRooms(one, session) is { } refused) return refused;
        }
        await SendBackAll(one, sessions);
        return null;
    }

    /// <summary>After a booking or a change that the office has approved in passing: nothing waits any more for rooms that are not to be had.</summary>
    public static Task Settle(BookingDesk.Case one) => SendBackAll(
        one, [.. one.Briefing.Occurrences.Where(session => session.HoldsRooms && session.End > one.Now && !session.Standing.Missing.HasFlag(ApprovalSteps.Office))]);

    /// <summary>Of each session: the others that wait for any of its rooms within its time.</summary>
    public static async Task<Dictionary<Guid, List<Meeting>>> Meetings(Db db, IReadOnlyCollection<OccurrenceRow> sessions, CancellationToken cancel)
    {
        var found = new Dictionary<Guid, List<Meeting>>();
        if (sessions.Count == 0) return found;
        var (from, to) = (sessions.Min(session => session.Held.Start) - BookingRules.MaxLength, sessions.Max(session => session.End) + BookingRules.MaxSetUp);
        // Of a million sessions some dozens wait: they are asked for by themselves, and only then for their rooms.
        var waiting = await db.Occurrences.AsNoTracking().Where(one => one.Status == BookingStatus.Pending && one.Start < to && one.Start >= from)
            .Select(one => new { one.Id, one.Start, one.End, one.Competing, one.Defective }).ToListAsync(cancel);
        var rivals = waiting.Where(one => one.Competing).ToList();
        if (rivals.Count == 0) return found;
        var near = waiting.Where(one => !one.Defective && rivals.Exists(rival => rival.Start < one.End + BookingRules.MaxSetUp && one.Start < rival.End + BookingRules.MaxSetUp));
        var all = await Rooms(db, [.. near.Select(one => one.Id).Union(sessions.Select(session => session.Id))], cancel);
        var own = all.ToLookup(wanted => wanted.OccurrenceId);
        // What it can do without it goes without, and waits for nobody.
        var (competing, holding) = (all.Where(wanted => wanted is { Competes: true, Optional: false }).ToList(), all.Where(wanted => !wanted.Competes).ToList());
        foreach (var session in sessions)
        {
            var others = session.Competing ? holding.Concat(competing) : competing;
            var meetings = others.Where(other => other.OccurrenceId != session.Id && own[session.Id].Any(mine => mine.RoomId == other.RoomId && mine.Slot.Overlaps(other.Slot)))
                .GroupBy(other => other.OccurrenceId)
                .Select(group => new Meeting(group.Key, group.First().BriefingId, group.First().Competes, [.. group.Select(other => other.RoomId)])).ToList();
            if (meetings.Count > 0) found[session.Id] = meetings;
        }
        return found;
    }

    private sealed record Wanted(Guid OccurrenceId, Guid BriefingId, Guid RoomId, Slot Slot, bool Competes, bool Optional);

    /// <summary>The rooms each holds, or asks for where it competes.</summary>
    private static async Task<List<Wanted>> Rooms(Db db, List<Guid> sessions, CancellationToken cancel) =>
        [.. (await db.OccurrenceRooms.AsNoTracking().Where(held => sessions.Contains(held.OccurrenceId) && (!held.Off || held.Occurrence!.Competing))
            .Select(one => new { one.OccurrenceId, one.Occurrence!.BriefingId, one.RoomId, one.Start, one.End, one.Occurrence.Competing, one.Optional }).ToListAsync(cancel))
            .Select(one => new Wanted(one.OccurrenceId, one.BriefingId, one.RoomId, new Slot(one.Start, one.End), one.Competing, one.Optional))];

    private static async Task<Refusal?> TakeRooms(BookingDesk.Case one, OccurrenceRow session)
    {
        var own = (await HeldRooms.RoomsOf(one.Db, [session.Id], one.Cancel))[session.Id].ToList();
        var (rooms, optional) = (own.ConvertAll(room => room.Room), own.Where(room => room.Optional).Select(room => room.Room).ToHashSet());
        var holds = await HeldRooms.Overlapping(one.Db, rooms, [session.Held], [session.Id], one.Cancel);
        var lost = holds.Where(hold => hold.Status == BookingStatus.Approved && !optional.Contains(hold.RoomId)).ToList();
        if (lost.Count > 0) return BookingWords.Refuse(Conflicts.Find((await BookingWorlds.Rooms(one.Db, rooms, one.Cancel)).Values.OrderBy(room => rooms.IndexOf(room.Id)), session.Held, lost), []);
        var holders = holds.Where(hold => hold.Status == BookingStatus.Pending && !optional.Contains(hold.RoomId)).Select(hold => hold.BriefingId).Distinct().ToList();
        if (await one.Db.Set<SeriesRow>().AnyAsync(series => holders.Contains(series.BriefingId), one.Cancel)) return Refusal.Conflict("competesWithSeries");
        var leaving = holds.Where(hold => holders.Contains(hold.BriefingId)).Select(hold => hold.OccurrenceId).ToHashSet();
        var wanted = rooms.Except(holds.Where(hold => !leaving.Contains(hold.OccurrenceId)).Select(hold => hold.RoomId)).ToList();
        var claims = await Capacities.Claims(one.Facts, wanted, [session.Held], leaving, one.Cancel);
        if (claims.Meet(own.Where(room => wanted.Contains(room.Room)).Select(room => room.Call), session.Held) is { IsEmpty: false } shortages) return Refusal.Conflict("capacity") with { Shortages = CapacityWords.Answer(shortages) };
        foreach (var holder in holders) await GiveWay(one, holder);
        session.Competing = false;
        var taken = (await HeldRooms.Overlapping(one.Db, rooms, [session.Held], [session.Id], one.Cancel)).Select(hold => hold.RoomId).ToHashSet();
        await HeldRooms.Remove(one.Db, [session.Id], one.Cancel);
        await HeldRooms.Add(one.Db, [session], own, _ => taken, one.Cancel);
        await one.Db.SaveChangesAsync(one.Cancel);
        return null;
    }

    private static async Task SendBackAll(BookingDesk.Case one, IReadOnlyCollection<OccurrenceRow> preferred)
    {
        var met = await Meetings(one.Db, preferred, one.Cancel);
        foreach (var briefing in met.SelectMany(pair => pair.Value).Where(meeting => meeting.Competes).Select(meeting => meeting.BriefingId).Distinct())
            await GiveWay(one, briefing);
    }

    private static async Task GiveWay(BookingDesk.Case one, Guid id)
    {
        var briefing = (await BookingDesk.Load(one.Db, id, one.Cancel))!;
        await ApprovalDesk.SendBack(one.Db, [.. briefing.Occurrences.Where(BookingRows.Waits)], one.Cancel);
        var other = one.Briefing.Terms.IsSecret ? "" : $" “{one.Briefing.Title}”";
        briefing.ReturnReason = $"Nhường phòng cho phiên{other} được duyệt trước.";
        briefing.Version++;
        briefing.Status = BookingRows.Summary(briefing.Occurrences, one.Now);
        BookingRows.Note(briefing, one.Caller, one.Now, "gaveWay", briefing.ReturnReason);
        BookingRows.Note(one.Briefing, one.Caller, one.Now, "preferred", briefing.Terms.IsSecret ? null : briefing.Title);
        await one.Db.SaveChangesAsync(one.Cancel);
    }
}
