using Conferencing.Contract;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Sip;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Places;

/// <summary>The organisation as one spreadsheet: written, tried, and taken over as a whole or not at all.</summary>
internal sealed partial class PlaceDesk(
    WriteGate gate, IDbContextFactory<Db> contexts, SipSecrets secrets, PlanStore plans, PlanCourier courier, SipDesk sip, TimeProvider clock, ILogger<PlaceDesk> log)
{
    private const int MostTold = 500;

    public async Task<List<PlaceLine>> Lines(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return (await PlaceStock.Load(db, clock.Now(), cancel)).Written();
    }

    /// <summary>What an import of the file would come to; nothing is written.</summary>
    public async Task<PlaceReport> Try(PlaceFile file, Language language, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return Report(await PlaceImport.Lay(db, secrets, file, clock.Now(), cancel), applied: false, language);
    }

    public async Task<PlaceReport> Import(PlaceFile file, Caller caller, Language language, CancellationToken cancel)
    {
        var (report, made) = await gate.Write<(PlaceReport, List<ConferencePlan>)>(async db =>
        {
            var import = await PlaceImport.Lay(db, secrets, file, clock.Now(), cancel);
            if (import.Problems.Count > 0) return (Report(import, applied: false, language), []);
            await db.SaveChangesAsync(cancel);
            return (Report(import, applied: true, language), await Replan(db, import, cancel));
        }, cancel);
        foreach (var plan in made) await courier.Deliver(plan, CancellationToken.None);
        if (!report.Applied) return report;
        LogImport(caller.DisplayName, report.Added, report.Changed);
        await sip.Refresh(cancel);
        return report;
    }

    private async Task<List<ConferencePlan>> Replan(Db db, PlaceImport import, CancellationToken cancel)
    {
        var rooms = import.Changes.Where(change => change is { IsNew: false, Row: RoomRow }).Select(change => change.Row.Id).ToList();
        db.ChangeTracker.Clear();
        var made = new Dictionary<Guid, ConferencePlan>();
        foreach (var room in rooms)
        {
            foreach (var plan in await RoomRows.Replan(db, plans, room, clock.Now(), cancel)) made[plan.ConferenceId] = plan;
        }
        return [.. made.Values];
    }

    private static PlaceReport Report(PlaceImport import, bool applied, Language language) => new(
        applied,
        import.Changes.Count(change => change.IsNew), import.Changes.Count(change => !change.IsNew), import.Unchanged,
        [
            .. import.Changes.Take(MostTold).Select(change => new PlaceChangeAnswer(
                change.Line.Row, PlaceHeads.Name(change.Line.Table, language), change.Row.Name,
                change.IsNew ? PlaceChangeKind.Added : PlaceChangeKind.Changed, [.. change.Fields.Select(field => PlaceHeads.Name(field, language))])),
        ],
        import.Problems.Count,
        [
            .. import.Problems.Take(MostTold).Select(problem => new PlaceProblemAnswer(
                problem.Sheet, problem.Row, problem.Column is { } column ? PlaceHeads.Name(column, language) : null,
                Messages.MessageTable.Text(language, problem.Code, problem.Args))),
        ]);

    [LoggerMessage(LogLevel.Information, "{Who} imported a spreadsheet of the organisation: {Added} added, {Changed} changed.")]
    private partial void LogImport(string who, int added, int changed);
}
