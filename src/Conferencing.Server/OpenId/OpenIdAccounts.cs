using System.Security.Cryptography;
using Conferencing.Server.Audit;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.OpenId;

/// <summary>Whose account it is that somebody has signed in for at the provider: exactly one of the two.</summary>
internal sealed record OpenIdOutcome(Account? Account, OpenIdRefusal? Refusal);

/// <summary>
/// Finds the account of a person of the provider: by issuer and subject; the first time by what an administrator has entered for an account and
/// the provider vouches for; else a new one is made that may do nothing. Never by a name, nor by what people enter about themselves here or there.
/// </summary>
internal sealed class OpenIdAccounts(WriteGate gate, OpenIdSettings settings, TimeProvider clock)
{
    private const string TailLetters = "abcdefghjkmnpqrstuvwxyz23456789";

    public Task<OpenIdOutcome> Enter(OpenIdPerson person, CancellationToken cancel) => gate.Write(async db =>
    {
        var known = await db.Users.SingleOrDefaultAsync(one => one.OpenIdIssuer == person.Issuer && one.OpenIdSubject == person.Subject, cancel);
        var account = known is null or { IsWaiting: true } ? await Awaiting(db, person, cancel) ?? known : known;
        if (account is null) return await Make(db, person, cancel);
        if (account.Disabled)
        {
            db.Changes.Say(AuditedThings.Account, account.Id.ToString(), AuditedThings.NameOf(account), "openIdRefused");
            return new OpenIdOutcome(null, OpenIdRefusal.Disabled);
        }
        if (known is not null && known != account) await GiveWay(db, known, cancel);
        if (known != account) await Link(db, account, person, cancel);
        return new OpenIdOutcome(account, null);
    }, cancel);

    private static Task<Account?> Awaiting(Db db, OpenIdPerson person, CancellationToken cancel) => person.Vouched is { } vouched
        ? db.Users.SingleOrDefaultAsync(one => one.OpenIdExpected == vouched && one.OpenIdSubject == null, cancel) : Task.FromResult<Account?>(null);

    /// <summary>He came before an administrator had entered him for the account he has: the one made then was never used, and is retired.</summary>
    private Task<int> GiveWay(Db db, Account waiting, CancellationToken cancel)
    {
        (waiting.OpenIdIssuer, waiting.OpenIdSubject) = (null, null);
        waiting.Retire(clock.Now());
        waiting.ConcurrencyStamp = Guid.NewGuid().ToString();
        return db.SaveChangesAsync(cancel);
    }

    private static Task<int> Link(Db db, Account account, OpenIdPerson person, CancellationToken cancel)
    {
        (account.OpenIdIssuer, account.OpenIdSubject, account.OpenIdExpected) = (person.Issuer, person.Subject, null);
        account.ConcurrencyStamp = Guid.NewGuid().ToString();
        db.Changes.Say(AuditedThings.Account, account.Id.ToString(), AuditedThings.NameOf(account), "openIdLinked");
        return db.SaveChangesAsync(cancel);
    }

    private async Task<OpenIdOutcome> Make(Db db, OpenIdPerson person, CancellationToken cancel)
    {
        var others = await db.Users.AsNoTracking().Where(one => one.OpenIdSubject != null && !one.Disabled).ToListAsync(cancel);
        if (others.Count(one => one.IsWaiting) >= settings.MaxWaiting) return new OpenIdOutcome(null, OpenIdRefusal.Full);
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = await Free(db, person.UserName, cancel),
            DisplayName = person.DisplayName,
            OpenIdIssuer = person.Issuer,
            OpenIdSubject = person.Subject,
            CreatedAt = clock.Now(),
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString(),
        };
        account.NormalizedUserName = account.UserName!.ToUpperInvariant();
        db.Users.Add(account);
        await db.SaveChangesAsync(cancel);
        return new OpenIdOutcome(account, null);
    }

    /// <summary>The name wished for, or with a tail nobody has: one that is taken leads to nobody else's account.</summary>
    private static async Task<string> Free(Db db, string wish, CancellationToken cancel)
    {
        for (var name = wish; ; name = $"{wish}-{RandomNumberGenerator.GetString(TailLetters, 5)}")
        {
            var normal = name.ToUpperInvariant();
            if (!await db.Users.AnyAsync(one => one.NormalizedUserName == normal, cancel)) return name;
        }
    }
}
