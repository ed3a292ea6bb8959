using Conferencing.Booking;
using Conferencing.Booking.People;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>What waits for approval, as those who decide read it: by deadline, with requests for the same rooms beside each other.</summary>
internal sealed class ApprovalsReading(Db db, ApprovalOptions options, TimeProvider clock)
{
    /// <summary>What was never decided is shown for so long.</summary>
    private static readonly Duration Memory = Duration.FromDays(7);

    /// <summary>Urgent sessions approved are told technicians so long before.</summary>
    private static readonly Duration Ahead = Duration.FromDays(7);

    public async Task<ApprovalsAnswer> Read(Caller caller, CancellationToken cancel)
    {
        var (now, lending) = (clock.Now(), await Lending.To(db, caller, clock.Now(), cancel));
        var rows = await Waiting(now, cancel);
        var sessions = rows.ToDictionary(row => row.Id, row => row.Occurrences.OrderBy(one => one.Start).ToList());
        var meetings = await Rivals.Meetings(db, [.. sessions.Values.Where(waiting => waiting.Count == 1).Select(waiting => waiting[0])], cancel);
        var byId = rows.ToDictionary(row => row.Id);
        var people = await PeopleReading.Beside(db, [.. rows.Select(row => (ApprovalWords.Next(sessions[row.Id], now)!, row))], caller, cancel);
        // Of each only what waits was read: a session that is settled may name him too.
        var hidden = await Discretion.Hidden(db, rows.Select(row => row.Id), caller, cancel);
        var answers = rows.Where(row => !hidden.Contains(row.Id))
            .Select(row => Request(row, sessions[row.Id], people, Rival, lending.Arm(caller.Towards(row.BookedById, row.Dossier.HostUnitId), row.BookedById, row.Dossier.HostUnitId), meetings, now));
        return new ApprovalsAnswer([.. answers.OrderBy(Order)], await Urgent(caller, now, cancel), [.. lending.Lenders.Select(lender => lender.DisplayName)]);

        RivalAnswer? Rival(Rivals.Meeting meeting) => !byId.TryGetValue(meeting.BriefingId, out var row) ? null
            : !hidden.Contains(row.Id) ? new RivalAnswer(row.Id, row.Title, Hidden: false, meeting.Competes, [.. meeting.Rooms])
            : new RivalAnswer(row.Id, Discretion.Busy(caller), Hidden: true, meeting.Competes, [.. meeting.Rooms.Order()]);
    }

    private async Task<List<BriefingRow>> Waiting(Instant now, CancellationToken cancel)
    {
        var earliest = now - Memory;
        var ids = await db.Occurrences.AsNoTracking().Where(one => one.Status == BookingStatus.Pending && one.Start >= earliest).Select(one => one.BriefingId).Distinct().ToListAsync(cancel);
        return await db.Briefings.AsNoTracking().AsSplitQuery().Where(row => ids.Contains(row.Id))
            .Include(row => row.BookedBy).Include(row => row.Rooms).Include(row => row.GivenSteps)
            .Include(row => row.Occurrences.Where(one => one.Status == BookingStatus.Pending && one.Start >= earliest)).ToListAsync(cancel);
    }

    private ApprovalRequestAnswer Request(
        BriefingRow row, List<OccurrenceRow> waiting, ILookup<Guid, PersonClash> people, Func<Rivals.Meeting, RivalAnswer?> rival, Actor actor, Dictionary<Guid, List<Rivals.Meeting>> meetings, Instant now)
    {
        var next = ApprovalWords.Next(waiting, now)!;
        var isOver = next.End <= now;
        // Sessions that are over do not say what is said of the whole: what waits does here.
        row.Status = BookingStatus.Pending;
        var gives = waiting.Aggregate(ApprovalSteps.None, (steps, one) => steps | Approval.Gives(one.Standing, actor));
        return new ApprovalRequestAnswer(
            row.Id, next.Id, next.Title ?? row.Title, next.Start.ToLocal(), next.End.ToLocal(), waiting.Count, row.BookedBy!.DisplayName, row.ChairRoomId,
            [.. row.Rooms.OrderBy(room => room.Position).Select(room => room.RoomId)], row.Secrecy, row.Dossier.Mode, row.Dossier.HelpWanted, row.SetUpMinutes, row.Recording,
            ApprovalWords.Answer(row, options, now), isOver ? [] : ApprovalWords.Words(gives), !isOver && waiting.Exists(one => Approval.MayReturn(one.Standing, actor)),
            [.. meetings.GetValueOrDefault(next.Id, []).Select(rival).OfType<RivalAnswer>()], BookingWords.People(people[next.Id]));
    }

    private static (bool IsPast, bool CanWait, DateTimeOffset Due, Guid Id) Order(ApprovalRequestAnswer one)
    {
        var step = one.Approval.Steps.FirstOrDefault(step => step.State == StepState.Waiting);
        return (step?.Due == Due.Missed, one.Approval.UrgentReason is null, step?.DueAt ?? one.Start, one.BriefingId);
    }

    private async Task<UrgentAnswer[]> Urgent(Caller caller, Instant now, CancellationToken cancel)
    {
        var (earliest, latest) = (now - BookingRules.MaxLength, now + Ahead);
        var rows = await db.Occurrences.AsNoTracking().AsSplitQuery().Include(one => one.Briefing).ThenInclude(row => row!.GivenSteps)
            .Where(one => one.Start >= earliest && one.Start <= latest && one.End > now && one.EndedAt == null && one.Status == BookingStatus.Approved && one.Briefing!.UrgentReason != null)
            .OrderBy(one => one.Start).ToListAsync(cancel);
        var hidden = await Discretion.Hidden(db, rows.Select(one => one.BriefingId), caller, cancel);
        return
        [
            .. rows.Where(one => !hidden.Contains(one.BriefingId)).Select(one => new UrgentAnswer(
                one.BriefingId, one.Title ?? one.Briefing!.Title, one.Start.ToLocal(), one.End.ToLocal(), one.Briefing!.UrgentReason!, one.Briefing.GivenSteps.MaxBy(step => step.Id)?.By)),
        ];
    }
}
