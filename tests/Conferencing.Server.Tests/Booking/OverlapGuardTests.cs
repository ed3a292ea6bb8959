using System.Data.Common;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>The database refuses by itself what code that forgot to ask would write: by triggers or by a constraint, it is the same.</summary>
[Trait(TestDatabases.Trait, TestDatabases.Once)]
public sealed class OverlapGuardTests
{
    private const long Hour = 3_600_000;

    private enum Answer
    {
        Done,
        RefusedAsOverlap,
        RefusedOtherwise,
    }

    [Theory]
    [InlineData(TestDatabases.Sqlite)]
    [InlineData(TestDatabases.Postgres)]
    public async Task The_last_guard_refuses_overlaps_and_lets_touching_and_switched_off_rows_pass(string database)
    {
        await using var server = await RunningServer.Start(null, null, await TestDatabases.On(database));
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(2);
        var start = Bookings.Day(3);
        var first = await Book(admin, rooms[0], start);
        var second = await Book(admin, rooms[0], start.AddHours(2));
        var from = start.ToUnixTimeMilliseconds();
        await using var connection = await server.Service<PlainSql>().Open(CancellationToken.None);

        Assert.Equal(Answer.RefusedAsOverlap, await Set(second, $"Start = {from + Hour - 1}, \"end\" = {from + 2 * Hour}"));
        Assert.Equal(Answer.Done, await Set(second, $"Start = {from + Hour}, \"end\" = {from + 2 * Hour}"));
        Assert.Equal(Answer.Done, await Set(second, "Off = TRUE"));
        Assert.Equal(Answer.Done, await Set(second, $"Start = {from}, \"end\" = {from + Hour}"));
        Assert.Equal(Answer.RefusedAsOverlap, await Set(second, "Off = FALSE"));
        Assert.Equal(Answer.RefusedOtherwise, await Set(first, $"\"end\" = Start + {24 * Hour + 1}"));
        Assert.Equal(Answer.RefusedOtherwise, await Set(first, "\"end\" = Start"));
        // What holds nothing may be as long as it likes, and lie over anything.
        Assert.Equal(Answer.Done, await Set(second, $"\"end\" = Start + {25 * Hour}"));
        Assert.Equal(Answer.Done, await Tell($"DELETE FROM OccurrenceRooms WHERE OccurrenceId = '{PlainSql.Text(second)}'"));
        Assert.Equal(Answer.RefusedAsOverlap, await Insert(second, rooms[0], from - Hour, from + 1));
        Assert.Equal(Answer.Done, await Insert(second, rooms[0], from - 24 * Hour, from));
        Assert.Equal(Answer.Done, await Insert(second, rooms[1], from, from + Hour));

        Task<Answer> Set(Guid session, string what) => Tell($"UPDATE OccurrenceRooms SET {what} WHERE OccurrenceId = '{PlainSql.Text(session)}'");

        Task<Answer> Insert(Guid session, Guid room, long begin, long end) => Tell(
            $"INSERT INTO OccurrenceRooms (OccurrenceId, RoomId, Start, \"end\", Off, Optional) VALUES ('{PlainSql.Text(session)}', '{PlainSql.Text(room)}', {begin}, {end}, FALSE, FALSE)");

        async Task<Answer> Tell(string statement)
        {
            try
            {
                await PlainSql.Execute(connection, statement, CancellationToken.None);
                return Answer.Done;
            }
            catch (DbException refused)
            {
                return Dialect.IsOverlap(refused) ? Answer.RefusedAsOverlap : Answer.RefusedOtherwise;
            }
        }
    }

    private static async Task<Guid> Book(ApiClient admin, Guid room, DateTimeOffset start) =>
        (await admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), [room]))).Expect(201)["occurrences"][0].GetProperty("id").GetGuid();
}
