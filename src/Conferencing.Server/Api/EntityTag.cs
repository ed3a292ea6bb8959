using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Conferencing.Server.Api;

/// <summary>
/// The entity tag an answer is sent with (RFC 9110 8.8.3): what a later change names in If-Match. A handler that takes it as a parameter tells it, and its
/// route is described as one that does.
/// </summary>
internal sealed class EntityTag(HttpResponse response) : IEndpointParameterMetadataProvider
{
    /// <summary>For minimal API parameters.</summary>
    public static ValueTask<EntityTag?> BindAsync(HttpContext context) => ValueTask.FromResult<EntityTag?>(new EntityTag(context.Response));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(TaggedRoute.Instance);

    /// <param name="tag">Quoted, as it is sent.</param>
    public void Tell(string tag) => response.Headers.ETag = tag;
}
