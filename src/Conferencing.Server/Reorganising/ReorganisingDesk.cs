using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Reorganising;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Feeds;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Reorganising;

/// <summary>
/// Renames, merges, divides and ends units: shows first what goes over, carries it out in one write transaction, or keeps it for its day. Both are
/// decided by <see cref="ReorganisationPlanner"/>.
/// </summary>
internal sealed partial class ReorganisingDesk(WriteGate gate, TimeProvider clock, ILogger<ReorganisingDesk> log)
{
    /// <summary>An act as it was judged.</summary>
    private sealed record Judged(Reorganisation Wish, ReorganisationWorld World, ReorganisationPlan Plan, ReorganisationPreview Preview)
    {
        public string Title => $"{string.Join(", ", Plan.Ending.Select(unit => unit.Name))} → {string.Join(", ", Preview.Successors)}";
    }

    private LocalDate Today => clock.Now().InZone(Times.Zone).Date;

    /// <summary>What would go over, and its entity tag.</summary>
    public async Task<(ReorganisationPreview? Preview, string? Tag, Refusal? Refused)> Preview(ReorganisationRequest request, Db db, CancellationToken cancel)
    {
        var (judged, refused) = await Judge(request, db, cancel);
        return judged is null ? (null, null, refused) : (judged.Preview, Tag(request, judged.Preview), null);
    }

    /// <summary>Carries an act out, or puts it down for its day.</summary>
    /// <param name="tag">Of the preview that was read: what goes over now must be what it showed.</param>
    public Task<(ReorganisationRow? Row, Refusal? Refused)> Ask(ReorganisationRequest request, string? tag, Caller caller, CancellationToken cancel) =>
        gate.Write(db => Ask(db, request, tag, caller, cancel), cancel);

    private async Task<(ReorganisationRow? Row, Refusal? Refused)> Ask(Db db, ReorganisationRequest request, string? tag, Caller caller, CancellationToken cancel)
    {
        var (judged, refused) = await Judge(request, db, cancel);
        if (judged is null) return (null, refused);
        if (tag is null) return (null, Refusal.Invalid(new FieldMessage("preview", "previewMissing")));
        if (tag != Tag(request, judged.Preview)) return (null, new Refusal(StatusCodes.Status412PreconditionFailed, "previewStale"));
        var row = new ReorganisationRow
        {
            Id = Guid.CreateVersion7(),
            Act = judged.Wish.Act,
            FromDay = judged.Wish.From,
            Title = judged.Title,
            Wish = ReorganisationJson.Write(request),
            AskedById = caller.Id,
            AskedAt = clock.Now(),
        };
        db.Reorganisations.Add(row);
        if (judged.Preview.IsToday) await CarryOut(db, row, judged.Wish, judged.Plan, caller.DisplayName, cancel);
        else await db.SaveChangesAsync(cancel);
        return (row, null);
    }

    /// <summary>An act whose day is to come, or that could not be carried out on it, is not to be.</summary>
    public Task<Refusal?> TakeBack(Guid id, CancellationToken cancel) => gate.Write(async db =>
    {
        if (await db.Reorganisations.SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } row) return Refusal.NotFound();
        if (row.State == ReorganisationState.Done) return Refusal.Conflict("reorganisationDone");
        row.State = ReorganisationState.TakenBack;
        await db.SaveChangesAsync(cancel);
        return null;
    }, cancel);

    /// <summary>Carries out what is due, the earliest first. What cannot be carried out says why, and is tried again the next time.</summary>
    public async Task CarryOutDue(CancellationToken cancel)
    {
        var today = Today;
        var due = await gate.Write(db => db.Reorganisations.AsNoTracking().Where(row => row.State == ReorganisationState.Planned && row.FromDay <= today)
            .OrderBy(row => row.FromDay).ThenBy(row => row.AskedAt).Select(row => row.Id).ToListAsync(cancel), cancel);
        foreach (var id in due) await gate.Write(db => CarryOutDue(db, id, cancel), cancel);
    }

    private async Task<bool> CarryOutDue(Db db, Guid id, CancellationToken cancel)
    {
        // Taken back or carried out meanwhile, it is no longer due.
        var row = await db.Reorganisations.Include(one => one.AskedBy).SingleAsync(one => one.Id == id, cancel);
        if (row.State != ReorganisationState.Planned) return false;
        var wish = ReorganisationForm.Value(ReorganisationJson.Wish(row));
        // As on its own day, which may have been missed.
        var verdict = ReorganisationPlanner.Decide(wish, await ReorganisationWorlds.Load(db, wish, wish.From, id, cancel));
        if (verdict.Plan is { } plan)
        {
            await CarryOut(db, row, wish, plan, row.AskedBy!.DisplayName, cancel);
            return true;
        }
        row.Fault = ReorganisationJson.Faults(verdict.Errors);
        await db.SaveChangesAsync(cancel);
        LogNotCarriedOut(log, id, row.FromDay, string.Join(", ", verdict.Errors.Select(error => $"{error.Field}: {error.Code}")));
        return false;
    }

    private async Task CarryOut(Db db, ReorganisationRow row, Reorganisation wish, ReorganisationPlan plan, string who, CancellationToken cancel)
    {
        var now = clock.Now();
        var moved = await new ReorganisationWriter(db, wish, plan, who, now, cancel).Write();
        (row.State, row.DoneAt, row.Fault, row.Moved) = (ReorganisationState.Done, now, null, ReorganisationJson.Write(moved));
        await db.SaveChangesAsync(cancel);
    }

    private async Task<(Judged? Judged, Refusal? Refused)> Judge(ReorganisationRequest request, Db db, CancellationToken cancel)
    {
        FieldMessage[] wrong = [.. ReorganisationForm.Check(request)];
        if (wrong.Length > 0) return (null, Refusal.Invalid(wrong));
        var wish = ReorganisationForm.Value(request);
        var world = await ReorganisationWorlds.Load(db, wish, Today, own: null, cancel);
        var verdict = ReorganisationPlanner.Decide(wish, world);
        return verdict.Plan is { } plan ? (new Judged(wish, world, plan, Show(wish, world, plan)), null) : (null, Refusal.Invalid([.. BookingWords.Fields(verdict.Errors)]));
    }

    private static ReorganisationPreview Show(Reorganisation wish, ReorganisationWorld world, ReorganisationPlan plan) => new(
        wish.From == world.Today,
        [.. plan.Ending.Select(unit => new EndingAnswer(unit.Id, unit.Name, unit.ValidTo!.Value.ToDateOnly()))],
        [.. wish.Successors.Select(one => one.UnitId is { } there ? world.Units[there].Name : one.Begun!.Name)],
        [.. plan.Moves.Select(Show)],
        [.. plan.Staying.Select(one => new StayingRoleAnswer(one.Id, one.Name, one.UnitId, RoleWord(one.Role!)))],
        plan.Widens);

    private static MoveAnswer Show(Move move)
    {
        var what = move.What;
        return new(what.Kind, what.Id, what.Name, what.UnitId, move.To, what.SiteId, what.Role is { } role ? RoleWord(role) : null, move.NewName);
    }

    private static string RoleWord(string role) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(role);

    private static string Tag(ReorganisationRequest request, ReorganisationPreview preview) => FeedReading.Tag(ReorganisationJson.Write(new { request, preview }));

    [LoggerMessage(LogLevel.Warning, "The reorganisation {Id} of {Day} could not be carried out: {Reasons}")]
    private static partial void LogNotCarriedOut(ILogger log, Guid id, LocalDate day, string reasons);
}
