using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Data;
using NodaTime;
using Outcome = Conferencing.Server.Api.BookingDesk.Outcome;

namespace Conferencing.Server.Api;

/// <summary>Which sessions of a series a change or cancellation is about.</summary>
public enum ChangeScope
{
    This,
    Following,
    All,
}

/// <param name="OccurrenceId">The session the scope is told from.</param>
/// <param name="OverwriteEdited">Sessions that were changed by themselves lose that.</param>
internal sealed record ChangeOrder(int? Version, int? IfMatch, ChangeScope Scope, Guid? OccurrenceId, bool OverwriteEdited);

internal sealed record CancelOrder(string? Reason, int? IfMatch, ChangeScope Scope, Guid? OccurrenceId);

/// <summary>
/// What a change of *this session*, *this and the following* or *all* does to a series. Sessions that have begun are history and stay; those
/// edited by themselves stay unless told otherwise; from a session on, the series becomes two.
/// </summary>
internal static class SeriesDesk
{
    /// <summary>A change as it will be judged: who gives way, who stays.</summary>
    private sealed record Reach(Editing Editing, ImmutableArray<OccurrenceRow> Replaced, ImmutableArray<OccurrenceRow> Kept);

    public static async Task<Outcome> Change(BookingDesk.Case one, ChangeOrder order, BookingRequest request)
    {
        if (one.Briefing.Series is null) return await All(one, order, request);
        if (Pivot(one.Briefing, order.Scope, order.OccurrenceId, out var pivot) is { } refused) return refused;
        if (order.Scope == ChangeScope.This) return await This(one, pivot!, request with { Repeat = null, Competes = false });
        if (request.Repeat is null) return Refusal.Invalid(new FieldMessage("recurrence", "recurrenceMissing"));
        return pivot is null || IsFirst(one.Briefing, pivot) ? await All(one, order, request) : await Following(one, pivot, order, request);
    }

    public static async Task<Outcome> Cancel(BookingDesk.Case one, CancelOrder order)
    {
        if (Pivot(one.Briefing, order.Scope, order.OccurrenceId, out var pivot) is { } refused) return refused;
        if (pivot?.Status == BookingStatus.Cancelled) return Refusal.Conflict("isCancelled");
        var chosen = Chosen(one.Briefing, order.Scope, pivot).Where(session => !IsOver(session, one.Now) && session.Status != BookingStatus.Cancelled).ToList();
        if (chosen.Count == 0) return Refusal.Conflict("isOver");
        foreach (var session in chosen) (session.Status, session.Edited) = (BookingStatus.Cancelled, session.Edited || order.Scope == ChangeScope.This);
        await HeldRooms.Release(one.Db, chosen.Select(session => session.Id), one.Cancel);
        if (order.Scope == ChangeScope.Following && one.Briefing.Series is { } series) EndBefore(series, pivot!.RuleDay!.Value);
        var reason = string.IsNullOrWhiteSpace(order.Reason) ? null : order.Reason.Trim();
        var detail = order.Scope == ChangeScope.All || one.Briefing.Series is null ? reason
            : string.Join(" – ", new[] { pivot!.Start.Text(), reason }.OfType<string>());
        return await BookingRows.Finish(one, one.Briefing.Series is null || order.Scope == ChangeScope.All ? "cancelled" : order.Scope == ChangeScope.This ? "cancelledOne" : "cancelledFollowing", detail);
    }

    /// <summary>What a request that is only looked at would replace; the same as what saving it would.</summary>
    public static Editing Preview(BriefingRow briefing, ChangeScope scope, Guid? occurrenceId, bool overwriteEdited, Instant now)
    {
        var pivot = briefing.Occurrences.Find(session => session.Id == occurrenceId);
        if (scope == ChangeScope.This && pivot is not null) return Editing.Only([pivot.Id]) with { Terms = briefing.Terms, Dossier = pivot.Dossier ?? briefing.Dossier };
        if (scope == ChangeScope.Following && pivot is not null && !IsFirst(briefing, pivot)) return Prepare(briefing, pivot, overwriteEdited, now, splits: true).Editing;
        return Prepare(briefing, null, overwriteEdited, now, splits: false).Editing;
    }

