using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>Signing in and out, and one's own settings.</summary>
internal static class SessionApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/api/session").WithTags("session");
        session.MapGet("", Get).AllowAnonymous();
        session.MapPost("", SignIn).AllowAnonymous();
        session.MapDelete("", SignOut);
        session.MapPut("language", SetLanguage);
        session.MapPut("password", SetPassword);
    }

    private static async Task<Ok<SessionAnswer>> Get() => throw new NotImplementedException();
    private static async Task<Results<Ok<SessionAnswer>, Refusal>> SignIn(SignInRequest request) => throw new NotImplementedException();
    private static async Task<NoContent> SignOut() => throw new NotImplementedException();
    private static async Task<Results<NoContent, Refusal>> SetLanguage(LanguageRequest request) => throw new NotImplementedException();
    private static async Task<Results<NoContent, Refusal>> SetPassword(PasswordRequest request) => throw new NotImplementedException();
}
