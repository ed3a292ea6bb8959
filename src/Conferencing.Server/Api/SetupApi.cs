using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>The first administrator, once.</summary>
internal static class SetupApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/setup", SetUp).AllowAnonymous().WithTags("session");

    private static async Task<Results<Created<SessionAnswer>, Refusal>> SetUp(SetupRequest request) => throw new NotImplementedException();
}