    /// <summary>Rooms are being called, or it is over: from then on the board is where things are changed.</summary>
    public static bool HasBegun(OccurrenceRow session, Instant now) => session.EndedAt is not null
        || session is { Status: BookingStatus.Approved, Defective: false } && session.ConnectAt <= now;

    public static bool IsOver(OccurrenceRow session, Instant now) => session.End <= now || session.EndedAt is not null;

    private static async Task<Outcome> This(BookingDesk.Case one, OccurrenceRow session, BookingRequest request)
    {
        if (HasBegun(session, one.Now)) return Refusal.Conflict("hasBegun");
        if (session.Status == BookingStatus.Cancelled) return Refusal.Conflict("isCancelled");
        var terms = one.Briefing.Terms;
        if (request.Terms.Over(terms) != terms) return Refusal.Invalid(new FieldMessage("secrecy", "termsOfAll"));
        var decided = await BookingDesk.Decide(one.Facts, request, one.Now, Editing.Only([session.Id]) with { Terms = terms, Dossier = session.Dossier ?? one.Briefing.Dossier }, one.Caller, one.Cancel);
        if (decided.Booking is not { } booking) return decided.Refused!;
        var before = (await HeldRooms.RoomsOf(one.Db, [session.Id], one.Cancel))[session.Id].ToList();
        if (request.Urgency is { IsUrgent: true }) return Refusal.Invalid(new FieldMessage("urgent", "urgentSeries"));
        session.Standing = ApprovalDesk.AfterChange(one, session.Standing, Touched.By(one, session, before, booking), one.NeededFor(booking));
        (session.Edited, session.Defective) = (true, false);
        session.Title = booking.Title == one.Briefing.Title ? null : booking.Title;
        session.Note = booking.Note == one.Briefing.Note ? null : booking.Note ?? "";
        session.ChairRoomId = booking.Chair.Id == one.Briefing.ChairRoomId ? null : booking.Chair.Id;
        session.Dossier = DossierWords.OwnOf(one, session, booking.Dossier);
        BookingRows.At(session, booking.Slot, booking);
        BookingRows.NoteRates(one.Briefing, before.Select(room => room.Call), booking, one.Caller, one.Now);
        await HeldRooms.Remove(one.Db, [session.Id], one.Cancel);
        var outcome = await BookingRows.Finish(one, "changedOne", $"{booking.Slot.Start.Text()} – {booking.Slot.End.Text()}");
        await HeldRooms.Add(one.Db, [session], BookingRows.Rooms(booking), _ => decided.Waived.Select(clash => clash.RoomId).ToHashSet(), one.Cancel);
        return outcome;
    }

    private static async Task<Outcome> All(BookingDesk.Case one, ChangeOrder order, BookingRequest request)
    {
        var briefing = one.Briefing;
        if (briefing.Series is null ? briefing.Occurrences.Exists(session => HasBegun(session, one.Now)) : briefing.Occurrences.TrueForAll(session => IsHistory(session, one.Now)))
            return Refusal.Conflict("hasBegun");
        var change = Prepare(briefing, null, order.OverwriteEdited, one.Now, splits: false);
        var decided = await BookingDesk.Decide(one.Facts, request, one.Now, change.Editing, one.Caller, one.Cancel);
        if ((decided.Refused ?? await SeriesSecrecy.WhyNot(one, change.Kept, decided.Booking!.Terms)) is { } refused) return refused;
        if (await Rivals.WhyNot(one.Db, decided.Rivals, one.Cancel) is { } hopeless) return hopeless;
        var (touch, needed) = (Touched.By(one, change.Replaced, decided), one.NeededFor(decided.Booking!));
        var standing = ApprovalDesk.AfterChange(one, BookingRows.StandingOf(briefing), touch, needed, competes: !decided.Rivals.IsEmpty);
        return await Apply(one, briefing, change, decided, request.Repeat, standing, "changed", touch >= Touch.SetUp);
    }

