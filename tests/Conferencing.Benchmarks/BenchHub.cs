using System.Collections.Immutable;
using System.Threading.Channels;
using Conferencing.Contract;
using Microsoft.AspNetCore.SignalR;

namespace Conferencing.Benchmarks;

/// <summary>Stands in for the server: hands one plan to whatever node says hello, and keeps what it reports.</summary>
internal sealed class BenchHub(BenchStand stand) : Hub<IBridgeNode>, IBridgeHub
{
    public Task<ImmutableArray<ConferencePlan>> Hello(NodeHello hello)
    {
        stand.Node.TrySetResult(hello);
        return Task.FromResult<ImmutableArray<ConferencePlan>>([stand.Plan]);
    }

    public Task ReportSnapshot(NodeSnapshot snapshot)
    {
        stand.Snapshots.Writer.TryWrite(snapshot);
        return Task.CompletedTask;
    }

    public Task ReportDelta(StatusDelta delta) => Task.CompletedTask;

    public Task ReportLevels(LevelsReport report) => Task.CompletedTask;

    public Task ReportHealth(NodeHealth health)
    {
        stand.Health = health;
        return Task.CompletedTask;
    }

    public Task ReportTrace(TraceReport report) => Task.CompletedTask;

    public Task ReportSignalling(SignallingStatus status) => Task.CompletedTask;
}

/// <summary>What the hub and the run share.</summary>
internal sealed class BenchStand(ConferencePlan plan)
{
    public ConferencePlan Plan { get; } = plan;

    public TaskCompletionSource<NodeHello> Node { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the node said last of itself.</summary>
    public NodeHealth? Health { get; set; }

    /// <summary>In the words of the server's page: what the load tool asks for.</summary>
    public string Metrics => FormattableString.Invariant(
        $"conferencing_bridge_collections_total {Health?.Collections ?? 0}\nconferencing_bridge_collection_pause_ms_total {Health?.CollectionPauseMs ?? 0}\n");

    public Channel<NodeSnapshot> Snapshots { get; } = Channel.CreateUnbounded<NodeSnapshot>();
}
