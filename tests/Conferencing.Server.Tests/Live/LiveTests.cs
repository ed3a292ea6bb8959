using System.Collections.Concurrent;
using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Conferencing.Server.Tests.Live;

/// <summary>From a node's report to a watcher's page, and by HTTP.</summary>
public sealed class LiveTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private Guid[] _rooms = [];
    private Guid _conference;
    private ConferencePlan _plan = null!;
    private FakeNode _node = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _rooms = await _admin.AddRooms(3);
        _node = await FakeNode.Connect(_server);
        var start = DateTimeOffset.UtcNow.AddSeconds(1);
        _conference = (await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _rooms))).Expect(201)["occurrences"][0].GetProperty("id").GetGuid();
        _plan = await _node.NextPlan();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_watcher_gets_a_snapshot_then_numbered_deltas_and_levels()
    {
        await using var page = Page(out var deltas, out var levels);
        await page.StartAsync();
        var snapshot = await page.InvokeAsync<BoardSnapshot?>(nameof(ILiveHub.Watch), _conference);
        Assert.Equal(3, snapshot!.Participants.Length);
        await _node.Delta(Statuses.Of(_plan, ConferencePhase.Running, Statuses.Room(_rooms[1], LegState.Connected, media: Statuses.Media(5))));
        var delta = await Next(deltas);
        Assert.Equal((snapshot.Version + 1, snapshot.RunId), (delta.Version, delta.RunId));
        var tile = Assert.Single(delta.Participants, one => one.State == LegState.Connected);
        Assert.Equal((_rooms[1], MediaQuality.Bad), (tile.RoomId, tile.Quality));
        await _node.Levels(_conference, new RoomLevel(_rooms[1], -18, true));
        Assert.Equal(-18, Assert.Single((await Next(levels)).Levels).LevelDbov);

        var changes = (await _admin.Get($"/api/conferences/{_conference}/changes?since={snapshot.Version}&runId={snapshot.RunId}")).Expect(200);
        Assert.Equal(_rooms[1], changes["participants"][0].GetProperty("roomId").GetGuid());
        Assert.Equal("versionGone", (await _admin.Get($"/api/conferences/{_conference}/changes?since=1&runId={Guid.NewGuid()}")).Expect(410).Problem);
        Assert.Equal(-18, (await _admin.Get($"/api/conferences/{_conference}/levels")).Expect(200)["levels"][0].GetProperty("levelDbov").GetInt32());
    }

    [Fact]
    public async Task The_list_tells_every_room_and_how_many_are_in()
    {
        await _node.Snapshot(Statuses.Of(
            _plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Connected), Statuses.Room(_rooms[1], LegState.Redialling, LegReason.Busy)));
        var listed = Assert.Single((await _admin.Get("/api/conferences")).Expect(200).Body.EnumerateArray());
        Assert.Equal((_conference, "running", true), (listed.GetProperty("id").GetGuid(), listed.GetProperty("phase").GetString(), listed.GetProperty("bridgeOnline").GetBoolean()));
        Assert.Equal(["connected none", "redialling busy", "waiting none"], listed.GetProperty("participants").EnumerateArray()
            .Select(room => $"{room.GetProperty("state").GetString()} {room.GetProperty("reason").GetString()}"));
        Assert.Equal("{\"total\":3,\"connected\":1,\"calling\":0,\"redialling\":1,\"absent\":1}", listed.GetProperty("counts").ToString());
        Assert.Equal(System.Net.HttpStatusCode.OK, (await _admin.Get("/readyz")).Status);
        Assert.Contains("conferencing_bridge_refusals_total{name=\"sip.UnknownSource\"} 3", await _admin.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lost_node_is_seen_on_the_board_and_what_it_comes_back_with_is_taken()
    {
        await _node.Snapshot(Statuses.Of(_plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Connected)));
        await using var page = Page(out var deltas, out _);
        await page.StartAsync();
        var online = (await page.InvokeAsync<BoardSnapshot?>(nameof(ILiveHub.Watch), _conference))!.Head.BridgeOnline;
        while (!online) online = (await Next(deltas)).Head.BridgeOnline;
        await _node.DisposeAsync();
        while ((await Next(deltas)).Head.BridgeOnline) { }
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await _admin.Get("/readyz")).Status);
        _node = await FakeNode.Connect(_server);
        await _node.Snapshot(Statuses.Of(_plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Dialling, LegReason.BridgeRestarted)));
        BoardDelta delta;
        do delta = await Next(deltas);
        while (!delta.Participants.Any(tile => tile.Reason == LegReason.BridgeRestarted));
        Assert.True(delta.Head.BridgeOnline);
    }

    [Fact]
    public async Task A_missing_report_is_asked_for()
    {
        await _node.Snapshot(Statuses.Of(_plan, ConferencePhase.Running));
        await _node.Delta(Statuses.Of(_plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Ringing)));
        Assert.True(_node.HeardNothing);
        await _node.Delta(5, Statuses.Of(_plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Connected)));
        Assert.Equal("snapshot", await _node.NextCall());
    }

    [Fact]
    public async Task Nobody_watches_without_signing_in()
    {
        await using var stranger = new HubConnectionBuilder().WithUrl(new Uri(_server.Url, "/hubs/live")).Build();
        await Assert.ThrowsAnyAsync<Exception>(() => stranger.StartAsync());
    }

    private HubConnection Page(out BlockingCollection<BoardDelta> deltas, out BlockingCollection<LevelsReport> levels)
    {
        var (toDeltas, toLevels) = (new BlockingCollection<BoardDelta>(), new BlockingCollection<LevelsReport>());
        var token = _admin.Http.DefaultRequestHeaders.Authorization!.Parameter;
        var page = new HubConnectionBuilder()
            .WithUrl(new Uri(_server.Url, "/hubs/live"), http => http.AccessTokenProvider = () => Task.FromResult(token))
            .AddJsonProtocol(json => ContractJson.Configure(json.PayloadSerializerOptions)).Build();
        page.On<BoardDelta>(nameof(ILiveClient.BoardChanged), toDeltas.Add);
        page.On<LevelsReport>(nameof(ILiveClient.LevelsChanged), toLevels.Add);
        (deltas, levels) = (toDeltas, toLevels);
        return page;
    }

    private static async Task<T> Next<T>(BlockingCollection<T> from) =>
        await Task.Run(() => from.TryTake(out var item, TimeSpan.FromSeconds(30)) ? item : throw new TimeoutException("Nothing came."));
}
