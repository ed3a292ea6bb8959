using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Plans;

/// <summary>What a technician has played into rooms: checked, written down, sent to the bridge once; and the warnings before the end as they are set.</summary>
public sealed class SoundTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private Guid[] _rooms = [];
    private Guid _briefing;
    private Guid _conference;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _rooms = await _admin.AddRooms(2);
        var start = _server.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        var booked = (await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _rooms))).Expect(201);
        (_briefing, _conference) = (booked.Id, booked["occurrences"][0].GetProperty("id").GetGuid());
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private Task<ApiAnswer> Play(object request) => _admin.Post($"/api/conferences/{_conference}/sound", request);

    private async Task<IEnumerable<string>> History() => (await _admin.Get($"/api/briefings/{_briefing}")).Expect(200)["history"].EnumerateArray()
        .Select(line => $"{line.GetProperty("action").GetString()} {line.GetProperty("detail").GetString()}".TrimEnd()).Where(line => line.StartsWith("sound", StringComparison.Ordinal));

    [Fact]
    public async Task It_goes_to_the_bridge_once_and_into_the_history_and_the_board_shows_what_the_bridge_says_of_it()
    {
        await using var node = await FakeNode.Connect(_server);
        var plan = await node.PresentPlan();
        Assert.Equal("soundNobodyIn", (await Play(new { sound = "mutePlease" })).Expect(409).Problem);
        await node.Delta(Statuses.Of(plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Connected), Statuses.Room(_rooms[1], LegState.Redialling)));

        (await Play(new { sound = "mutePlease" })).Expect(204);
        Assert.Equal("play MutePlease all 10", await node.NextCall());
        (await Play(new { sound = "testTone", roomId = _rooms[0], seconds = 3 })).Expect(204);
        Assert.Equal($"play TestTone {_rooms[0]} 3", await node.NextCall());
        (await _admin.Delete($"/api/conferences/{_conference}/sound")).Expect(204);
        Assert.Equal("silence", await node.NextCall());
        Assert.Equal(["soundMutePlease", "soundTestTone Phòng 1"], await History());

        var told = new SoundStatus(Guid.NewGuid(), Sound.EndWarning, null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, 5);
        await node.Delta(Statuses.Of(plan, ConferencePhase.Running) with { Sounds = [told with { Sound = Sound.TestTone }, told], Sound = told });
        Assert.Equal("testTone, endWarning 5", await Sounds(count: 2));

        // An earlier bridge tells of the newest only.
        await node.Delta(Statuses.Of(plan, ConferencePhase.Running) with { Sound = told });
        Assert.Equal("endWarning 5", await Sounds(count: 1));
    }

    [Fact]
    public async Task A_room_that_has_enough_to_hear_is_played_no_more_until_one_has_ended()
    {
        await using var node = await FakeNode.Connect(_server);
        var plan = await node.PresentPlan();
        var now = _server.Clock.GetUtcNow();
        var waiting = Enumerable.Range(0, SoundOrder.MostQueued).Select(number => new SoundStatus(Guid.NewGuid(), Sound.TestTone, _rooms[0], now.AddSeconds(60 * number), now.AddSeconds(60 * (number + 1)), 1, null));
        await node.Delta(Statuses.Of(plan, ConferencePhase.Running, [.. _rooms.Select(room => Statuses.Room(room, LegState.Connected))]) with { Sounds = [.. waiting] });
        var refused = (await Play(new { sound = "mutePlease", roomId = _rooms[0] })).Expect(409);
        Assert.Equal("soundQueueFull", refused.Problem);
        Assert.Contains("đã có 3 âm thanh", refused["detail"].GetString(), StringComparison.Ordinal);
        Assert.Empty(await History());
        (await Play(new { sound = "mutePlease", roomId = _rooms[1] })).Expect(204);
        (await Play(new { sound = "mutePlease" })).Expect(204);
        _server.Clock.Move(TimeSpan.FromSeconds(60));
        (await Play(new { sound = "mutePlease", roomId = _rooms[0] })).Expect(204);
        Assert.Equal(["soundMutePlease Phòng 2", "soundMutePlease", "soundMutePlease Phòng 1"], await History());
    }

    private async Task<string> Sounds(int count)
    {
        var board = await _admin.Board(_conference, one => one["head"].GetProperty("sounds").GetArrayLength() == count);
        return string.Join(", ", board["head"].GetProperty("sounds").EnumerateArray()
            .Select(sound => sound.GetProperty("sound").GetString() + (sound.TryGetProperty("minutes", out var minutes) && sound.GetProperty("sound").GetString() == "endWarning" ? $" {minutes}" : "")));
    }

    [Fact]
    public async Task What_cannot_be_played_is_refused_with_its_reason_and_nothing_is_written_down()
    {
        Assert.Equal("bridgeAway", (await Play(new { sound = "mutePlease" })).Expect(409).Problem);
        await using var node = await FakeNode.Connect(_server);
        var plan = await node.PresentPlan();
        await node.Delta(Statuses.Of(plan, ConferencePhase.Running, Statuses.Room(_rooms[0], LegState.Connected), Statuses.Room(_rooms[1], LegState.Redialling)));
        (await Play(new { })).Expect(400);
        foreach (var sound in new[] { "endWarning", "extended", "noise" }) (await Play(new { sound })).Expect(400);
        foreach (var seconds in new[] { 0, 61 }) (await Play(new { sound = "testTone", seconds })).Expect(400);
        Assert.Equal("soundRoomNotIn", (await Play(new { sound = "mutePlease", roomId = _rooms[1] })).Expect(409).Problem);
        Assert.Equal("roomNotIn", (await Play(new { sound = "mutePlease", roomId = Guid.NewGuid() })).Expect(404).Problem);
        Assert.Empty(await History());
        Assert.True(node.HeardNothing);
    }

    [Theory]
    [InlineData("5,1", "5 1")]
    [InlineData("1, 15 ,5,5", "15 5 1")]
    [InlineData("0", "")]
    [InlineData("", "")]
    [InlineData("120", "120")]
    [InlineData("121", null)]
    [InlineData("-1", null)]
    [InlineData("five", null)]
    public void Warnings_are_set_as_minutes_with_commas(string setting, string? minutes) =>
        Assert.Equal(minutes, PlanMaker.Warnings(setting) is { } read ? string.Join(' ', read) : null);
}
