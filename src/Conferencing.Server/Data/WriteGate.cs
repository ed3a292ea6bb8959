using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Data;

/// <summary>
/// One writer at a time. The gate makes the queue fair; the transaction takes the write lock at BEGIN (Microsoft.Data.Sqlite begins
/// IMMEDIATE), so what was read inside stays true until the commit, also against another process.
/// </summary>
internal sealed class WriteGate(IDbContextFactory<Db> contexts, PlainSql sql) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Runs <paramref name="work"/> in a write transaction and commits what it saved.</summary>
    public async Task<T> Write<T>(Func<Db, Task<T>> work, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            var result = await work(db);
            // Begun is finished: a caller that hangs up must not learn less than what happened.
            await transaction.CommitAsync(CancellationToken.None);
            return result;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The same with plain statements.</summary>
    public async Task WritePlain(Func<SqliteConnection, Task> work, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            await using var connection = await sql.Open(cancel);
            await using var transaction = connection.BeginTransaction(deferred: false);
            await work(connection);
            await transaction.CommitAsync(CancellationToken.None);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
