using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Conferencing.Server.Moving;

/// <summary>Streams tables from SQLite into PostgreSQL, a row in memory at a time, inside the transaction of the connection.</summary>
internal sealed class TableCopy(SqliteConnection from, NpgsqlConnection to, MoveProgress progress)
{
    /// <summary>What refers to other tables and what may not overlap is checked when the last row is in.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Rows of which the check takes a while.</summary>
    private const int Many = 10_000;

    /// <returns>How many rows.</returns>
    /// <exception cref="StartRefusedException">PostgreSQL does not take a row; the message says which and why.</exception>
    public async Task<long> Copy(MovedTable table, CancellationToken cancel)
    {
        try
        {
            var rows = await Stream(table, cancel);
            await PlainSql.Execute(to, $"""ANALYZE "{table.PostgresName}" """, cancel);
            return rows;
        }
        catch (PostgresException fault) when (!Dialect.IsAway(fault))
        {
            var details = string.Join("; ", new[] { fault.Detail, fault.Where }.OfType<string>());
            throw new StartRefusedException($"PostgreSQL does not take the table {table.Name}, and nothing was moved: {fault.MessageText} ({details})");
        }
    }

    /// <summary>New rows are numbered after all that ever were, also after those that are gone.</summary>
    public async Task CarryOnNumbers(IEnumerable<MovedTable> tables, CancellationToken cancel)
    {
        const string Numbered = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'";
        var columns = (await PlainSql.Read(to, Numbered, row => (Table: row.GetString(0), Column: row.GetString(1)), cancel)).ToDictionary(one => one.Table, one => one.Column);
        foreach (var table in tables.Where(table => columns.ContainsKey(table.PostgresName)))
        {
            var column = columns[table.PostgresName];
            var last = (await PlainSql.Read(from, "SELECT seq FROM sqlite_sequence WHERE name = @name", row => row.GetInt64(0), cancel, ("@name", table.Name))).SingleOrDefault();
            await PlainSql.Execute(
                to, $"""SELECT setval(pg_get_serial_sequence('"{table.PostgresName}"', '{column}'), GREATEST(@last, (SELECT max("{column}") FROM "{table.PostgresName}")) + 1, false)""",
                cancel, ("@last", last));
        }
    }

    private async Task<long> Stream(MovedTable table, CancellationToken cancel)
    {
        await using var read = PlainSql.Command(from, table.ReadSqlite);
        await using var row = await read.ExecuteReaderAsync(cancel);
        await using var into = await to.BeginBinaryImportAsync(table.CopyIntoPostgres, cancel);
        into.Timeout = Patience;
        var (rows, values) = (0L, new object?[table.Columns.Count]);
        while (await row.ReadAsync(cancel))
        {
            table.Read(row, values);
            await into.WriteRowAsync(cancel, values);
            await progress.At(table.Name, ++rows);
        }
        if (rows >= Many) await progress.Say($"    {table.Name}: PostgreSQL checks them …");
        await into.CompleteAsync(cancel);
        return rows;
    }
}
