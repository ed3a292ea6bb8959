using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>From what was decided to rows, inside the desk's transaction. Decides nothing itself.</summary>
internal static class BookingRows
{
    public static async Task<BriefingRow> Add(
        Db db, BookingDesk.Decision decided, Repeat? repeat, Standing standing, Caller caller, Instant now, CancellationToken cancel)
    {
        var (briefing, booking, dates) = (New(caller.Id, standing.Status, now), decided.Booking!, decided.Dates);
        Fill(briefing, booking, caller);
        if (repeat is null) briefing.Occurrences.Add(At(new OccurrenceRow { Id = Guid.CreateVersion7(), Standing = standing, Competing = !decided.Rivals.IsEmpty }, booking.Slot, booking));
        else
        {
            briefing.Series = SeriesOf(briefing.Id, booking, repeat, dates);
            briefing.Occurrences.AddRange(dates.Where(date => date.Slot is not null).Select(date => Planned(null, date, booking, standing)));
        }
        if (standing.Status == BookingStatus.Pending) briefing.AskedAt = now;
        Note(briefing, caller, now, "booked", Tally(dates));
        if (briefing.UrgentReason is { } reason) Note(briefing, caller, now, "urgent", reason);
        NoteRates(briefing, [], booking, caller, now);
        if (!decided.Rivals.IsEmpty) Note(briefing, caller, now, "competes", null);
        db.Briefings.Add(briefing);
        await db.SaveChangesAsync(cancel);
        await HeldRooms.Add(db, briefing.Occurrences, Rooms(booking), Taken(decided), cancel);
        return briefing;
    }

    public static BriefingRow New(Guid bookedBy, BookingStatus status, Instant now) =>
        new() { Id = Guid.CreateVersion7(), Status = status, BookedById = bookedBy, CreatedAt = now, Version = 1 };

    public static void Fill(BriefingRow briefing, AcceptedBooking booking, Caller caller)
    {
        (briefing.Title, briefing.Note, briefing.ChairRoomId) = (booking.Title, booking.Note, booking.Chair.Id);
        (briefing.SetUpMinutes, briefing.Dossier) = ((int)booking.SetUp.TotalMinutes, DossierWords.Become(briefing.Dossier, booking.Dossier, caller, briefing.BookedById));
        briefing.Terms = booking.Terms;
        if (booking.Urgency is { } urgency) briefing.UrgentReason = urgency.Kept;
        briefing.Rooms =
        [
            .. booking.Rooms.Select((room, position) => new BriefingRoomRow
            {
                BriefingId = briefing.Id,
                RoomId = room.Id,
                Position = position,
                Optional = booking.Optional.Contains(room.Id),
                Kbits = booking.Lowered.TryGetValue(room.Id, out var kbits) ? kbits : null,
            }),
        ];
    }

    /// <summary>Which rooms each session has to go without: by its day if it repeats.</summary>
    public static Func<OccurrenceRow, IReadOnlySet<Guid>> Taken(BookingDesk.Decision decided)
    {
        var always = Ids(decided.Waived);
        var byDay = decided.Dates.Where(date => !date.Waived.IsEmpty).ToDictionary(date => date.Day, date => Ids(date.Waived));
        return row => row.RuleDay is { } day ? byDay.GetValueOrDefault(day, []) : always;

        static ImmutableHashSet<Guid> Ids(ImmutableArray<Clash> clashes) => [.. clashes.Select(clash => clash.RoomId)];
    }

    /// <summary>The rule as it is kept: what a clash made fall out is an exception from now on.</summary>
    public static SeriesRow SeriesOf(Guid briefingId, AcceptedBooking booking, Repeat repeat, ImmutableArray<PlannedDate> dates)
    {
        var start = booking.Slot.Start.InZone(Times.Zone).LocalDateTime;
        var fallenOut = dates.Where(date => date is { Fate: DateFate.Skipped, Reason: DateReason.Clash or DateReason.Asked }).Select(date => date.Day);
        return new SeriesRow
        {
            BriefingId = briefingId,
            Rule = RecurrenceText.Write(repeat.Rule),
            Zone = Times.Zone.Id,
            FirstDay = start.Date,
            StartTime = start.TimeOfDay,
            LengthSeconds = (int)booking.Slot.Length.TotalSeconds,
            Except = [.. repeat.Except.Concat(fallenOut).Distinct().Order()],
            OnHoliday = repeat.OnHoliday,
            OnClash = repeat.OnClash,
        };
    }

