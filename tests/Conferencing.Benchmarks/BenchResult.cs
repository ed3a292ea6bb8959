using System.Globalization;
using System.Text.Json;
using Conferencing.Contract;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Benchmarks;

/// <summary>One measured round. CPU is in cores: seconds of processor time per second.</summary>
internal sealed record BenchRound
{
    public required LoadReport Heard { get; init; }

    /// <summary>User and system time of the bridge's process.</summary>
    public required double BridgeCores { get; init; }

    public required long ResidentBytes { get; init; }

    public required double SimulatorCores { get; init; }

    /// <summary>What everything else on the machine used: over a small part of a core, delays and gaps are not the bridge's alone.</summary>
    public required double ForeignCores { get; init; }

    /// <summary>What the host of a virtual machine took away.</summary>
    public required double StolenCores { get; init; }
}

/// <summary>All rounds of a run, and how they are shown.</summary>
internal sealed record BenchResult(BenchOptions Options, double ConnectSeconds, IReadOnlyList<BenchRound> Rounds, NodeHealth Health)
{
    /// <summary>
    /// Speed counts only where the sound was right: nothing lost, nobody heard himself, every burst was heard. A machine whose host
    /// stops it for a moment loses bursts by itself, so those are judged only in rounds in which it did not.
    /// </summary>
    public bool IsRight => Rounds.All(r => r.Heard is { PacketsLost: 0, SelfEchoes: 0 } && r.Heard.RoomsConnected == Options.Rooms)
        && Rounds.Where(IsUndisturbed).All(r => r.Heard.Missed == 0);

    private static bool IsUndisturbed(BenchRound round) => round.StolenCores < 0.01;

    private string Verdict => (IsRight, Rounds.Count(IsUndisturbed)) switch
    {
        (false, _) => "NOT RIGHT: the figures above do not count.",
        (true, 0) => "Nothing lost, no self-echo. The host took processor time in every round: delays, gaps and unheard bursts are its doing.",
        (true, var rounds) => $"Nothing lost, no self-echo, every burst heard ({rounds} of {Rounds.Count} rounds undisturbed by the host).",
    };

    public void Show(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Options.Rooms} rooms in one conference, {Options.Talkers} speaking, G.711, 20 ms; "
            + $"{Rounds.Count} rounds of {Options.Seconds} s; {Environment.ProcessorCount} processors"));
        output.WriteLine();
        output.WriteLine($"{"",-44}{"median",10}{"least",10}{"most",10}");
        foreach (var (name, unit, value) in Figures())
            ShowFigure(output, $"{name}, {unit}", [.. Rounds.Select(value)]);
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Calls: {Options.Rooms} rooms were in {ConnectSeconds:0.00} s after the first INVITE = {CallsPerSecond:0} a second (pace limit {Options.Pace})"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Bridge: {Health.Collections} garbage collections since its start, worst tick {Health.WorstTickLateMs:0.0} ms late in the last minute"));
        output.WriteLine(Verdict);
        output.WriteLine(ToJson());
    }

    private double CallsPerSecond => Options.Rooms / Math.Max(ConnectSeconds, 0.001);

    private (string Name, string Unit, Func<BenchRound, double> Value)[] Figures() =>
    [
        ("CPU of the bridge", "% of a core", r => r.BridgeCores * 100),
        ("CPU per room", "% of a core", r => r.BridgeCores * 100 / Options.Rooms),
        ("Rooms per core at this load", "rooms", r => Options.Rooms / Math.Max(r.BridgeCores, 1e-6)),
        ("Memory of the bridge (RSS)", "MB", r => r.ResidentBytes / 1e6),
        ("Loss, all rooms", "%", r => 100.0 * r.Heard.PacketsLost / Math.Max(1, r.Heard.PacketsExpected)),
        ("Loss, worst room", "%", r => r.Heard.WorstLossPercent),
        ("Longest gap at a room", "ms", r => r.Heard.WorstGapMs),
        ("Gaps over 60 ms", "count", r => r.Heard.GapsOver60Ms),
        ("Self-echo", "bursts", r => r.Heard.SelfEchoes),
        ("Bursts not heard", "count", r => r.Heard.Missed),
        ("Bursts not judged (rooms starved)", "count", r => r.Heard.Void),
        ("Added mouth-to-ear delay, median", "ms", r => r.Heard.DelayMedianMs),
        ("Added mouth-to-ear delay, p95", "ms", r => r.Heard.DelayP95Ms),
        ("Added mouth-to-ear delay, p99", "ms", r => r.Heard.DelayP99Ms),
        ("CPU of the simulated rooms", "% of a core", r => r.SimulatorCores * 100),
        ("CPU of everything else", "% of a core", r => r.ForeignCores * 100),
        ("CPU stolen by the host", "% of a core", r => r.StolenCores * 100),
    ];

    private static void ShowFigure(TextWriter output, string name, double[] values)
        => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44}{Median(values),10:0.##}{values.Min(),10:0.##}{values.Max(),10:0.##}"));

    private string ToJson() => JsonSerializer.Serialize(
        new
        {
            rooms = Options.Rooms,
            talkers = Options.Talkers,
            seconds = Options.Seconds,
            rounds = Rounds.Count,
            right = IsRight,
            bridgeCores = Round(r => r.BridgeCores),
            cpuPerRoomPercent = Round(r => r.BridgeCores * 100 / Options.Rooms),
            residentMb = Round(r => r.ResidentBytes / 1e6),
            lost = Rounds.Sum(r => r.Heard.PacketsLost),
            expected = Rounds.Sum(r => r.Heard.PacketsExpected),
            selfEchoes = Rounds.Sum(r => r.Heard.SelfEchoes),
            bursts = Rounds.Sum(r => r.Heard.Bursts),
            missed = Rounds.Sum(r => r.Heard.Missed),
            notJudged = Rounds.Sum(r => r.Heard.Void),
            gapsOver30Ms = Rounds.Sum(r => r.Heard.GapsOver30Ms),
            gapsOver60Ms = Rounds.Sum(r => r.Heard.GapsOver60Ms),
            worstGapMs = Rounds.Max(r => r.Heard.WorstGapMs),
            delayMedianMs = Round(r => r.Heard.DelayMedianMs),
            delayP95Ms = Round(r => r.Heard.DelayP95Ms),
            delayP99Ms = Round(r => r.Heard.DelayP99Ms),
            callsPerSecond = Math.Round(CallsPerSecond, 1),
            foreignCores = Round(r => r.ForeignCores),
            stolenCores = Round(r => r.StolenCores),
            collections = Health.Collections,
        });

    private double Round(Func<BenchRound, double> value) => Math.Round(Median([.. Rounds.Select(value)]), 4);

    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
