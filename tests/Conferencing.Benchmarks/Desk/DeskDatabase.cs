using System.Data.Common;
using Conferencing.Server.Tests.Rig;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Conferencing.Benchmarks.Desk;

/// <summary>The database of a measured server: the file in its folder, or one of a PostgreSQL server started for this run.</summary>
internal sealed class DeskDatabase : IDisposable
{
    private const string Name = "desk";

    private readonly PostgresServer? _server;

    private DeskDatabase(PostgresServer? server) => _server = server;

    public bool IsPostgres => _server is not null;

    /// <summary>The setting Data:Connection.</summary>
    public string Setting => _server?.Connection(Name) ?? "";

    public static async Task<DeskDatabase> Start(bool postgres)
    {
        if (!postgres) return new DeskDatabase(null);
        var server = await PostgresServer.Start();
        await server.Create(Name);
        return new DeskDatabase(server);
    }

    /// <param name="file">Where SQLite's is.</param>
    public DbConnection Open(string file)
    {
        DbConnection connection = IsPostgres
            ? new NpgsqlConnection(Setting + ";Pooling=false;Command Timeout=1800")
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public void Dispose() => _server?.Dispose();
}
