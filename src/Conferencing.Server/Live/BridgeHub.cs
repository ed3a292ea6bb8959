using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Server.Api;
using Conferencing.Server.Attendance;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Recordings;
using Conferencing.Server.Sip;
using Conferencing.Server.Traces;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Conferencing.Server.Live;

/// <summary>Where bridge nodes report and learn plans.</summary>
[Authorize(Policy = Policies.Bridge)]
internal sealed class BridgeHub(
    NodeLine line, StatusBoard board, AttendanceStore attendance, TraceBook traces, SipDesk sip, ConferenceDesk desk, RecordingDesk recordings, PlainSql sql, TimeProvider clock,
    ILogger<BridgeHub> log)
    : Hub<IBridgeNode>, IBridgeHub
{
    public const string Path = "/hubs/bridge";

    public async Task<ImmutableArray<ConferencePlan>> Hello(NodeHello hello)
    {
        if (hello.Version != NodeHello.CurrentVersion)
            throw new HubException($"This server speaks version {NodeHello.CurrentVersion} of the contract, the node version {hello.Version}.");
        if (line.Take(Context.ConnectionId, hello) is { } other) await Clients.Client(other).Stop();
        log.LogInformation("Bridge node {Node} connected, process {Process}, SIP port {Port}", hello.NodeName, hello.ProcessId, hello.SipPort);
        await sip.Greet(Clients.Caller, Context.ConnectionAborted);
        await attendance.CloseLegsOfOthers(hello.InstanceId, hello.NodeName, Context.ConnectionAborted);
        foreach (var order in traces.Resume(hello.InstanceId)) await Clients.Caller.StartTrace(order);
        return [.. (await PlanStore.Current(sql, clock.Now(), Context.ConnectionAborted)).Select(PlanMaker.Read)];
    }

    public async Task ReportSnapshot(NodeSnapshot snapshot)
    {
        if (!line.Hear(Context.ConnectionId, snapshot.Sequence, snapshot.Health).Counts) return;
        board.TakeSnapshot(snapshot);
        foreach (var status in snapshot.Conferences) await desk.Follow(status.ConferenceId, status.Asides, Context.ConnectionAborted);
        var ended = snapshot.Conferences.Where(status => status.Phase == ConferencePhase.Ended)
            .Select(status => (status.ConferenceId, status.PlanRevision)).ToImmutableArray();
        await attendance.Record(snapshot.InstanceId, snapshot.Legs, ended, Context.ConnectionAborted);
        foreach (var status in snapshot.Conferences) await recordings.Follow(status.ConferenceId, status.Recording, Context.ConnectionAborted);
    }

    public async Task ReportDelta(StatusDelta delta)
    {
        var (counts, gap) = line.Hear(Context.ConnectionId, delta.Sequence);
        if (!counts) return;
        board.TakeDelta(delta);
        await desk.Follow(delta.ConferenceId, delta.Asides, Context.ConnectionAborted);
        if (gap) await Clients.Caller.RequestSnapshot();
        ImmutableArray<(Guid, long)> ended = delta.Phase == ConferencePhase.Ended ? [(delta.ConferenceId, delta.PlanRevision)] : [];
        await attendance.Record(delta.InstanceId, delta.Legs, ended, Context.ConnectionAborted);
        await recordings.Follow(delta.ConferenceId, delta.Recording, Context.ConnectionAborted);
    }

    public Task ReportLevels(LevelsReport report)
    {
        if (line.Hear(Context.ConnectionId, sequence: null).Counts) board.TakeLevels(report);
        return Task.CompletedTask;
    }

    public Task ReportHealth(NodeHealth health)
    {
        line.Hear(Context.ConnectionId, sequence: null, health);
        return Task.CompletedTask;
    }

    public Task ReportTrace(TraceReport report) =>
        line.Hear(Context.ConnectionId, sequence: null).Counts && !traces.Take(report) && report.End is null
            ? Clients.Caller.StopTrace(report.TraceId) : Task.CompletedTask;

    public Task ReportSignalling(SignallingStatus status) =>
        line.Hear(Context.ConnectionId, sequence: null).Counts ? sip.Take(status, Context.ConnectionAborted) : Task.CompletedTask;

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (line is { Node: { } node, SeenAt: { } seenAt } && line.Release(Context.ConnectionId))
        {
            log.LogWarning("Bridge node {Node} disconnected", node.NodeName);
            board.TakeBridgeGone();
            await attendance.NoteSeen(node.InstanceId, node.NodeName, seenAt.ToInstant(), CancellationToken.None);
        }
        await base.OnDisconnectedAsync(exception);
    }
}
