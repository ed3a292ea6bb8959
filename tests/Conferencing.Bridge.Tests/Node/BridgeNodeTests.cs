using System.Net;
using System.Net.Sockets;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Node;

/// <summary>The node's program, started for real, between a fake server and fake rooms.</summary>
[Collection(RealClients.Name)]
public sealed class BridgeNodeTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly Guid Conference = Guid.NewGuid();
    private static readonly Guid RoomId = Guid.NewGuid();

    private readonly NodePlace _place = new();
    private readonly FakeRoom _room = new();

    public void Dispose()
    {
        _room.Dispose();
        _place.Dispose();
    }

    [Fact]
    public async Task A_plan_brings_a_call_and_an_ordinary_stop_ends_it()
    {
        await using var server = await FakeServer.Start(_place.ServerPort, Plan(1));
        using var node = NodeProcess.Start(_place);
        await Connected(server, node);
        Assert.Single(server.Hellos);
        Assert.Equal(1, _room.Called);
        await server.StopNode();
        Assert.True(node.WaitForExit(Soon), node.Log);
        Assert.Equal(0, node.ExitCode);
        await Eventually.True(Soon, () => _room.Over == 1);
        var leg = Assert.Single(server.Legs);
        Assert.NotNull(leg.LeftAt);
        Assert.Equal(0, new FileInfo(Path.Combine(_place.Folder, "bridge", "dialogs.jsonl")).Length);
    }

    [Fact]
    public async Task A_node_that_was_killed_ends_the_old_call_and_makes_one_new()
    {
        await using var server = await FakeServer.Start(_place.ServerPort, Plan(1));
        using (var node = NodeProcess.Start(_place))
        {
            await Connected(server, node);
            node.Kill();
        }

        _room.PicksUp = false;
        using var again = NodeProcess.Start(_place);
        await Eventually.True(Soon, () => server.Status(RoomId) is { State: LegState.Ringing, Reason: LegReason.BridgeRestarted }, () => again.Log);
        _room.PickUp();
        await Eventually.True(Soon, () => server.Hellos.Count == 2 && server.Status(RoomId) is { State: LegState.Connected }, () => again.Log);
        Assert.Equal((2, 1, 0), (_room.Called, _room.Over, _room.Refused));
        // The old call ended before the new one came.
        var ended = _room.Events.Select((happened, at) => (happened, at)).First(pair => pair.happened is CallEvent.Ended).at;
        var called = _room.Events.Select((happened, at) => (happened, at)).Last(pair => pair.happened is CallEvent.Incoming).at;
        Assert.True(ended < called);
        Assert.True(again.Terminate(Soon), again.Log);
    }

    [Fact]
    public async Task A_server_that_comes_back_finds_the_call_untouched_and_everything_told()
    {
        using var node = NodeProcess.Start(_place);
        await using (var server = await FakeServer.Start(_place.ServerPort, Plan(1)))
            await Connected(server, node);

        await using var again = await FakeServer.Start(_place.ServerPort, Plan(2) with { Participants = [Plan(2).Participants[0] with { Muted = true }] });
        await Eventually.True(Soon, () => again.Status(RoomId) is { State: LegState.Connected, Muted: true }, () => node.Log);
        Assert.Single(again.Legs);
        Assert.Equal((1, 0), (_room.Called, _room.Over));
        Assert.True(node.Terminate(Soon), node.Log);
        Assert.Equal(0, node.ExitCode);
        await Eventually.True(Soon, () => _room.Over == 1);
    }

    [Fact]
    public async Task A_room_that_hangs_up_is_called_again_and_one_that_is_not_wanted_is_hung_up()
    {
        var plan = Plan(1) with { Dial = new DialPlan { FirstIntervalSeconds = 1 } };
        await using var server = await FakeServer.Start(_place.ServerPort, plan);
        using var node = NodeProcess.Start(_place);
        await Connected(server, node);
        _room.HangUp();
        await Eventually.True(Soon, () => server.Legs.Any(leg => leg.EndReason == LegReason.RoomHungUp), () => node.Log);
        await Eventually.True(Soon, () => _room.Joined == 2, () => node.Log);
        await server.Apply(plan with { Revision = 2, Participants = [plan.Participants[0] with { Wanted = false }] });
        await Eventually.True(Soon, () => server.Status(RoomId) is { State: LegState.Left, Reason: LegReason.HungUpByTechnician }, () => node.Log);
        await Eventually.True(Soon, () => _room.Over == 2);
    }

    [Fact]
    public async Task Deltas_are_numbered_without_a_gap_after_their_snapshot()
    {
        await using var server = await FakeServer.Start(_place.ServerPort, Plan(1));
        using var node = NodeProcess.Start(_place);
        await Connected(server, node);
        await server.RequestSnapshot();
        await Eventually.True(Soon, () => server.Snapshots.Count == 2, () => node.Log);
        var first = server.Snapshots.First();
        Assert.Equal(server.Hellos.Single().InstanceId, first.InstanceId);
        Assert.Equal(
            Enumerable.Range(1, server.Deltas.Count).Select(number => first.Sequence + number),
            server.Deltas.Select(delta => delta.Sequence));
        Assert.Equal(LegState.Connected, server.Snapshots.Last().Conferences.Single().Participants.Single().State);
    }

    [Fact]
    public async Task A_node_without_server_and_conference_ends_itself()
    {
        using var node = NodeProcess.Start(_place, "--Node:OrphanSeconds", "1");
        await Eventually.True(Soon, () => node.HasExited, () => node.Log);
        Assert.Equal(0, node.ExitCode);
    }

    [Fact]
    public async Task A_node_without_server_goes_on_by_its_last_plan_until_its_end()
    {
        var plan = Plan(1) with { EndAt = DateTimeOffset.UtcNow.AddSeconds(10) };
        using var node = NodeProcess.Start(_place, "--Node:OrphanSeconds", "5");
        await using (var server = await FakeServer.Start(_place.ServerPort, plan))
            await Connected(server, node);

        await Eventually.True(Soon, () => _room.Over == 1, () => node.Log);
        Assert.True(DateTimeOffset.UtcNow >= plan.EndAt);
        await Eventually.True(Soon, () => node.HasExited, () => node.Log);
        Assert.Equal(0, node.ExitCode);
    }

    [Fact]
    public async Task A_second_node_on_the_same_folder_says_so_in_one_line()
    {
        using var first = NodeProcess.Start(_place);
        await Eventually.True(Soon, () => first.Log.Contains("SIP port", StringComparison.Ordinal), () => first.Log);
        using var second = NodeProcess.Start(_place, "--Sip:Port", $"{Ports.One()}");
        Assert.True(second.WaitForExit(Soon));
        Assert.Equal(2, second.ExitCode);
        Assert.Equal($"Another bridge node (process {first.ProcessId}) runs on {_place.Folder}.", await OnlyLine(second));
        Assert.True(first.Terminate(Soon));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_port_in_use_is_told_in_one_line(bool sip)
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, sip ? _place.SipPort : _place.RtpPort));
        using var node = NodeProcess.Start(_place, "--Rtp:LastPort", $"{_place.RtpPort + 1}");
        Assert.True(node.WaitForExit(Soon));
        Assert.Equal(3, node.ExitCode);
        Assert.Contains(sip ? "SIP" : "RTP", await OnlyLine(node), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detached_node_writes_to_its_log_file()
    {
        using var node = NodeProcess.Start(_place, "--detached");
        var log = Path.Combine(_place.Folder, "logs", "bridge.log");
        await Eventually.True(Soon, () => File.Exists(log) && ReadShared(log).Contains("SIP port", StringComparison.Ordinal), () => node.Log);
        Assert.Empty(node.Log);
        Assert.True(node.Terminate(Soon));
        Assert.Contains("Stopped", ReadShared(log), StringComparison.Ordinal);
    }

    private ConferencePlan Plan(long revision) => new()
    {
        ConferenceId = Conference,
        Revision = revision,
        Title = "Giao ban Sở Nội vụ",
        ConnectAt = DateTimeOffset.UtcNow,
        StartAt = DateTimeOffset.UtcNow,
        EndAt = DateTimeOffset.UtcNow.AddMinutes(30),
        Participants = [new ParticipantPlan { RoomId = RoomId, Name = "Phòng họp Sở Nội vụ", Addresses = [_room.Address] }],
    };

    private static Task Connected(FakeServer server, NodeProcess node) =>
        Eventually.True(Soon, () => server.Status(RoomId)?.State == LegState.Connected, () => node.Log);

    /// <summary>What is written reaches the log a moment after the process has gone.</summary>
    private static async Task<string> OnlyLine(NodeProcess node)
    {
        await Eventually.True(Soon, () => node.Log.Length > 0);
        return Assert.Single(node.Log.Trim().Split('\n'));
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
