using Conferencing.Contract;
using Microsoft.AspNetCore.SignalR;

namespace Conferencing.Server.Live;

/// <summary>The line to the bridge node: which connection it is, what it said of itself, when it was last heard.</summary>
internal sealed class NodeLine(IHubContext<BridgeHub, IBridgeNode> nodes, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private State? _state;

    /// <summary>Who is there now; null while no node is connected.</summary>
    public NodeHello? Node
    {
        get { lock (_gate) return _state?.Hello; }
    }

    public NodeHealth? Health
    {
        get { lock (_gate) return _state?.Health; }
    }

    public DateTimeOffset? SeenAt
    {
        get { lock (_gate) return _state?.SeenAt; }
    }

    /// <summary>The newest hello takes the line.</summary>
    /// <returns>The connection of another process that held it until now: two nodes would call every room twice.</returns>
    public string? Take(string connectionId, NodeHello hello)
    {
        lock (_gate)
        {
            var before = _state;
            _state = new State(connectionId, hello, clock.GetUtcNow());
            return before is not null && before.Hello.InstanceId != hello.InstanceId ? before.ConnectionId : null;
        }
    }

    /// <summary>False if that connection does not hold the line.</summary>
    public bool Release(string connectionId)
    {
        lock (_gate)
        {
            if (_state?.ConnectionId != connectionId) return false;
            _state = null;
            return true;
        }
    }

    /// <summary>Notes that the node was heard.</summary>
    /// <param name="sequence">The number of the delta, or of the snapshot.</param>
    /// <returns>Whether the message counts, and whether one before it is missing.</returns>
    public (bool Counts, bool Gap) Hear(string connectionId, long? sequence, NodeHealth? health = null)
    {
        lock (_gate)
        {
            if (_state is not { } state || state.ConnectionId != connectionId) return (false, false);
            var gap = health is null && sequence is { } number && state.Sequence is { } last && number != last + 1;
            _state = state with { SeenAt = clock.GetUtcNow(), Sequence = sequence ?? state.Sequence, Health = health ?? state.Health };
            return (true, gap);
        }
    }

    /// <summary>Nothing is sent while no node is there: it asks for every plan when it comes.</summary>
    public Task Send(Func<IBridgeNode, Task> message)
    {
        string? connection;
        lock (_gate) connection = _state?.ConnectionId;
        return connection is null ? Task.CompletedTask : message(nodes.Clients.Client(connection));
    }

    private sealed record State(string ConnectionId, NodeHello Hello, DateTimeOffset SeenAt)
    {
        public long? Sequence { get; init; }
        public NodeHealth? Health { get; init; }
    }
}
