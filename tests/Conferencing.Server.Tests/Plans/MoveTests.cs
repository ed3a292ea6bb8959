using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Jobs;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Plans;

/// <summary>A technician moves a room from one running session to another: who may, what is checked, what is written down, what the bridge is told.</summary>
public sealed class MoveTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private FakeNode _node = null!;
    private Guid[] _rooms = [];
    private ConferencePlan _plan = null!;
    private (Guid Briefing, Guid Conference) _one;
    private (Guid Briefing, Guid Conference) _two;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _rooms = await _admin.AddRooms(6);
        _node = await FakeNode.Connect(_server);
        _one = await Book("Giao ban", TimeSpan.FromSeconds(1), _rooms[..3]);
        _two = await Book("Họp bão", TimeSpan.FromSeconds(1), _rooms[3..5]);
        _plan = await _node.NextPlan();
        await _node.NextPlan();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }

    private async Task<(Guid Briefing, Guid Conference)> Book(string title, TimeSpan startsIn, Guid[] rooms)
    {
        var start = _server.Clock.GetUtcNow() + startsIn;
        var booked = (await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), rooms, title))).Expect(201);
        return (booked.Id, booked["occurrences"][0].GetProperty("id").GetGuid());
    }

    private Task<ApiAnswer> Move(Guid room, Guid? to, string way = "sameCall", Guid? from = null, ApiClient? by = null) =>
        (by ?? _admin).Post($"/api/conferences/{from ?? _one.Conference}/participants/{room}/move", new { to, way });

    private async Task Show(string tiles, Guid conference) => Assert.Equal(tiles, Tiles(await _admin.Board(conference, board => Tiles(board) == tiles)));

    private static string Tiles(ApiAnswer board) => string.Join(", ", board["participants"].EnumerateArray()
        .Select(tile => tile.GetProperty("name").GetString() + (tile.TryGetProperty("departure", out var gone) && gone.ValueKind == System.Text.Json.JsonValueKind.Object
            ? $" → {gone.GetProperty("toTitle").GetString()}" : "")));

    private async Task<IEnumerable<string>> History(Guid briefing) => (await _admin.Get($"/api/briefings/{briefing}")).Expect(200)["history"].EnumerateArray()
        .Select(line => $"{line.GetProperty("who").GetString()} {line.GetProperty("action").GetString()} {line.GetProperty("detail").GetString()}");

    [Fact]
    public async Task The_room_is_told_to_the_session_it_goes_to_before_the_one_it_leaves()
    {
        (await _admin.Post($"/api/conferences/{_one.Conference}/participants/{_rooms[1]}/mute")).Expect(200);
        await _node.NextPlan();
        Assert.Equal(4, (await Move(_rooms[1], _two.Conference, "refer")).Expect(200)["revision"].GetInt64());
        var (taken, left) = (await _node.NextPlan(), await _node.NextPlan());
        Assert.Equal((_two.Conference, _one.Conference), (taken.ConferenceId, left.ConferenceId));
        var arrived = taken.Participants.Single(part => part.RoomId == _rooms[1]);
        Assert.Equal((true, true, new ArrivalPlan(_one.Conference, "Giao ban", MoveWay.Refer)), (arrived.Wanted, arrived.Muted, arrived.Arrival));
        var departed = left.Participants[1];
        Assert.Equal((_rooms[1], false, new DeparturePlan(_two.Conference, "Họp bão")), (departed.RoomId, departed.Wanted, departed.Departure));
        await Show("Phòng 1, Phòng 2 → Họp bão, Phòng 3", _one.Conference);
        await Show("Phòng 4, Phòng 5, Phòng 2", _two.Conference);
        Assert.Equal(2, (await _admin.Get("/api/conferences")).Expect(200).Body.EnumerateArray().First(one => one.GetProperty("id").GetGuid() == _one.Conference).GetProperty("counts").GetProperty("total").GetInt32());

        Assert.Contains("Người admin roomMovedOut Phòng 2 → Họp bão", await History(_one.Briefing));
        Assert.Contains("Người admin roomMovedIn Phòng 2 ← Giao ban", await History(_two.Briefing));
    }

    [Fact]
    public async Task It_stays_moved_whatever_is_made_anew_and_is_free_for_the_session_it_left_no_longer()
    {
        (await Move(_rooms[1], _two.Conference)).Expect(200);
        await _server.Service<ReconcileJob>().Run(CancellationToken.None);
        (await _admin.Post($"/api/conferences/{_one.Conference}/extend", new { minutes = 15 })).Expect(200);
        await Show("Phòng 1, Phòng 2 → Họp bão, Phòng 3", _one.Conference);
        Assert.Equal("roomMovedAway", (await _admin.Post($"/api/conferences/{_one.Conference}/participants/{_rooms[1]}/call")).Expect(409).Problem);
        Assert.Equal("Họp bão", (await _admin.Post($"/api/conferences/{_one.Conference}/participants", new { roomId = _rooms[1] })).Expect(409)["clashes"][0].GetProperty("title").GetString());
        (await _admin.Delete($"/api/conferences/{_one.Conference}/participants/{_rooms[1]}")).Expect(200);
        await Show("Phòng 1, Phòng 3", _one.Conference);
    }

    [Fact]
    public async Task It_can_be_moved_back_to_its_old_place()
    {
        (await Move(_rooms[1], _two.Conference)).Expect(200);
        (await Move(_rooms[1], _one.Conference, from: _two.Conference)).Expect(200);
        await Show("Phòng 1, Phòng 2, Phòng 3", _one.Conference);
        await Show("Phòng 4, Phòng 5, Phòng 2 → Giao ban", _two.Conference);
        for (var plan = 0; plan < 2; plan++) await _node.NextPlan();
        var back = await _node.NextPlan();
        Assert.Equal((true, null, _two.Conference), back.Participants[1] is var part ? (part.Wanted, part.Departure, part.Arrival!.From) : default);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_changes_nothing()
    {
        Assert.Equal("invalid", (await Move(_rooms[1], null)).Expect(400).Problem);
        Assert.Equal("invalid", (await Move(_rooms[1], _one.Conference)).Expect(400).Problem);
        Assert.Equal("invalid", (await Move(_rooms[1], _two.Conference, "newCall")).Expect(400).Problem);
        Assert.Equal("chairCannotMove", (await Move(_rooms[0], _two.Conference)).Expect(409).Problem);
        Assert.Equal("roomNotIn", (await Move(_rooms[5], _two.Conference)).Expect(404).Problem);
        Assert.Equal("moveTargetNotLive", (await Move(_rooms[1], Guid.NewGuid())).Expect(409).Problem);
        Assert.Equal("notFound", (await Move(_rooms[1], _two.Conference, from: Guid.NewGuid())).Expect(404).Problem);
        (await _admin.Post($"/api/conferences/{_two.Conference}/end")).Expect(200);
        Assert.Equal("moveTargetNotLive", (await Move(_rooms[1], _two.Conference)).Expect(409).Problem);
        await Show("Phòng 1, Phòng 2, Phòng 3", _one.Conference);
    }

    [Fact]
    public async Task A_session_that_does_not_connect_yet_takes_nobody_and_a_booking_of_the_room_counts()
    {
        var later = await Book("Phiên sau", TimeSpan.FromMinutes(6), [_rooms[5]]);
        Assert.Equal("moveTargetNotConnected", (await Move(_rooms[1], later.Conference)).Expect(409).Problem);
        // The other session goes on for longer than this one, and then the room is somebody else's.
        (await _admin.Post($"/api/conferences/{_two.Conference}/extend", new { minutes = 60 })).Expect(200);
        await Book("Phiên chiều", TimeSpan.FromMinutes(70), [_rooms[1]]);
        Assert.Equal("Phiên chiều", (await Move(_rooms[1], _two.Conference)).Expect(409)["clashes"][0].GetProperty("title").GetString());
        await Show("Phòng 1, Phòng 2, Phòng 3", _one.Conference);
    }

    [Fact]
    public async Task A_guest_is_not_moved()
    {
        var guest = Guid.NewGuid();
        await _node.Delta(Statuses.Of(
            _plan, ConferencePhase.Running, Statuses.Room(guest, LegState.Connected) with { Guest = new GuestStatus("Ông Nam", IsHost: false) }));
        Assert.Equal("guestCannotMove", (await Move(guest, _two.Conference)).Expect(409).Problem);
    }
}
