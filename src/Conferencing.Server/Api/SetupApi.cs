using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>The first administrator, once.</summary>
internal static class SetupApi
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/setup", SetUp).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).WithTags("session");

    private static async Task<Results<Created<SessionAnswer>, Refusal>> SetUp(
        SetupRequest request, HttpContext context, SetupCode code, UserManager<Account> accounts, Db db, SessionReading reading, TimeProvider clock, CancellationToken cancel)
    {
        await code.Turn.WaitAsync(cancel);
        try
        {
            return await InTurn(request, context, code, accounts, db, reading, clock, cancel);
        }
        finally
        {
            code.Turn.Release();
        }
    }

    private static async Task<Results<Created<SessionAnswer>, Refusal>> InTurn(
        SetupRequest request, HttpContext context, SetupCode code, UserManager<Account> accounts, Db db, SessionReading reading, TimeProvider clock, CancellationToken cancel)
    {
        if (await db.Users.AnyAsync(cancel)) return Refusal.Conflict("setupDone");
        FieldMessage[] wrong = [.. Check(request, code)];
        if (wrong.Length > 0) return Refusal.Invalid(wrong);
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = request.UserName,
            DisplayName = request.DisplayName!.Trim(),
            Roles = [Role.Administrator],
            CreatedAt = clock.Now(),
            LockoutEnabled = true,
        };
        var made = await accounts.CreateAsync(account, request.Password!);
        if (!made.Succeeded) return Refusal.Invalid([.. AccountForm.From(made)]);
        code.Spend();
        db.Facts.Add(new FactRow { Name = FactRow.Organisation, Value = request.Organisation!.Trim() });
        db.Facts.Add(new FactRow { Name = FactRow.Kind, Value = FactRow.Real });
        await db.SaveChangesAsync(cancel);
        await AccountCookie.SignIn(context, account, SignInWay.Password);
        return TypedResults.Created("/api/session", await reading.Answer(db, account, SignInWay.Password, cancel));
    }

    private static IEnumerable<FieldMessage> Check(SetupRequest request, SetupCode code) =>
    [
        .. code.Matches(request.Code) ? Array.Empty<FieldMessage>() : [new("code", "setupCodeWrong")],
        .. AccountForm.CheckText("organisation", request.Organisation, "organisationMissing"),
        .. AccountForm.CheckUserName(request.UserName),
        .. AccountForm.CheckText("displayName", request.DisplayName, "displayNameMissing"),
        .. AccountForm.CheckPassword("password", request.Password),
    ];
}
