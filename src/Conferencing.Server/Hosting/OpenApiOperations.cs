using Conferencing.Server.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace Conferencing.Server.Hosting;

/// <summary>
/// What every operation of the API answers and takes beside what its handler says, from the same metadata by which the route is guarded: so that nothing
/// is described that is not done, and nothing done that is not described.
/// </summary>
internal static class OpenApiOperations
{
    public static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancel)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var problem = new OpenApiSchemaReference(nameof(ApiProblem), context.Document);
        if (!metadata.OfType<IAllowAnonymous>().Any())
        {
            Answer("401", "Not signed in.");
            Answer("403", "Signed in, and not allowed to.");
        }
        if (metadata.OfType<ConditionalRoute>().Any())
        {
            Take("If-Match", "The entity tag of what was read: any other by now is 412, and nothing is changed. Left out, the last change wins.");
            Answer("412", "It is no longer as it was read.");
        }
        if (metadata.OfType<OnceRoute>().Any())
            Take(OnceKey.Header, "1 to 200 characters, one for each creation: sent again within a day it is answered as the first time. For other content, or while the first is still at work, it is 409.");
        if (metadata.OfType<TaggedRoute>().Any()) TellTag();
        if (metadata.OfType<EnableRateLimitingAttribute>().Any()) Answer("429", "Too many at once.");
        Answer("default", "Anything else: 5xx is a fault of the server's, 503 one that passes.");
        return Task.CompletedTask;

        void Answer(string status, string description)
        {
            operation.Responses ??= [];
            operation.Responses.TryAdd(status, new OpenApiResponse { Description = description, Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } } });
        }

        void TellTag()
        {
            foreach (var (status, response) in operation.Responses ?? [])
            {
                if (status.StartsWith('2') && response is OpenApiResponse answer)
                    (answer.Headers ??= new Dictionary<string, IOpenApiHeader>())["ETag"] = new OpenApiHeader { Description = "What was read, for If-Match.", Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }

        void Take(string name, string description) => (operation.Parameters ??= []).Add(
            new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
    }
}
