using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Recordings;

/// <summary>A recording that the bridge refuses to begin leaves no file: the history says that there is none, once, and why.</summary>
public sealed class RefusedRecordingTests : IAsyncLifetime
{
    /// <summary>Finer than the database keeps moments.</summary>
    private static readonly DateTimeOffset Refused = new DateTimeOffset(2026, 11, 23, 8, 0, 1, 250, TimeSpan.FromHours(7)).AddTicks(1234);

    private readonly string _folder = Directory.CreateTempSubdirectory("conferencing-refused-").FullName;
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private FakeNode _node = null!;
    private Guid _briefing;
    private ConferencePlan _plan = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start(_folder);
        _admin = await _server.SignedIn("admin", Role.Administrator);
        var rooms = await _admin.AddRooms(2);
        _node = await FakeNode.Connect(_server);
        var start = _server.Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        _briefing = (await _admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), rooms))).Expect(201).Id;
        _plan = await _node.NextPlan();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        await TestDatabases.Forget(_folder);
    }

    [Theory]
    [InlineData(RecordingEnd.LowDiskSpace, null, "recordingRefusedDiskFull Conferencing ")]
    [InlineData(RecordingEnd.WriteFailed, "Access to the path is denied.", "recordingRefusedWriteFailed Conferencing Access to the path is denied.")]
    [InlineData(RecordingEnd.NoEncoder, null, "recordingRefusedNoEncoder Conferencing ")] // an earlier bridge that runs through an update
    public async Task It_is_told_once_however_often_the_bridge_says_it(RecordingEnd end, string? detail, string line)
    {
        var refused = new RecordingStatus { RecordingId = Guid.NewGuid(), State = RecordingState.Refused, Since = Refused, End = end, Detail = detail };
        await Report(refused);
        await Report(refused);
        await _node.Snapshot(Statuses.Of(_plan, ConferencePhase.Running) with { Recording = refused });
        Assert.Equal([line], await History());
        Assert.Empty((await _admin.Get($"/api/briefings/{_briefing}/recordings")).Expect(200)["recordings"].EnumerateArray());

        // Somebody tries again.
        await Report(refused with { RecordingId = Guid.NewGuid(), Since = Refused.AddMinutes(1) });
        Assert.Equal([line, line], await History());
    }

    [Fact]
    public async Task A_server_that_has_just_started_does_not_tell_it_again()
    {
        var refused = new RecordingStatus { RecordingId = Guid.NewGuid(), State = RecordingState.Refused, Since = Refused, End = RecordingEnd.LowDiskSpace };
        await Report(refused);
        await _node.DisposeAsync();
        await _server.Stop();
        _server = await RunningServer.Start(_folder);
        _admin = await _server.SignedIn("admin");
        _node = await FakeNode.Connect(_server, _node.Instance);
        await _node.Snapshot(Statuses.Of(_plan, ConferencePhase.Running) with { Recording = refused });
        Assert.Single(await History());
    }

    [Fact]
    public async Task Only_the_history_knows_what_was_told()
    {
        var refused = new RecordingStatus { RecordingId = Guid.NewGuid(), State = RecordingState.Refused, Since = Refused, End = RecordingEnd.LowDiskSpace };
        await Report(refused);
        Assert.Equal(1, await _server.Read(db => db.History.Where(line => line.BriefingId == _briefing && line.Action == "recordingRefusedDiskFull").ExecuteDeleteAsync()));
        Assert.Empty(await History());
        await Report(refused);
        Assert.Single(await History());
    }

    [Theory]
    [InlineData(RecordingState.Recording, RecordingEnd.None)]
    [InlineData(RecordingState.Stopped, RecordingEnd.Stopped)]
    [InlineData(RecordingState.Failed, RecordingEnd.LowDiskSpace)]
    public async Task Of_one_that_began_its_file_tells(RecordingState state, RecordingEnd end)
    {
        await Report(new RecordingStatus { RecordingId = Guid.NewGuid(), State = state, Since = Refused, End = end });
        Assert.Empty(await History());
    }

    private Task Report(RecordingStatus recording) => _node.Delta(Statuses.Of(_plan, ConferencePhase.Running) with { Recording = recording });

    private async Task<string[]> History() =>
    [
        .. (await _admin.Get($"/api/briefings/{_briefing}")).Expect(200)["history"].EnumerateArray()
            .Where(line => line.GetProperty("action").GetString()!.StartsWith("recording", StringComparison.Ordinal))
            .Select(line => $"{line.GetProperty("action").GetString()} {line.GetProperty("who").GetString()} {line.GetProperty("detail").GetString()}"),
    ];
}
