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
        var sessions = Within(from, to);
        var rows = await sessions.OrderBy(one => one.Start).ThenBy(one => one.Id).Select(one => new Row(
            new OccurrenceRow
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
                SetUpMinutes = one.SetUpMinutes,
                Dossier = one.Dossier,
            },
            one.Briefing!.Title, one.Briefing.ChairRoomId, one.Briefing.Dossier, one.Briefing.Secrecy, one.Briefing.BookedById, one.Briefing.BookedBy!.DisplayName,
            db.Plans.Where(plan => plan.ConferenceId == one.Id).Select(plan => (Instant?)plan.EndAt).FirstOrDefault())).ToListAsync(cancel);
        var booked = await Rooms(sessions, cancel);
        var own = await HeldRooms.RoomsOf(db, [.. rows.Where(row => row.One.Edited).Select(row => row.One.Id)], cancel);
        var now = clock.Now();
        return [.. rows.Select(row => AsSeen(Entry(row, row.One.Edited ? own[row.One.Id].Select(room => room.Room) : booked[row.One.BriefingId], caller, now), row, caller)).OfType<CalendarEntry>()];
    }

    /// <summary>A session and what it has of its briefing.</summary>
    /// <param name="PlanEnd">When its plan ends; null until one was made.</param>
    private sealed record Row(
        OccurrenceRow One, string Title, Guid ChairRoomId, Dossier Dossier, Secrecy Secrecy, Guid BookedById, string HostName, Instant? PlanEnd);

    private IQueryable<OccurrenceRow> Within(Instant from, Instant to)
    {
        var earliest = from - BookingRules.MaxLength;
        return db.Occurrences.AsNoTracking().Where(one => one.Start < to && one.Start >= earliest && one.End > from);
    }

    /// <summary>The rooms as booked, by briefing; sessions that were edited by themselves have their own.</summary>
    private async Task<ILookup<Guid, Guid>> Rooms(IQueryable<OccurrenceRow> sessions, CancellationToken cancel)
    {
        var rows = await db.Briefings.AsNoTracking().Where(briefing => sessions.Any(one => one.BriefingId == briefing.Id))
            .SelectMany(briefing => briefing.Rooms).OrderBy(room => room.Position).Select(room => new { room.BriefingId, room.RoomId }).ToListAsync(cancel);
        return rows.ToLookup(room => room.BriefingId, room => room.RoomId);
    }

    private static CalendarEntry Entry(Row row, IEnumerable<Guid> rooms, Caller caller, Instant now)
    {
        var one = row.One;
        return new CalendarEntry(
            one.Id, one.BriefingId, one.Title ?? row.Title, one.Status, one.Start.ToLocal(), one.End.ToLocal(), one.ConnectAt.ToLocal(), one.ChairRoomId ?? row.ChairRoomId,
            [.. rooms], row.HostName, BriefingReading.Phase(one, row.PlanEnd, now), one.RuleDay is not null, one.Defective, one.SetUpMinutes,
            (one.Dossier ?? row.Dossier).HelpWanted, row.Secrecy, Hidden: false, MayChange(row, caller, now));
    }

    private static bool MayChange(Row row, Caller caller, Instant now) =>
        Approval.MayChange(row.One.Status, caller.Towards(row.BookedById)) && !SeriesDesk.HasBegun(row.One, now) && row.One.Start > now;

    /// <summary>As this reader may see it; null if there is nothing left to see: a secret session that holds no room.</summary>
    private static CalendarEntry? AsSeen(CalendarEntry entry, Row row, Caller caller)
    {
        if (Discretion.MaySee(caller, row.Secrecy, row.BookedById)) return entry;
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
