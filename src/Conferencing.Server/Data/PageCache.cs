using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Conferencing.Server.Data;

/// <summary>
/// Lets a connection keep 64 MB of the database in memory, as far as it reads so much: SQLite's own limit of 2 MB holds the calendar of a
/// few weeks, and what lies beside it is copied again for every question.
/// </summary>
internal sealed class PageCache : DbConnectionInterceptor
{
    private const string Pragma = "PRAGMA cache_size = -65536";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragma;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
