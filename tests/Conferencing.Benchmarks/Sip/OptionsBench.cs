using System.Globalization;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Benchmarks.Sip;

/// <summary>
/// How many OPTIONS a second and core are answered: our node, with its load profile, and Debian's Kamailio, without and with a transaction, in turn
/// in one run.
/// </summary>
internal static class OptionsBench
{
    private const int Window = 64;

    public static async Task<int> Run(string[] arguments)
    {
        var options = BenchOptions.Parse(arguments);
        await using var node = await BenchNode.Start(
            BenchPlans.KnowingLoopback(), "--Sip:Port", Text(options.FirstPort), "--Rtp:FirstPort", Text(options.FirstPort + 4), "--Rtp:LastPort", Text(options.FirstPort + 23),
            "--Load:TrustedPeer", "127.0.0.1");
        using var kamailio = KamailioPeer.Start(options.FirstPort + 1);
        var servers = new Server[]
        {
            new("this bridge", options.FirstPort, () => ProcessUsage.Of(node.ProcessId)),
            new("Kamailio, stateless", kamailio.StatelessPort, kamailio.Usage),
            new("Kamailio, stateful", kamailio.StatefulPort, kamailio.Usage),
        };
        foreach (var server in servers)
            Measure(server, TimeSpan.FromSeconds(2)); // warm
        var rounds = Enumerable.Range(0, options.Rounds)
            .Select(_ => servers.Select(server => Measure(server, TimeSpan.FromSeconds(options.Seconds))).ToArray())
            .ToList();
        Show(servers, rounds);
        return rounds.All(round => round.All(one => one.Count is { Refused: 0, Answered: > 0 })) ? 0 : 1;
    }

    private static Round Measure(Server server, TimeSpan length)
    {
        var before = server.Usage();
        var count = new OptionsLoad(server.Port, Window).Run(length);
        var after = server.Usage();
        return new Round(count, after.CpuSeconds - before.CpuSeconds, after.ResidentBytes);
    }

    private static void Show(Server[] servers, List<Round[]> rounds)
    {
        Console.WriteLine($"OPTIONS over UDP, {Window} under way, {rounds.Count} rounds in turn; {Environment.ProcessorCount} processors");
        Console.WriteLine($"{"",-24}{"a second and core: median (least-most)",42}{"a second",12}{"unanswered",12}{"MB",8}");
        for (var i = 0; i < servers.Length; i++)
        {
            var own = rounds.Select(round => round[i]).ToArray();
            double[] perCore = [.. own.Select(one => one.PerCore)];
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{servers[i].Name,-24}{$"{BenchResult.Median(perCore):N0} ({perCore.Min():N0}-{perCore.Max():N0})",42}{BenchResult.Median([.. own.Select(one => one.Rate)]),12:N0}{own.Sum(one => one.Unanswered),12}{own[^1].ResidentBytes / 1e6,8:0}"));
        }

        double[] ratios = [.. rounds.Select(round => round[0].PerCore / round[1].PerCore)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"This bridge against Kamailio stateless, round by round: {BenchResult.Median(ratios):0.00} times ({ratios.Min():0.00}-{ratios.Max():0.00})"));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Server(string Name, int Port, Func<ProcessUsage> Usage);

    private sealed record Round(LoadCount Count, double CpuSeconds, long ResidentBytes)
    {
        public double Rate => Count.Answered / Count.Seconds;

        public double PerCore => Count.Answered / Math.Max(CpuSeconds, 0.01);

        /// <summary>Beside those still under way at the end.</summary>
        public long Unanswered => Math.Max(0, Count.Asked - Count.Answered - Count.Refused - Window);
    }
}
