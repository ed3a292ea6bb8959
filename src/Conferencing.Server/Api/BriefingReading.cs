using System.Globalization;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>One booking as the pages read it. The calendar is in <see cref="CalendarReading"/>.</summary>
internal sealed class BriefingReading(Db db, DialInOptions dialIn, SipOptions sip, ConferenceOptions conference, ApprovalOptions approval, TimeProvider clock)
{
    public async Task<BriefingAnswer?> Find(Guid id, Caller caller, CancellationToken cancel)
    {
        var row = await db.Briefings.AsNoTracking().AsSplitQuery()
            .Include(briefing => briefing.BookedBy)
            .Include(briefing => briefing.Rooms).ThenInclude(room => room.Room)
            .Include(briefing => briefing.Occurrences)
            .Include(briefing => briefing.Series)
            .Include(briefing => briefing.GivenSteps)
            .Include(briefing => briefing.History)
            .Include(briefing => briefing.Documents)
            .SingleOrDefaultAsync(briefing => briefing.Id == id, cancel);
        if (row is null) return null;
        var plans = await Plans(row.Occurrences, cancel);
        var own = await OwnRooms(row.Occurrences, cancel);
        var people = await PeopleReading.Ahead(db, row, clock.Now(), caller, cancel);
        var seen = new Seen(await DossierNames.Of(db, row.Occurrences.Select(one => one.Dossier).Append(row.Dossier), cancel), DossierWords.MayReadTechnicianNote(caller, row.BookedById), own, await Without(row, cancel));
        return new BriefingAnswer(
            row.Id, row.Title, row.Status, row.Note, row.ReturnReason, row.BookedBy!.DisplayName, row.CreatedAt.ToLocal(), row.Version,
            row.ChairRoomId, Rooms(row), [.. row.Occurrences.OrderBy(one => one.Start).Select(one => Occurrence(one, seen, plans.GetValueOrDefault(one.Id), DialIn(one, row, caller)))],
            [.. row.History.OrderBy(one => one.Id).Select(one => new HistoryAnswer(one.At.ToLocal(), one.Who, one.Action, one.Detail))],
            await May(row, caller, cancel), SeriesWords.Answer(row.Series), row.SetUpMinutes, DossierWords.Answer(row.Dossier, seen.Names, seen.WithTechnicianNote),
            [.. row.Documents.OrderBy(document => document.Id).Select(DossierWords.Answer)],
            row.Secrecy, row.Protection, SecrecyPlan.Encryption(row, conference) == EncryptionPolicy.Required, row.Recording, ApprovalWords.Answer(row, approval, clock.Now()),
            BookingWords.People(people));
    }

    /// <summary>What is needed to describe the sessions of one briefing to one reader.</summary>
    /// <param name="Own">Rooms of sessions that were edited by themselves.</param>
    /// <param name="Without">Optional rooms that were taken.</param>
    private sealed record Seen(DossierNames Names, bool WithTechnicianNote, ILookup<Guid, BookedRoom> Own, ILookup<Guid, Guid> Without);

    /// <summary>Only sessions that hold rooms go without one; the others hold none.</summary>
    private Task<ILookup<Guid, Guid>> Without(BriefingRow row, CancellationToken cancel) =>
        HeldRooms.Without(db, [.. row.Occurrences.Where(one => one.HoldsRooms).Select(one => one.Id)], cancel);

    private static BriefingRoom[] Rooms(BriefingRow row) => [.. row.Rooms.OrderBy(room => room.Position).Select(room => new BriefingRoom(
        room.RoomId, room.Room!.Name, room.Room.ShortName, room.RoomId == row.ChairRoomId ? ParticipantRole.Chair : ParticipantRole.Member, room.Optional, room.Kbits))];

