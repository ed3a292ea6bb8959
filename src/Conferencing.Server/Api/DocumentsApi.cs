using Conferencing.Server.Data;
using Conferencing.Server.Documents;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Conferencing.Server.Api;

/// <summary>A briefing's files. Who may read the briefing may read them; a browser saves them and never shows them as a page of ours.</summary>
internal static class DocumentsApi
{
    /// <summary>The only type besides JSON that is taken: no form of another site can send it.</summary>
    public const string ContentType = "application/octet-stream";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var documents = routes.MapGroup("/api/briefings/{id:guid}/documents").WithTags("briefings");
        documents.MapPost("", Add).RequireAuthorization(Policies.Book).AddOpenApiOperationTransformer(DescribeBody);
        documents.MapGet("{documentId:guid}", Get).Produces<Stream>(StatusCodes.Status200OK, ContentType);
        documents.MapDelete("{documentId:guid}", Remove).RequireAuthorization(Policies.Book);
    }

    private static async Task<Results<Created<DocumentAnswer>, Refusal>> Add(
        Guid id, string? name, HttpContext context, Caller caller, DocumentDesk desk, DocumentOptions options, CancellationToken cancel)
    {
        if (context.Request.ContentType != ContentType) return new Refusal(StatusCodes.Status415UnsupportedMediaType, "notFile");
        // One more than is taken, so that the refusal is ours and has words.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = options.MaxBytes + 1;
        if (context.Request.ContentLength > options.MaxBytes) return Refusal.Invalid(new FieldMessage("content", "documentTooLarge", options.MaxMegabytes));
        var (document, refused) = await desk.Add(id, name, context.Request.Body, caller, cancel);
        if (document is null) return refused!;
        return TypedResults.Created($"/api/briefings/{id}/documents/{document.Id}", DossierWords.Answer(document));
    }

    /// <summary>Said here and checked above, so that who may not is told so before what he sent is looked at.</summary>
    public static Task DescribeBody(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var bytes = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [ContentType] = bytes } };
        return Task.CompletedTask;
    }

    private static async Task<IResult> Get(Guid id, Guid documentId, Db db, DocumentStore store, HttpContext context, CancellationToken cancel)
    {
        var row = await db.Documents.AsNoTracking().SingleOrDefaultAsync(document => document.Id == documentId && document.BriefingId == id, cancel);
        if (row is null || store.Open(row.FileId) is not { } content) return Refusal.NotFound();
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Stream(content, DocumentKind.Of(row.Name)?.MediaType ?? ContentType, row.Name, entityTag: new EntityTagHeaderValue($"\"{row.Hash}\""));
    }

    private static async Task<Results<NoContent, Refusal>> Remove(Guid id, Guid documentId, Caller caller, DocumentDesk desk, CancellationToken cancel) =>
        await desk.Remove(id, documentId, caller, cancel) is { } refused ? refused : TypedResults.NoContent();
}
