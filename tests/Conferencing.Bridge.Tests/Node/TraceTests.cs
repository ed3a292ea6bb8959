using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.Node;

/// <summary>A real node is asked for a room's trace while it calls the room.</summary>
[Collection(RealClients.Name)]
public sealed class TraceTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private readonly NodePlace _place = new();
    private readonly FakeRoom _room = new();
    private readonly FakeRoom _other = new();

    public void Dispose()
    {
        _room.Dispose();
        _other.Dispose();
        _place.Dispose();
    }

    [Fact]
    public async Task The_whole_call_of_one_room_is_told_and_nothing_of_the_other()
    {
        await using var server = await FakeServer.Start(_place.ServerPort);
        using var node = NodeProcess.Start(_place);
        await Eventually.True(Soon, () => server.Snapshots.Count > 0, () => node.Log);
        var order = new TraceOrder { TraceId = Guid.NewGuid(), CallIds = [], Addresses = [_room.Address], ForSeconds = 60, MaxCharacters = 1_000_000 };
        await server.StartTrace(order);
        await server.Apply(Plan());
        await Eventually.True(Soon, () => _room.Joined == 1 && _other.Joined == 1, () => node.Log);
        _room.HangUp();
        await Eventually.True(Soon, () => Told(server).Contains("BYE", StringComparison.Ordinal) && Told(server).EndsWith("> 200 BYE", StringComparison.Ordinal), () => Told(server));
        // A busy machine says some things twice, and that it is trying.
        Assert.StartsWith("> INVITE, < 180 INVITE, < 200 INVITE, > ACK, < BYE", string.Join(", ", Told(server).Split(", ").Distinct().Where(one => one != "< 100 INVITE")), StringComparison.Ordinal);
        var messages = server.Traces.SelectMany(report => report.Messages).ToList();
        Assert.Single(messages.Select(message => message.Remote).Distinct());
        Assert.Equal(Enumerable.Range(1, messages.Count).Select(number => (long)number), messages.Select(message => message.Number));

        await server.StopTrace(order.TraceId);
        await Eventually.True(Soon, () => server.Traces.Last().End == TraceEnd.Stopped);
        Assert.True(node.Terminate(Soon), node.Log);
    }

    private static string Told(FakeServer server) => string.Join(", ", server.Traces.SelectMany(report => report.Messages).Select(Short));

    private static string Short(TracedMessage message)
    {
        var lines = message.Text.Split("\r\n");
        var words = lines[0].Split(' ');
        var method = lines.First(line => line.StartsWith("CSeq:", StringComparison.Ordinal)).Split(' ')[^1];
        return $"{(message.Outgoing ? '>' : '<')} {(words[0] == "SIP/2.0" ? $"{words[1]} {method}" : words[0])}";
    }

    private ConferencePlan Plan() => new()
    {
        ConferenceId = Guid.NewGuid(),
        Revision = 1,
        Title = "Giao ban",
        ConnectAt = DateTimeOffset.UtcNow,
        StartAt = DateTimeOffset.UtcNow.AddMinutes(1),
        EndAt = DateTimeOffset.UtcNow.AddMinutes(10),
        Participants =
        [
            new ParticipantPlan { RoomId = Guid.NewGuid(), Name = "Phòng 1", Addresses = [_room.Address] },
            new ParticipantPlan { RoomId = Guid.NewGuid(), Name = "Phòng 2", Addresses = [_other.Address] },
        ],
    };
}
