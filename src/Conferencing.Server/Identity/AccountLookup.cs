using System.Data.Common;
using System.Security.Claims;
using Conferencing.Server.Data;
using NodaTime;

namespace Conferencing.Server.Identity;

/// <summary>Who signs in by a token, and which it is.</summary>
/// <param name="ExpiresAt">Null for never.</param>
internal sealed record TokenHolder(Account Account, Guid TokenId, string TokenName, Instant? LastUsedAt, Instant? ExpiresAt);

/// <summary>Whose request it is, asked with every request: plain SQL, so that also the first one after a start is quick.</summary>
internal sealed class AccountLookup(PlainSql sql)
{
    private const string Columns = "account.Id, account.UserName, account.DisplayName, account.Roles, account.Language, account.SecurityStamp, account.UnitRoles, account.TwoFactorEnabled";

    /// <summary>An account that is in use; null for any other.</summary>
    public async Task<Account?> ById(Guid id, CancellationToken cancel) => (await sql.Read(
        $"SELECT {Columns} FROM AspNetUsers AS account WHERE account.Id = @id AND account.Disabled = FALSE", Account, cancel, ("@id", id))).SingleOrDefault();

    /// <summary>Whether somebody is still who he was when he was asked: in use, signed in the same way, with the same roles, his token not revoked.</summary>
    public async Task<bool> Stands(ClaimsPrincipal user, CancellationToken cancel)
    {
        var caller = Caller.Of(user);
        if (await ById(caller.Id, cancel) is not { } account || account.SecurityStamp != user.FindFirstValue(AccountCookie.StampClaim)) return false;
        if (!Caller.IsHeld(user) && !(caller.Roles.SequenceEqual(account.Roles) && caller.UnitRoles.SequenceEqual(account.UnitRoles))) return false;
        return TokenAuthentication.IdOf(user) is not { } token || (await sql.Read("SELECT Id FROM Tokens WHERE Id = @id", row => row.GetGuid(0), cancel, ("@id", token))).Count > 0;
    }

    /// <summary>Whose a token is that has not expired; null for any other.</summary>
    public async Task<TokenHolder?> ByToken(string hash, Instant now, CancellationToken cancel)
    {
        var found = await sql.Read(
            $"""
            SELECT {Columns}, token.Id, token.Name, token.LastUsedAt, token.ExpiresAt FROM Tokens AS token JOIN AspNetUsers AS account ON account.Id = token.AccountId
            WHERE token.Hash = @hash AND account.Disabled = FALSE AND (token.ExpiresAt IS NULL OR token.ExpiresAt > @now)
            """,
            row => new TokenHolder(Account(row), row.GetGuid(8), row.GetString(9), MomentOf(row, 10), MomentOf(row, 11)),
            cancel, ("@hash", hash), ("@now", now.ToUnixTimeMilliseconds()));
        return found.SingleOrDefault();
    }

    private static Instant? MomentOf(DbDataReader row, int column) => row.IsDBNull(column) ? null : Instant.FromUnixTimeMilliseconds(row.GetInt64(column));

    private static Account Account(DbDataReader row) => new()
    {
        Id = row.GetGuid(0),
        UserName = row.GetString(1),
        DisplayName = row.GetString(2),
        Roles = RoleList.Read(row.GetString(3)),
        Language = row.IsDBNull(4) ? null : Enum.Parse<Language>(row.GetString(4)),
        SecurityStamp = row.IsDBNull(5) ? null : row.GetString(5),
        UnitRoles = UnitRole.ReadAll(row.GetString(6)),
        TwoFactorEnabled = row.GetBoolean(7),
    };
}
