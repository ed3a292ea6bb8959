using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Conferencing.Server.Data;

/// <summary>
/// The few statements between the start of the process and a true board, without Entity Framework: building its model costs a second
/// of processor time, and a start after a crash must not wait for that. Also the statements that are about very many rows.
/// </summary>
internal sealed class PlainSql(Storage storage)
{
    public Dialect Dialect => storage.Dialect;

    /// <summary>An identifier as JSON and SQLite's columns hold it.</summary>
    public static string Text(Guid id) => id.ToString().ToUpperInvariant();

    public async Task<DbConnection> Open(CancellationToken cancel)
    {
        var connection = storage.Connect();
        await connection.OpenAsync(cancel);
        return connection;
    }

    /// <summary>For rows that are too many to have at once.</summary>
    public async Task Each(string sql, Action<DbDataReader> row, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var connection = await Open(cancel);
        await using var command = Command(connection, sql, parameters);
        await Each(command, row, cancel);
    }

    public async Task<List<T>> Read<T>(string sql, Func<DbDataReader, T> row, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var connection = await Open(cancel);
        return await Read(connection, sql, row, cancel, parameters);
    }

    public static async Task<List<T>> Read<T>(
        DbConnection connection, string sql, Func<DbDataReader, T> row, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await Read(command, row, cancel);
    }

    /// <summary>On the context's own connection, inside its transaction.</summary>
    public static async Task<List<T>> Read<T>(Db db, string sql, Func<DbDataReader, T> row, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = await Command(db, sql, parameters, cancel);
        return await Read(command, row, cancel);
    }

    public static async Task<int> Execute(
        DbConnection connection, string sql, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    /// <summary>On the context's own connection, inside its transaction.</summary>
    public static async Task<int> Execute(Db db, string sql, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = await Command(db, sql, parameters, cancel);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<List<T>> Read<T>(DbCommand command, Func<DbDataReader, T> row, CancellationToken cancel)
    {
        var rows = new List<T>();
        await Each(command, reader => rows.Add(row(reader)), cancel);
        return rows;
    }

    private static async Task Each(DbCommand command, Action<DbDataReader> row, CancellationToken cancel)
    {
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) row(reader);
    }

    private static async Task<DbCommand> Command(Db db, string sql, (string Name, object Value)[] parameters, CancellationToken cancel)
    {
        await db.Database.OpenConnectionAsync(cancel);
        var command = Command(db.Database.GetDbConnection(), sql, parameters);
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    /// <summary>On the connection, inside its transaction if it has one.</summary>
    public static DbCommand Command(DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
