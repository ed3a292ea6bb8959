using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>What the pages ask first: who is there, and how one may sign in. Signs nobody in.</summary>
internal sealed class SessionReading(SignInSettings options, OpenIdSettings openId, TimeProvider clock)
{
    /// <param name="way">How he signed in; null for a program with a token.</param>
    public async Task<SessionAnswer> Answer(Db db, Account? account, SignInWay? way, CancellationToken cancel)
    {
        var facts = await db.Facts.AsNoTracking().ToDictionaryAsync(fact => fact.Name, fact => fact.Value, cancel);
        var setupNeeded = account is null && !await db.Users.AnyAsync(cancel);
        return new SessionAnswer(
            setupNeeded, account is null ? null : Describe(account, way, await NamedSecretary.IsNamed(db, account.Id, cancel)), clock.Now().ToLocal(), facts.GetValueOrDefault(FactRow.Organisation), facts.GetValueOrDefault(FactRow.Kind) == FactRow.Demo,
            new SignInWaysAnswer(openId.Enabled ? openId.Name : null, options.Passwords == PasswordRule.Everybody, openId.Enabled ? openId.LinkClaim : null));
    }

    private SignedInUser Describe(Account account, SignInWay? way, bool isNamed)
    {
        // A token is not held up by a second step, which is the pages'.
        var isDue = way is { } page && options.IsDue(account, page);
        return new SignedInUser(
            account.Id, account.UserName!, account.DisplayName, isDue ? [] : [.. account.AllRoles], isDue ? [] : [.. account.UnitRoles.Where(one => !account.Roles.Contains(one.Role))], account.Language ?? Language.Vi, account.PhoneNumber, account.Email,
            new SecondFactorAnswer(account.TwoFactorEnabled, isDue, SecondFactor.PaperLeft(account)), account.PasswordHash is not null,
            openId is { Enabled: true, SignOutToo: true } && way is SignInWay.OpenId or SignInWay.OpenIdStrong, isNamed && !isDue);
    }
}
