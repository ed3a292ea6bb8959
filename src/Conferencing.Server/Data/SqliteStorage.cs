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
}
