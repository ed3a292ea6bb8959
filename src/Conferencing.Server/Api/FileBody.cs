using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Conferencing.Server.Api;

/// <summary>A request whose body is a file's bytes as they are. What they must be is its route's matter.</summary>
internal static class FileBody
{
    /// <summary>The only type besides JSON that is taken: no form of another site can send it.</summary>
    public const string ContentType = "application/octet-stream";

    /// <summary>Null if the body may be read; then no more than a byte over the limit comes, so that the refusal is ours and has words.</summary>
    public static Refusal? Refuse(HttpContext context, long maxBytes, FieldMessage tooLarge)
    {
        if (context.Request.ContentType != ContentType) return new Refusal(StatusCodes.Status415UnsupportedMediaType, "notFile");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = maxBytes + 1;
        return context.Request.ContentLength > maxBytes ? Refusal.Invalid(tooLarge) : null;
    }

    /// <summary>Said here and checked above, so that who may not is told so before what he sent is looked at.</summary>
    public static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var bytes = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        operation.RequestBody = new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType> { [ContentType] = bytes } };
        return Task.CompletedTask;
    }
}
