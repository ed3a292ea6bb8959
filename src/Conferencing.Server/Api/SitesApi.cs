using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>Places that take part.</summary>
internal static class SitesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sites = routes.MapGroup("/api/sites").WithTags("sites");
        sites.MapGet("", List);
        sites.MapPost("", Add).RequireAuthorization(Policies.Administer);
    }

    private static async Task<Ok<SiteAnswer[]>> List() => throw new NotImplementedException();
    private static async Task<Results<Created<SiteAnswer>, Refusal>> Add(SiteRequest request) => throw new NotImplementedException();
}
