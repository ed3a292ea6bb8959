using System.Data.Common;
using Conferencing.Server.Hosting;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Conferencing.Server.Data;

/// <summary>PostgreSQL, reached by a connection string. Jobs are kept there too, in a schema of their own.</summary>
internal sealed class PostgresStorage(string connectionString) : Storage
{
    private const string JobSchema = "hangfire";

    /// <summary>Extensions the owner of a database may create himself are of this version.</summary>
    private static readonly Version Oldest = new(13, 0);

    private readonly string _connection = Read(connectionString);

    public override string Name => "PostgreSQL";

    public override Dialect Dialect => Dialect.Postgres;

    public override DbConnection Connect() => new NpgsqlConnection(_connection);

    public override void Configure(DbContextOptionsBuilder db) => db.UseNpgsql(_connection);

    public override Db ForMigrations() => new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(_connection).Options);

    public override async Task Prepare(CancellationToken cancel)
    {
        await using var connection = await Open(cancel);
        await Require(connection, cancel);
        PostgreSqlObjectsInstaller.Install(connection, JobSchema);
    }

    /// <summary>The server is new enough, the extension is there, and tables may be made.</summary>
    /// <exception cref="StartRefusedException">They are not; the message says what to do.</exception>
    public async Task Require(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (connection.PostgreSqlVersion < Oldest)
            throw new StartRefusedException($"PostgreSQL {Oldest.Major} or newer is needed; the server at {connection.Host} is {connection.PostgreSqlVersion}.");
        await RequireExtension(connection, cancel);
        await RequireRights(connection, cancel);
    }

    /// <exception cref="StartRefusedException">There are tables.</exception>
    public static async Task RequireEmpty(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await Tables(connection, cancel) is not [var first, ..]) return;
        throw new StartRefusedException(
            $"The PostgreSQL database '{connection.Database}' at {connection.Host}:{connection.Port} is not empty (it has a table '{first}'): make a new one and name it in Data:Connection.");
    }

    public override JobStorage Jobs()
    {
        var options = new PostgreSqlStorageOptions { SchemaName = JobSchema, PrepareSchemaIfNecessary = false, QueuePollInterval = TimeSpan.FromSeconds(2) };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(_connection, options), options);
    }

    public override Task CopyTo(string file, CancellationToken cancel) => PostgresTools.Dump(_connection, JobSchema, file, cancel);

    public override async Task<bool> HoldsData(CancellationToken cancel)
    {
        await using var connection = await Open(cancel);
        return (await Tables(connection, cancel)).Count > 0;
    }

    /// <summary>Into a schema of the folder's name; jobs are derived again.</summary>
    public override async Task SetAside(string folder, CancellationToken cancel)
    {
        var schema = Path.GetFileName(folder).Replace('-', '_');
        await using var connection = await Open(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await PlainSql.Execute(connection, $"CREATE SCHEMA {schema}", cancel);
        foreach (var table in await Tables(connection, cancel)) await PlainSql.Execute(connection, $"""ALTER TABLE "{table}" SET SCHEMA {schema}""", cancel);
        await PlainSql.Execute(connection, $"{AuditGuard.MovePostgres} SET SCHEMA {schema}; END IF; END $$", cancel);
        await PlainSql.Execute(connection, $"DROP SCHEMA IF EXISTS {JobSchema} CASCADE", cancel);
        await transaction.CommitAsync(cancel);
    }

    public override async Task TakeFrom(string file, CancellationToken cancel)
    {
        // What the copy's tables need is there before them, or its absence is told in words.
        await using (var connection = await Open(cancel)) await RequireExtension(connection, cancel);
        await PostgresTools.Load(_connection, new NpgsqlConnectionStringBuilder(_connection).Database!, file, cancel);
    }

    private static Task<List<string>> Tables(NpgsqlConnection connection, CancellationToken cancel) =>
        PlainSql.Read(connection, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()", row => row.GetString(0), cancel);

    /// <summary>The constraint against double booking needs it. The database's owner may create it, where its files are installed.</summary>
    private static async Task RequireExtension(NpgsqlConnection connection, CancellationToken cancel)
    {
        const string Extension = OverlapConstraint.Extension;
        var found = await PlainSql.Read(connection, "SELECT 1 FROM pg_extension WHERE extname = @name", row => row.GetInt32(0), cancel, ("@name", Extension));
        if (found.Count > 0) return;
        try
        {
            await PlainSql.Execute(connection, $"CREATE EXTENSION IF NOT EXISTS {Extension}", cancel);
        }
        catch (PostgresException fault)
        {
            throw new StartRefusedException(
                $"The PostgreSQL extension {Extension} is missing, which guards against double booking, and it cannot be created: {fault.MessageText}. " +
                $"Install PostgreSQL's contrib modules if they are not there (Debian has them in postgresql-NN, Red Hat in postgresql-contrib), then let a superuser, or the " +
                $"database's owner, run in the database '{connection.Database}': CREATE EXTENSION {Extension};");
        }
    }

    /// <summary>For the first start: later ones may do with less.</summary>
    private async Task RequireRights(NpgsqlConnection connection, CancellationToken cancel)
    {
        if ((await PlainSql.Read(connection, Dialect.FindTable, row => row.GetInt32(0), cancel, ("@name", Database.History))).Count > 0) return;
        const string Rights = "SELECT has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege(current_schema(), 'CREATE')";
        if ((await PlainSql.Read(connection, Rights, row => row.GetBoolean(0), cancel))[0]) return;
        throw new StartRefusedException(
            $"The account '{connection.UserName}' may not create schemas and tables in the PostgreSQL database '{connection.Database}'. As a superuser: ALTER DATABASE {connection.Database} OWNER TO {connection.UserName};");
    }

    /// <summary>For statements that may take hours; what it refuses is told with the row.</summary>
    public Task<NpgsqlConnection> OpenPatient(CancellationToken cancel) =>
        Open(new NpgsqlConnectionStringBuilder(_connection) { CommandTimeout = 0, IncludeErrorDetail = true, Pooling = false }.ToString(), cancel);

    private Task<NpgsqlConnection> Open(CancellationToken cancel) => Open(_connection, cancel);

    private static async Task<NpgsqlConnection> Open(string text, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(text);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch (Exception fault) when (fault is NpgsqlException or System.Net.Sockets.SocketException)
        {
            await connection.DisposeAsync();
            throw new StartRefusedException($"The PostgreSQL database '{connection.Database}' at {connection.Host}:{connection.Port} cannot be reached: {fault.Message}");
        }
    }

    private static string Read(string text)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            parts.ApplicationName ??= "conferencing";
            // Compiling a statement takes longer than any statement here.
            parts.Options ??= "-c jit=off";
            // The same few statements all day: read and planned once on each connection.
            if (parts.MaxAutoPrepare == 0) parts.MaxAutoPrepare = 100;
            return parts.ToString();
        }
        catch (ArgumentException fault)
        {
            throw new StartRefusedException($"Data:Connection is no connection string of PostgreSQL (Host=…;Database=…;Username=…): {fault.Message}");
        }
    }
}
