using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>
/// The calendar as the pages read it: a week of a full province is ten thousand sessions, so of each only the columns that are shown are
/// read. One briefing in full is in <see cref="BriefingReading"/>.
/// </summary>
internal sealed class CalendarReading(Db db, TimeProvider clock)
{
    /// <summary>One answer covers at most this much time.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromDays(366);

    /// <summary>Every occurrence that touches the window, whatever its status.</summary>
    public async Task<CalendarEntry[]> Between(Instant from, Instant to, Caller caller, CancellationToken cancel)
    {
        var rows = await Rows(Within(from, to), cancel);
        var now = clock.Now();
        var hidden = await Discretion.Hidden(db, rows.Where(row => row.Words.Secrecy != Secrecy.Open).Select(row => row.Words.Id), caller, cancel);
        return [.. rows.Select(row => AsSeen(Entry(row, caller, now), row, hidden, caller)).OfType<CalendarEntry>()];
    }

    /// <summary>The same in blocks: what the sessions of a briefing have in common is said once.</summary>
    public async Task<CalendarBlock[]> Blocks(Instant from, Instant to, Caller caller, CancellationToken cancel)
    {
        var entries = await Between(from, to, caller, cancel);
        return
        [
            .. entries.GroupBy(entry => (entry.Timeless(), Lead: entry.Start - entry.ConnectAt)).Select(block => new CalendarBlock(
                block.First(), (int)block.Key.Lead.TotalMinutes, [.. block.Select(entry => new CalendarSession(entry.Id, entry.Start, entry.End))])),
        ];
    }

    /// <summary>A session and its briefing.</summary>
    /// <param name="Rooms">The same list for all sessions that have the rooms of their briefing.</param>
    /// <param name="PlanEnd">When its plan ends; null until one was made.</param>
    private sealed record Row(OccurrenceRow One, Words Words, Guid[] Rooms, Instant? PlanEnd);

    /// <summary>What the calendar says of a briefing.</summary>
    private sealed record Words(Guid Id, string Title, Guid ChairRoomId, Dossier Dossier, Secrecy Secrecy, Guid BookedById, string HostName);

    private async Task<List<Row>> Rows(IQueryable<OccurrenceRow> within, CancellationToken cancel)
    {
        var sessions = await within.OrderBy(one => one.Start).ThenBy(one => one.Id).Select(one => new OccurrenceRow
        {
            Id = one.Id,
            BriefingId = one.BriefingId,
            Title = one.Title,
            Status = one.Status,
            Start = one.Start,
            End = one.End,
            ConnectAt = one.ConnectAt,
            EndedAt = one.EndedAt,
            ChairRoomId = one.ChairRoomId,
            Edited = one.Edited,
            RuleDay = one.RuleDay,
            Defective = one.Defective,
            Competing = one.Competing,
            SetUpMinutes = one.SetUpMinutes,
            Dossier = one.Dossier,
        }).ToListAsync(cancel);
        var named = sessions.Select(one => one.BriefingId).Distinct().ToList();
        var briefings = db.Briefings.AsNoTracking().Where(briefing => named.Contains(briefing.Id));
        var words = await briefings.Select(briefing => new Words(
            briefing.Id, briefing.Title, briefing.ChairRoomId, briefing.Dossier, briefing.Secrecy, briefing.BookedById, briefing.BookedBy!.DisplayName))
            .ToDictionaryAsync(briefing => briefing.Id, cancel);
        var rooms = await briefings.SelectMany(briefing => briefing.Rooms).OrderBy(room => room.Position).Select(room => new { room.BriefingId, room.RoomId }).ToListAsync(cancel);
        var booked = rooms.GroupBy(room => room.BriefingId, room => room.RoomId).ToDictionary(group => group.Key, group => group.ToArray());
        var own = await HeldRooms.RoomsOf(db, [.. sessions.Where(one => one.Edited).Select(one => one.Id)], cancel);
        var prepared = clock.Now() + CallPlan.HandOverLead;
        var plans = await within.Where(one => one.ConnectAt <= prepared).Join(db.Plans, one => one.Id, plan => plan.ConferenceId, (one, plan) => new { plan.ConferenceId, plan.EndAt })
            .ToDictionaryAsync(plan => plan.ConferenceId, plan => plan.EndAt, cancel);
        return [.. sessions.Where(one => words.ContainsKey(one.BriefingId)).Select(one => new Row(
            one, words[one.BriefingId], one.Edited ? [.. own[one.Id].Select(room => room.Room)] : booked.GetValueOrDefault(one.BriefingId, []),
            plans.TryGetValue(one.Id, out var end) ? end : null))];
    }

    private IQueryable<OccurrenceRow> Within(Instant from, Instant to)
    {
        var earliest = from - BookingRules.MaxLength;
        return db.Occurrences.AsNoTracking().Where(one => one.Start < to && one.Start >= earliest && one.End > from);
    }

    private static CalendarEntry Entry(Row row, Caller caller, Instant now)
    {
        var (one, words) = (row.One, row.Words);
        return new CalendarEntry(
            one.Id, one.BriefingId, one.Title ?? words.Title, one.Status, one.Start.ToLocal(), one.End.ToLocal(), one.ConnectAt.ToLocal(), one.ChairRoomId ?? words.ChairRoomId,
            row.Rooms, words.HostName, BriefingReading.Phase(one, row.PlanEnd, now), one.RuleDay is not null, one.Defective, one.SetUpMinutes,
            (one.Dossier ?? words.Dossier).HelpWanted, words.Secrecy, Hidden: false, MayChange(row, caller, now));
    }

    private static bool MayChange(Row row, Caller caller, Instant now) =>
        Approval.MayChange(row.One.Status, caller.Towards(row.Words.BookedById, row.Words.Dossier.HostUnitId)) && !SeriesDesk.HasBegun(row.One, now) && row.One.Start > now;

    /// <summary>As this reader may see it; null if there is nothing left to see: a secret session that holds no room.</summary>
    private static CalendarEntry? AsSeen(CalendarEntry entry, Row row, IReadOnlySet<Guid> hidden, Caller caller)
    {
        if (!hidden.Contains(row.Words.Id)) return entry;
        return !row.One.HoldsRooms ? null : entry with
        {
            Title = Discretion.Busy(caller),
            ChairRoomId = null,
            RoomIds = [.. entry.RoomIds.Order()],
            HostName = "",
            HelpWanted = false,
            Secrecy = null,
            Hidden = true,
            MayChange = false,
        };
    }
}
