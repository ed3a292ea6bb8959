using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Recordings;

/// <summary>From the booking's wish and a technician's acts to the plan, and from the bridge's status to the board.</summary>
public sealed class RecordingPlanTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _technician = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _technician = await _server.SignedIn("technician", Role.Technician);
        _rooms = await _admin.AddRooms(2);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_wish_of_the_booking_records_from_the_start_on_until_a_technician_decides()
    {
        var (briefing, conference, start) = await Book(startsInMinutes: 2);
        await using var node = await FakeNode.Connect(_server);
        var plan = await node.PresentPlan();
        Assert.Null(plan.Recording);

        (await _admin.Put($"/api/briefings/{briefing}/recording", new { mode = "tracks" })).Expect(204);
        plan = await node.NextPlan();
        Assert.Equal(new RecordingPlan { Wanted = true, Tracks = true, From = start, Take = 1 }, plan.Recording! with { From = plan.Recording.From.ToUniversalTime() });
        (await _admin.Put($"/api/briefings/{briefing}/recording", new { mode = "none" })).Expect(204);
        Assert.Null((await node.NextPlan()).Recording);
        (await _admin.Put($"/api/briefings/{briefing}/recording", new { mode = "mix" })).Expect(204);
        await node.NextPlan();

        (await _technician.Post($"/api/conferences/{conference}/recording/stop")).Expect(200);
        plan = await node.NextPlan();
        Assert.Equal((false, 2), (plan.Recording!.Wanted, plan.Recording.Take));
        Assert.Equal("notRecording", (await _technician.Post($"/api/conferences/{conference}/recording/stop")).Expect(409).Problem);
        (await _admin.Put($"/api/briefings/{briefing}/recording", new { mode = "none" })).Expect(204);
        (await _technician.Post($"/api/conferences/{conference}/recording/start", new { tracks = false })).Expect(200);
        plan = await node.NextPlan();
        Assert.Equal((true, false, 3), (plan.Recording!.Wanted, plan.Recording.Tracks, plan.Recording.Take));
        Assert.InRange(plan.Recording.From, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));

        var history = (await _admin.Get($"/api/briefings/{briefing}"))["history"].EnumerateArray().Select(line => line.GetProperty("action").GetString()!).Where(action => action.StartsWith("recording", StringComparison.Ordinal));
        Assert.Equal(["recordingWanted", "recordingUnwanted", "recordingWanted", "recordingStopped", "recordingUnwanted", "recordingStarted"], history);
    }

    [Fact]
    public async Task Only_who_may_change_the_briefing_says_that_it_is_recorded()
    {
        var (briefing, _, _) = await Book(startsInMinutes: 100);
        var stranger = await _server.SignedIn("stranger", Role.Clerk);
        Assert.Equal("notYours", (await stranger.Put($"/api/briefings/{briefing}/recording", new { mode = "mix" })).Expect(403).Problem);
        Assert.Equal("invalid", (await _admin.Put($"/api/briefings/{briefing}/recording", new { })).Expect(400).Problem);
        Assert.Equal(400, (await _admin.Put($"/api/briefings/{briefing}/recording", new { mode = "loud" })).Code);
        (await _admin.Put($"/api/briefings/{briefing}/recording", new { mode = "mix" })).Expect(204);
        Assert.Equal("mix", (await stranger.Get($"/api/briefings/{briefing}/recordings")).Expect(200)["wanted"].GetString());
    }

    [Fact]
    public async Task The_board_shows_what_the_bridge_does_and_marks_each_room_that_is_recorded()
    {
        var (_, conference, _) = await Book(startsInMinutes: 2);
        await using var node = await FakeNode.Connect(_server);
        var plan = await node.PresentPlan();
        var recording = new RecordingStatus { RecordingId = Guid.NewGuid(), State = RecordingState.Recording, Since = DateTimeOffset.UtcNow, Bytes = 1234 };
        var status = Statuses.Of(plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Connected), Statuses.Room(_rooms[1], LegState.Redialling));
        await node.Snapshot(status with { Recording = recording });
        var board = await Board(conference, "recording");
        Assert.Equal(1234, board["head"].GetProperty("recording").GetProperty("bytes").GetInt32());
        Assert.Equal([true, false], board["participants"].EnumerateArray().Select(tile => tile.GetProperty("recorded").GetBoolean()));

        await node.Delta(status with { Recording = recording with { State = RecordingState.Failed, End = RecordingEnd.LowDiskSpace } });
        board = await Board(conference, "failed");
        Assert.Equal("lowDiskSpace", board["head"].GetProperty("recording").GetProperty("end").GetString());
        Assert.All(board["participants"].EnumerateArray(), tile => Assert.False(tile.GetProperty("recorded").GetBoolean()));
    }

    [Fact]
    public async Task While_it_is_recorded_another_start_is_refused_and_another_wish_of_the_booking_is_followed()
    {
        var (briefing, conference, _) = await Book(startsInMinutes: 2);
        await using var node = await FakeNode.Connect(_server);
        var plan = await node.PresentPlan();
        (await _admin.Put($"/api/briefings/{briefing}/recording", new { mode = "mix" })).Expect(204);
        await node.NextPlan();
        var running = new RecordingStatus { RecordingId = Guid.NewGuid(), State = RecordingState.Recording, Since = DateTimeOffset.UtcNow };
        var status = Statuses.Of(plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Connected));
        await node.Snapshot(status with { Recording = running });
        await Board(conference, "recording");

        Assert.Equal("recordingAlready", (await Start(tracks: false)).Expect(409).Problem);
        var refused = (await Start(tracks: true)).Expect(409);
        Assert.Equal("recordingMix", refused.Problem);
        Assert.Contains("không ghi riêng từng điểm cầu", refused["detail"].GetString(), StringComparison.Ordinal);
        (await _admin.Put($"/api/briefings/{briefing}/recording", new { mode = "tracks" })).Expect(204);
        Assert.True((await node.NextPlan()).Recording!.Tracks);

        // What the bridge gave up may be started again, and what was stopped too.
        await node.Delta(status with { Recording = running with { State = RecordingState.Failed, End = RecordingEnd.LowDiskSpace } });
        await Board(conference, "failed");
        (await Start(tracks: false)).Expect(200);
        Assert.Equal((false, 2), ((await node.NextPlan()).Recording is { } started ? (started.Tracks, started.Take) : default));

        Task<ApiAnswer> Start(bool tracks) => _technician.Post($"/api/conferences/{conference}/recording/start", new { tracks });
    }

    private async Task<ApiAnswer> Board(Guid conference, string state)
    {
        var board = await _technician.Board(conference, board => StateOf(board) == state);
        Assert.Equal(state, StateOf(board));
        return board;
    }

    private static string? StateOf(ApiAnswer board) =>
        board["head"].TryGetProperty("recording", out var recording) && recording.ValueKind == System.Text.Json.JsonValueKind.Object
            ? recording.GetProperty("state").GetString() : null;

    private async Task<(Guid Briefing, Guid Conference, DateTimeOffset Start)> Book(int startsInMinutes)
    {
        var now = DateTimeOffset.UtcNow;
        var start = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero).AddMinutes(startsInMinutes);
        var booked = await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _rooms, connectAt: start.AddMinutes(-1)));
        return (booked.Expect(201).Id, booked["occurrences"][0].GetProperty("id").GetGuid(), start);
    }
}
