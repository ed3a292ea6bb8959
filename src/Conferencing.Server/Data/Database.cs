using System.Data.Common;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Conferencing.Server.Data;

/// <summary>That the database has the newest shape.</summary>
internal static class Database
{
    /// <summary>Applies what is missing; when nothing is, which is every start but the first of a release, only looks.</summary>
    public static async Task BringUpToDate(Storage storage, CancellationToken cancel)
    {
        await storage.Prepare(cancel);
        await using var db = storage.ForMigrations();
        await using (var connection = storage.Connect())
        {
            await connection.OpenAsync(cancel);
            var applied = await Applied(connection, storage.Dialect, cancel);
            if (Migrations(db.GetType()).All(applied.Contains)) return;
        }
        await db.Database.MigrateAsync(cancel);
    }

    private static IEnumerable<string> Migrations(Type context) => typeof(Database).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context)
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();

    private static async Task<List<string>> Applied(DbConnection connection, Dialect dialect, CancellationToken cancel)
    {
        // Entity Framework's own table: with its own names on both.
        const string History = "__EFMigrationsHistory";
        var tables = await PlainSql.Read(connection, dialect.FindTable, row => row.GetInt32(0), cancel, ("@name", History));
        return tables.Count == 0 ? [] : await PlainSql.Read(connection, $"""SELECT "MigrationId" FROM "{History}" """, row => row.GetString(0), cancel);
    }
}
