using Conferencing.Server.Hosting;
using Microsoft.Data.Sqlite;

namespace Conferencing.Server.Data;

/// <summary>
/// The few statements between the start of the process and a true board, without Entity Framework: building its model costs a second
/// of processor time, and a start after a crash must not wait for that.
/// </summary>
internal sealed class PlainSql(DataFolder folder)
{
    /// <summary>An identifier as the columns hold it.</summary>
    public static string Text(Guid id) => id.ToString().ToUpperInvariant();

    public async Task<SqliteConnection> Open(CancellationToken cancel)
    {
        var connection = new SqliteConnection(Database.ConnectionString(folder));
        await connection.OpenAsync(cancel);
        return connection;
    }

    public async Task<List<T>> Read<T>(string sql, Func<SqliteDataReader, T> row, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var connection = await Open(cancel);
        return await Read(connection, sql, row, cancel, parameters);
    }

    public static async Task<List<T>> Read<T>(
        SqliteConnection connection, string sql, Func<SqliteDataReader, T> row, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel)) rows.Add(row(reader));
        return rows;
    }

    public static async Task<int> Execute(
        SqliteConnection connection, string sql, CancellationToken cancel, params (string Name, object Value)[] parameters)
    {
        await using var command = Command(connection, sql, parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are constants of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
