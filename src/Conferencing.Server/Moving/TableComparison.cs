using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Conferencing.Server.Moving;

/// <summary>Reads tables from both databases side by side: every row, every column.</summary>
internal sealed class TableComparison(SqliteConnection from, NpgsqlConnection to, MoveProgress progress)
{
    /// <returns>How many rows both have.</returns>
    /// <exception cref="StartRefusedException">They differ; the message says in which row.</exception>
    public async Task<long> Compare(MovedTable table, CancellationToken cancel)
    {
        await using var readOld = PlainSql.Command(from, table.ReadSqlite);
        await using var readNew = PlainSql.Command(to, table.ReadPostgres);
        await using var oldRow = await readOld.ExecuteReaderAsync(cancel);
        await using var newRow = await readNew.ExecuteReaderAsync(cancel);
        var (kept, came) = (new object?[table.Columns.Count], new object?[table.Columns.Count]);
        for (var rows = 0L; ; await progress.At($"{table.Name}, compared", ++rows))
        {
            var (isOld, isNew) = (await oldRow.ReadAsync(cancel), await newRow.ReadAsync(cancel));
            if (!isOld && !isNew) return rows;
            if (isOld) table.Read(oldRow, kept);
            if (isNew) table.Read(newRow, came);
            if (isOld && isNew && kept.SequenceEqual(came)) continue;
            throw new StartRefusedException(Difference(table, isOld ? kept : null, isNew ? came : null));
        }
    }

    private static string Difference(MovedTable table, object?[]? kept, object?[]? came)
    {
        var what = (kept, came) switch
        {
            (null, { } more) => $"PostgreSQL has a row more ({table.Row(more)})",
            ({ } missing, null) => $"PostgreSQL is without a row ({table.Row(missing)})",
            ({ } old, { } other) => $"{string.Join(", ", table.Columns.Where((_, column) => !Equals(old[column], other[column])).Select(column => column.Name))} of a row ({table.Row(old)}) came back otherwise",
            _ => throw new ArgumentException("Two rows that are not there do not differ."),
        };
        return $"{table.Name} is not the same in both databases: {what}. Nothing was moved.";
    }
}
