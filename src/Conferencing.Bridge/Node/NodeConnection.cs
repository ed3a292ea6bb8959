using System.Collections.Immutable;
using Conferencing.Bridge.Conferences;
using Conferencing.Bridge.Tracing;
using Conferencing.Contract;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Node;

/// <summary>What a connection speaks for.</summary>
internal sealed record NodeConnectionOptions
{
    public required Uri ServerUrl { get; init; }

    /// <summary>File with the secret that signs the node in; read again at each connection.</summary>
    public required string KeyFile { get; init; }

    public required NodeHello Hello { get; init; }
    public required DirectorLoop Director { get; init; }
    public required StatusReporter Reporter { get; init; }
    public required SipTracer Tracer { get; init; }
    public required AccessDesk Access { get; init; }
    public required Func<NodeHealth> Health { get; init; }

    /// <summary>The server wants the node to end.</summary>
    public required Action StopRequested { get; init; }

    public required ILogger Logger { get; init; }
}

/// <summary>
/// The node's line to the server: says hello, takes plans, tells status, and begins again whenever the line breaks, soon
/// enough for a restarted server to know everything within a second.
/// </summary>
internal sealed class NodeConnection(NodeConnectionOptions options)
{
    private static readonly TimeSpan MeasurementPeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LevelsPeriod = TimeSpan.FromMilliseconds(250);

    /// <summary>Changes that come within this time of each other travel together.</summary>
    private static readonly TimeSpan Coalescing = TimeSpan.FromMilliseconds(50);

    private static readonly int[] RetryMs = [0, 100, 250, 500];

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(1);

    /// <summary>A silent line is given up after this time. A server that died and came back refuses our next sign of life, which is sooner.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(5);

    /// <summary>A line that breaks sooner has failed: the node does not knock without a pause at a server that will not have it.</summary>
    private static readonly TimeSpan LastingLine = TimeSpan.FromSeconds(5);

    private long _connectedAt;
    private bool _complained;

    /// <summary>True while the server listens.</summary>
    public bool Connected => Interlocked.Read(ref _connectedAt) != 0;

    /// <summary>Ends with <paramref name="stop"/> only.</summary>
    public async Task Run(CancellationToken stop)
    {
        var failures = 0;
        while (!stop.IsCancellationRequested)
        {
            var begun = TimeProvider.System.GetTimestamp();
            try
            {
                await Serve(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Complain(failure);
            }

            Interlocked.Exchange(ref _connectedAt, 0);
            if (TimeProvider.System.GetElapsedTime(begun) >= LastingLine)
                failures = 0;
            await Wait(RetryMs[Math.Min(failures++, RetryMs.Length - 1)], stop).ConfigureAwait(false);
        }
    }

    private async Task Serve(CancellationToken stop)
    {
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var line = Build();
        line.Closed += _ => closed.CancelAsync();
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(closed.Token))
        {
            limit.CancelAfter(ConnectLimit);
            await line.StartAsync(limit.Token).ConfigureAwait(false);
            var plans = await line.InvokeAsync<ImmutableArray<ConferencePlan>>(nameof(IBridgeHub.Hello), options.Hello, limit.Token).ConfigureAwait(false);
            foreach (var plan in plans)
                options.Director.Post(new DirectorInput.Plan(plan));
        }

        Interlocked.Exchange(ref _connectedAt, 1);
        _complained = false;
        options.Logger.LogInformation("Connected to {Server}", options.ServerUrl);
        try
        {
            await Tell(line, closed.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            options.Logger.LogWarning("The line to {Server} broke", options.ServerUrl);
        }
        finally
        {
            await Farewell(line, stop).ConfigureAwait(false);
        }
    }

    private async Task Tell(HubConnection line, CancellationToken closed)
    {
        options.Reporter.RequestSnapshot();
        var measureAt = TimeSpan.Zero;
        var told = 0;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!closed.IsCancellationRequested)
        {
            bool isUrgent = await options.Reporter.WaitForNews(LevelsPeriod, closed).ConfigureAwait(false);
            if (options.Reporter.TakeSnapshotWanted())
                await TellSnapshot(line, closed).ConfigureAwait(false);
            var measured = clock.Elapsed >= measureAt;
            if (measured)
                measureAt = clock.Elapsed + MeasurementPeriod;
            await TellChanges(line, measured, closed).ConfigureAwait(false);
            if (measured)
                await TellAccess(line, told++ == 0, closed).ConfigureAwait(false);
            if (measured)
                await line.SendAsync(nameof(IBridgeHub.ReportHealth), options.Health(), closed).ConfigureAwait(false);
            if (isUrgent)
                await Task.Delay(Coalescing, closed).ConfigureAwait(false);
        }
    }

