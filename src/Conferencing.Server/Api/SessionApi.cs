using Conferencing.Booking.Invitations;
using Conferencing.Server.Audit;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Signing in and out, and one's own settings.</summary>
internal static class SessionApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/api/session").WithTags("session").RequireAuthorization(Policies.Own);
        session.MapGet("", Get).AllowAnonymous();
        session.MapPost("", SignIn).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        session.MapDelete("", SignOut);
        session.MapPut("language", SetLanguage);
        session.MapPut("phone", SetPhone);
        session.MapPut("mail", SetMail);
        session.MapPut("password", SetPassword).RequireRateLimiting(RateLimits.SignIn);
    }

    private static async Task<Ok<SessionAnswer>> Get(HttpContext context, Db db, SessionReading reading, CancellationToken cancel)
    {
        Account? account = null;
        if (context.User.Identity?.IsAuthenticated == true)
        {
            var id = Caller.Of(context.User).Id;
            account = await db.Users.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancel);
        }
        return TypedResults.Ok(await reading.Answer(db, account, AccountCookie.WayOf(context.User), cancel));
    }

    private static async Task<Results<Ok<SessionAnswer>, Refusal>> SignIn(
        SignInRequest request, HttpContext context, UserManager<Account> accounts, SecondFactor second, SignInSettings options, OpenIdSettings openId, Db db, SessionReading reading, Counters counters, CancellationToken cancel)
    {
        FieldMessage[] wrong = [.. AccountForm.CheckUserName(request.UserName), .. AccountForm.CheckPassword("password", request.Password)];
        if (wrong.Length > 0) return Refusal.Invalid(wrong);
        var account = await accounts.FindByNameAsync(request.UserName!);
        var refused = await Check(accounts, account, request.Password!);
        if (refused is null && !options.MayUsePassword(account!)) refused = "signInByOpenId";
        refused ??= await CheckSecond(accounts, account!, second, request.Code, db, cancel);
        if (refused is not null)
        {
            counters.Count($"signIn.{refused}");
            return new Refusal(StatusCodes.Status401Unauthorized, refused, openId.Name);
        }
        if (account!.AccessFailedCount > 0) await accounts.ResetAccessFailedCountAsync(account);
        await Begin(context, account, SignInWay.Password);
        return TypedResults.Ok(await reading.Answer(db, account, SignInWay.Password, cancel));
    }

    /// <summary>From here on the pages know him.</summary>
    public static async Task Begin(HttpContext context, Account account, SignInWay way)
    {
        await context.RequestServices.GetRequiredService<WriteGate>().Write(db =>
        {
            db.Changes.Say(AuditedThings.Account, account.Id.ToString(), AuditedThings.NameOf(account), "signedIn");
            return Task.FromResult(0);
        }, context.RequestAborted);
        await AccountCookie.SignIn(context, account, way);
    }

    /// <summary>Null if the password opens the account, else the code of the refusal; an unknown name costs the same time.</summary>
    private static async Task<string?> Check(UserManager<Account> accounts, Account? account, string password)
    {
        if (account is null)
        {
            accounts.PasswordHasher.HashPassword(new Account(), password);
            return "signInWrong";
        }
        if (await accounts.IsLockedOutAsync(account)) return "signInLocked";
        if (!await accounts.CheckPasswordAsync(account, password)) return await Fail(accounts, account, "signInWrong");
        return account.Disabled ? "signInDisabled" : null;
    }

    /// <summary>After the password: null if there is no second step, or its code is right. Wrong codes count as wrong passwords do.</summary>
    public static async Task<string?> CheckSecond(UserManager<Account> accounts, Account account, SecondFactor second, string? code, Db db, CancellationToken cancel)
    {
        if (!account.TwoFactorEnabled) return null;
        if (string.IsNullOrWhiteSpace(code)) return "secondFactorNeeded";
        if (!await second.Spend(account.Id, code, cancel)) return await Fail(accounts, account, "secondFactorWrong");
        await db.Entry(account).ReloadAsync(cancel);
        return null;
    }

    public static async Task<string> Fail(UserManager<Account> accounts, Account account, string refusal)
    {
        await accounts.AccessFailedAsync(account);
        return await accounts.IsLockedOutAsync(account) ? "signInLocked" : refusal;
    }

    private static async Task<NoContent> SignOut(HttpContext context, Caller caller, LiveConnections connections)
    {
        await context.SignOutAsync(AccountCookie.Scheme);
        connections.EndAccount(caller.Id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Refusal>> SetLanguage(LanguageRequest request, Caller caller, WriteGate gate, CancellationToken cancel)
    {
        if (request.Language is not { } language) return Refusal.Invalid(new FieldMessage("language", "languageMissing"));
        await Change(caller, account => account.Language = language, gate, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Refusal>> SetPhone(PhoneRequest request, Caller caller, WriteGate gate, CancellationToken cancel)
    {
        var phone = string.IsNullOrWhiteSpace(request.Phone) ? null : request.Phone.Trim();
        if (phone is not null && ConferenceDesk.WhyNoPhone(phone) is { } wrong) return Refusal.Invalid(wrong);
        await Change(caller, account => account.PhoneNumber = phone, gate, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Refusal>> SetMail(MailRequest request, Caller caller, WriteGate gate, CancellationToken cancel)
    {
        var mail = string.IsNullOrWhiteSpace(request.Mail) ? null : request.Mail.Trim();
        if (mail is not null && !MailAddress.IsPlausible(mail)) return Refusal.Invalid(new FieldMessage("mail", "mailMalformed"));
        await Change(caller, account => account.Email = mail, gate, cancel);
        return TypedResults.NoContent();
    }

    private static Task<int> Change(Caller caller, Action<Account> change, WriteGate gate, CancellationToken cancel) => gate.Write(async db =>
    {
        change(await db.Users.SingleAsync(account => account.Id == caller.Id, cancel));
        return await db.SaveChangesAsync(cancel);
    }, cancel);

    private static async Task<Results<NoContent, Refusal>> SetPassword(
        PasswordRequest request, Caller caller, HttpContext context, UserManager<Account> accounts, LiveConnections connections)
    {
        FieldMessage[] wrong = [.. AccountForm.CheckPassword("current", request.Current), .. AccountForm.CheckPassword("new", request.New)];
        if (wrong.Length > 0) return Refusal.Invalid(wrong);
        var account = (await accounts.FindByIdAsync(caller.Id.ToString()))!;
        var result = await accounts.ChangePasswordAsync(account, request.Current!, request.New!);
        if (!result.Succeeded) return Refusal.Invalid([.. AccountForm.From(result, "new")]);
        // The new password ended every session of this account; this one goes on.
        connections.EndAccount(caller.Id);
        if (AccountCookie.WayOf(context.User) is { } way) await AccountCookie.SignIn(context, account, way);
        return TypedResults.NoContent();
    }
}
