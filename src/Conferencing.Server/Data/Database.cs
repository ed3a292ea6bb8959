using System.Reflection;
using Conferencing.Server.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

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

    /// <summary>Applies what is missing; when nothing is, which is every start but the first of a release, only looks.</summary>
    public static async Task BringUpToDate(PlainSql sql, IDbContextFactory<Db> contexts, CancellationToken cancel)
    {
        await using (var connection = await sql.Open(cancel))
        {
            await PlainSql.Execute(connection, "PRAGMA journal_mode = WAL", cancel);
            var applied = await Applied(connection, cancel);
            if (Migrations().All(applied.Contains)) return;
        }
        await using var db = await contexts.CreateDbContextAsync(cancel);
        await db.Database.MigrateAsync(cancel);
    }

    private static IEnumerable<string> Migrations() =>
        typeof(Database).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();

    private static async Task<List<string>> Applied(SqliteConnection connection, CancellationToken cancel)
    {
        const string History = "__EFMigrationsHistory";
        var tables = await PlainSql.Read(connection, "SELECT name FROM sqlite_master WHERE name = @name", row => row.GetString(0), cancel, ("@name", History));
        return tables.Count == 0 ? [] : await PlainSql.Read(connection, $"SELECT MigrationId FROM {History}", row => row.GetString(0), cancel);
    }
}