    public static OccurrenceRow Planned(OccurrenceRow? row, PlannedDate date, AcceptedBooking booking, Standing standing)
    {
        row ??= new OccurrenceRow { Id = Guid.CreateVersion7() };
        // Papers alone make no session stay behind, and are not lost when it moves.
        var papers = row.Edited ? null : row.Dossier;
        (row.RuleDay, row.Standing, row.Defective, row.Edited, row.Competing) = (date.Day, standing, date.Fate == DateFate.Defective, false, false);
        (row.Title, row.Note, row.ChairRoomId, row.Dossier) = (null, null, null, papers);
        return At(row, date.Slot!.Value, booking);
    }

    public static OccurrenceRow At(OccurrenceRow row, Slot slot, AcceptedBooking booking)
    {
        (row.Start, row.End, row.ConnectAt, row.SetUpMinutes) = (slot.Start, slot.End, slot.Start - booking.Lead, (int)booking.SetUp.TotalMinutes);
        return row;
    }

    public static IReadOnlyCollection<Guid> RoomIds(AcceptedBooking booking) => [.. booking.Rooms.Select(room => room.Id)];

    public static IReadOnlyCollection<BookedRoom> Rooms(AcceptedBooking booking) => [.. booking.Rooms.Select(room =>
        new BookedRoom(room.Id, booking.Optional.Contains(room.Id), booking.Lowered.TryGetValue(room.Id, out var kbits) ? kbits : null))];

    /// <summary>What its standing comes to, with every step that any of its sessions lacks.</summary>
    public static Standing StandingOf(BriefingRow briefing) => Standing.Of(
        briefing.Status, briefing.Occurrences.Where(Waits).Aggregate(ApprovalSteps.None, (missing, one) => missing | one.Standing.Missing));

    public static bool Waits(OccurrenceRow one) => one.Status == BookingStatus.Pending;

    /// <summary>A change that touched nothing but statuses: the briefing's own follows, and its history says so.</summary>
    public static async Task<BookingDesk.Outcome> Finish(BookingDesk.Case one, string action, string? detail)
    {
        one.Briefing.Version++;
        one.Briefing.Status = Summary(one.Briefing.Occurrences, one.Now);
        Note(one.Briefing, one.Caller, one.Now, action, detail);
        await one.Db.SaveChangesAsync(one.Cancel);
        return new BookingDesk.Outcome(one.Briefing, null);
    }

    /// <summary>What one word says of all its sessions: what waits or was sent back comes before what is settled.</summary>
    public static BookingStatus Summary(IReadOnlyCollection<OccurrenceRow> occurrences, Instant now)
    {
        var ahead = occurrences.Where(one => one.End > now && one.EndedAt is null).ToList();
        var statuses = (ahead.Count > 0 ? ahead : occurrences).Select(one => one.Status).ToHashSet();
        BookingStatus[] order = [BookingStatus.Pending, BookingStatus.Returned, BookingStatus.Draft, BookingStatus.Approved];
        return order.Cast<BookingStatus?>().FirstOrDefault(status => statuses.Contains(status!.Value)) ?? BookingStatus.Cancelled;
    }

    public static void Note(BriefingRow briefing, Caller caller, Instant now, string action, string? detail) =>
        briefing.History.Add(new HistoryRow { BriefingId = briefing.Id, At = now, Who = caller.DisplayName, Action = action, Detail = detail });

    /// <summary>Says which rooms are called at a lower rate than their own from now on, if that changes. A room that was left out is not called at all.</summary>
    public static void NoteRates(BriefingRow briefing, IEnumerable<RoomCall> before, AcceptedBooking booking, Caller caller, Instant now)
    {
        var stay = RoomIds(booking).ToHashSet();
        var lowered = before.Where(room => room.Kbits is not null && stay.Contains(room.RoomId)).ToHashSet();
        if (lowered.SetEquals(booking.Lowered.Select(room => new RoomCall(room.Key, room.Value)))) return;
        var rates = booking.Rooms.Where(room => booking.Lowered.ContainsKey(room.Id))
            .Select(room => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{room.Name} {booking.Lowered[room.Id]} kbit/s"));
        Note(briefing, caller, now, booking.Lowered.IsEmpty ? "ratesLifted" : "ratesLowered", booking.Lowered.IsEmpty ? null : string.Join("; ", rates));
    }

    /// <summary>How many days of the rule are held.</summary>
    public static string? Tally(ImmutableArray<PlannedDate> dates) => dates.IsEmpty ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{dates.Count(date => date is { Slot: not null, Fate: not DateFate.Defective })}/{dates.Length}");
}
