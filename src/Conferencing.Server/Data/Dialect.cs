using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Conferencing.Server.Data;

/// <summary>
/// Where the plain statements of SQLite and PostgreSQL differ, one member for each difference; all else of a statement is one text for both.
/// For that names are written without quotes (PostgreSQL's are lower case, see <see cref="PostgresShape"/>; only <c>"end"</c>, a word of
/// its own there, has them), and what is true or false is compared with TRUE and FALSE. Opens nothing: that is <see cref="Storage"/>'s.
/// </summary>
internal abstract class Dialect
{
    public static Dialect Sqlite { get; } = new SqliteDialect();
    public static Dialect Postgres { get; } = new PostgresDialect();

    public static Dialect Of(Db db) => db.Database.IsNpgsql() ? Postgres : Sqlite;

    /// <summary>Many values in one parameter: a JSON array, identifiers as <see cref="PlainSql.Text"/> writes them.</summary>
    public static string Json(IEnumerable<Guid> ids) => JsonSerializer.Serialize(ids.Select(PlainSql.Text));

    /// <summary>The last guard against double booking spoke: code before it forgot to ask.</summary>
    public static bool IsOverlap(Exception? fault) => fault switch
    {
        SqliteException { SqliteErrorCode: 19 } refused => refused.Message.Contains(OverlapTriggers.Message, StringComparison.Ordinal),
        PostgresException { SqlState: PostgresErrorCodes.ExclusionViolation } refused => refused.ConstraintName == OverlapConstraint.Name,
        _ => false,
    };

    /// <summary>A text that PostgreSQL cannot keep: one with a NUL in it.</summary>
    public static bool IsUnstorable(Exception? fault) => fault is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter };

    /// <summary>
    /// The database cannot be reached, went away in the middle, or lets nobody in just now: it may be asked again. One that says what it does not want is there.
    /// </summary>
    public static bool IsAway(Exception? fault) => fault switch
    {
        null => false,
        PostgresException told => told.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.TooManyConnections || told.SqlState.StartsWith("08", StringComparison.Ordinal),
        NpgsqlException => true,
        _ => IsAway(fault.InnerException),
    };

    /// <summary>The identifiers of a JSON array, a row each.</summary>
    public abstract string Ids(string parameter);

    /// <summary>A JSON array of arrays as rows: its place from 0, then the columns in order.</summary>
    /// <param name="types">PostgreSQL's names of the columns' types.</param>
    public abstract string Rows(string parameter, params string[] types);

    /// <summary>
    /// Joins, to each row before it, the rows of a table that an index finds. Keeps the order of the join as written: what is asked for is
    /// little and the table large, and neither database's guess of how little can be relied on.
    /// </summary>
    public abstract string LookUp(string table, string alias, string where);

    /// <summary>Whether a table of the name <c>@name</c> is there: a row or none.</summary>
    public abstract string FindTable { get; }

    /// <summary>What makes the transaction that has just begun the only one that writes; null where its beginning did.</summary>
    public abstract string? TakeTurn { get; }

    private sealed class SqliteDialect : Dialect
    {
        public override string FindTable => "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = @name";

        public override string? TakeTurn => null;

        public override string LookUp(string table, string alias, string where) => $"CROSS JOIN {table} AS {alias} ON {where}";

        public override string Ids(string parameter) => $"SELECT value FROM json_each({parameter})";

        public override string Rows(string parameter, params string[] types) =>
            $"SELECT key, {string.Join(", ", types.Select((_, index) => $"value ->> {index}"))} FROM json_each({parameter})";
    }

    private sealed class PostgresDialect : Dialect
    {
        public override string FindTable => "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = @name";

        /// <summary>
        /// Held until the transaction ends, also against writers of other server processes. Each statement after it sees what those before
        /// it in the queue committed (READ COMMITTED takes a snapshot for every statement), so that what is read stays true until the commit.
        /// </summary>
        public override string? TakeTurn => "SELECT pg_advisory_xact_lock(5463026182739)";

        // OFFSET 0 is what keeps PostgreSQL from joining in another order.
        public override string LookUp(string table, string alias, string where) =>
            $"CROSS JOIN LATERAL (SELECT * FROM {table} AS {alias} WHERE {where} OFFSET 0) AS {alias}";

        public override string Ids(string parameter) => $"SELECT value::uuid FROM jsonb_array_elements_text({parameter}::jsonb) AS one(value)";

        public override string Rows(string parameter, params string[] types) =>
            $"""
            SELECT n - 1, {string.Join(", ", types.Select((type, index) => $"(value ->> {index})::{type}"))}
            FROM jsonb_array_elements({parameter}::jsonb) WITH ORDINALITY AS one(value, n)
            """;
    }
}
