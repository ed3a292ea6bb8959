using System.Data.Common;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Conferencing.Server.Moving;

/// <summary>
/// A column of the model on both databases. The model turns a property into the same stored value for either (a moment into milliseconds, an
/// enumeration into its word), so what one keeps is given to the other as it is.
/// </summary>
internal sealed record MovedColumn(string Name, string PostgresName, Func<DbDataReader, int, object> Read)
{
    private static readonly Dictionary<Type, Func<DbDataReader, int, object>> Readers = new()
    {
        [typeof(string)] = (row, column) => row.GetString(column),
        [typeof(Guid)] = (row, column) => row.GetGuid(column),
        [typeof(long)] = (row, column) => row.GetInt64(column),
        [typeof(int)] = (row, column) => row.GetInt32(column),
        [typeof(bool)] = (row, column) => row.GetBoolean(column),
        [typeof(double)] = (row, column) => row.GetDouble(column),
        [typeof(DateTimeOffset)] = (row, column) => InMicroseconds(row.GetFieldValue<DateTimeOffset>(column)),
    };

    public static MovedColumn Of(IColumn from, IColumn to)
    {
        var (stored, wanted) = (Stored(from), Stored(to));
        if (stored != wanted) throw new InvalidOperationException($"{from.Table.Name}.{from.Name} is {stored.Name} on SQLite and {wanted.Name} on PostgreSQL.");
        if (!Readers.TryGetValue(stored, out var read)) throw new InvalidOperationException($"{from.Table.Name}.{from.Name} is {stored.Name}, which nothing here reads.");
        return new MovedColumn(from.Name, to.Name, read);
    }

    private static Type Stored(IColumn column)
    {
        CoreTypeMapping mapping = column.PropertyMappings[0].TypeMapping;
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }

    /// <summary>PostgreSQL keeps a moment in UTC and no finer; SQLite keeps 100 ns.</summary>
    private static DateTimeOffset InMicroseconds(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}
