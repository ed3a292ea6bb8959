using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Reports;

/// <summary>One session, planned against held.</summary>
/// <param name="Actual">From the first call's beginning to the last one's end; null if no room was in.</param>
/// <param name="Expected">Rooms that had to come.</param>
/// <param name="Present">Of these, rooms that were in at any time.</param>
/// <param name="OnTime">Of these, rooms that were in when it was to begin.</param>
/// <param name="Lost">Calls that failed while it ran.</param>
public sealed record SessionUse(SessionRecord Session, SessionFate Fate, Slot? Actual, int Expected, int Present, int OnTime, int Lost);

/// <summary>One room over all sessions.</summary>
/// <param name="Sessions">That kept the room.</param>
/// <param name="Booked">How long they kept it.</param>
/// <param name="Expected">Sessions that were held and needed it.</param>
/// <param name="InTime">How long it was in, required or not.</param>
public sealed record RoomUse(Guid RoomId, int Sessions, Duration Booked, int Expected, int Present, int OnTime, Duration InTime, int Lost)
{
    /// <summary>Sessions it had to come to and did not.</summary>
    public int Missed => Expected - Present;
}

/// <summary>What a unit had as host.</summary>
/// <param name="UnitId">Null for sessions without a host unit.</param>
/// <param name="Lead">Between booking and the briefing's first session here, the middle one of all its briefings; null without any.</param>
public sealed record UnitUse(Guid? UnitId, int Sessions, int Held, int Cancelled, Duration HeldTime, Duration? Lead);

/// <summary>All of it in one line.</summary>
/// <param name="Fates">How many sessions each fate has; none is left out.</param>
/// <param name="ShortNotice">Briefings booked less than a day ahead.</param>
public sealed record TotalUse(
    ImmutableSortedDictionary<SessionFate, int> Fates, Duration PlannedTime, Duration HeldTime, int Expected, int Present, int OnTime, int Lost, int Briefings, Duration? Lead, int ShortNotice);

/// <summary>
/// What a period's sessions come to: by session, by room, by host unit and in all. A session nobody came to says more of the system than of
/// its rooms: no room is blamed for it. Pure: the records in, the figures out.
/// </summary>
public sealed record UseReport(TotalUse Total, ImmutableArray<SessionUse> Sessions, ImmutableArray<RoomUse> Rooms, ImmutableArray<UnitUse> Units)
{
    /// <summary>Who books later than this before the start gave short notice.</summary>
    public static readonly Duration ShortestNotice = Duration.FromDays(1);

    /// <summary>The hours of an ordinary working day.</summary>
    public static readonly Duration WorkingDay = Duration.FromHours(8);

    public static UseReport Of(IEnumerable<SessionRecord> records, Instant now)
    {
        ImmutableArray<SessionUse> sessions = [.. records.Select(record => Use(record, now)).OrderBy(one => one.Session.Planned.Start).ThenBy(one => one.Session.Id)];
        return new UseReport(InAll(sessions), sessions, [.. ByRoom(sessions)], [.. ByUnit(sessions)]);
    }

    /// <summary>How long a room could be used between two days at ordinary hours.</summary>
    public static Duration WorkingTime(LocalDate first, LocalDate last, HolidayCalendar holidays)
    {
        var days = 0;
        for (var day = first; day <= last; day = day.PlusDays(1)) days += holidays.IsWorkingDay(day) ? 1 : 0;
        return WorkingDay * days;
    }

    private static SessionUse Use(SessionRecord record, Instant now)
    {
        var came = record.Presences.Select(one => one.RoomId).ToHashSet();
        var onTime = record.Presences.Where(one => IsOnTime(one, record.Planned)).Select(one => one.RoomId).ToHashSet();
        Slot? actual = record.Presences.IsEmpty ? null : new Slot(record.Presences.Min(one => one.Time.Start), record.Presences.Max(one => one.Time.End));
        return new SessionUse(
            record, record.Fate(now), actual, record.Required.Length, record.Required.Count(came.Contains), record.Required.Count(onTime.Contains), record.Presences.Count(one => one.Lost));
    }

