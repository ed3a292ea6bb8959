using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Conferencing.Contract;
using Conferencing.Server.Bridge;
using Conferencing.Server.Identity;
using Conferencing.Server.Recordings;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Recordings;

/// <summary>Recordings on the server: what a node hands over, who may do what with it, and what remains when it is gone.</summary>
public sealed class RecordingTests : IAsyncLifetime
{
    private static readonly Guid Recording = Guid.NewGuid();
    private static readonly Guid Room = Guid.NewGuid();

    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _clerk = null!;
    private ApiClient _node = null!;
    private Guid _briefing;
    private Guid _conference;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _clerk = await _server.SignedIn("clerk", Role.Clerk);
        _node = _server.Client(_server.Service<BridgeKey>().Value);
        var rooms = await _admin.AddRooms(2);
        var now = DateTimeOffset.UtcNow;
        var booked = await _clerk.Post("/api/briefings", Bookings.Form(now.AddMinutes(2), now.AddMinutes(62), rooms, "Giao ban: tuần 48", now.AddSeconds(30)));
        _briefing = booked.Expect(201).Id;
        _conference = booked["occurrences"][0].GetProperty("id").GetGuid();
        (await _admin.Post($"/api/briefings/{_briefing}/approve")).Expect(200);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_a_node_hands_over_piece_by_piece_is_listed_played_in_ranges_and_taken_away_under_its_name()
    {
        Assert.Equal(0, await Describe(ended: false));
        await Send("mix.ogg", 0, "OggS-0123456789");
        Assert.Equal(15, await Describe(ended: false));
        await Send("mix.ogg", 15, "abcdef");
        await Send($"{Room:N}.ogg", 0, "OggS");
        var growing = (await List(_clerk))[0];
        Assert.Equal((JsonValueKind.Null, false, 25L), (growing.GetProperty("endedAt").ValueKind, growing.GetProperty("whole").GetBoolean(), growing.GetProperty("bytes").GetInt64()));

        await Describe(ended: true);
        var whole = (await List(_clerk))[0];
        Assert.Equal((true, true, 90_000L), (whole.GetProperty("whole").GetBoolean(), whole.GetProperty("mayPlay").GetBoolean(), whole.GetProperty("milliseconds").GetInt64()));
        Assert.Equal([null, "Sở Y tế"], whole.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/recordings/{Recording}/files/mix.ogg");
        request.Headers.Range = new RangeHeaderValue(15, 17);
        using var part = await _clerk.Http.SendAsync(request);
        Assert.Equal((206, "audio/ogg", "abc", 21L), ((int)part.StatusCode, part.Content.Headers.ContentType!.MediaType, await part.Content.ReadAsStringAsync(), part.Content.Headers.ContentRange!.Length!.Value));
        using var taken = await _clerk.Http.GetAsync(new Uri($"/api/recordings/{Recording}/files/{Room:N}.ogg?download=true", UriKind.Relative));
        Assert.Equal("attachment", taken.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("Giao ban tuần 48 2026-11-23 08.00 Sở Y tế.ogg", taken.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("OggS", await taken.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(RecordingEnd.LowDiskSpace, "recordingDiskFull")]
    [InlineData(RecordingEnd.TooLong, "recordingTooLong")]
    [InlineData(RecordingEnd.WriteFailed, "recordingWriteFailed")]
    [InlineData(RecordingEnd.Interrupted, "recordingInterrupted")]
    [InlineData(RecordingEnd.Stopped, null)]
    public async Task An_end_that_nobody_asked_for_is_in_the_history_once(RecordingEnd end, string? action)
    {
        (await Put(Manifest(ended: false))).Expect(200);
        for (var times = 0; times < 2; times++) (await Put(Manifest(ended: true) with { End = end, Detail = "why" })).Expect(200);
        var lines = (await _admin.Get($"/api/briefings/{_briefing}")).Expect(200)["history"].EnumerateArray()
            .Where(line => line.GetProperty("action").GetString()!.StartsWith("recording", StringComparison.Ordinal))
            .Select(line => $"{line.GetProperty("who").GetString()} {line.GetProperty("action").GetString()} {line.GetProperty("detail").GetString()}");
        Assert.Equal(action is null ? [] : [$"Conferencing {action} why"], lines);
    }

    [Fact]
    public async Task The_sessions_end_that_ends_a_recording_is_in_the_history()
    {
        (await _admin.Put($"/api/briefings/{_briefing}/recording", new { mode = "mix" })).Expect(204);
        await using var node = await FakeNode.Connect(_server);
        await node.PresentPlan();
        (await _admin.Post($"/api/conferences/{_conference}/end")).Expect(200);
        var plan = await node.NextPlan();
        (await Put(Manifest(ended: false))).Expect(200);
        (await Put(Manifest(ended: true) with { End = RecordingEnd.Stopped, EndedAt = plan.EndAt })).Expect(200);
        Assert.Contains((await _admin.Get($"/api/briefings/{_briefing}")).Expect(200)["history"].EnumerateArray(), line => line.GetProperty("action").GetString() == "recordingSessionOver");
    }

    [Fact]
    public async Task A_piece_that_does_not_join_changes_nothing_and_a_lost_answer_is_made_up_for()
    {
        await Describe(ended: false);
        await Send("mix.ogg", 0, "first");
        await Send("mix.ogg", 0, "first", 409); // its answer was lost, and it comes again
        await Send("mix.ogg", 9, "later", 409);
        Assert.Equal(5, await Describe(ended: false));
        await Send("mix.ogg", 5, "second");
        await Send("other.ogg", 0, "x", 404);
        await Send("..%2Fmix.ogg", 0, "x", 404);
        await Send($"{Guid.NewGuid():N}.ogg", 0, "x", 404);
        Assert.Equal(11, await Describe(ended: false));
    }

    [Fact]
    public async Task Only_a_node_hands_over_and_only_of_sessions_there_are()
    {
        foreach (var stranger in new[] { _server.Client(), _admin, _server.Client("wrong") })
        {
            Assert.Equal("signInNeeded", (await stranger.Send(HttpMethod.Put, $"/bridge/recordings/{Recording}", JsonContent.Create(Manifest(false), options: ContractJson.Options))).Expect(401).Problem);
            Assert.Equal("signInNeeded", (await stranger.Send(HttpMethod.Post, $"/bridge/recordings/{Recording}/mix.ogg?at=0", new StringContent("x"))).Expect(401).Problem);
        }
        (await Put(Manifest(false) with { ConferenceId = Guid.NewGuid() })).Expect(404);
        (await Put(Manifest(false) with { RecordingId = Guid.NewGuid() })).Expect(400);
        (await Put(Manifest(false) with { Tracks = [new RecordedTrack { File = "../../x", Bytes = 1, Milliseconds = 1 }] })).Expect(400);
        Assert.Empty(await List(_admin));
    }

    [Fact]
    public async Task Who_booked_approves_or_looks_after_sessions_may_listen_and_only_approvers_may_delete()
    {
        await HandOver();
        var other = await _server.SignedIn("other", Role.Clerk);
        var technician = await _server.SignedIn("technician", Role.Technician);
        var approver = await _server.SignedIn("approver", Role.Approver);
        foreach (var (person, mayPlay, mayDelete) in new[] { (_clerk, true, false), (other, false, false), (technician, true, false), (approver, true, true), (_admin, true, true) })
        {
            var seen = (await List(person))[0];
            Assert.Equal((mayPlay, mayDelete), (seen.GetProperty("mayPlay").GetBoolean(), seen.GetProperty("mayDelete").GetBoolean()));
            Assert.Equal(mayPlay ? 200 : 403, (await person.Get($"/api/recordings/{Recording}/files/mix.ogg")).Code);
            Assert.Equal(mayPlay ? 200 : 403, (await person.Get($"/api/recordings/{Recording}/files/mix.ogg?download=true")).Code);
            if (!mayDelete) (await person.Delete($"/api/recordings/{Recording}")).Expect(403);
        }
        (await approver.Delete($"/api/recordings/{Recording}")).Expect(204);
        (await approver.Delete($"/api/recordings/{Recording}")).Expect(204);
        Assert.Equal("recordingGone", (await _admin.Get($"/api/recordings/{Recording}/files/mix.ogg")).Expect(404).Problem);
        Assert.False(Directory.Exists(Path.Combine(_server.Folder, "recordings", Recording.ToString("N"))));
        Assert.NotEqual(JsonValueKind.Null, (await List(_clerk))[0].GetProperty("deletedAt").ValueKind);
    }

    [Fact]
    public async Task Every_act_is_in_the_history_once_however_many_pieces_a_player_asks_for()
    {
        await HandOver();
        for (var piece = 0; piece < 5; piece++) (await _clerk.Get($"/api/recordings/{Recording}/files/mix.ogg")).Expect(200);
        (await _clerk.Get($"/api/recordings/{Recording}/files/mix.ogg?download=true")).Expect(200);
        (await _clerk.Get($"/api/recordings/{Recording}/files/{Room:N}.ogg")).Expect(200);
        _server.Clock.Move(TimeSpan.FromMinutes(11));
        (await _clerk.Get($"/api/recordings/{Recording}/files/mix.ogg")).Expect(200);
        (await _admin.Delete($"/api/recordings/{Recording}")).Expect(204);
        Assert.Equal(
            ["recordingPlayed clerk", "recordingTaken clerk", "recordingPlayed clerk Sở Y tế", "recordingPlayed clerk", "recordingDeleted admin"], await History("recording"));
    }

    [Fact]
    public async Task A_recording_that_grows_is_not_deleted_and_one_that_was_is_not_taken_again()
    {
        await Describe(ended: false);
        Assert.Equal("stillRecording", (await _admin.Delete($"/api/recordings/{Recording}")).Expect(409).Problem);
        await HandOver();
        (await _admin.Delete($"/api/recordings/{Recording}")).Expect(204);
        Assert.True((await Put(Manifest(true))).Expect(200)["deleted"].GetBoolean());
        await Send("mix.ogg", 0, "x", 404);
    }

    [Fact]
    public async Task Old_recordings_are_deleted_by_themselves_and_only_they()
    {
        await HandOver();
        var desk = _server.Service<RecordingDesk>();
        _server.Clock.Move(TimeSpan.FromDays(89) - (DateTimeOffset.UtcNow - Manifest(true).EndedAt!.Value));
        await desk.DeleteOld(CancellationToken.None);
        Assert.True((await List(_clerk))[0].GetProperty("mayPlay").GetBoolean());
        _server.Clock.Move(TimeSpan.FromDays(2));
        await desk.DeleteOld(CancellationToken.None);
        await desk.DeleteOld(CancellationToken.None);
        Assert.False((await List(_clerk))[0].GetProperty("mayPlay").GetBoolean());
        Assert.False(Directory.Exists(Path.Combine(_server.Folder, "recordings", Recording.ToString("N"))));
        Assert.Equal(["recordingExpired Conferencing"], await History("recording"));
    }

    private static RecordingManifest Manifest(bool ended) => new()
    {
        RecordingId = Recording,
        ConferenceId = Guid.Empty,
        StartedAt = new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(7)),
        EndedAt = ended ? new DateTimeOffset(2026, 11, 23, 8, 1, 30, TimeSpan.FromHours(7)) : null,
        End = ended ? RecordingEnd.Stopped : RecordingEnd.None,
        Tracks =
        [
            new RecordedTrack { File = "mix.ogg", Bytes = 21, Milliseconds = 90_000 },
            new RecordedTrack { File = $"{Room:N}.ogg", RoomId = Room, Name = "Sở Y tế", Bytes = 4, Milliseconds = 90_000 },
        ],
    };

    private async Task HandOver()
    {
        await Describe(ended: false);
        await Send("mix.ogg", 0, "OggS-0123456789abcdef");
        await Send($"{Room:N}.ogg", 0, "OggS");
        await Describe(ended: true);
    }

    /// <returns>What the server has of the mix.</returns>
    private async Task<long> Describe(bool ended)
    {
        var receipt = (await Put(Manifest(ended))).Expect(200);
        Assert.False(receipt["deleted"].GetBoolean());
        return receipt["bytes"].GetProperty("mix.ogg").GetInt64();
    }

    private Task<ApiAnswer> Put(RecordingManifest manifest) => _node.Send(
        HttpMethod.Put, $"/bridge/recordings/{Recording}",
        JsonContent.Create(manifest with { ConferenceId = manifest.ConferenceId == Guid.Empty ? _conference : manifest.ConferenceId }, options: ContractJson.Options));

    private async Task Send(string file, long at, string piece, int expected = 204) =>
        (await _node.Send(HttpMethod.Post, $"/bridge/recordings/{Recording}/{file}?at={at}", new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes(piece)))).Expect(expected);

    private async Task<List<JsonElement>> List(ApiClient reader) =>
        [.. (await reader.Get($"/api/briefings/{_briefing}/recordings")).Expect(200)["recordings"].EnumerateArray()];

    private async Task<string[]> History(string prefix) =>
    [
        .. (await _admin.Get($"/api/briefings/{_briefing}")).Expect(200)["history"].EnumerateArray()
            .Where(line => line.GetProperty("action").GetString()!.StartsWith(prefix, StringComparison.Ordinal))
            .Select(line => $"{line.GetProperty("action").GetString()} {line.GetProperty("who").GetString()!.Replace("Người ", "", StringComparison.Ordinal)} {line.GetProperty("detail").GetString()}".Trim()),
    ];
}
