using Conferencing.Server.Data;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Retention;

/// <summary>Looks for a word in every column of every table there is, whatever is in it, on either database.</summary>
internal static class Everywhere
{
    /// <summary>"table.column" of each that holds the word, in lower case; not those of the audit trail, which nobody can change.</summary>
    public static Task<string[]> Holding(this RunningServer server, string word) => server.Read(async db =>
    {
        var found = new List<string>();
        foreach (var type in db.Model.GetEntityTypes().Where(type => type.ClrType != typeof(AuditRow)))
        {
            foreach (var column in type.GetProperties().Select(property => property.GetColumnName()))
            {
                var sql = $"""SELECT COUNT(*) FROM "{type.GetTableName()}" WHERE LOWER(CAST("{column}" AS TEXT)) LIKE @word""";
                var count = await PlainSql.Read(db, sql, row => row.GetInt64(0), CancellationToken.None, ("@word", $"%{word.ToLowerInvariant()}%"));
                if (count[0] > 0) found.Add($"{type.GetTableName()}.{column}".ToLowerInvariant());
            }
        }
        return found.Order(StringComparer.Ordinal).ToArray();
    });
}
