using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Conferencing.Server.Places;
using Conferencing.Server.Sheets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>Units, sites, rooms and their devices as one spreadsheet.</summary>
internal static class PlacesApi
{
    public const string Sheet = "/api/places/sheet";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var sheet = routes.MapGroup(Sheet).WithTags("places").RequireAuthorization(Policies.Administer);
        sheet.MapGet("", Get).Produces<Stream>(StatusCodes.Status200OK, TableFile.WorkbookType);
        sheet.MapPost("", Post).AddOpenApiOperationTransformer(FileBody.Describe);
    }

    private static async Task<IResult> Get(string? format, HttpContext context, PlaceDesk desk, CancellationToken cancel)
    {
        if (format is not (null or "xlsx" or "csv")) return Refusal.Invalid(new FieldMessage("format", "sheetFormatUnknown"));
        var (lines, language) = (await desk.Lines(cancel), RequestLanguage.Of(context));
        var name = language == Language.En ? "organisation" : "danh-ba";
        return format == "csv" ? TypedResults.File(PlaceWriter.Text(lines, language), TableFile.TextType, name + ".csv")
            : TypedResults.File(PlaceWriter.Workbook(lines, language), TableFile.WorkbookType, name + ".xlsx");
    }

    /// <summary>Takes over the whole file, or with <paramref name="trial"/> says what that would come to. With a problem anywhere nothing is taken over (422).</summary>
    private static async Task<Results<Ok<PlaceReport>, UnprocessableEntity<PlaceReport>, Refusal>> Post(
        bool? trial, HttpContext context, Caller caller, PlaceDesk desk, CancellationToken cancel)
    {
        var tooLarge = new FieldMessage("content", "sheetTooLarge", PlaceReader.MaxBytes >> 20);
        if (FileBody.Refuse(context, PlaceReader.MaxBytes, tooLarge) is { } wrong) return wrong;
        if (await ReadAll(context.Request, cancel) is not { } content) return Refusal.Invalid(tooLarge);
        var (file, language) = (PlaceReader.Read(content), RequestLanguage.Of(context));
        if (trial == true) return TypedResults.Ok(await desk.Try(file, language, cancel));
        var report = await desk.Import(file, caller, language, cancel);
        return report.Applied ? TypedResults.Ok(report) : TypedResults.UnprocessableEntity(report);
    }

    /// <summary>Null if it is more than is taken, which a body of no told length may be.</summary>
    private static async Task<byte[]?> ReadAll(HttpRequest request, CancellationToken cancel)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; (count = await request.Body.ReadAsync(buffer, cancel)) > 0;)
        {
            if (content.Length + count > PlaceReader.MaxBytes) return null;
            content.Write(buffer, 0, count);
        }
        return content.ToArray();
    }
}