    private static async Task<Outcome> Following(BookingDesk.Case one, OccurrenceRow pivot, ChangeOrder order, BookingRequest request)
    {
        if (IsHistory(pivot, one.Now)) return Refusal.Conflict("hasBegun");
        var old = one.Briefing;
        var change = Prepare(old, pivot, order.OverwriteEdited, one.Now, splits: true);
        var decided = await BookingDesk.Decide(one.Facts, request, one.Now, change.Editing, one.Caller, one.Cancel);
        if ((decided.Refused ?? await SeriesSecrecy.WhyNot(one, change.Kept, decided.Booking!.Terms)) is { } refused) return refused;
        EndBefore(old.Series!, pivot.RuleDay!.Value);
        var next = BookingRows.New(old.BookedById, old.Status, one.Now);
        await ApprovalDesk.Share(one.Db, old, next, one.Cancel);
        var standing = ApprovalDesk.AfterChange(
            one with { Briefing = next }, BookingRows.StandingOf(old), Touched.By(one, change.Replaced, decided), one.NeededFor(decided.Booking!));
        (next.Dossier, next.Terms) = (old.Dossier, old.Terms);
        next.Documents.AddRange(old.Documents.Select(document => DocumentDesk.Share(document, next.Id)));
        one.Db.Briefings.Add(next);
        foreach (var session in change.Replaced.Concat(change.Kept)) Hand(session, old, next);
        old.Version++;
        old.Status = BookingRows.Summary(old.Occurrences, one.Now);
        BookingRows.Note(old, one.Caller, one.Now, "splitOff", $"{pivot.Start.Text()}");
        var outcome = await Apply(one with { Briefing = next }, next, change, decided, request.Repeat, standing, "splitFrom", differ: true);
        return outcome with { SplitFrom = old };
    }

    private static void Hand(OccurrenceRow session, BriefingRow from, BriefingRow to)
    {
        from.Occurrences.Remove(session);
        (session.BriefingId, session.Briefing) = (to.Id, to);
        to.Occurrences.Add(session);
    }

    private static async Task<Outcome> Apply(
        BookingDesk.Case one, BriefingRow briefing, Reach change, BookingDesk.Decision decided, Repeat? repeat, Standing standing, string action, bool differ)
    {
        var (booking, dates) = (decided.Booking!, decided.Dates);
        var booked = briefing.Rooms.ConvertAll(room => new RoomCall(room.RoomId, room.Kbits));
        one.Db.RemoveRange(briefing.Rooms);
        await HeldRooms.Remove(one.Db, change.Replaced.Select(session => session.Id), one.Cancel);
        await one.Db.SaveChangesAsync(one.Cancel);
        briefing.ReturnReason = null;
        SeriesSecrecy.Note(one with { Briefing = briefing }, change.Kept, booking.Terms, standing);
        if (booking.Urgency is { } urgency && urgency.Kept != briefing.UrgentReason) BookingRows.Note(briefing, one.Caller, one.Now, urgency.IsUrgent ? "urgent" : "notUrgent", urgency.Kept);
        BookingRows.NoteRates(briefing, booked, booking, one.Caller, one.Now);
        var dossier = briefing.Dossier;
        BookingRows.Fill(briefing, booking, one.Caller);
        OwnDossiers.Follow(briefing, dossier, one.Now);
        var placed = Place(one, briefing, change, decided, repeat, standing);
        Follow(briefing, booking, repeat, dates);
        if (action == "changed") briefing.Version++;
        BookingRows.Note(briefing, one.Caller, one.Now, action, BookingRows.Tally(dates) ?? (differ ? $"{booking.Slot.Start.Text()} – {booking.Slot.End.Text()}" : null));
        await one.Db.SaveChangesAsync(one.Cancel);
        await HeldRooms.Add(one.Db, placed, BookingRows.Rooms(booking), BookingRows.Taken(decided), one.Cancel);
        await HoldAgain(one, change.Kept.Where(session => session.Status == BookingStatus.Returned), standing);
        briefing.Status = BookingRows.Summary(briefing.Occurrences, one.Now);
        await one.Db.SaveChangesAsync(one.Cancel);
        return new Outcome(briefing, null);
    }

