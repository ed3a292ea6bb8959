using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conferencing.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Tests.Node;

/// <summary>The node's side of a server, with a hub a real node connects to: hands out plans and remembers what it is told.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public const string Key = "a secret of this test";

    private readonly WebApplication _application;
    private readonly ServerMemory _memory;

    private FakeServer(WebApplication application, ServerMemory memory)
    {
        _application = application;
        _memory = memory;
    }

    public IReadOnlyCollection<NodeHello> Hellos => _memory.Hellos;
    public IReadOnlyCollection<NodeSnapshot> Snapshots => _memory.Snapshots;
    public IReadOnlyCollection<StatusDelta> Deltas => _memory.Deltas;
    public IReadOnlyCollection<TraceReport> Traces => _memory.Traces;
    public NodeHealth? Health => _memory.Health;

    public static async Task<FakeServer> Start(int port, params ConferencePlan[] plans)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var memory = new ServerMemory([.. plans]);
        builder.Services.AddSingleton(memory);
        builder.Services.AddSignalR(hubs => hubs.MaximumReceiveMessageSize = null)
            .AddJsonProtocol(json => ContractJson.Configure(json.PayloadSerializerOptions));
        var application = builder.Build();
        application.Use(RefuseStrangers);
        application.MapHub<FakeBridgeHub>("/hubs/bridge");
        await application.StartAsync();
        return new FakeServer(application, memory);
    }

    public Task Apply(ConferencePlan plan)
    {
        _memory.Plans = [.. _memory.Plans.Where(known => known.ConferenceId != plan.ConferenceId), plan];
        return Nodes.ApplyPlan(plan);
    }

    public Task Apply(SignallingPlan plan) => Nodes.ApplySignalling(plan);

    public IReadOnlyCollection<SignallingStatus> Signalling => _memory.Signalling;

    public Task StopNode() => Nodes.Stop();

    public Task RequestSnapshot() => Nodes.RequestSnapshot();

    public Task StartTrace(TraceOrder order) => Nodes.StartTrace(order);

    public Task StopTrace(Guid traceId) => Nodes.StopTrace(traceId);

    /// <summary>What was told of a room last; null before anything was.</summary>
    public ParticipantStatus? Status(Guid roomId) => _memory.Rooms.GetValueOrDefault(roomId);

    public IEnumerable<LegRecord> Legs => _memory.Legs.Values;

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private IBridgeNode Nodes => _application.Services.GetRequiredService<IHubContext<FakeBridgeHub, IBridgeNode>>().Clients.All;

    private static Task RefuseStrangers(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers.Authorization == $"Bearer {Key}")
            return next(context);
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}

/// <summary>What nodes have told a <see cref="FakeServer"/>.</summary>
internal sealed class ServerMemory(ImmutableArray<ConferencePlan> plans)
{
    public ImmutableArray<ConferencePlan> Plans { get; set; } = plans;
    public ConcurrentQueue<NodeHello> Hellos { get; } = new();
    public ConcurrentQueue<NodeSnapshot> Snapshots { get; } = new();
    public ConcurrentQueue<StatusDelta> Deltas { get; } = new();
    public ConcurrentQueue<SignallingStatus> Signalling { get; } = new();
    public ConcurrentQueue<TraceReport> Traces { get; } = new();
    public NodeHealth? Health { get; set; }
    public ConcurrentDictionary<Guid, ParticipantStatus> Rooms { get; } = new();
    public ConcurrentDictionary<Guid, LegRecord> Legs { get; } = new();

    public void Take(IEnumerable<ParticipantStatus> rooms, IEnumerable<LegRecord> legs)
    {
        foreach (var room in rooms)
            Rooms[room.RoomId] = room;
        foreach (var leg in legs)
            Legs[leg.LegId] = leg;
    }
}

internal sealed class FakeBridgeHub(ServerMemory memory) : Hub<IBridgeNode>, IBridgeHub
{
    public Task<ImmutableArray<ConferencePlan>> Hello(NodeHello hello)
    {
        memory.Hellos.Enqueue(hello);
        return Task.FromResult(memory.Plans);
    }

    public Task ReportSnapshot(NodeSnapshot snapshot)
    {
        memory.Snapshots.Enqueue(snapshot);
        memory.Take(snapshot.Conferences.SelectMany(conference => conference.Participants), snapshot.Legs);
        return Task.CompletedTask;
    }

    public Task ReportDelta(StatusDelta delta)
    {
        memory.Deltas.Enqueue(delta);
        memory.Take(delta.Participants, delta.Legs);
        return Task.CompletedTask;
    }

    public Task ReportLevels(LevelsReport report) => Task.CompletedTask;

    public Task ReportHealth(NodeHealth health)
    {
        memory.Health = health;
        return Task.CompletedTask;
    }

    public Task ReportTrace(TraceReport report)
    {
        memory.Traces.Enqueue(report);
        return Task.CompletedTask;
    }

    public Task ReportSignalling(SignallingStatus status)
    {
        memory.Signalling.Enqueue(status);
        return Task.CompletedTask;
    }
}
