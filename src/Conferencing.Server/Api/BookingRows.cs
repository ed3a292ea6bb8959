using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>From what was decided to rows, inside the desk's transaction. Decides nothing itself.</summary>
internal static class BookingRows
{
    public static async Task<BriefingRow> Add(
        Db db, AcceptedBooking booking, Repeat? repeat, ImmutableArray<PlannedDate> dates, BookingStatus status, Caller caller, Instant now, CancellationToken cancel)
    {
        var briefing = New(caller.Id, status, now);
        Fill(briefing, booking);
        if (repeat is null) briefing.Occurrences.Add(At(new OccurrenceRow { Id = Guid.CreateVersion7(), Status = status }, booking.Slot, booking.Lead));
        else
        {
            briefing.Series = SeriesOf(briefing.Id, booking, repeat, dates);
            briefing.Occurrences.AddRange(dates.Where(date => date.Slot is not null).Select(date => Planned(null, date, booking.Lead, status)));
        }
        Note(briefing, caller, now, "booked", Tally(dates));
        db.Briefings.Add(briefing);
        await db.SaveChangesAsync(cancel);
        await HeldRooms.Add(db, briefing.Occurrences, RoomIds(booking), cancel);
        return briefing;
    }

    public static BriefingRow New(Guid bookedBy, BookingStatus status, Instant now) =>
        new() { Id = Guid.CreateVersion7(), Status = status, BookedById = bookedBy, CreatedAt = now, Version = 1 };

    public static void Fill(BriefingRow briefing, AcceptedBooking booking)
    {
        (briefing.Title, briefing.Note, briefing.ChairRoomId) = (booking.Title, booking.Note, booking.Chair.Id);
        briefing.Rooms = [.. booking.Rooms.Select((room, position) => new BriefingRoomRow { BriefingId = briefing.Id, RoomId = room.Id, Position = position })];
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

    public static OccurrenceRow Planned(OccurrenceRow? row, PlannedDate date, Duration lead, BookingStatus status)
    {
        row ??= new OccurrenceRow { Id = Guid.CreateVersion7() };
        (row.RuleDay, row.Status, row.Defective, row.Edited) = (date.Day, status, date.Fate == DateFate.Defective, false);
        (row.Title, row.Note, row.ChairRoomId) = (null, null, null);
        return At(row, date.Slot!.Value, lead);
    }

    public static OccurrenceRow At(OccurrenceRow row, Slot slot, Duration lead)
    {
        (row.Start, row.End, row.ConnectAt) = (slot.Start, slot.End, slot.Start - lead);
        return row;
    }

    public static IReadOnlyCollection<Guid> RoomIds(AcceptedBooking booking) => [.. booking.Rooms.Select(room => room.Id)];

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

    /// <summary>How many days of the rule are held.</summary>
    public static string? Tally(ImmutableArray<PlannedDate> dates) => dates.IsEmpty ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{dates.Count(date => date is { Slot: not null, Fate: not DateFate.Defective })}/{dates.Length}");
}