    /// <summary>The sessions as they are to be: a day that stays keeps its session's identifier, for whoever has noted it.</summary>
    private static List<OccurrenceRow> Place(
        BookingDesk.Case one, BriefingRow briefing, Reach change, BookingDesk.Decision decided, Repeat? repeat, Standing standing)
    {
        var (booking, dates) = (decided.Booking!, decided.Dates);
        var left = change.Replaced.ToList();
        var (placed, added) = (new List<OccurrenceRow>(), new List<OccurrenceRow>());
        if (repeat is null)
        {
            var row = Take(left, _ => true) ?? Add(briefing);
            (row.Standing, row.Defective, row.RuleDay, row.Edited, row.Competing) = (standing, false, null, false, !decided.Rivals.IsEmpty);
            placed.Add(BookingRows.At(row, booking.Slot, booking));
        }
        foreach (var date in dates.Where(date => date.Slot is not null && date.Fate != DateFate.KeptEdited))
            placed.Add(BookingRows.Planned(Take(left, row => DayOf(row) == date.Day) ?? Add(briefing), date, booking, standing));
        foreach (var row in left)
        {
            if (!row.Edited && row.Dossier is { } papers && Heir(row) is { } heir) heir.Dossier = papers;
            briefing.Occurrences.Remove(row);
            one.Db.Occurrences.Remove(row);
        }
        return placed;

        OccurrenceRow? Take(List<OccurrenceRow> rows, Predicate<OccurrenceRow> fits)
        {
            var found = rows.Find(fits);
            if (found is not null) rows.Remove(found);
            return found;
        }

        OccurrenceRow Add(BriefingRow to)
        {
            var row = new OccurrenceRow { Id = Guid.CreateVersion7(), BriefingId = to.Id };
            to.Occurrences.Add(row);
            one.Db.Occurrences.Add(row);
            added.Add(row);
            return row;
        }

        // A series that is moved to another day of the week keeps what was prepared for each week.
        OccurrenceRow? Heir(OccurrenceRow gone) => added.Where(row => row.Dossier is null && DaysBetween(row, gone) < 7).MinBy(row => DaysBetween(row, gone));
    }

    private static void Follow(BriefingRow briefing, AcceptedBooking booking, Repeat? repeat, ImmutableArray<PlannedDate> dates)
    {
        if (repeat is null) return;
        var series = BookingRows.SeriesOf(briefing.Id, booking, repeat, dates);
        if (briefing.Series is null) briefing.Series = series;
        else briefing.Series.Become(series);
    }

    /// <summary>Sessions edited by themselves that were sent back with the others ask for their rooms again, if these are free and lines and ports carry them.</summary>
    private static async Task HoldAgain(BookingDesk.Case one, IEnumerable<OccurrenceRow> returned, Standing standing)
    {
        foreach (var session in returned)
        {
            var held = (await HeldRooms.RoomsOf(one.Db, [session.Id], one.Cancel))[session.Id].ToList();
            var (rooms, optional) = (held.ConvertAll(room => room.Room), held.Where(room => room.Optional).Select(room => room.Room).ToHashSet());
            var taken = (await HeldRooms.Overlapping(one.Db, rooms, [session.Held], [session.Id], one.Cancel)).Select(hold => hold.RoomId).ToHashSet();
            if (!taken.IsSubsetOf(optional)) continue;
            var claims = await Capacities.Claims(one.Facts, rooms, [session.Held], [], one.Cancel);
            if (!claims.Meet(held.Where(room => !taken.Contains(room.Room)).Select(room => room.Call), session.Held).IsEmpty) continue;
            session.Standing = standing;
            await HeldRooms.Remove(one.Db, [session.Id], one.Cancel);
            await HeldRooms.Add(one.Db, [session], held, _ => taken, one.Cancel);
        }
    }

