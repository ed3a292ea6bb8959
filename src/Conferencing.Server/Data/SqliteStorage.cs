using System.Data.Common;
using Conferencing.Server.Hosting;
using Hangfire;
using Hangfire.InMemory;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Data;

/// <summary>SQLite in the data folder. Jobs are kept in memory: they are derived from the bookings again at every start.</summary>
internal sealed class SqliteStorage(DataFolder folder) : Storage
{
    private readonly string _connection = ConnectionString(folder);

    public static string ConnectionString(DataFolder folder) => new SqliteConnectionStringBuilder
    {
        DataSource = folder.Database,
        ForeignKeys = true,
        // Seconds a statement waits for the other writer; the write gate keeps this server's own writers from meeting.
        DefaultTimeout = 10,
    }.ToString();

    public override string Name => "SQLite";

    public override Dialect Dialect => Dialect.Sqlite;

    public override DbConnection Connect() => new SqliteConnection(_connection);

    public override void Configure(DbContextOptionsBuilder db) => db.UseSqlite(_connection).AddInterceptors(new PageCache());

    public override Db ForMigrations() => new(new DbContextOptionsBuilder<Db>().UseSqlite(_connection).Options);

    public override async Task Prepare(CancellationToken cancel)
    {
        await using var connection = Connect();
        await connection.OpenAsync(cancel);
        await PlainSql.Execute(connection, "PRAGMA journal_mode = WAL", cancel);
    }

    public override JobStorage Jobs() => new InMemoryStorage();

    public override async Task CopyTo(string file, CancellationToken cancel)
    {
        await using var connection = Connect();
        await connection.OpenAsync(cancel);
        // Reads a snapshot: writers go on.
        await PlainSql.Execute(connection, "VACUUM INTO @file", cancel, ("@file", file));
    }

    public override Task<bool> HoldsData(CancellationToken cancel) => Task.FromResult(Files.Any(File.Exists));

    /// <summary>Reads one moment, and cannot write.</summary>
    /// <exception cref="StartRefusedException">The database is damaged.</exception>
    public async Task<SqliteConnection> OpenUnchanging(CancellationToken cancel)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_connection) { Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await connection.OpenAsync(cancel);
        connection.BeginTransaction(deferred: true);
        if (await FirstFault(connection, cancel) is not { } fault) return connection;
        await connection.DisposeAsync();
        throw new StartRefusedException($"The database {connection.DataSource} is damaged: {fault}");
    }

    public override Task SetAside(string into, CancellationToken cancel)
    {
        // Closed, so that its log is written into it.
        SqliteConnection.ClearAllPools();
        foreach (var file in Files.Where(File.Exists)) File.Move(file, Path.Combine(into, Path.GetFileName(file)));
        return Task.CompletedTask;
    }

    public override async Task TakeFrom(string file, CancellationToken cancel)
    {
        try
        {
            await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
            await connection.OpenAsync(cancel);
            if (await FirstFault(connection, cancel) is { } fault) throw new StartRefusedException($"The database of the backup is damaged: {fault}");
            var tables = await PlainSql.Read(connection, Dialect.FindTable, row => row.GetInt32(0), cancel, ("@name", Database.History));
            if (tables.Count == 0) throw new StartRefusedException("The database of the backup is not this program's.");
        }
        catch (SqliteException fault)
        {
            throw new StartRefusedException($"The database of the backup cannot be read: {fault.Message}");
        }
        File.Move(file, folder.Database);
    }

    private static async Task<string?> FirstFault(SqliteConnection connection, CancellationToken cancel)
    {
        var found = await PlainSql.Read(connection, "PRAGMA quick_check", row => row.GetString(0), cancel);
        return found is ["ok"] ? null : found[0];
    }

    /// <summary>The database with its log of what is still to be written into it.</summary>
    private string[] Files => [folder.Database, folder.Database + "-wal", folder.Database + "-shm"];
}
