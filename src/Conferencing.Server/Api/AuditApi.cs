using Conferencing.Server.Audit;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Conferencing.Server.Sheets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>The audit trail: read, taken away as a spreadsheet, and verified. There is no route that changes it.</summary>
internal static class AuditApi
{
    private const int MostAtOnce = 200;
    private const int MostExported = 20_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/audit").WithTags("audit").RequireAuthorization(Policies.Audit);
        audit.MapGet("", List);
        audit.MapGet("choices", Choices);
        audit.MapGet("sheet", Export).Produces<Stream>(StatusCodes.Status200OK, TableFile.WorkbookType);
        audit.MapPost("verify", Verify);
    }

    /// <param name="from">The first day, in the province.</param>
    /// <param name="to">The last day.</param>
    /// <param name="person">Of an account.</param>
    /// <param name="thing">Of the thing with this identifier.</param>
    /// <param name="text">In the names of persons and things, without regard to case and diacritics.</param>
    /// <param name="before">Only lines older than the one of this number.</param>
    private static async Task<Ok<AuditAnswer>> List(
        DateOnly? from, DateOnly? to, Guid? person, string? kind, string? thing, string? text, long? before, int? take,
        Caller caller, AuditReading reading, AuditOptions options, CancellationToken cancel)
    {
        var count = Math.Clamp(take ?? MostAtOnce, 1, MostAtOnce);
        var rows = reading.Find(new AuditQuestion(from, to, person, kind, thing, text), caller);
        if (before is { } number) rows = rows.Where(row => row.Number < number);
        var found = await rows.OrderByDescending(row => row.Number).Take(count + 1).ToListAsync(cancel);
        return TypedResults.Ok(new AuditAnswer(await reading.Describe([.. found.Take(count)], caller, cancel), found.Count > count, options.KeepDays));
    }

    private static async Task<Ok<AuditChoicesAnswer>> Choices(Caller caller, Db db, CancellationToken cancel)
    {
        var people = await db.Users.AsNoTracking().OrderBy(account => account.DisplayName).Select(account => new { account.Id, account.DisplayName, account.UserName }).ToListAsync(cancel);
        return TypedResults.Ok(new AuditChoicesAnswer(
            [.. people.Select(one => new AuditChoice(one.Id.ToString(), AuditedThings.NameOf(one.DisplayName, one.UserName)))],
            [.. AuditWords.Kinds.Select(kind => new AuditChoice(kind, AuditWords.Kind(kind, caller.Language))).OrderBy(choice => choice.Name, StringComparer.Ordinal)]));
    }

    private static async Task<IResult> Export(
        string? format, DateOnly? from, DateOnly? to, Guid? person, string? kind, string? thing, string? text,
        Caller caller, AuditReading reading, WriteGate gate, CancellationToken cancel)
    {
        if (format is not (null or "xlsx" or "csv")) return Refusal.Invalid(new FieldMessage("format", "sheetFormatUnknown"));
        var found = await reading.Find(new AuditQuestion(from, to, person, kind, thing, text), caller).OrderBy(row => row.Number).Take(MostExported + 1).ToListAsync(cancel);
        if (found.Count > MostExported) return Refusal.Conflict("auditTooMany", MostExported);
        var lines = await reading.Describe(found, caller, cancel);
        await Say(gate, "exported", cancel);
        var name = caller.Language == Language.En ? "audit-trail" : "nhat-ky";
        var table = AuditSheet.Of(lines, caller.Language);
        return format == "csv" ? TypedResults.File(TableFile.Text(table), TableFile.TextType, name + ".csv") : TypedResults.File(TableFile.Workbook([table]), TableFile.WorkbookType, name + ".xlsx");
    }

    private static async Task<Ok<AuditChainAnswer>> Verify(Db db, WriteGate gate, CancellationToken cancel)
    {
        var chain = new AuditChain();
        await foreach (var row in db.AuditRows.AsNoTracking().OrderBy(row => row.Number).AsAsyncEnumerable().WithCancellation(cancel)) chain.Look(row);
        var verdict = chain.Verdict();
        await Say(gate, "verified", cancel);
        return TypedResults.Ok(new AuditChainAnswer(verdict.BrokenAt is null, verdict.Lines, verdict.First, verdict.Last, verdict.LastDigest, verdict.BrokenAt, verdict.Why));
    }

    private static Task<int> Say(WriteGate gate, string act, CancellationToken cancel) => gate.Write(db =>
    {
        db.Changes.Say(AuditRetentionJob.Kind, act, "", act);
        return Task.FromResult(0);
    }, cancel);
}