    private static Reach Prepare(BriefingRow briefing, OccurrenceRow? pivot, bool overwriteEdited, Instant now, bool splits)
    {
        if (briefing.Series is not { } series)
            return new Reach(Editing.Only(briefing.Occurrences.Select(one => one.Id)) with { Terms = briefing.Terms, Dossier = briefing.Dossier }, [.. briefing.Occurrences], []);
        var open = Chosen(briefing, pivot is null ? ChangeScope.All : ChangeScope.Following, pivot).Where(one => !IsHistory(one, now)).ToList();
        var kept = overwriteEdited ? [] : open.Where(one => one.Edited).ToImmutableArray();
        ImmutableArray<OccurrenceRow> replaced = [.. open.Except(kept)];
        var history = briefing.Occurrences.Where(one => IsHistory(one, now)).Select(one => one.RuleDay!.Value).ToList();
        var oldDays = RecurrenceText.Read(series.Rule)!.Days(series.FirstDay, series.FirstDay.PlusYears(7)).Take(SeriesDates.MaxOccurrences + 1);
        return new Reach(
            new Editing([.. replaced.Select(one => one.Id)], splits || history.Count == 0 ? null : history.Max().PlusDays(1),
                kept.ToImmutableSortedDictionary(one => one.RuleDay!.Value, one => one.Slot), [.. oldDays])
            { Terms = briefing.Terms, Dossier = briefing.Dossier },
            replaced, kept);
    }

    private static Refusal? Pivot(BriefingRow briefing, ChangeScope scope, Guid? occurrenceId, out OccurrenceRow? pivot)
    {
        pivot = briefing.Occurrences.Find(session => session.Id == occurrenceId);
        if (scope == ChangeScope.All || briefing.Series is null) return null;
        if (occurrenceId is null) return Refusal.Invalid(new FieldMessage("occurrenceId", "occurrenceMissing"));
        return pivot is null ? Refusal.NotFound() : null;
    }

    private static IEnumerable<OccurrenceRow> Chosen(BriefingRow briefing, ChangeScope scope, OccurrenceRow? pivot) => scope switch
    {
        ChangeScope.All => briefing.Occurrences,
        _ when briefing.Series is null => briefing.Occurrences,
        ChangeScope.This => [pivot!],
        ChangeScope.Following => briefing.Occurrences.Where(session => session.RuleDay >= pivot!.RuleDay),
        _ => throw new System.Diagnostics.UnreachableException("A scope without sessions."),
    };

    /// <summary>What has begun, or was not approved in time, is no longer changed with the series.</summary>
    private static bool IsHistory(OccurrenceRow session, Instant now) => HasBegun(session, now) || session.Start <= now;

    private static bool IsFirst(BriefingRow briefing, OccurrenceRow pivot) => briefing.Occurrences.TrueForAll(session => session.RuleDay >= pivot.RuleDay);

    private static LocalDate DayOf(OccurrenceRow row) => row.RuleDay ?? row.Start.InZone(Times.Zone).Date;

    private static int DaysBetween(OccurrenceRow one, OccurrenceRow other) => Math.Abs(Period.DaysBetween(DayOf(one), DayOf(other)));

    private static void EndBefore(SeriesRow series, LocalDate day) =>
        series.Rule = RecurrenceText.Write(RecurrenceText.Read(series.Rule)! with { Count = null, Until = day.PlusDays(-1) });
}
