using System.Text;
using Conferencing.Contract;
using Conferencing.Server.Attendance;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using NodaTime;

namespace Conferencing.Server.Tests.Attendance;

public sealed class AttendanceTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 23, 1, 0);
    private static readonly RoomRow Room = new() { Id = Guid.NewGuid(), Name = "Phòng 1", ShortName = "P1" };

    [Theory]
    // calls in seconds from the start, "-" open; now is 1000. joined, left, seconds
    [InlineData("", "never - 0")]
    [InlineData("0-600", "0 600 600")]
    [InlineData("0-", "0 - 1000")]
    [InlineData("0-100 160-600", "0 600 540")] // dropped and called back
    [InlineData("160-600 0-100", "0 600 540")] // in any order
    [InlineData("0-100 160-", "0 - 940")]
    [InlineData("0-100 90-200", "0 200 200")] // overlapping: counted once
    [InlineData("0-500 100-200", "0 500 500")] // one inside the other
    [InlineData("0- 100-200", "0 - 1000")]
    [InlineData("10-10", "10 10 0")] // answered and gone
    public void Room_CallsJoinedTogether(string calls, string expected)
    {
        var legs = calls.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(call => call.Split('-')).Select(ends => new LegRow
        {
            LegId = Guid.NewGuid(),
            RoomId = Room.Id,
            JoinedAt = At(ends[0]),
            LeftAt = ends[1].Length == 0 ? null : At(ends[1]),
            EndReason = LegReason.RoomHungUp,
        });
        var sheet = AttendanceSheet.Room(Room, legs, At("1000"));
        Assert.Equal(expected, $"{(sheet.Joined is { } joined ? Seconds(joined) : "never")} {(sheet.Left is { } left ? Seconds(left) : "-")} {sheet.Seconds}");
        Assert.Equal(calls.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, sheet.Calls.Length);
    }

    [Fact]
    public async Task Evidence_is_kept_once_a_call_and_a_dead_nodes_calls_end_when_it_was_last_heard()
    {
        await using var server = await RunningServer.Start();
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(3);
        var start = DateTimeOffset.UtcNow.AddSeconds(1);
        var booked = (await admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), rooms, "=HYPERLINK(1)"))).Expect(201);
        var plan = server.Service<Conferencing.Server.Live.StatusBoard>().All().Single().Plan;
        var joined = server.Clock.GetUtcNow();
        LegRecord Leg(Guid id, int room, DateTimeOffset? left = null) => new()
        {
            LegId = id,
            ConferenceId = plan.ConferenceId,
            RoomId = rooms[room],
            CallId = $"{id:N}",
            JoinedAt = joined,
            LeftAt = left,
            EndReason = left is null ? LegReason.None : LegReason.RoomHungUp,
        };
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var node = await FakeNode.Connect(server))
        {
            await node.Snapshot([Leg(first, 0), Leg(second, 1)], Statuses.Of(plan, ConferencePhase.Running));
            server.Clock.Move(TimeSpan.FromSeconds(60));
            await node.Delta(Statuses.Of(plan, ConferencePhase.Running), Leg(first, 0, joined.AddSeconds(30)));
            await node.Delta(Statuses.Of(plan, ConferencePhase.Running), Leg(first, 0, joined.AddSeconds(30)));
            await node.Delta(Statuses.Of(plan, ConferencePhase.Running), Leg(first, 0)); // late: what ended stays ended
        }
        server.Clock.Move(TimeSpan.FromSeconds(300));
        await using var next = await FakeNode.Connect(server);
        var sheet = Assert.Single((await admin.Get($"/api/briefings/{booked.Id}/attendance")).Expect(200).Body.EnumerateArray());
        var lines = sheet.GetProperty("rooms").EnumerateArray().Select(room => (
            Seconds: room.GetProperty("seconds").GetInt32(), Calls: room.GetProperty("calls").GetArrayLength(),
            Why: room.GetProperty("calls").EnumerateArray().Select(call => call.GetProperty("endReason").GetString()).FirstOrDefault())).ToList();
        Assert.Equal((30, 1, "roomHungUp"), lines[0]);
        Assert.InRange(lines[1].Seconds, 60, 120);
        Assert.Equal("bridgeRestarted", lines[1].Why);
        Assert.Equal((0, 0, null), lines[2]);

        var csv = await admin.Http.GetByteArrayAsync(new Uri($"/api/briefings/{booked.Id}/attendance?format=csv", UriKind.Relative));
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), csv[..3]);
        var text = Encoding.UTF8.GetString(csv[3..]);
        Assert.StartsWith("\"Bắt đầu\",\"Kết thúc\",\"Phòng họp\"", text, StringComparison.Ordinal);
        Assert.Equal(4, text.TrimEnd().Split("\r\n").Length);
    }

    private static Instant At(string seconds) => Start + Duration.FromSeconds(long.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));

    private static string Seconds(DateTimeOffset at) => ((long)(at.ToInstant() - Start).TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
