using System.Globalization;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Benchmarks.Sip;

/// <summary>
/// Calls into one of 20 conferences, held for 2 s and ended: processor time a call, set-up times and memory, at one rate in rounds, or at
/// rising rates up to the highest at which nothing fails and nothing is sent twice. The bridge has its load profile, which trusts this machine.
/// </summary>
internal static class CallSetupBench
{
    private const int Conferences = 20;
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly int[] Rates = [50, 100, 200, 300, 400, 500, 600, 800];

    public static async Task<int> Run(string[] arguments)
    {
        var options = BenchOptions.Parse(arguments);
        await using var node = await BenchNode.Start(
            BenchPlans.KnowingLoopback(), "--Sip:Port", Text(options.FirstPort), "--Rtp:FirstPort", Text(options.FirstPort + 4),
            "--Rtp:LastPort", Text(options.FirstPort + 23), "--Load:TrustedPeer", "127.0.0.1");
        using var load = new CallLoad(options.FirstPort, number => Text(8801 + (number % Conferences)), Hold, sinks: 4000);
        load.Run(100, WarmUp);
        Console.WriteLine($"Calls into {Conferences} conferences, {Hold.TotalSeconds} s each, {options.Seconds} s a rate; {Environment.ProcessorCount} processors");
        Console.WriteLine($"{"calls a second",16}{"failed",8}{"repeated",10}{"set-up p50 ms",15}{"p99 ms",9}{"CPU a call, ms",16}{"calls a s and core",20}{"MB",7}");
        return options.Rate > 0 ? InRounds(node, load, options) : Rising(node, load, options);
    }

    private static int InRounds(BenchNode node, CallLoad load, BenchOptions options)
    {
        var rounds = Enumerable.Range(0, options.Rounds).Select(_ => Measure(node, load, options.Rate, options.Seconds)).ToList();
        double[] costs = [.. rounds.Select(round => round.Cost)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Processor time a call: {BenchResult.Median(costs):0.00} ms ({costs.Min():0.00}-{costs.Max():0.00}) = {1000 / BenchResult.Median(costs):0} calls a second and core ({1000 / costs.Max():0}-{1000 / costs.Min():0})"));
        return rounds.All(round => round.Count.Failed == 0) ? 0 : 1;
    }

    private static int Rising(BenchNode node, CallLoad load, BenchOptions options)
    {
        var clean = 0;
        foreach (var rate in Rates)
        {
            var count = Measure(node, load, rate, options.Seconds).Count;
            clean = count.IsClean ? rate : clean;
            if (count.Failed > count.Calls / 4)
                break;
        }

        Console.WriteLine($"Highest rate with no failure and nothing sent twice: {clean} calls a second");
        return clean > 0 ? 0 : 1;
    }

    private static (CallCount Count, double Cost) Measure(BenchNode node, CallLoad load, int rate, int seconds)
    {
        var before = ProcessUsage.Of(node.ProcessId);
        var count = load.Run(rate, TimeSpan.FromSeconds(seconds));
        var after = ProcessUsage.Of(node.ProcessId);
        var cost = (after.CpuSeconds - before.CpuSeconds) * 1000 / count.Calls;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{rate,16}{count.Failed,8}{count.Retransmissions,10}{count.SetUpMedianMs,15:0.0}{count.SetUpP99Ms,9:0}{cost,16:0.00}{1000 / cost,20:0}{after.ResidentBytes / 1e6,7:0}"));
        return (count, cost);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
