using System.Data.Common;
using Conferencing.Server.Audit;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Data;

/// <summary>
/// One writer at a time. The gate makes the queue of this process fair; what makes it true against other processes is the database: SQLite
/// takes the write lock at BEGIN (Microsoft.Data.Sqlite begins IMMEDIATE), PostgreSQL an advisory lock until the commit
/// (<see cref="Dialect.TakeTurn"/>). So what was read inside stays true until the commit, and nobody has to try again: with the exclusion
/// constraint alone every loser would, and could not be told by what he lost.
/// </summary>
internal sealed class WriteGate(IDbContextFactory<Db> contexts, PlainSql sql, Storage storage, AuditTrail trail) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Runs <paramref name="work"/> in a write transaction and commits what it saved, with its lines of the audit trail and of what others keep in memory.</summary>
    public async Task<T> Write<T>(Func<Db, Task<T>> work, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancel);
            // What fails ends the whole transaction: no step of it is ever taken back alone.
            db.Database.AutoSavepointsEnabled = false;
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            if (storage.Dialect.TakeTurn is { } turn) await PlainSql.Execute(db, turn, cancel);
            var result = await work(db);
            await trail.Write(db, cancel);
            await db.Revised.Write(db, cancel);
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
    public async Task WritePlain(Func<DbConnection, Task> work, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            await using var connection = await sql.Open(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            if (storage.Dialect.TakeTurn is { } turn) await PlainSql.Execute(connection, turn, cancel);
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
