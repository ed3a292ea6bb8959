using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>One's own second step of signing in: set up, given new codes on paper, taken away.</summary>
internal static class SecondFactorApi
{
    private const string Program = "Giao ban trực tuyến";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var second = routes.MapGroup("/api/session/second-factor").WithTags("session").RequireAuthorization(Policies.Own).RequireRateLimiting(RateLimits.SignIn);
        second.MapPost("", Prepare);
        second.MapPut("", Begin);
        second.MapPost("paper", Renew);
        second.MapPost("remove", Remove);
    }

    /// <summary>A new key for an authenticator program; it counts once a code of it was entered.</summary>
    private static async Task<Results<Ok<SecondFactorKey>, Refusal>> Prepare(
        SecondFactorRequest request, Caller caller, UserManager<Account> accounts, SecondFactor second, Db db, CancellationToken cancel)
    {
        var account = (await accounts.FindByIdAsync(caller.Id.ToString()))!;
        if (await accounts.IsLockedOutAsync(account)) return new Refusal(StatusCodes.Status403Forbidden, "signInLocked");
        // Who signs in at the provider has none; an administrator can take the second step away again.
        if (account.PasswordHash is not null && !await accounts.CheckPasswordAsync(account, request.Password ?? "")) return await WrongPassword(accounts, account);
        if (await second.Prepare(caller.Id, cancel) is not { } key) return Refusal.Conflict("secondFactorThere");
        var organisation = await db.Facts.Where(fact => fact.Name == FactRow.Organisation).Select(fact => fact.Value).SingleOrDefaultAsync(cancel);
        return TypedResults.Ok(new SecondFactorKey(Totp.Text(key), Totp.Address(organisation ?? Program, caller.UserName, key)));
    }

    private static async Task<Results<Ok<PaperCodesAnswer>, Refusal>> Begin(
        SecondFactorCode request, Caller caller, HttpContext context, SecondFactor second, AccountLookup accounts, LiveConnections connections, CancellationToken cancel)
    {
        if (await second.Begin(caller.Id, request.Code ?? "", cancel) is not { } codes) return WrongCode("secondFactorWrong");
        // Every other sign-in has ended; this one goes on, with all its roles.
        connections.EndAccount(caller.Id);
        if (AccountCookie.WayOf(context.User) is { } way && await accounts.ById(caller.Id, cancel) is { } account) await AccountCookie.SignIn(context, account, way);
        return TypedResults.Ok(new PaperCodesAnswer(codes));
    }

    private static async Task<Results<Ok<PaperCodesAnswer>, Refusal>> Renew(
        SecondFactorCode request, Caller caller, UserManager<Account> accounts, SecondFactor second, CancellationToken cancel) =>
        await Spend(request, caller, accounts, second, cancel) is { } refused ? refused : TypedResults.Ok(new PaperCodesAnswer(await second.RenewPaper(caller.Id, cancel)));

    private static async Task<Results<NoContent, Refusal>> Remove(
        SecondFactorCode request, Caller caller, UserManager<Account> accounts, SecondFactor second, SignInSettings options, CancellationToken cancel)
    {
        if (options.Needs((await accounts.FindByIdAsync(caller.Id.ToString()))!)) return Refusal.Conflict("secondFactorRequired");
        if (await Spend(request, caller, accounts, second, cancel) is { } refused) return refused;
        await second.Remove(caller.Id, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Refusal?> Spend(SecondFactorCode request, Caller caller, UserManager<Account> accounts, SecondFactor second, CancellationToken cancel)
    {
        var account = (await accounts.FindByIdAsync(caller.Id.ToString()))!;
        if (await accounts.IsLockedOutAsync(account)) return new Refusal(StatusCodes.Status403Forbidden, "signInLocked");
        return await second.Spend(caller.Id, request.Code ?? "", cancel) ? null : WrongCode(await SessionApi.Fail(accounts, account, "secondFactorWrong"));
    }

    private static Refusal WrongCode(string code) => Refusal.Invalid(new FieldMessage("code", code));

    private static async Task<Refusal> WrongPassword(UserManager<Account> accounts, Account account) =>
        await SessionApi.Fail(accounts, account, "passwordWrong") is "signInLocked" ? new Refusal(StatusCodes.Status403Forbidden, "signInLocked") : Refusal.Invalid(new FieldMessage("password", "passwordWrong"));
}
