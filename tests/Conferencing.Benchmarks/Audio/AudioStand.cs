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

    private readonly Dictionary<int, BenchNode> _bridges = [];
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

    /// <summary>Gives the load to the bridge.</summary>
    public async Task<LoadFigures> MeasureBridge(AudioLoad load, int seconds)
    {
        var bridge = await Bridge(load.Loops);
        return await Run(load, seconds, "--bridge", $"127.0.0.1:{bridge.SipPort}", "--pid", Text(bridge.ProcessId));
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
        return await ToList(
            Enumerable.Range(0, load.Rooms).Select(room => $"127.0.0.1 {FloorPort + (room % load.Conferences)} 8"), load, seconds, floor.ProcessId);
    }

    private async Task<LoadFigures> MeasureJanus(AudioLoad load, int seconds)
    {
        _janus ??= JanusPeer.Start(JanusPort);
        var (ends, destinations) = _janus.Invite(load.Rooms, load.Conferences, load.Codec, RoomPort);
        using (ends)
            return await ToList(destinations, load, seconds, _janus.ProcessId);
    }

    private async Task<LoadFigures> ToList(IEnumerable<string> destinations, AudioLoad load, int seconds, int processId)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, destinations);
            return await Run(load, seconds, "--dests", file, "--pid", Text(processId));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<LoadFigures> Run(AudioLoad load, int seconds, params string[] target)
    {
        using var tool = ChildProgram.Start(
            "Conferencing.RoomSimulator",
            ["load", .. load.Arguments, "--seconds", Text(seconds), "--warm-up", Text(WarmUpSeconds), "--rtp-port", Text(RoomPort), .. target]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds + Overhead));
        await foreach (string line in tool.Lines.ReadAllAsync(limit.Token))
        {
            if (JsonDocument.Parse(line).RootElement is var said && said.TryGetProperty("rooms", out _))
                return said.Deserialize<LoadFigures>(LoadFigures.Json)!;
        }

        throw new InvalidOperationException("The load tool ended without figures.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
