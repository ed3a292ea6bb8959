using System.Globalization;
using System.Text.Json;
using Conferencing.Benchmarks.Sip;
using Conferencing.RoomSimulator.Load;

namespace Conferencing.Benchmarks.Audio;

/// <summary>The servers of a run, started when they are first needed, and the load tool given to one of them. Judges nothing.</summary>
internal sealed class AudioStand(AudioOptions options) : IAsyncDisposable
{
    /// <summary>What a load run takes beside what is measured: start, calls, warming up, hanging up.</summary>
    private const int Overhead = 60;

    private const int WarmUpSeconds = 2;
    private const int TailSeconds = 5;

    /// <summary>Janus sends nothing in some runs; then it is started anew.</summary>
    private const int JanusTries = 8;

    private readonly Dictionary<int, BenchNode> _bridges = [];
    private readonly HashSet<(int Loops, string Codec, bool IsEncrypted)> _warmed = [];
    private JanusPeer? _janus;

    private int RoomPort => options.FirstPort + 90;

    private int FloorPort => options.FirstPort + 100;

    private int JanusPort => options.FirstPort + 1000;

    public async Task<AudioRound> Measure(AudioLeg leg, int seconds) => new(leg.Server switch
    {
        AudioServer.Bridge => await MeasureBridge(leg.Load, seconds),
        AudioServer.Floor => await MeasureFloor(leg.Load, seconds),
        _ => await MeasureJanus(leg.Load, seconds),
    });

    /// <summary>With the profile for load runs: calls from this machine are trusted, and their numbers are conferences.</summary>
    public async Task<BenchNode> Bridge(int loops)
    {
        if (_bridges.TryGetValue(loops, out var started))
            return started;
        int port = options.FirstPort + (20 * _bridges.Count);
        return _bridges[loops] = await BenchNode.Start(
            BenchPlans.KnowingLoopback(), "--Sip:Port", Text(port), "--Rtp:FirstPort", Text(port + 4), "--Rtp:LastPort", Text(port + 19),
            "--Load:TrustedPeer", "127.0.0.1", "--Bridge:MediaLoops", Text(loops));
    }

    /// <summary>Gives the load to the bridge, and before it a little of the kind: what is compiled at its first use is not measured.</summary>
    /// <param name="measuring">Called when what is measured begins.</param>
    /// <param name="measured">Awaited when it has ended, while the rooms are still in.</param>
    public async Task<LoadFigures> MeasureBridge(AudioLoad load, int seconds, Action? measuring = null, Func<Task>? measured = null)
    {
        if (_warmed.Add((load.Loops, load.Codec, load.IsEncrypted)))
            await MeasureBridge(load with { StallMs = 0 }, WarmUpSeconds);
        var bridge = await Bridge(load.Loops);
        return await Needed(Run(load, seconds, measuring, measured, "--tail", Text(measured is null ? 0 : TailSeconds), "--bridge", $"127.0.0.1:{bridge.SipPort}", "--pid", Text(bridge.ProcessId), "--metrics", bridge.Metrics.ToString()));
    }

    public async ValueTask DisposeAsync()
    {
        _janus?.Dispose();
        foreach (var bridge in _bridges.Values)
            await bridge.DisposeAsync();
    }

    private async Task<LoadFigures> MeasureFloor(AudioLoad load, int seconds)
    {
        using var floor = ChildProgram.StartIn("tests", "Conferencing.Floor", Text(FloorPort), Text(load.Conferences), Text(seconds + Overhead));
        if (await floor.Lines.ReadAsync() != "ready")
            throw new InvalidOperationException("The floor did not start.");
        return await Needed(ToList(
            Enumerable.Range(0, load.Rooms).Select(room => $"127.0.0.1 {FloorPort + (room % load.Conferences)} 8"), load, seconds, floor.ProcessId));
    }

    private async Task<LoadFigures> MeasureJanus(AudioLoad load, int seconds)
    {
        for (int i = 0; i < JanusTries; i++)
        {
            _janus ??= JanusPeer.Start(JanusPort);
            var (ends, destinations) = _janus.Invite(load.Rooms, load.Conferences, load.Codec, RoomPort);
            using (ends)
            {
                if (await ToList(destinations, load, seconds, _janus.ProcessId) is { } figures)
                    return figures;
            }

            _janus.Dispose();
            _janus = null;
        }

        throw new InvalidOperationException("Janus sent no sound.");
    }

    private async Task<LoadFigures?> ToList(IEnumerable<string> destinations, AudioLoad load, int seconds, int processId)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, destinations);
            return await Run(load, seconds, null, null, "--dests", file, "--pid", Text(processId));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Null when the tool ended without figures; it has said why.</summary>
    private async Task<LoadFigures?> Run(AudioLoad load, int seconds, Action? measuring, Func<Task>? measured, params string[] target)
    {
        using var tool = ChildProgram.Start(
            "Conferencing.RoomSimulator",
            ["load", .. load.Arguments, "--seconds", Text(seconds), "--warm-up", Text(WarmUpSeconds), "--rtp-port", Text(RoomPort), .. target]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + Overhead));
        await foreach (string line in tool.Lines.ReadAllAsync(limit.Token))
        {
            var said = JsonDocument.Parse(line).RootElement;
            if (said.TryGetProperty("rooms", out _))
            {
                await (measured?.Invoke() ?? Task.CompletedTask);
                await Drain(tool, limit.Token);
                return said.Deserialize<LoadFigures>(LoadFigures.Json)!;
            }

            if (said.GetProperty("event").GetString() == "measuring")
                measuring?.Invoke();
        }

        return null;
    }

    private static async Task<LoadFigures> Needed(Task<LoadFigures?> run) =>
        await run ?? throw new InvalidOperationException("The load tool ended without figures.");

    /// <summary>Until it has hung up and ended.</summary>
    private static async Task Drain(ChildProgram tool, CancellationToken limit)
    {
        await foreach (string _ in tool.Lines.ReadAllAsync(limit))
        {
            // It has nothing more to say.
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