    private async Task TellSnapshot(HubConnection line, CancellationToken closed)
    {
        // The plans just received are part of what it tells.
        await options.Director.Settle().WaitAsync(closed).ConfigureAwait(false);
        await line.SendAsync(nameof(IBridgeHub.ReportSnapshot), options.Reporter.TakeSnapshot(options.Health()), closed).ConfigureAwait(false);
    }

    /// <summary>What is true of the SIP port, when it changed; in any case once on a new line.</summary>
    private async Task TellAccess(HubConnection line, bool isNewLine, CancellationToken closed)
    {
        if (options.Access.TakeNews(isNewLine) is { } status)
            await line.SendAsync(nameof(IBridgeHub.ReportSignalling), status, closed).ConfigureAwait(false);
    }

    private async Task TellChanges(HubConnection line, bool measured, CancellationToken closed)
    {
        foreach (var delta in options.Reporter.TakeDeltas(measured))
            await line.SendAsync(nameof(IBridgeHub.ReportDelta), delta, closed).ConfigureAwait(false);
        foreach (var levels in options.Reporter.TakeLevels())
            await line.SendAsync(nameof(IBridgeHub.ReportLevels), levels, closed).ConfigureAwait(false);
        foreach (var trace in options.Tracer.TakeReports())
            await line.SendAsync(nameof(IBridgeHub.ReportTrace), trace, closed).ConfigureAwait(false);
    }

    /// <summary>At an ordinary stop the server still learns how every call ended, and says that it has.</summary>
    private async Task Farewell(HubConnection line, CancellationToken stop)
    {
        if (!stop.IsCancellationRequested || line.State != HubConnectionState.Connected)
            return;
        using var limit = new CancellationTokenSource(FarewellLimit);
        await line.InvokeAsync(nameof(IBridgeHub.ReportSnapshot), options.Reporter.TakeSnapshot(options.Health()), limit.Token).ConfigureAwait(false);
    }

    private HubConnection Build()
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(options.ServerUrl, "/hubs/bridge"), http =>
        {
            http.Transports = HttpTransportType.WebSockets;
            http.SkipNegotiation = true;
            http.AccessTokenProvider = ReadKey;
        });
        builder.Services.Configure<Microsoft.AspNetCore.SignalR.JsonHubProtocolOptions>(json => ContractJson.Configure(json.PayloadSerializerOptions));
        var line = builder.Build();
        line.KeepAliveInterval = SignOfLife;
        line.ServerTimeout = SilenceLimit;
        line.On<ConferencePlan>(nameof(IBridgeNode.ApplyPlan), plan => options.Director.Post(new DirectorInput.Plan(plan)));
        line.On<SignallingPlan>(nameof(IBridgeNode.ApplySignalling), options.Access.Apply);
        line.On<Guid, Guid>(nameof(IBridgeNode.CallNow), (conference, room) => options.Director.Post(new DirectorInput.CallNow(conference, room)));
        line.On<Guid, Guid>(nameof(IBridgeNode.LowerHand), (conference, room) => options.Director.Post(new DirectorInput.LowerHand(conference, room)));
        line.On<Guid, Guid>(nameof(IBridgeNode.AnswerHelp), (conference, room) => options.Director.Post(new DirectorInput.AnswerHelp(conference, room)));
        line.On<SoundOrder>(nameof(IBridgeNode.PlaySound), order => options.Director.Post(new DirectorInput.PlaySound(order)));
        line.On<Guid>(nameof(IBridgeNode.StopSound), conference => options.Director.Post(new DirectorInput.StopSound(conference)));
        line.On(nameof(IBridgeNode.RequestSnapshot), options.Reporter.RequestSnapshot);
        line.On<TraceOrder>(nameof(IBridgeNode.StartTrace), options.Tracer.Start);
        line.On<Guid>(nameof(IBridgeNode.StopTrace), options.Tracer.Stop);
        line.On(nameof(IBridgeNode.Stop), options.StopRequested);
        return line;
    }

    private async Task<string?> ReadKey()
    {
        try
        {
            return (await File.ReadAllTextAsync(options.KeyFile).ConfigureAwait(false)).Trim();
        }
        catch (IOException)
        {
            // The server makes the key; until then it refuses us.
            return null;
        }
    }

    private void Complain(Exception failure)
    {
        if (!_complained)
            options.Logger.LogWarning("No line to {Server}: {Reason}", options.ServerUrl, failure.Message);
        _complained = true;
    }

    private static async Task Wait(int milliseconds, CancellationToken stop)
    {
        try
        {
            await Task.Delay(milliseconds, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }
}
