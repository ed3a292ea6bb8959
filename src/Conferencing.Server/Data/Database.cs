using System.Data.Common;
using System.Reflection;
using Conferencing.Server.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Conferencing.Server.Data;

/// <summary>That the database has the newest shape.</summary>
internal static class Database
{
    /// <summary>Entity Framework's own table of what was applied: with its own names on both.</summary>
    public const string History = "__EFMigrationsHistory";

    /// <summary>Applies what is missing; when nothing is, which is every start but the first of a release, only looks.</summary>
    public static async Task BringUpToDate(Storage storage, CancellationToken cancel)
    {
        await storage.Prepare(cancel);
        if (await IsUpToDate(storage, cancel)) return;
        await using var db = storage.ForMigrations();
        await db.Database.MigrateAsync(cancel);
    }

    /// <summary>Whether the database has every change of the schema that this version of the program has.</summary>
    public static async Task<bool> IsUpToDate(Storage storage, CancellationToken cancel)
    {
        await using var db = storage.ForMigrations();
        await using var connection = storage.Connect();
        await connection.OpenAsync(cancel);
        var applied = await Applied(connection, storage.Dialect, cancel);
        return Migrations(db.GetType()).All(applied.Contains);
    }

    /// <summary>The newest change of the schema that the database has.</summary>
    /// <exception cref="StartRefusedException">It has none: it is no database of this program.</exception>
    public static async Task<string> Newest(Storage storage, CancellationToken cancel)
    {
        await using var connection = storage.Connect();
        await connection.OpenAsync(cancel);
        return (await Applied(connection, storage.Dialect, cancel)).Max(StringComparer.Ordinal)
            ?? throw new StartRefusedException("The database has no history of its schema: it is not this program's.");
    }

    /// <summary>Whether this version of the program has the change.</summary>
    public static bool Knows(Storage storage, string migration)
    {
        using var db = storage.ForMigrations();
        return Migrations(db.GetType()).Contains(migration);
    }

    private static IEnumerable<string> Migrations(Type context) => typeof(Database).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<DbContextAttribute>()?.ContextType == context)
        .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>();

    private static async Task<List<string>> Applied(DbConnection connection, Dialect dialect, CancellationToken cancel)
    {
        var tables = await PlainSql.Read(connection, dialect.FindTable, row => row.GetInt32(0), cancel, ("@name", History));
        return tables.Count == 0 ? [] : await PlainSql.Read(connection, $"""SELECT "MigrationId" FROM "{History}" """, row => row.GetString(0), cancel);
    }
}
