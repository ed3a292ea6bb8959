using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>One's own personal access tokens, for programs.</summary>
internal static class TokensApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/api/tokens").WithTags("tokens");
        tokens.MapGet("", List);
        tokens.MapPost("", Add);
        tokens.MapDelete("{id:guid}", Remove);
    }

    private static async Task<Ok<TokenAnswer[]>> List() => throw new NotImplementedException();
    private static async Task<Results<Created<NewTokenAnswer>, Refusal>> Add(NewTokenRequest request) => throw new NotImplementedException();
    private static async Task<Results<NoContent, Refusal>> Remove(Guid id) => throw new NotImplementedException();
}
