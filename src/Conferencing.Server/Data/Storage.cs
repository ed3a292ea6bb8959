using System.Data.Common;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Data;

/// <summary>
/// The database of this installation: a file of SQLite in the data folder, or PostgreSQL where <c>Data:Connection</c> names one. How it is
/// reached, made ready and shaped; what it is asked is in <see cref="Db"/> and <see cref="PlainSql"/>.
/// </summary>
internal abstract class Storage
{
    public static Storage Of(DataOptions options, DataFolder folder) =>
        string.IsNullOrWhiteSpace(options.Connection) ? new SqliteStorage(folder) : new PostgresStorage(options.Connection);

    public abstract string Name { get; }

    public abstract Dialect Dialect { get; }

    /// <summary>A connection that is still to be opened.</summary>
    public abstract DbConnection Connect();

    public abstract void Configure(DbContextOptionsBuilder db);

    /// <summary>The context that owns this database's migrations.</summary>
    public abstract Db ForMigrations();

    /// <summary>What must be true before the first statement.</summary>
    /// <exception cref="StartRefusedException">The database cannot be used; the message says what is missing.</exception>
    public abstract Task Prepare(CancellationToken cancel);

    /// <summary>Where Hangfire keeps its jobs.</summary>
    public abstract JobStorage Jobs();

    /// <summary>Copies the database as it is at one moment, while others read and write, into a new file.</summary>
    public abstract Task CopyTo(string file, CancellationToken cancel);

    /// <summary>Whether something is there that a copy brought back would write over.</summary>
    public abstract Task<bool> HoldsData(CancellationToken cancel);

    /// <summary>Takes what is there out of the way, into a folder or under its name; nothing is deleted.</summary>
    public abstract Task SetAside(string folder, CancellationToken cancel);

    /// <summary>Begins with a copy made by <see cref="CopyTo"/>, where nothing is.</summary>
    public abstract Task TakeFrom(string file, CancellationToken cancel);
}
