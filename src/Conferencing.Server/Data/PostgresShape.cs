using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Conferencing.Server.Data;

/// <summary>
/// What the model looks like in PostgreSQL: every name lower case, so that the same statements need no quotes on either database, and
/// text compared by its bytes, as SQLite does, whatever the database's own collation. Moments and days are kept as on SQLite.
/// </summary>
internal static class PostgresShape
{
    public static void Apply(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            entity.SetTableName(Lower(entity.GetTableName()));
            foreach (var property in entity.GetProperties()) Apply(property);
            foreach (var key in entity.GetKeys()) key.SetName(Lower(key.GetName()));
            foreach (var key in entity.GetForeignKeys()) key.SetConstraintName(Lower(key.GetConstraintName()));
            foreach (var index in entity.GetIndexes()) index.SetDatabaseName(Lower(index.GetDatabaseName()));
        }
    }

    private static void Apply(IMutableProperty property)
    {
        property.SetColumnName(Lower(property.GetColumnName()));
        var stored = property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
        if (stored == typeof(string)) property.SetCollation("C");
    }

    /// <summary>Folded as PostgreSQL folds what has no quotes.</summary>
    private static string? Lower(string? name) => name?.ToLowerInvariant();
}
