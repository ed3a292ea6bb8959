using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Jobs;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Plans;

/// <summary>Bookings and acts become plans, and a node that comes, goes and comes again gets the same ones.</summary>
public sealed class NodeTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"conferencing-{Guid.NewGuid():N}");
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start(_folder);
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _rooms = await _admin.AddRooms(5);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<(Guid Briefing, Guid Conference)> Book(TimeSpan startsIn, int rooms = 3, ApiClient? by = null)
    {
        var start = _server.Clock.GetUtcNow().Add(startsIn);
        var booked = (await (by ?? _admin).Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _rooms[..rooms]))).Expect(201);
        return (booked.Id, booked["occurrences"][0].GetProperty("id").GetGuid());
    }

    private Task<ApiAnswer> Act(Guid conference, string act, object? body = null) => _admin.Post($"/api/conferences/{conference}/{act}", body);

    [Fact]
    public async Task A_node_without_the_key_is_not_let_in() =>
        await Assert.ThrowsAnyAsync<Exception>(() => FakeNode.Connect(_server, key: "khong-dung"));

    [Fact]
    public async Task What_is_near_is_handed_over_at_once_what_is_far_is_not()
    {
        await using var node = await FakeNode.Connect(_server);
        await Book(TimeSpan.FromHours(5));
        var (_, conference) = await Book(TimeSpan.FromMinutes(6));
        var plan = await node.NextPlan();
        Assert.Equal((conference, 1, 3), (plan.ConferenceId, plan.Revision, plan.Participants.Length));
        Assert.Equal(ParticipantRole.Chair, plan.Participants[0].Role);
        Assert.Equal(plan.StartAt.AddMinutes(-5), plan.ConnectAt);
        Assert.True(node.HeardNothing);
    }

    [Fact]
    public async Task What_waits_for_approval_is_not_called_and_then_it_is()
    {
        await using var node = await FakeNode.Connect(_server);
        var clerk = await _server.SignedIn("clerk", Role.Clerk);
        var (briefing, conference) = await Book(TimeSpan.FromMinutes(3), by: clerk);
        Assert.True(node.HeardNothing);
        (await _admin.Post($"/api/briefings/{briefing}/approve")).Expect(200);
        Assert.Equal(conference, (await node.NextPlan()).ConferenceId);
    }

    [Fact]
    public async Task Every_act_is_the_next_revision_and_no_act_is_none()
    {
        await using var node = await FakeNode.Connect(_server);
        var (_, conference) = await Book(TimeSpan.FromMinutes(1));
        await node.NextPlan();
        Assert.Equal(2, (await Act(conference, $"participants/{_rooms[1]}/mute")).Expect(200)["revision"].GetInt64());
        Assert.True((await node.NextPlan()).Participants[1].Muted);
        Assert.Equal(2, (await Act(conference, $"participants/{_rooms[1]}/mute")).Expect(200)["revision"].GetInt64());
        (await Act(conference, $"participants/{_rooms[2]}/floor")).Expect(200);
        Assert.Equal([false, true, false], (await node.NextPlan()).Participants.Select(part => part.Muted));
        Assert.Equal($"lower {_rooms[2]}", await node.NextCall()); // who has the floor asks for it no longer
        (await Act(conference, $"participants/{_rooms[1]}/hang-up")).Expect(200);
        Assert.False((await node.NextPlan()).Participants[1].Wanted);
        (await Act(conference, $"participants/{_rooms[1]}/call")).Expect(200);
        Assert.True((await node.NextPlan()).Participants[1].Wanted);
        Assert.Equal($"call {_rooms[1]}", await node.NextCall());
        (await Act(conference, "participants", new { roomId = _rooms[3] })).Expect(200);
        Assert.Equal(4, (await node.NextPlan()).Participants.Length);
        Assert.Equal("roomAlreadyIn", (await Act(conference, "participants", new { roomId = _rooms[3] })).Expect(409).Problem);
        Assert.Equal("chairStays", (await _admin.Delete($"/api/conferences/{conference}/participants/{_rooms[0]}")).Expect(409).Problem);
        (await _admin.Delete($"/api/conferences/{conference}/participants/{_rooms[3]}")).Expect(200);
        Assert.Equal(3, (await node.NextPlan()).Participants.Length);
        (await Act(conference, "extend", new { minutes = 15 })).Expect(200);
        Assert.True((await node.NextPlan()).EndAt > _server.Clock.GetUtcNow().AddMinutes(70));
    }

    [Fact]
    public async Task A_session_is_extended_only_while_its_rooms_stay_free_and_a_room_added_only_if_it_is()
    {
        var (_, conference) = await Book(TimeSpan.FromMinutes(1), rooms: 2);
        var after = _server.Clock.GetUtcNow().AddMinutes(75);
        (await _admin.Post("/api/briefings", Bookings.Form(after, after.AddHours(1), [_rooms[1]], "Phiên sau"))).Expect(201);
        var now = _server.Clock.GetUtcNow().AddMinutes(2);
        (await _admin.Post("/api/briefings", Bookings.Form(now, now.AddMinutes(30), [_rooms[4]], "Phiên kia"))).Expect(201);
        var refused = (await Act(conference, "extend", new { minutes = 15 })).Expect(409);
        Assert.Equal(("Phòng 2", "Phiên sau"), (refused["clashes"][0].GetProperty("roomName").GetString(), refused["clashes"][0].GetProperty("title").GetString()));
        Assert.Equal("Phiên kia", (await Act(conference, "participants", new { roomId = _rooms[4] })).Expect(409)["clashes"][0].GetProperty("title").GetString());
        Assert.Equal("invalid", (await Act(conference, "extend", new { minutes = 7 })).Expect(400).Problem);
        Assert.Equal("notFound", (await Act(Guid.NewGuid(), "end")).Expect(404).Problem);
    }

    [Fact]
    public async Task An_ended_session_tells_the_node_frees_its_rooms_and_takes_no_more_acts()
    {
        await using var node = await FakeNode.Connect(_server);
        var (_, conference) = await Book(TimeSpan.FromSeconds(1));
        var plan = await node.NextPlan();
        (await Act(conference, "end")).Expect(200);
        var ended = await node.NextPlan();
        Assert.True(ended.Revision == plan.Revision + 1 && ended.EndAt <= _server.Clock.GetUtcNow());
        Assert.Equal("notLive", (await Act(conference, "extend")).Expect(409).Problem);
        Assert.Empty((await _admin.Get("/api/conferences")).Body.EnumerateArray());
        await Book(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_room_whose_address_is_mended_is_mended_in_its_running_session()
    {
        await using var node = await FakeNode.Connect(_server);
        var (_, conference) = await Book(TimeSpan.FromMinutes(1));
        await node.NextPlan();
        (await Act(conference, $"participants/{_rooms[1]}/mute")).Expect(200);
        await node.NextPlan();
        (await _admin.Put($"/api/rooms/{_rooms[1]}", new { name = "Phòng 2 mới", endpoints = new[] { new { address = "sip:dung@127.0.0.1:24999" } } })).Expect(200);
        var plan = await node.NextPlan();
        Assert.Equal((3, "Phòng 2 mới", true), (plan.Revision, plan.Participants[1].Name, plan.Participants[1].Muted));
        Assert.Equal("sip:dung@127.0.0.1:24999", Assert.Single(plan.Participants[1].Addresses));
    }

    [Fact]
    public async Task A_restarted_server_gives_the_same_revisions_with_the_same_content()
    {
        var (_, conference) = await Book(TimeSpan.FromMinutes(1));
        (await Act(conference, $"participants/{_rooms[1]}/mute")).Expect(200);
        string before;
        await using (var node = await FakeNode.Connect(_server)) before = Json(Assert.Single(node.Greeted));
        await _server.Stop();
        _server = await RunningServer.Start(_folder);
        await using var again = await FakeNode.Connect(_server);
        Assert.Equal(before, Json(Assert.Single(again.Greeted)));
        await _server.Service<ReconcileJob>().Run(CancellationToken.None);
        var reminded = await again.NextPlan();
        Assert.Equal(before, Json(reminded));
        await again.Snapshot(Statuses.Of(reminded, ConferencePhase.Running));
        await _server.Service<ReconcileJob>().Run(CancellationToken.None);
        Assert.True(again.HeardNothing);
    }

    [Fact]
    public async Task The_start_job_twice_and_out_of_order_with_a_cancel_makes_one_conference_or_none()
    {
        await using var node = await FakeNode.Connect(_server);
        var (kept, conference) = await Book(TimeSpan.FromMinutes(30));
        var (cancelled, never) = await Book(TimeSpan.FromMinutes(120));
        var job = _server.Service<PrepareConferenceJob>();
        await job.Run(conference, CancellationToken.None);
        Assert.True(node.HeardNothing); // too early
        (await _admin.Post($"/api/briefings/{cancelled}/cancel")).Expect(200);
        _server.Clock.Move(TimeSpan.FromMinutes(24));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => job.Run(conference, CancellationToken.None)));
        await job.Run(never, CancellationToken.None);
        Assert.Equal((conference, 1), ((await node.NextPlan()) is var plan ? plan.ConferenceId : default, plan.Revision));
        Assert.True(node.HeardNothing);
        (await _admin.Post($"/api/briefings/{kept}/cancel")).Expect(200);
        Assert.Equal(2, (await node.NextPlan()).Revision);
        await job.Run(conference, CancellationToken.None);
        Assert.True(node.HeardNothing);
    }

    [Fact]
    public async Task What_was_missed_while_the_server_was_away_is_done_when_it_starts()
    {
        var (_, conference) = await Book(TimeSpan.FromMinutes(30));
        var clock = _server.Clock;
        await _server.Stop();
        clock.Move(TimeSpan.FromMinutes(29));
        _server = await RunningServer.Start(_folder, clock);
        await using var node = await FakeNode.Connect(_server);
        var plan = await node.PresentPlan();
        Assert.Equal((conference, 1), (plan.ConferenceId, plan.Revision));
    }

    [Fact]
    public async Task Rooms_are_not_called_out_of_the_session_before_theirs()
    {
        await using var node = await FakeNode.Connect(_server);
        var (first, _) = await Book(TimeSpan.FromMinutes(1));
        var before = await node.NextPlan();
        var booked = (await _admin.Post("/api/briefings", Bookings.Form(before.EndAt, before.EndAt.AddHours(1), _rooms[..2]))).Expect(201);
        _server.Clock.Move(TimeSpan.FromMinutes(60));
        await _server.Service<PrepareConferenceJob>().Run(booked["occurrences"][0].GetProperty("id").GetGuid(), CancellationToken.None);
        var next = await node.NextPlan();
        Assert.NotEqual(first, next.ConferenceId);
        Assert.Equal(before.EndAt, next.ConnectAt);
    }

    [Fact]
    public async Task A_node_that_said_an_end_is_not_told_again()
    {
        var (_, conference) = await Book(TimeSpan.FromSeconds(1));
        (await Act(conference, "end")).Expect(200);
        await using (var node = await FakeNode.Connect(_server))
        {
            var plan = Assert.Single(node.Greeted);
            await node.Snapshot(Statuses.Of(plan, ConferencePhase.Ended));
        }
        await using var again = await FakeNode.Connect(_server);
        Assert.Empty(again.Greeted);
    }

    [Fact]
    public async Task A_second_node_takes_the_line_and_the_first_is_told_to_stop()
    {
        await using var first = await FakeNode.Connect(_server);
        await using var second = await FakeNode.Connect(_server);
        Assert.Equal("stop", await first.NextCall());
        await Book(TimeSpan.FromMinutes(1));
        await second.NextPlan();
        Assert.True(first.HeardNothing);
    }

    private static string Json(ConferencePlan plan) => System.Text.Json.JsonSerializer.Serialize(plan, ContractJson.Options);
}
