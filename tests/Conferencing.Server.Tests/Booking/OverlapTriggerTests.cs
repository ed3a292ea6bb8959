using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.Data.Sqlite;

namespace Conferencing.Server.Tests.Booking;

/// <summary>The database refuses by itself what code that forgot to ask would write.</summary>
public sealed class OverlapTriggerTests
{
    private const long Hour = 3_600_000;

    [Fact]
    public async Task The_last_guard_refuses_overlaps_and_lets_touching_and_switched_off_rows_pass()
    {
        await using var server = await RunningServer.Start();
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var room = (await admin.AddRooms(1))[0];
        var start = Bookings.Day(3);
        var first = await Book(admin, room, start);
        var second = await Book(admin, room, start.AddHours(2));
        var from = start.ToUnixTimeMilliseconds();
        using var connection = new SqliteConnection($"Data Source={server.Service<DataFolder>().Database}");
        connection.Open();

        Assert.Contains(OverlapTriggers.Message, Refused(connection, $"UPDATE OccurrenceRooms SET Start = {from + Hour - 1}, End = {from + 2 * Hour} WHERE OccurrenceId = '{Text(second)}'"), StringComparison.Ordinal);
        Assert.Null(Refused(connection, $"UPDATE OccurrenceRooms SET Start = {from + Hour}, End = {from + 2 * Hour} WHERE OccurrenceId = '{Text(second)}'"));
        Assert.Null(Refused(connection, $"UPDATE OccurrenceRooms SET Off = 1 WHERE OccurrenceId = '{Text(second)}'"));
        Assert.Null(Refused(connection, $"UPDATE OccurrenceRooms SET Start = {from}, End = {from + Hour} WHERE OccurrenceId = '{Text(second)}'"));
        Assert.Contains(OverlapTriggers.Message, Refused(connection, $"UPDATE OccurrenceRooms SET Off = 0 WHERE OccurrenceId = '{Text(second)}'"), StringComparison.Ordinal);
        Assert.NotNull(Refused(connection, $"UPDATE OccurrenceRooms SET End = Start + {24 * Hour + 1} WHERE OccurrenceId = '{Text(first)}'"));
        Assert.NotNull(Refused(connection, $"UPDATE OccurrenceRooms SET End = Start WHERE OccurrenceId = '{Text(first)}'"));
        Refused(connection, $"DELETE FROM OccurrenceRooms WHERE OccurrenceId = '{Text(second)}'");
        Assert.Contains(
            OverlapTriggers.Message,
            Refused(connection, $"INSERT INTO OccurrenceRooms (OccurrenceId, RoomId, Start, End, Off) VALUES ('{Text(second)}', '{Text(room)}', {from - Hour}, {from + 1}, 0)"),
            StringComparison.Ordinal);
        Assert.Null(Refused(connection, $"INSERT INTO OccurrenceRooms (OccurrenceId, RoomId, Start, End, Off) VALUES ('{Text(second)}', '{Text(room)}', {from - 24 * Hour}, {from}, 0)"));
    }

    private static async Task<Guid> Book(ApiClient admin, Guid room, DateTimeOffset start) =>
        (await admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), [room]))).Expect(201)["occurrences"][0].GetProperty("id").GetGuid();

    private static string Text(Guid id) => id.ToString().ToUpperInvariant();

    /// <summary>The database's words, or null if it did what it was told.</summary>
    private static string? Refused(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        try
        {
            command.ExecuteNonQuery();
            return null;
        }
        catch (SqliteException refused)
        {
            return refused.Message;
        }
    }
}
