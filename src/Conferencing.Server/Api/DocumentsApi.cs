using Conferencing.Server.Data;
using Conferencing.Server.Documents;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Conferencing.Server.Api;

/// <summary>A briefing's files. Who may read the briefing may read them; a browser saves them and never shows them as a page of ours.</summary>
internal static class DocumentsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("/api/briefings/{id:guid}/documents").WithTags("briefings");
        documents.MapPost("", Add).RequireAuthorization(Policies.Prepare).AddOpenApiOperationTransformer(FileBody.Describe);
        documents.MapGet("{documentId:guid}", Get).RequireAuthorization(Policies.Follow).Produces<Stream>(StatusCodes.Status200OK, FileBody.ContentType);
        documents.MapDelete("{documentId:guid}", Remove).RequireAuthorization(Policies.Prepare);
    }

    private static async Task<Results<Created<DocumentAnswer>, Refusal>> Add(
        Guid id, string? name, HttpContext context, Caller caller, DocumentDesk desk, DocumentOptions options, CancellationToken cancel)
    {
        if (FileBody.Refuse(context, options.MaxBytes, new FieldMessage("content", "documentTooLarge", options.MaxMegabytes)) is { } wrong) return wrong;
        var (document, refused) = await desk.Add(id, name, context.Request.Body, caller, cancel);
        if (document is null) return refused!;
        return TypedResults.Created($"/api/briefings/{id}/documents/{document.Id}", DossierWords.Answer(document));
    }

    private static async Task<IResult> Get(Guid id, Guid documentId, Db db, DocumentStore store, HttpContext context, CancellationToken cancel)
    {
        var row = await db.Documents.AsNoTracking().SingleOrDefaultAsync(document => document.Id == documentId && document.BriefingId == id, cancel);
        if (row is null || store.Open(row.FileId) is not { } content) return Refusal.NotFound();
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Stream(content, DocumentKind.Of(row.Name)?.MediaType ?? FileBody.ContentType, row.Name, entityTag: new EntityTagHeaderValue($"\"{row.Hash}\""));
    }

    private static async Task<Results<NoContent, Refusal>> Remove(Guid id, Guid documentId, Caller caller, DocumentDesk desk, CancellationToken cancel) =>
        await desk.Remove(id, documentId, caller, cancel) is { } refused ? refused : TypedResults.NoContent();
}
