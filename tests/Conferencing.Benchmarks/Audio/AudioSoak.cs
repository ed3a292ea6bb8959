using Conferencing.Contract;
using Conferencing.RoomSimulator.Load;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Benchmarks.Audio;

/// <summary>
/// A9: 200 rooms for minutes on end. Gaps are times between two packets of a room by the kernel's stamps, taken when the bridge sends on loopback,
/// so nobody's waking up late is in them but the bridge's and the machine's own.
/// </summary>
internal sealed class AudioSoak(AudioOptions options, TextWriter output)
{
    public const string Id = "A9";

    private const double MostMegabytes = 250;

    /// <summary>Resident memory may differ by this from one moment to another without growing.</summary>
    private const double GrowthMegabytes = 5;

    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);

    /// <summary>The bridge tells the worst of its last minute, so it is asked when a minute has passed, and then before another has.</summary>
    private static readonly TimeSpan FirstAsked = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Asking = TimeSpan.FromSeconds(50);

    private readonly AudioLoad _load = new() { Watches = true };

    public async Task<IEnumerable<AudioVerdict>> Run(List<object> figures)
    {
        output.WriteLine();
        output.WriteLine($"{Id}  G.711, 200 rooms, 3 talk, {options.Minutes} minutes");
        await using var stand = new AudioStand(options);
        var bridge = await stand.Bridge(_load.Loops);
        var began = new TaskCompletionSource();
        NodeHealth? after = null;
        var run = stand.MeasureBridge(_load, options.Minutes * 60, () => began.TrySetResult(), async () => after = await bridge.Health());
        await Task.WhenAny(began.Task, run);
        var before = await bridge.Health();
        var asked = Ask(run, bridge);
        var memory = await Watch(run, bridge.ProcessId);
        var heard = await run;
        double[] late = [.. (await asked).Append(after!).Select(health => health.WorstTickLateAfterCollectionMs)];
        figures.Add(new { one = Id, heard, before, after, late, memory });
        Show(heard, before, after!);
        return Judge(heard, before, after!, late.Max(), memory);
    }

    /// <summary>Each minute's health until the run ends.</summary>
    private static async Task<List<NodeHealth>> Ask(Task run, BenchNode bridge)
    {
        var told = new List<NodeHealth>();
        for (var pause = FirstAsked; await Task.WhenAny(run, Task.Delay(pause)) != run; pause = Asking)
            told.Add(await bridge.Health());
        return told;
    }

    /// <summary>Resident megabytes until the run ends.</summary>
    private static async Task<List<double>> Watch(Task run, int processId)
    {
        var memory = new List<double>();
        do
        {
            memory.Add(ProcessUsage.Of(processId).ResidentBytes / 1e6);
        }
        while (await Task.WhenAny(run, Task.Delay(Sampling)) != run);
        return memory;
    }

    /// <summary>Of a third; garbage comes and goes within it.</summary>
    private static double Peak(List<double> memory, int third) => memory.Skip(memory.Count * third / 3).Take(Math.Max(1, memory.Count / 3)).Max();

    private void Show(LoadFigures heard, NodeHealth before, NodeHealth after) => output.WriteLine(FormattableString.Invariant(
        $"  {heard.Received:N0} packets, {heard.Lost} lost, worst gap {heard.WorstGapMs} ms, {heard.GapsOver30Ms} over 30 ms, of them {heard.GapsOfMachine} by the machine (worst standstill {heard.WorstStandstillMs} ms), {heard.Bursts} bursts, {heard.SelfEchoes} echoes, {heard.Missed} missed, delay p50 {heard.DelayP50Ms} p95 {heard.DelayP95Ms} ms, {heard.Collections} collections that took {heard.CollectionPauseMs} ms, worst tick {after.WorstTickLateMs:0.0} ms late in the last minute; while the rooms were called, {before.WorstTickLateAfterCollectionMs:0.0} ms late after a collection; others {heard.ForeignCores:0.00} cores, stolen {heard.StolenCores:0.000}"));

    private static IEnumerable<AudioVerdict> Judge(LoadFigures heard, NodeHealth before, NodeHealth after, double late, List<double> memory) =>
    [
        AudioVerdict.AtMost(Id, "gaps over 30 ms made by the bridge, by the kernel's stamps", [heard.GapsOver30Ms - (heard.GapsOfMachine ?? 0)], 0),
        AudioVerdict.AtMost(Id, "lost packets, echoes, unheard bursts", [heard.Lost + heard.SelfEchoes + heard.Missed], 0),
        AudioVerdict.AtMost(Id, "bytes allocated by the media loops", [after.MediaAllocatedBytes - before.MediaAllocatedBytes], 0),
        AudioVerdict.AtMost(Id, "worst tick lateness from a collection, ms", [late], 5),
        AudioVerdict.AtMost(Id, "resident memory, MB", [.. memory], MostMegabytes),
        AudioVerdict.AtMost(Id, "growth of its peak from the middle third to the last, MB", [Peak(memory, 2) - Peak(memory, 1)], GrowthMegabytes),
    ];
}
