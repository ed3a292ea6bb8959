using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Reports;
using Conferencing.Server.Sheets;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using NodaTime.Extensions;

namespace Conferencing.Server.Api;

/// <summary>What a period's sessions come to, as JSON or as a file for a spreadsheet.</summary>
internal static class ReportsApi
{
    private const int MostDays = 366;

    /// <summary>The tables of a report in the order of its workbook, as they are asked for.</summary>
    private static readonly string[] Tables = "total sessions rooms sites units".Split(' ');

    public static void Map(IEndpointRouteBuilder routes)
    {
        var reports = routes.MapGroup("/api/reports").WithTags("reports").RequireAuthorization(Policies.Report);
        reports.MapGet("use", Get);
        reports.MapGet("use/sheet", Sheet).Produces<Stream>(StatusCodes.Status200OK, TableFile.WorkbookType);
    }

    /// <param name="from">The first day, in the province; the first of this month if left out.</param>
    /// <param name="to">The last day; today if left out.</param>
    private static async Task<Results<Ok<ReportAnswer>, Refusal>> Get(DateOnly? from, DateOnly? to, Caller caller, ReportReading reading, TimeProvider clock, CancellationToken cancel)
    {
        var (first, last, refused) = Days(from, to, clock);
        return refused is null ? TypedResults.Ok(ReportView.Of(await reading.Of(first, last, cancel), caller)) : refused;
    }

    /// <param name="format"><c>xlsx</c>, all tables in one file; or <c>csv</c> of one <paramref name="table"/>.</param>
    private static async Task<IResult> Sheet(
        string? format, string? table, DateOnly? from, DateOnly? to, Caller caller, ReportReading reading, TimeProvider clock, CancellationToken cancel)
    {
        if (format is not (null or "xlsx" or "csv")) return Refusal.Invalid(new FieldMessage("format", "sheetFormatUnknown"));
        var index = Array.IndexOf(Tables, table ?? Tables[0]);
        if (index < 0) return Refusal.Invalid(new FieldMessage("table", "reportTableUnknown"));
        var (first, last, refused) = Days(from, to, clock);
        if (refused is not null) return refused;
        var tables = ReportTables.Of(ReportView.Of(await reading.Of(first, last, cancel), caller), caller.Language);
        var name = $"{(caller.Language == Language.En ? "report" : "bao-cao")}-{first:yyyy-MM-dd}-{last:yyyy-MM-dd}";
        return format == "csv" ? TypedResults.File(TableFile.Text(tables[index]), TableFile.TextType, $"{name}-{Tables[index]}.csv")
            : TypedResults.File(TableFile.Workbook(tables), TableFile.WorkbookType, name + ".xlsx");
    }

    private static (LocalDate First, LocalDate Last, Refusal? Refused) Days(DateOnly? from, DateOnly? to, TimeProvider clock)
    {
        var today = clock.Now().InZone(Times.Zone).Date;
        var first = from?.ToLocalDate() ?? new LocalDate(today.Year, today.Month, 1);
        var last = to?.ToLocalDate() ?? LocalDate.Max(first, today);
        var refused = last < first ? Refusal.Invalid(new FieldMessage("to", "endBeforeStart"))
            : Period.DaysBetween(first, last) >= MostDays ? Refusal.Invalid(new FieldMessage("to", "windowTooLong", MostDays))
            : null;
        return (first, last, refused);
    }
}
