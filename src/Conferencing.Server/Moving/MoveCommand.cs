using System.Globalization;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Conferencing.Server.Moving;

/// <summary>
/// Moves an installation from SQLite to PostgreSQL while the server does not run. Schema and rows are made in one transaction and compared
/// before it is committed: whatever ends this earlier leaves nothing behind, and SQLite is only read. Afterwards its file goes aside.
/// Documents, recordings and keys are files with either and stay where they are.
/// </summary>
internal sealed class MoveCommand(SqliteStorage from, PostgresStorage to, DataFolder folder, TimeProvider clock, TextWriter output)
{
    private readonly MoveProgress _progress = new(output, clock);

    /// <returns>Where the file of SQLite is now.</returns>
    public async Task<string> Move(CancellationToken cancel)
    {
        await RequireSource(cancel);
        await using var old = await from.OpenUnchanging(cancel);
        await using var fresh = await to.OpenPatient(cancel);
        await using var transaction = await fresh.BeginTransactionAsync(cancel);
        await PlainSql.Execute(fresh, Dialect.Postgres.TakeTurn!, cancel);
        await PostgresStorage.RequireEmpty(fresh, cancel);
        await to.Require(fresh, cancel);
        await Fill(old, fresh, cancel);
        await transaction.CommitAsync(cancel);
        await old.DisposeAsync();
        return await SetAside();
    }

    /// <summary>It has the shape of this version: bringing it there is a start's work, and what is moved is only read.</summary>
    private async Task RequireSource(CancellationToken cancel)
    {
        if (!await from.HoldsData(cancel)) throw new StartRefusedException($"There is no database of SQLite in the data folder {folder.Path}: there is nothing to move.");
        var newest = await Database.Newest(from, cancel);
        if (!Database.Knows(from, newest)) throw new StartRefusedException($"The database {folder.Database} was made by a newer version of the program ({newest}).");
        if (!await Database.IsUpToDate(from, cancel))
            throw new StartRefusedException($"The database {folder.Database} was made by an earlier version of the program ({newest}): start this version with it once, without Data:Connection, then move it.");
    }

    private async Task Fill(SqliteConnection old, NpgsqlConnection fresh, CancellationToken cancel)
    {
        await _progress.Say($"{folder.Database} goes into the PostgreSQL database '{fresh.Database}'.");
        await using var shape = to.ForMigrations();
        await PlainSql.Execute(fresh, shape.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions), cancel);
        await using var model = from.ForMigrations();
        var tables = MovedTable.All(model, shape);
        var (copy, comparison) = (new TableCopy(old, fresh, _progress), new TableComparison(old, fresh, _progress));
        foreach (var table in tables) await _progress.Say($"  {table.Name}: {MoveProgress.Count(await copy.Copy(table, cancel))}");
        await copy.CarryOnNumbers(tables, cancel);
        await _progress.Say("All rows are read back and compared.");
        var rows = 0L;
        foreach (var table in tables) rows += await comparison.Compare(table, cancel);
        await _progress.Say($"The same in both: {tables.Count} tables, {MoveProgress.Count(rows)}.");
    }

    private async Task<string> SetAside()
    {
        var aside = Path.Combine(folder.Path, $"moved-to-postgresql-{clock.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}");
        try
        {
            DataFolder.CreateFolder(aside);
            await from.SetAside(aside, CancellationToken.None);
            return aside;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"Everything is in PostgreSQL, but {folder.Database} could not be put aside: {fault.Message} Put it aside yourself, then start the server.");
        }
    }
}
