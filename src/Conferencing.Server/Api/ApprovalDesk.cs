using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Outcome = Conferencing.Server.Api.BookingDesk.Outcome;

namespace Conferencing.Server.Api;

/// <summary>
/// Giving a step of an approval and sending back, inside the desk's transaction; keeps who gave which step, in whose place. The rules are in
/// <see cref="Approval"/>; what happens to requests for the same rooms is in <see cref="Rivals"/>.
/// </summary>
internal static class ApprovalDesk
{
    private static readonly ApprovalSteps[] Each = [ApprovalSteps.Office, ApprovalSteps.Technical];

    public static async Task<Outcome> Approve(BookingDesk.Case one)
    {
        var briefing = one.Briefing;
        var lending = await Lending.To(one.Db, one.Caller, one.Now, one.Cancel);
        var actor = lending.Arm(one.Actor, briefing.BookedById, briefing.Dossier.HostUnitId);
        var waiting = briefing.Occurrences.Where(BookingRows.Waits).ToList();
        if (WhyNot(briefing, actor, waiting, Approval.MayApprove) is { } refused) return refused;
        if (briefing.Occurrences.TrueForAll(occurrence => occurrence.End <= one.Now)) return Refusal.Conflict("isOver");
        var given = waiting.Aggregate(ApprovalSteps.None, (steps, session) => steps | Approval.Gives(session.Standing, actor));
        if (given.HasFlag(ApprovalSteps.Office) && await Rivals.Prefer(one, waiting) is { } lost) return lost;
        foreach (var session in waiting) session.Standing = Approval.AfterApproval(session.Standing, actor);
        var lender = Record(briefing, given, one.Caller, one.Now, actor.Own, lending);
        return await BookingRows.Finish(one, Word(given, briefing.Occurrences.Exists(BookingRows.Waits), lender), lender?.DisplayName);
    }

    public static async Task<Outcome> Return(BookingDesk.Case one, string reason)
    {
        var briefing = one.Briefing;
        var lending = await Lending.To(one.Db, one.Caller, one.Now, one.Cancel);
        var actor = lending.Arm(one.Actor, briefing.BookedById, briefing.Dossier.HostUnitId);
        var waiting = briefing.Occurrences.Where(BookingRows.Waits).ToList();
        if (WhyNot(briefing, actor, waiting, Approval.MayReturn) is { } refused) return refused;
        await SendBack(one.Db, waiting, one.Cancel);
        briefing.ReturnReason = reason;
        if (actor.Own == ApprovalSteps.None && lending.Lenders.FirstOrDefault() is { } lender) BookingRows.Note(briefing, one.Caller, one.Now, "actedFor", lender.DisplayName);
        return await BookingRows.Finish(one, "returned", reason);
    }

    /// <summary>Their rooms are free again.</summary>
    public static async Task SendBack(Db db, List<OccurrenceRow> sessions, CancellationToken cancel)
    {
        foreach (var session in sessions) (session.Standing, session.Competing) = (Standing.Of(BookingStatus.Returned, ApprovalSteps.None), false);
        await HeldRooms.Release(db, sessions.Select(session => session.Id), cancel);
    }

    /// <summary>The standing after a change; a step that who changes gives by it is kept as given by him.</summary>
    /// <param name="competes">It takes rooms from another: that is never approved in passing.</param>
    public static Standing AfterChange(BookingDesk.Case one, Standing before, Touch touch, ApprovalSteps needed, bool competes = false)
    {
        var after = competes ? Standing.Asked(needed) : Approval.AfterChange(before, one.Actor, touch, needed);
        Record(one.Briefing, Approval.AskedBy(before, touch, needed) & ~after.Missing, one.Caller, one.Now);
        if ((after.Missing & ~before.Missing) != ApprovalSteps.None) (one.Briefing.AskedAt, one.Briefing.Reminded) = (one.Now, ApprovalSteps.None);
        return after;
    }

    /// <summary>A series that was split begins with the steps given to the whole.</summary>
    public static async Task Share(Db db, BriefingRow from, BriefingRow to, CancellationToken cancel)
    {
        var given = await db.Set<GivenStepRow>().AsNoTracking().Where(step => step.BriefingId == from.Id).OrderBy(step => step.Id).ToListAsync(cancel);
        to.GivenSteps.AddRange(given.Select(step => new GivenStepRow { Step = step.Step, At = step.At, ById = step.ById, By = step.By, ForId = step.ForId, For = step.For }));
        (to.AskedAt, to.Reminded) = (from.AskedAt, from.Reminded);
    }

    public static void Record(BriefingRow briefing, ApprovalSteps given, Caller caller, Instant now) => Record(briefing, given, caller, now, given, null);

    /// <returns>Who lent a right that was needed.</returns>
    private static Caller? Record(BriefingRow briefing, ApprovalSteps given, Caller caller, Instant now, ApprovalSteps own, Lending? lending)
    {
        Caller? last = null;
        foreach (var step in Each.Where(step => given.HasFlag(step)))
        {
            var lender = own.HasFlag(step) ? null : lending?.Of(step, briefing.BookedById, briefing.Dossier.HostUnitId);
            briefing.GivenSteps.Add(new GivenStepRow
            {
                BriefingId = briefing.Id,
                Step = step,
                At = now,
                ById = caller.Id,
                By = caller.DisplayName,
                ForId = lender?.Id,
                For = lender?.DisplayName,
            });
            last = lender ?? last;
        }
        return last;
    }

    private static Refusal? WhyNot(BriefingRow briefing, Actor actor, List<OccurrenceRow> waiting, Func<Standing, Actor, bool> may)
    {
        if (briefing.Status != BookingStatus.Pending) return Refusal.Conflict("notPending");
        if (actor.MayGive == ApprovalSteps.None) return new Refusal(StatusCodes.Status403Forbidden, actor.Lent == ApprovalSteps.None ? "notAllowed" : "lentForOthers");
        if (waiting.Exists(session => may(session.Standing, actor))) return null;
        return Refusal.Conflict(waiting.Exists(session => session.Standing.Missing.HasFlag(ApprovalSteps.Office)) ? "officeFirst" : "officeGave");
    }

    private static string Word(ApprovalSteps given, bool waits, Caller? lender)
    {
        var word = given == ApprovalSteps.Technical ? "approvedTechnical" : given == ApprovalSteps.Office && waits ? "approvedOffice" : "approved";
        return lender is null ? word : word + "For";
    }
}
