using Conferencing.Server.Audit;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Retention;

/// <summary>An account that is kept although it was retired long ago: what it booked is still to come.</summary>
internal sealed record HeldAccount(Guid Id, string DisplayName, int Briefings);

/// <summary>
/// Accounts retired long ago forget whose they were: the row stays, so that what names it still does, without a person. Its user name is free again,
/// and nobody can sign in to it any more by whatever way. Templates that were its owner's alone go; what was shared with a unit stays.
/// </summary>
internal sealed class RetiredAccounts(RetentionOptions options) : SweptRule
{
    private const string IsDue = "a.Disabled = TRUE AND a.ErasedAt IS NULL AND a.RetiredAt < @before";

    /// <summary>Briefings it booked of which a session is still to come or runs, whether approved or not.</summary>
    private const string Ahead =
        """SELECT b.Id FROM Briefings AS b WHERE b.BookedById = a.Id AND EXISTS (SELECT 1 FROM Occurrences AS o WHERE o.BriefingId = b.Id AND o."end" > @now AND o.Status <> 'Cancelled')""";

    public override string Id => "accounts";
    public override string Setting => $"{RetentionOptions.Section}:{nameof(RetentionOptions.AccountDays)}";
    public override int Days => options.AccountDays;

    public override Task<List<Guid>> Due(Db db, SweepTime time, IReadOnlyCollection<Guid>? among, CancellationToken cancel) =>
        Find(db, $"SELECT a.Id FROM AspNetUsers AS a WHERE {IsDue} AND NOT EXISTS ({Ahead})", "a.Id", time, among, cancel);

    public static Task<List<HeldAccount>> Held(Db db, SweepTime time, CancellationToken cancel) => PlainSql.Read(
        db, $"SELECT a.Id, a.DisplayName, (SELECT COUNT(*) FROM ({Ahead}) AS ahead) FROM AspNetUsers AS a WHERE {IsDue} AND EXISTS ({Ahead}) ORDER BY a.DisplayName",
        row => new HeldAccount(row.GetGuid(0), row.GetString(1), row.GetInt32(2)), cancel, ("@now", time.Now.ToUnixTimeMilliseconds()), ("@before", time.Before.ToUnixTimeMilliseconds()));

    public override async Task Remove(Db db, SweepTime time, IReadOnlyCollection<Guid> due, CancellationToken cancel)
    {
        foreach (var id in due)
        {
            var name = await db.Users.Where(account => account.Id == id).Select(account => account.DisplayName).SingleAsync(cancel);
            await Belongings(db, id, cancel);
            await Names(db, id, name, cancel);
            await Erase(db, id, time, cancel);
            db.Changes.Say(AuditedThings.Account, id.ToString(), GoneWords.Account, "erased");
        }
    }

    private static async Task Belongings(Db db, Guid id, CancellationToken cancel)
    {
        await db.Tokens.Where(row => row.AccountId == id).ExecuteDeleteAsync(cancel);
        await db.Feeds.Where(row => row.AccountId == id || (row.Kind == FeedKind.Person && row.TargetId == id)).ExecuteDeleteAsync(cancel);
        await db.Presets.Where(row => row.OwnerId == id && row.UnitId == null).ExecuteDeleteAsync(cancel);
        await db.OnceKeys.Where(row => row.AccountId == id).ExecuteDeleteAsync(cancel);
        await db.UserClaims.Where(row => row.UserId == id).ExecuteDeleteAsync(cancel);
        await db.UserLogins.Where(row => row.UserId == id).ExecuteDeleteAsync(cancel);
        await db.UserTokens.Where(row => row.UserId == id).ExecuteDeleteAsync(cancel);
    }

    /// <summary>Where his name was written down beside what he did. Where only the name says whose it is, and somebody else bears it too, it stays as the other's.</summary>
    private static async Task Names(Db db, Guid id, string name, CancellationToken cancel)
    {
        await db.Set<GivenStepRow>().Where(row => row.ById == id && row.By != GoneWords.Text).ExecuteUpdateAsync(row => row.SetProperty(one => one.By, GoneWords.Account), cancel);
        await db.Set<GivenStepRow>().Where(row => row.ForId == id && row.For != GoneWords.Text).ExecuteUpdateAsync(row => row.SetProperty(one => one.For, GoneWords.Account), cancel);
        if (await db.Users.AnyAsync(other => other.Id != id && other.DisplayName == name, cancel)) return;
        await db.History.Where(row => row.Who == name).ExecuteUpdateAsync(row => row.SetProperty(one => one.Who, GoneWords.Account), cancel);
        await db.History.Where(row => row.Detail == name).ExecuteUpdateAsync(row => row.SetProperty(one => one.Detail, GoneWords.Account), cancel);
        await db.Documents.Where(row => row.AddedBy == name).ExecuteUpdateAsync(row => row.SetProperty(one => one.AddedBy, GoneWords.Account), cancel);
        await db.Set<PresetHistoryRow>().Where(row => row.Who == name).ExecuteUpdateAsync(row => row.SetProperty(one => one.Who, GoneWords.Account), cancel);
        await db.OfficialDays.Where(row => row.ChangedBy == name).ExecuteUpdateAsync(row => row.SetProperty(one => one.ChangedBy, GoneWords.Account), cancel);
    }

    /// <summary>Past the change tracker: the audit trail would tell what is to be forgotten.</summary>
    private static Task<int> Erase(Db db, Guid id, SweepTime time, CancellationToken cancel)
    {
        // 122 random bits: nobody will guess it, and nobody wants it.
        var userName = $"deleted-{Guid.NewGuid():N}";
        return db.Users.Where(account => account.Id == id).ExecuteUpdateAsync(row => row
            .SetProperty(one => one.DisplayName, GoneWords.Account)
            .SetProperty(one => one.UserName, userName).SetProperty(one => one.NormalizedUserName, userName.ToUpperInvariant())
            .SetProperty(one => one.Email, (string?)null).SetProperty(one => one.NormalizedEmail, (string?)null).SetProperty(one => one.PhoneNumber, (string?)null)
            .SetProperty(one => one.PasswordHash, (string?)null).SetProperty(one => one.SecurityStamp, Guid.NewGuid().ToString()).SetProperty(one => one.ConcurrencyStamp, Guid.NewGuid().ToString())
            .SetProperty(one => one.TwoFactorEnabled, false).SetProperty(one => one.TotpKey, (string?)null).SetProperty(one => one.TotpStep, 0L).SetProperty(one => one.PaperCodes, "")
            .SetProperty(one => one.OpenIdIssuer, (string?)null).SetProperty(one => one.OpenIdSubject, (string?)null).SetProperty(one => one.OpenIdExpected, (string?)null)
            .SetProperty(one => one.Roles, new List<Role>()).SetProperty(one => one.UnitRoles, new List<UnitRole>()).SetProperty(one => one.Language, (Language?)null)
            .SetProperty(one => one.LockoutEnd, (DateTimeOffset?)null).SetProperty(one => one.ErasedAt, time.Now), cancel);
    }
}
