using System.Diagnostics;
using Conferencing.Server.Hosting;
using Conferencing.Server.Live;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Bridge;

/// <summary>
/// Keeps one bridge node running beside the server: finds the one an earlier server left, else starts one; starts it again at once when
/// it dies; ends it with an ordinary stop. It never looks into the node: what it knows is a lock file and a process.
/// </summary>
internal sealed class BridgeSupervisor(
    BridgeProgram program, NodeLock nodeLock, NodeLine line, StatusBoard board, ListenAddress address, BridgeOptions options, TimeProvider clock,
    ILogger<BridgeSupervisor> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>How soon the death of a node is seen that another server started.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>A node that lived shorter than this died "at once".</summary>
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TerminateLimit = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;
    private Process? _child;

    public BridgeState State { get; private set; } = BridgeState.Starting;

    public int? ProcessId => State == BridgeState.Running ? _child?.Id ?? nodeLock.Holder() : null;

    /// <summary>Not before this server listens: a node that cannot reach it would only wait.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (options.Supervise) _loop = Task.Run(() => Supervise(_stop.Token), CancellationToken.None);
        else State = BridgeState.NotSupervised;
        return Task.CompletedTask;
    }

    /// <summary>Before this server lets go of its connections: the node hears of the stop, and tells how its calls ended.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _loop;
        if (!options.Supervise) return;
        await End();
        State = BridgeState.Stopped;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _child?.Dispose();
        _stop.Dispose();
    }

    /// <summary>Deaths at once: the first is answered at once, then the pause doubles from half a second.</summary>
    internal static TimeSpan Pause(int shortLives) => shortLives <= 1
        ? TimeSpan.Zero
        : TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 500 * Math.Pow(2, Math.Min(shortLives - 2, 10))));

    private async Task Supervise(CancellationToken stop)
    {
        var shortLives = 0;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                var began = clock.GetTimestamp();
                await RunOnce(stop);
                shortLives = clock.GetElapsedTime(began) < ShortLife ? shortLives + 1 : 0;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                log.LogError(fault, "The bridge node cannot be started: {Program}", program.File);
                shortLives++;
            }
            board.TakeBridgeGone();
            var pause = Pause(shortLives);
            State = pause > TimeSpan.Zero ? BridgeState.Failing : BridgeState.Starting;
            if (pause > TimeSpan.Zero) log.LogError("The bridge node died {Count} times at once; the next start waits {Pause}", shortLives, pause);
            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Returns when the node has died.</summary>
    private async Task RunOnce(CancellationToken stop)
    {
        if (nodeLock.Holder() is { } found)
        {
            log.LogInformation("Found the running bridge node, process {Process}", found);
            State = BridgeState.Running;
            while (nodeLock.Holder() is not null) await Task.Delay(Look, clock, stop);
            log.LogWarning("The bridge node, process {Process}, died", found);
            return;
        }
        _child?.Dispose();
        _child = program.Start(address.ForThisMachine);
        State = BridgeState.Running;
        log.LogInformation("Started the bridge node, process {Process}", _child.Id);
        await _child.WaitForExitAsync(stop);
        log.LogWarning("The bridge node, process {Process}, died with exit code {Code}", _child.Id, _child.ExitCode);
    }

    private async Task End()
    {
        if (Living() is not { } process) return;
        await line.Send(node => node.Stop());
        if (line.Node is not null && await IsGone(TimeSpan.FromSeconds(options.StopSeconds))) return;
        log.LogWarning("The bridge node does not end by itself: terminating process {Process}", process);
        ProcessSignal.Terminate(process);
        if (await IsGone(TerminateLimit)) return;
        ProcessSignal.Kill(process);
    }

    /// <summary>The node, also one that has just been started and holds no lock yet.</summary>
    private int? Living() => nodeLock.Holder() ?? (_child is { HasExited: false } child ? child.Id : null);

    private async Task<bool> IsGone(TimeSpan within)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < within)
        {
            if (Living() is null) return true;
            await Task.Delay(Look, clock);
        }
        return false;
    }
}
