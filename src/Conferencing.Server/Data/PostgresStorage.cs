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

    public override Dialect Dialect => Dialect.Postgres;

    public override DbConnection Connect() => new NpgsqlConnection(_connection);

    public override void Configure(DbContextOptionsBuilder db) => db.UseNpgsql(_connection);

    public override Db ForMigrations() => new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(_connection).Options);

    public override async Task Prepare(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(_connection);
        try
        {
            await connection.OpenAsync(cancel);
        }
        catch (NpgsqlException fault)
        {
            throw new StartRefusedException($"The PostgreSQL database '{connection.Database}' at {connection.Host}:{connection.Port} cannot be reached: {fault.Message}");
        }
        if (connection.PostgreSqlVersion < Oldest)
            throw new StartRefusedException($"PostgreSQL {Oldest.Major} or newer is needed; the server at {connection.Host} is {connection.PostgreSqlVersion}.");
        await RequireExtension(connection, cancel);
        PostgreSqlObjectsInstaller.Install(connection, JobSchema);
    }

    public override JobStorage Jobs()
    {
        var options = new PostgreSqlStorageOptions { SchemaName = JobSchema, PrepareSchemaIfNecessary = false, QueuePollInterval = TimeSpan.FromSeconds(2) };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(_connection, options), options);
    }

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

    private static string Read(string text)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(text);
            parts.ApplicationName ??= "conferencing";
            // Compiling a statement takes longer than any statement here.
            parts.Options ??= "-c jit=off";
            return parts.ToString();
        }
        catch (ArgumentException fault)
        {
            throw new StartRefusedException($"Data:Connection is no connection string of PostgreSQL (Host=…;Database=…;Username=…): {fault.Message}");
        }
    }
}
