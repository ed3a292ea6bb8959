using Conferencing.Server.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Data;

/// <summary>The database file: how it is opened, and that it has the newest shape.</summary>
internal static class Database
{
    public static string ConnectionString(DataFolder folder) => new SqliteConnectionStringBuilder
    {
        DataSource = folder.Database,
        ForeignKeys = true,
        // Seconds a statement waits for the other writer; the write gate keeps this server's own writers from meeting.
        DefaultTimeout = 10,
    }.ToString();

    /// <summary>
    /// Applies what is missing. A start after a crash must be fast, so the list of applied migrations is read with plain SQL
    /// first, and Entity Framework is only asked when it is short.
    /// </summary>
    public static async Task BringUpToDate(IDbContextFactory<Db> contexts, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.Database.OpenConnectionAsync(cancel);
        await using (var mode = db.Database.GetDbConnection().CreateCommand())
        {
            mode.CommandText = "PRAGMA journal_mode = WAL";
            await mode.ExecuteNonQueryAsync(cancel);
        }
        var applied = await AppliedMigrations(db, cancel);
        if (!db.Database.GetMigrations().All(applied.Contains)) await db.Database.MigrateAsync(cancel);
    }

    private static async Task<HashSet<string>> AppliedMigrations(Db db, CancellationToken cancel)
    {
        await using var query = db.Database.GetDbConnection().CreateCommand();
        query.CommandText = "SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'";
        if (await query.ExecuteScalarAsync(cancel) is 0L) return [];
        query.CommandText = "SELECT MigrationId FROM __EFMigrationsHistory";
        var applied = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await query.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) applied.Add(reader.GetString(0));
        return applied;
    }
}
