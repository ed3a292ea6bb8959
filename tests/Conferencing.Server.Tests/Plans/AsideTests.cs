using System.Text.Json;
using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Plans;

/// <summary>A technician talks to a room in private: who may, what is checked, what the bridge is told, and what becomes of a talk that ends by itself.</summary>
public sealed class AsideTests : IAsyncLifetime
{
    private const string Phone = "sip:kt@127.0.0.1:24800";

    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _technician = null!;
    private FakeNode _node = null!;
    private Guid[] _rooms = [];
    private Guid _briefing;
    private Guid _conference;
    private ConferencePlan _plan = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _technician = await _server.SignedIn("technician", Role.Technician);
        _rooms = await _admin.AddRooms(3);
        _node = await FakeNode.Connect(_server);
        var start = _server.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        var booked = (await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _rooms))).Expect(201);
        (_briefing, _conference) = (booked.Id, booked["occurrences"][0].GetProperty("id").GetGuid());
        _plan = await _node.NextPlan();
        await Report();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>Two rooms are in, the third is not.</summary>
    private Task Report(params AsideStatus[] asides) => _node.Delta(Statuses.Of(
        _plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Connected), Statuses.Room(_rooms[1], LegState.Connected), Statuses.Room(_rooms[2], LegState.Redialling)) with
    {
        Asides = [.. asides],
    });

    private Task<ApiAnswer> Talk(int room, string? phone = null, ApiClient? by = null) =>
        (by ?? _technician).Post($"/api/conferences/{_conference}/participants/{_rooms[room]}/aside", new { phone });

    private Task<ApiAnswer> Return(int room) => _technician.Delete($"/api/conferences/{_conference}/participants/{_rooms[room]}/aside");

    private async Task<AsidePlan> Begin(int room)
    {
        (await Talk(room, Phone)).Expect(200);
        _plan = await _node.NextPlan();
        return Assert.Single(_plan.Asides);
    }

    private static AsideStatus Of(AsidePlan plan, AsideState state, LegReason reason = LegReason.None, string? detail = null) =>
        new(plan.AsideId, plan.RoomId, plan.Operator, state, reason, detail, DateTimeOffset.UnixEpoch);

    private async Task<IEnumerable<string>> History() => (await _admin.Get($"/api/briefings/{_briefing}")).Expect(200)["history"].EnumerateArray()
        .Select(line => $"{line.GetProperty("who").GetString()} {line.GetProperty("action").GetString()} {line.GetProperty("detail").GetString()}");

    private static string Marks(ApiAnswer board) => string.Join(", ", board["participants"].EnumerateArray().Select(tile =>
        tile.TryGetProperty("aside", out var aside) && aside.ValueKind == JsonValueKind.Object ? aside.GetProperty("state").GetString() : "–"));

    private async Task Shows(string marks) => Assert.Equal(marks, Marks(await _admin.Board(_conference, board => Marks(board) == marks)));

    [Fact]
    public async Task His_phone_is_asked_for_once_and_kept()
    {
        Assert.Equal("invalid", (await Talk(0)).Expect(400).Problem);
        (await Talk(0, "no address")).Expect(400);
        (await Talk(0, "http://127.0.0.1")).Expect(400);
        var begun = await Begin(0);
        Assert.Equal((_rooms[0], Phone), (begun.RoomId, begun.Address));
        Assert.Equal(Phone, (await _technician.Get("/api/session")).Expect(200)["user"].GetProperty("phone").GetString());
        (await Return(0)).Expect(200);
        Assert.Empty((await _node.NextPlan()).Asides);
        (await Talk(1)).Expect(200);
        Assert.Equal((_rooms[1], Phone), Assert.Single((await _node.NextPlan()).Asides) is var again ? (again.RoomId, again.Address) : default);
        Assert.Equal(["Người technician asideStarted Phòng 1", "Người technician asideReturned Phòng 1", "Người technician asideStarted Phòng 2"], (await History()).Where(line => line.Contains("aside", StringComparison.Ordinal)));

        (await _technician.Put("/api/session/phone", new { phone = "registered:kt" })).Expect(204);
        (await _technician.Put("/api/session/phone", new { phone = "kt" })).Expect(400);
        Assert.Equal("registered:kt", (await _technician.Get("/api/session")).Expect(200)["user"].GetProperty("phone").GetString());
    }

    [Fact]
    public async Task With_another_room_he_goes_on_with_the_same_call()
    {
        var first = await Begin(0);
        (await Talk(1)).Expect(200);
        Assert.Equal(first with { RoomId = _rooms[1] }, Assert.Single((await _node.NextPlan()).Asides));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_its_reason()
    {
        Assert.Equal("asideRoomNotIn", (await Talk(2, Phone)).Expect(409).Problem);
        Assert.Equal("phoneIsRoom", (await Talk(0, "sip:room2@127.0.0.1:24902")).Expect(409).Problem);
        Assert.Equal("notAside", (await Return(0)).Expect(409).Problem);
        Assert.Equal("roomNotIn", (await _technician.Post($"/api/conferences/{_conference}/participants/{Guid.NewGuid()}/aside", new { phone = Phone })).Expect(404).Problem);
        await Begin(0);
        var other = await _server.SignedIn("other", Role.Technician);
        Assert.Equal("asideTaken", (await Talk(0, "sip:kt2@127.0.0.1:24801", other)).Expect(409).Problem);
        (await Talk(1, "sip:kt2@127.0.0.1:24801", other)).Expect(200);
        Assert.Equal(2, (await _node.NextPlan()).Asides.Length);
    }

    [Fact]
    public async Task The_board_shows_how_it_goes_and_that_the_room_is_not_recorded_meanwhile()
    {
        var begun = await Begin(0);
        foreach (var (state, marks) in new[] { (AsideState.Calling, "calling, –, –"), (AsideState.Ringing, "ringing, –, –"), (AsideState.Talking, "talking, –, –") })
        {
            await Report(Of(begun, state));
            await Shows(marks);
        }

        var recording = new RecordingStatus { RecordingId = Guid.NewGuid(), State = RecordingState.Recording, Since = DateTimeOffset.UnixEpoch };
        await _node.Delta(Statuses.Of(_plan, ConferencePhase.Running) with { Asides = [Of(begun, AsideState.Talking)], Recording = recording });
        var board = await _admin.Board(_conference, one => one["participants"][1].GetProperty("recorded").GetBoolean());
        Assert.Equal([false, true, false], board["participants"].EnumerateArray().Select(tile => tile.GetProperty("recorded").GetBoolean()));

        (await Return(0)).Expect(200);
        _plan = await _node.NextPlan();
        await Report();
        await Shows("–, –, –");
    }

    [Theory]
    [InlineData(LegReason.RoomHungUp, null, "asideHungUp Phòng 1")]
    [InlineData(LegReason.Busy, "486 Busy Here", "asideFailed Phòng 1 (486 Busy Here)")]
    [InlineData(LegReason.RemovedFromPlan, null, "asideRoomGone Phòng 1")]
    public async Task What_ended_by_itself_leaves_the_plan_once_with_a_line_and_stays_to_be_read(LegReason reason, string? detail, string line)
    {
        var begun = await Begin(0);
        await Report(Of(begun, AsideState.Ended, reason, detail));
        await Report(Of(begun, AsideState.Ended, reason, detail));
        _plan = await _node.NextPlan();
        Assert.Empty(_plan.Asides);
        await Report();
        Assert.True(_node.HeardNothing);
        Assert.Equal([$"Người technician {line}"], (await History()).Where(one => one.Contains("aside", StringComparison.Ordinal)).Skip(1));
        await Shows("ended, –, –");

        // Another talk with the room takes its place.
        var next = await Begin(0);
        Assert.NotEqual(begun.AsideId, next.AsideId);
        await Report(Of(next, AsideState.Calling));
        await Shows("calling, –, –");
    }
}