    private async Task<AllowedActs> May(BriefingRow row, Caller caller, CancellationToken cancel)
    {
        var now = clock.Now();
        var lending = await Lending.To(db, caller, now, cancel);
        var actor = lending.Arm(caller.Towards(row.BookedById, row.Dossier.HostUnitId), row.BookedById, row.Dossier.HostUnitId);
        var isOver = row.Occurrences.TrueForAll(one => one.End <= now || one.EndedAt is not null);
        var waiting = row.Status == BookingStatus.Pending ? row.Occurrences.Where(BookingRows.Waits).ToList() : [];
        var gives = isOver ? ApprovalSteps.None : waiting.Aggregate(ApprovalSteps.None, (steps, one) => steps | Approval.Gives(one.Standing, actor));
        return new AllowedActs(
            Approval.MayChange(row.Status, actor) && !row.Occurrences.TrueForAll(one => SeriesDesk.HasBegun(one, now) || one.RuleDay is not null && one.Start <= now),
            gives != ApprovalSteps.None,
            waiting.Exists(one => Approval.MayReturn(one.Standing, actor)),
            Approval.MayCancel(row.Status, actor) && !isOver,
            Approval.MayChange(row.Status, actor) || await Papers.MayFile(db, row, caller, cancel),
            DossierWords.MayReadTechnicianNote(caller, row.BookedById), ApprovalWords.Words(gives),
            Papers.MayChange(row, null, caller), [.. Papers.LedBy(row, caller).Select(session => session.Id)]);
    }

    private BriefingOccurrence Occurrence(OccurrenceRow one, Seen seen, PlanRow? plan, DialInAnswer? dialIn) => new(
        one.Id, one.Start.ToLocal(), one.End.ToLocal(), one.ConnectAt.ToLocal(), Phase(one, plan?.EndAt, clock.Now()), dialIn, one.Status, one.RuleDay?.ToDateOnly(),
        one.Edited, one.Defective, SeriesDesk.HasBegun(one, clock.Now()), one.Title, one.Note, one.ChairRoomId,
        one.Edited ? [.. seen.Own[one.Id].Select(room => room.Room)] : null, one.Edited ? [.. seen.Own[one.Id].Where(room => room.Optional).Select(room => room.Room)] : null,
        one.Edited ? [.. seen.Own[one.Id].Where(room => room.Kbits is not null).Select(room => new RoomRateAnswer(room.Room, room.Kbits!.Value))] : null,
        [.. seen.Without[one.Id]], one.SetUpMinutes, one.Dossier is { } dossier ? DossierWords.Answer(dossier, seen.Names, seen.WithTechnicianNote) : null,
        one.AgendaPoint, one.AgendaSince.ToLocal());

    /// <summary>The rooms of sessions that were edited by themselves; the others have those of their briefing.</summary>
    private Task<ILookup<Guid, BookedRoom>> OwnRooms(IEnumerable<OccurrenceRow> rows, CancellationToken cancel) =>
        HeldRooms.RoomsOf(db, [.. rows.Where(one => one.Edited).Select(one => one.Id)], cancel);

    private DialInAnswer? DialIn(OccurrenceRow one, BriefingRow row, Caller caller)
    {
        if (!dialIn.Enabled || row.Secrecy != Secrecy.Open || one is not { Status: BookingStatus.Approved, Defective: false, DialInNumber: { } number }) return null;
        var mayHost = row.BookedById == caller.Id || caller.Has(Role.Approver, row.Dossier.HostUnitId) || caller.Has(Role.Technician, row.Dossier.HostUnitId);
        return new DialInAnswer(
            number.ToString(CultureInfo.InvariantCulture), one.GuestPin!, mayHost ? one.HostPin : null,
            sip.PublicAddress.Length > 0 ? sip.PublicAddress : null, sip.Port);
    }

    /// <param name="planEnd">When its plan ends; null until one was made.</param>
    public static ConferencePhase? Phase(OccurrenceRow one, Instant? planEnd, Instant now)
    {
        if (planEnd is null) return null;
        if (planEnd <= now) return ConferencePhase.Ended;
        return one.ConnectAt <= now ? ConferencePhase.Running : ConferencePhase.Waiting;
    }

    private async Task<Dictionary<Guid, PlanRow>> Plans(List<OccurrenceRow> rows, CancellationToken cancel)
    {
        var ids = rows.Select(one => one.Id).ToList();
        return await db.Plans.AsNoTracking().Where(plan => ids.Contains(plan.ConferenceId))
            .Select(plan => new PlanRow { ConferenceId = plan.ConferenceId, EndAt = plan.EndAt })
            .ToDictionaryAsync(plan => plan.ConferenceId, cancel);
    }
}
