using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.OpenId;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;

namespace Conferencing.Server.Api;

/// <summary>The code of the second step, for who comes from the OpenID provider. The way there and back is <see cref="OpenIdPages"/>.</summary>
internal static class OpenIdApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(PendingSignIn.Path, Enter).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithTags("session");

    private static async Task<Results<Ok<SessionAnswer>, Refusal>> Enter(
        SecondFactorCode request, HttpContext context, PendingSignIn pending, UserManager<Account> accounts, SecondFactor second, Db db, SessionReading reading, Counters counters, CancellationToken cancel)
    {
        var account = pending.Read(context) is { } asked && await accounts.FindByIdAsync(asked.Account.ToString()) is { Disabled: false } found && found.SecurityStamp == asked.Stamp ? found : null;
        if (await Check(account, request.Code, accounts, second, db, cancel) is { } refused)
        {
            counters.Count($"signIn.{refused}");
            return new Refusal(StatusCodes.Status401Unauthorized, refused);
        }
        if (account!.AccessFailedCount > 0) await accounts.ResetAccessFailedCountAsync(account);
        pending.End(context);
        await SessionApi.Begin(context, account, SignInWay.OpenId);
        return TypedResults.Ok(await reading.Answer(db, account, SignInWay.OpenId, cancel));
    }

    private static async Task<string?> Check(Account? account, string? code, UserManager<Account> accounts, SecondFactor second, Db db, CancellationToken cancel)
    {
        if (account is null) return "openIdExpired";
        return await accounts.IsLockedOutAsync(account) ? "signInLocked" : await SessionApi.CheckSecond(accounts, account, second, code, db, cancel);
    }
}
