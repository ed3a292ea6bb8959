using System.Data.Common;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Conferencing.Server.Moving;

/// <summary>
/// A table of the model as SQLite and PostgreSQL have it, and how all of it is read from either in one order, that of its key: identifiers,
/// numbers and texts (by their bytes) sort alike on both.
/// </summary>
internal sealed class MovedTable
{
    private readonly string _key;

    private MovedTable(ITable from, ITable to)
    {
        (Name, PostgresName) = (from.Name, to.Name);
        Columns = [.. from.Columns.Select(column => MovedColumn.Of(column, to.FindColumn(column.Name.ToLowerInvariant())!))];
        var key = from.PrimaryKey ?? throw new InvalidOperationException($"{Name} has no key to read it in the order of.");
        _key = string.Join(", ", key.Columns.Select(column => Quote(column.Name)));
        KeyColumns = [.. key.Columns.Select(column => Columns.FindIndex(one => one.Name == column.Name))];
    }

    /// <summary>SQLite's name of it.</summary>
    public string Name { get; }

    public string PostgresName { get; }

    public List<MovedColumn> Columns { get; }

    /// <summary>Where the key's columns are among all.</summary>
    public int[] KeyColumns { get; }

    public string ReadSqlite => $"SELECT {string.Join(", ", Columns.Select(column => Quote(column.Name)))} FROM {Quote(Name)} ORDER BY {_key}";

    /// <summary>Names without quotes are lower case there, as PostgreSQL's are here.</summary>
    public string ReadPostgres => $"SELECT {PostgresColumns} FROM {Quote(PostgresName)} ORDER BY {_key.ToLowerInvariant()}";

    public string CopyIntoPostgres => $"COPY {Quote(PostgresName)} ({PostgresColumns}) FROM STDIN (FORMAT BINARY)";

    private string PostgresColumns => string.Join(", ", Columns.Select(column => Quote(column.PostgresName)));

    /// <summary>Every table of the model, each after those its rows refer to.</summary>
    public static List<MovedTable> All(Db from, Db to)
    {
        var targets = to.Model.GetRelationalModel().Tables.ToDictionary(table => table.Name);
        var (left, ordered) = (from.Model.GetRelationalModel().Tables.ToList(), new List<MovedTable>());
        while (left.Count > 0)
        {
            var next = left.Where(table => !table.ForeignKeyConstraints.Any(key => key.PrincipalTable != table && left.Contains(key.PrincipalTable))).ToList();
            if (next.Count == 0) throw new InvalidOperationException($"Tables refer to each other in a circle: {string.Join(", ", left.Select(table => table.Name))}.");
            ordered.AddRange(next.Select(table => new MovedTable(table, targets[table.Name.ToLowerInvariant()])));
            left.RemoveAll(next.Contains);
        }
        return ordered;
    }

    /// <summary>The values of the row a reader is at, as either database is given them.</summary>
    public void Read(DbDataReader row, object?[] values)
    {
        for (var column = 0; column < values.Length; column++) values[column] = row.IsDBNull(column) ? null : Columns[column].Read(row, column);
    }

    /// <summary>A row by its key, for messages.</summary>
    public string Row(object?[] values) => string.Join(", ", KeyColumns.Select(column => $"{Columns[column].Name} {values[column]}"));

    private static string Quote(string name) => $"\"{name}\"";
}