    private static TotalUse InAll(ImmutableArray<SessionUse> sessions)
    {
        var held = sessions.Where(WasHeld).ToList();
        var leads = Leads(sessions);
        return new TotalUse(
            Enum.GetValues<SessionFate>().ToImmutableSortedDictionary(fate => fate, fate => sessions.Count(one => one.Fate == fate)),
            Sum(sessions.Where(Kept).Select(one => one.Session.Planned.Length)), Sum(held.Select(one => one.Actual!.Value.Length)),
            held.Sum(one => one.Expected), held.Sum(one => one.Present), held.Sum(one => one.OnTime), held.Sum(one => one.Lost),
            leads.Length, Middle(leads), leads.Count(lead => lead < ShortestNotice));
    }

    private static IEnumerable<RoomUse> ByRoom(ImmutableArray<SessionUse> sessions) =>
        sessions.SelectMany(Visits).GroupBy(visit => visit.RoomId).OrderBy(room => room.Key).Select(room => Room(room.Key, [.. room]));

    private static IEnumerable<Visit> Visits(SessionUse one)
    {
        var calls = one.Session.Presences.ToLookup(call => call.RoomId);
        return one.Session.Required.Select(room => new Visit(room, one, true, [.. calls[room]]))
            .Concat(one.Session.Optional.Select(room => new Visit(room, one, false, [.. calls[room]])));
    }

    private static RoomUse Room(Guid id, ImmutableArray<Visit> visits)
    {
        var kept = visits.Where(visit => Kept(visit.Session)).ToList();
        var held = visits.Where(visit => WasHeld(visit.Session)).ToList();
        var needed = held.Where(visit => visit.Required).ToList();
        return new RoomUse(
            id, kept.Count, Sum(kept.Select(visit => visit.Session.Session.Held.Length)), needed.Count, needed.Count(visit => !visit.Calls.IsEmpty), needed.Count(visit => visit.WasOnTime),
            Sum(held.Select(visit => PresentTime.Of(visit.Calls.Select(call => call.Time)))), held.Sum(visit => visit.Calls.Count(call => call.Lost)));
    }

    private static IEnumerable<UnitUse> ByUnit(ImmutableArray<SessionUse> sessions) =>
        sessions.GroupBy(one => one.Session.HostUnitId).OrderBy(unit => unit.Key).Select(unit => new UnitUse(
            unit.Key, unit.Count(), unit.Count(WasHeld), unit.Count(one => one.Fate == SessionFate.Cancelled), Sum(unit.Where(WasHeld).Select(one => one.Actual!.Value.Length)), Middle(Leads(unit))));

    /// <summary>A room's part in a session.</summary>
    private sealed record Visit(Guid RoomId, SessionUse Session, bool Required, ImmutableArray<Presence> Calls)
    {
        public bool WasOnTime => Calls.Any(call => IsOnTime(call, Session.Session.Planned));
    }

    private static bool IsOnTime(Presence call, Slot planned) => call.Time.Start <= planned.Start && call.Time.End > planned.Start;

    /// <summary>Whether it kept its rooms from others.</summary>
    private static bool Kept(SessionUse one) => one.Fate is SessionFate.Coming or SessionFate.Running or SessionFate.Held or SessionFate.NobodyCame;

    private static bool WasHeld(SessionUse one) => one.Fate == SessionFate.Held;

    /// <summary>One for each briefing, however many sessions it has.</summary>
    private static ImmutableArray<Duration> Leads(IEnumerable<SessionUse> sessions) =>
        [.. sessions.GroupBy(one => one.Session.BriefingId).Select(briefing => briefing.Min(one => one.Session.Planned.Start) - briefing.First().Session.BookedAt).Order()];

    private static Duration? Middle(ImmutableArray<Duration> sorted) => sorted.IsEmpty ? null : sorted[sorted.Length / 2];

    private static Duration Sum(IEnumerable<Duration> parts) => parts.Aggregate(Duration.Zero, (sum, part) => sum + part);
}
