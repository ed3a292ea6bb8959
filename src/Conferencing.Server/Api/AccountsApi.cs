using Conferencing.Server.Audit;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.OpenId;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Accounts, for administrators.</summary>
internal static class AccountsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var accounts = routes.MapGroup("/api/accounts").RequireAuthorization(Policies.Administer).WithTags("accounts");
        accounts.MapGet("", List);
        accounts.MapPost("", Add).Once<NewAccountRequest>();
        accounts.MapPut("{id:guid}", Change);
        accounts.MapDelete("{id:guid}/second-factor", ForgetSecondFactor);
        accounts.MapDelete("{id:guid}/openid", Unlink);
    }

    /// <summary>Who waits for a role comes first; of those whose person is forgotten nothing is left to administer.</summary>
    private static async Task<Ok<AccountAnswer[]>> List(Db db, CancellationToken cancel)
    {
        var known = await db.Users.AsNoTracking().Where(account => account.ErasedAt == null).OrderBy(account => account.NormalizedUserName).ToListAsync(cancel);
        return TypedResults.Ok(known.OrderByDescending(account => account.IsWaiting).Select(Describe).ToArray());
    }

    private static async Task<Results<Created<AccountAnswer>, Refusal>> Add(NewAccountRequest request, UserManager<Account> accounts, Db db, OpenIdSettings openId, SignInSettings signIn, TimeProvider clock, CancellationToken cancel)
    {
        FieldMessage[] wrong =
        [
            .. AccountForm.CheckUserName(request.UserName), .. AccountForm.CheckText("displayName", request.DisplayName, "displayNameMissing"),
            .. AccountForm.CheckRoles(request.Roles, request.UnitRoles, await Units(db, cancel), WhyNotNone(request.OpenId, null, signIn, openId)), .. await CheckOpenId(request.OpenId, null, openId, db, cancel),
            .. request.OpenId is { Length: > 0 } && string.IsNullOrEmpty(request.Password) ? [] : AccountForm.CheckPassword("password", request.Password),
        ];
        if (wrong.Length > 0) return Refusal.Invalid(wrong);
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = request.UserName,
            DisplayName = request.DisplayName!.Trim(),
            Roles = [.. request.Roles!.Distinct()],
            UnitRoles = Parts(request.Roles!, request.UnitRoles),
            OpenIdExpected = OpenIdPerson.Normal(request.OpenId, openId),
            CreatedAt = clock.Now(),
            LockoutEnabled = true,
        };
        var made = string.IsNullOrEmpty(request.Password) ? await accounts.CreateAsync(account) : await accounts.CreateAsync(account, request.Password);
        if (!made.Succeeded) return Refusal.Invalid([.. AccountForm.From(made)]);
        return TypedResults.Created($"/api/accounts/{account.Id}", Describe(account));
    }

    private static async Task<Results<Ok<AccountAnswer>, Refusal>> Change(
        Guid id, AccountRequest request, IfMatch match, UserManager<Account> accounts, Db db, AuditTrail trail, OpenIdSettings openId, SignInSettings signIn, LiveConnections connections, TimeProvider clock, CancellationToken cancel)
    {
        // Password, roles and all: one change, one line of the trail.
        await using var transaction = await trail.Begin(db, cancel);
        if (await accounts.FindByIdAsync(id.ToString()) is not { ErasedAt: null } account) return Refusal.NotFound();
        if (match.WhyNot(Describe(account).Tag) is { } stale) return stale;
        FieldMessage[] wrong =
        [
            .. AccountForm.CheckText("displayName", request.DisplayName, "displayNameMissing"), .. AccountForm.CheckRoles(request.Roles, request.UnitRoles, await Units(db, cancel), request.Disabled ? null : WhyNotNone(request.OpenId, account, signIn, openId)),
            .. await CheckOpenId(request.OpenId, account, openId, db, cancel),
        ];
        if (wrong.Length > 0) return Refusal.Invalid(wrong);
        if (await IsLastAdministrator(account, request, db, cancel)) return Refusal.Conflict("lastAdministrator");
        if (!string.IsNullOrEmpty(request.NewPassword) && await SetPassword(accounts, account, request.NewPassword) is { } refused) return refused;
        account.DisplayName = request.DisplayName!.Trim();
        account.Roles = [.. request.Roles!.Distinct()];
        account.UnitRoles = Parts(request.Roles!, request.UnitRoles);
        if (request.Disabled) account.Retire(clock.Now());
        else account.TakeBack();
        if (account.OpenIdSubject is null) account.OpenIdExpected = OpenIdPerson.Normal(request.OpenId, openId);
        await accounts.UpdateAsync(account);
        await trail.Write(db, cancel);
        await transaction.CommitAsync(CancellationToken.None);
        connections.EndAccount(id);
        return TypedResults.Ok(Describe(account));
    }

    /// <summary>For who has lost his telephone and his codes on paper.</summary>
    private static async Task<Results<NoContent, Refusal>> ForgetSecondFactor(Guid id, SecondFactor second, LiveConnections connections, CancellationToken cancel)
    {
        if (!await second.Remove(id, cancel)) return Refusal.NotFound();
        connections.EndAccount(id);
        return TypedResults.NoContent();
    }

    /// <summary>For who was linked to the wrong account, or has left the provider; his sign-ins here end.</summary>
    private static async Task<Results<NoContent, Refusal>> Unlink(Guid id, WriteGate gate, LiveConnections connections, CancellationToken cancel)
    {
        var refused = await gate.Write(async db =>
        {
            if (await db.Users.SingleOrDefaultAsync(one => one.Id == id, cancel) is not { } account) return Refusal.NotFound();
            if (account.OpenIdSubject is null) return Refusal.Conflict("openIdNotLinked");
            (account.OpenIdIssuer, account.OpenIdSubject) = (null, null);
            (account.SecurityStamp, account.ConcurrencyStamp) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
            await db.SaveChangesAsync(cancel);
            return null;
        }, cancel);
        if (refused is not null) return refused;
        connections.EndAccount(id);
        return TypedResults.NoContent();
    }

    private static async Task<FieldMessage[]> CheckOpenId(string? entered, Account? account, OpenIdSettings openId, Db db, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(entered) || account?.OpenIdSubject is not null) return [];
        if (OpenIdPerson.Normal(entered, openId) is not { } value) return [new("openId", "openIdMalformed")];
        var own = account?.Id;
        return await db.Users.AnyAsync(other => other.OpenIdExpected == value && other.Id != own, cancel) ? [new("openId", "openIdTaken")] : [];
    }

    /// <summary>
    /// Null for one that signs in by password alone, where everybody may: whoever is named secretary of a session needs no role. One of the provider's without a
    /// role waits for one.
    /// </summary>
    private static FieldMessage? WhyNotNone(string? entered, Account? account, SignInSettings signIn, OpenIdSettings openId)
    {
        if (account?.OpenIdSubject is not null || !string.IsNullOrWhiteSpace(entered)) return AccountForm.RolesMissing;
        return signIn.Passwords == PasswordRule.Everybody ? null : new("roles", "rolesForSignIn", openId.Name);
    }

    private static Task<HashSet<Guid>> Units(Db db, CancellationToken cancel) => db.Units.Select(unit => unit.Id).ToHashSetAsync(cancel);

    /// <summary>A role for the whole province leaves nothing to have for a part.</summary>
    private static List<UnitRole> Parts(Role[] whole, UnitRole[]? parts) => [.. (parts ?? []).Where(part => !whole.Contains(part.Role)).Distinct()];

    /// <summary>An installation nobody administers could not be mended through the program.</summary>
    private static async Task<bool> IsLastAdministrator(Account account, AccountRequest request, Db db, CancellationToken cancel)
    {
        if (!account.Roles.Contains(Role.Administrator) || (request.Roles!.Contains(Role.Administrator) && !request.Disabled)) return false;
        var others = await db.Users.AsNoTracking().Where(other => other.Id != account.Id && !other.Disabled).ToListAsync(cancel);
        return !others.Exists(other => other.Roles.Contains(Role.Administrator));
    }

    private static async Task<Refusal?> SetPassword(UserManager<Account> accounts, Account account, string password)
    {
        foreach (var validator in accounts.PasswordValidators)
        {
            var valid = await validator.ValidateAsync(accounts, account, password);
            if (!valid.Succeeded) return Refusal.Invalid([.. AccountForm.From(valid, "newPassword")]);
        }
        await accounts.RemovePasswordAsync(account);
        await accounts.AddPasswordAsync(account, password);
        await accounts.SetLockoutEndDateAsync(account, null);
        return null;
    }

    private static AccountAnswer Describe(Account account)
    {
        var answer = new AccountAnswer(
            account.Id, account.UserName!, account.DisplayName, [.. account.Roles], [.. account.UnitRoles], account.Disabled, account.TwoFactorEnabled,
            account.PasswordHash is not null, OpenId(account), account.IsWaiting, account.RetiredAt.ToLocal());
        // The moment of retiring is kept less exactly than it is first told, and whether he is retired is said beside it.
        // The stamp is another with each password, which is not told.
        return answer with { Tag = IfMatch.TagOf(new { Answer = answer with { RetiredAt = null }, account.SecurityStamp }) };
    }

    private static AccountOpenId? OpenId(Account account) =>
        (account.OpenIdIssuer ?? account.OpenIdExpected) is null ? null : new AccountOpenId(account.OpenIdExpected, account.OpenIdIssuer);
}
