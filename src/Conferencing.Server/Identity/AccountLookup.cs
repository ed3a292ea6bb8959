using System.Data.Common;
using Conferencing.Server.Data;
using NodaTime;

namespace Conferencing.Server.Identity;

/// <summary>Whose request it is, asked with every request: plain SQL, so that also the first one after a start is quick.</summary>
internal sealed class AccountLookup(PlainSql sql)
{
    private const string Columns = "account.Id, account.UserName, account.DisplayName, account.Roles, account.Language, account.SecurityStamp, account.UnitRoles, account.TwoFactorEnabled";

    /// <summary>An account that is in use; null for any other.</summary>
    public async Task<Account?> ById(Guid id, CancellationToken cancel) => (await sql.Read(
        $"SELECT {Columns} FROM AspNetUsers AS account WHERE account.Id = @id AND account.Disabled = FALSE", Account, cancel, ("@id", id))).SingleOrDefault();

    /// <summary>The account of a token that has not expired, which token it is and is called, and when it was last used.</summary>
    public async Task<(Account Account, Guid TokenId, Instant? LastUsedAt, string TokenName)?> ByToken(string hash, Instant now, CancellationToken cancel)
    {
        var found = await sql.Read(
            $"""
            SELECT {Columns}, token.Id, token.LastUsedAt, token.Name FROM Tokens AS token JOIN AspNetUsers AS account ON account.Id = token.AccountId
            WHERE token.Hash = @hash AND account.Disabled = FALSE AND (token.ExpiresAt IS NULL OR token.ExpiresAt > @now)
            """,
            row => (Account(row), row.GetGuid(8), row.IsDBNull(9) ? (Instant?)null : Instant.FromUnixTimeMilliseconds(row.GetInt64(9)), row.GetString(10)),
            cancel, ("@hash", hash), ("@now", now.ToUnixTimeMilliseconds()));
        return found.Count == 0 ? null : found[0];
    }

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
