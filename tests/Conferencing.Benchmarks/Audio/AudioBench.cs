using System.Net.Sockets;
using System.Text.Json;

namespace Conferencing.Benchmarks.Audio;

/// <summary>
/// Sound under load: for each case the legs in turn, round after round, so that this bridge, the floor and Janus share the machine's good and bad
/// minutes. Shows medians and spreads, and in the end every target with its verdict.
/// </summary>
internal sealed class AudioBench(AudioOptions options, TextWriter output)
{
    /// <summary>A leg with a stall has three thirds: before, the stall and two seconds of recovery, and after.</summary>
    private const int LeastStallSeconds = 9;

    private readonly List<AudioVerdict> _verdicts = [];
    private readonly List<object> _figures = [];

    public static async Task<int> Run(string[] arguments) => await new AudioBench(AudioOptions.Parse(arguments), Console.Out).Run();

    private async Task<int> Run()
    {
        output.WriteLine($"{options.Rounds} rounds in turn, {options.Seconds} s each; {Environment.ProcessorCount} processors");
        await using (var stand = new AudioStand(options))
        {
            foreach (var one in AudioCases.All.Where(one => options.Cases.Contains(one.Id)))
                await TryRun(stand, one);
        }

        if (options.Cases.Contains(AudioSoak.Id))
            _verdicts.AddRange(await new AudioSoak(options, output).Run(_figures));
        ShowVerdicts();
        return _verdicts.All(verdict => verdict.IsReached) ? 0 : 1;
    }

    /// <summary>A case that cannot be measured is told, and does not keep the others from it.</summary>
    private async Task TryRun(AudioStand stand, AudioCase one)
    {
        try
        {
            await Run(stand, one);
        }
        catch (Exception failed) when (failed is InvalidOperationException or OperationCanceledException or SocketException)
        {
            _verdicts.Add(new AudioVerdict(one.Id, "measured", failed.Message, "every leg", IsReached: false));
        }
    }

    private async Task Run(AudioStand stand, AudioCase one)
    {
        output.WriteLine();
        output.WriteLine($"{one.Id}  {one.Title}");
        var legs = one.Legs.ToDictionary(leg => leg.Name, _ => new List<AudioRound>());
        for (int round = 0; round < options.Rounds; round++)
        {
            foreach (var leg in one.Legs)
                legs[leg.Name].Add(await stand.Measure(leg, leg.Load.StallMs > 0 ? Math.Max(options.Seconds, LeastStallSeconds) : options.Seconds));
        }

        foreach (var (name, rounds) in legs)
            Show(one, name, rounds);
        var judged = new AudioRounds(legs.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<AudioRound>)pair.Value));
        _verdicts.AddRange(one.Judge(judged));
        _verdicts.AddRange(Rightness(one, legs));
    }

    private void Show(AudioCase one, string name, List<AudioRound> rounds)
    {
        string Of(Func<AudioRound, double> figure) => AudioVerdict.Show([.. rounds.Select(figure)]);
        output.WriteLine(
            $"  {name,-22}{Of(r => r.PerCore),24} rooms/core  delay p50 {Of(r => r.Heard.DelayP50Ms)} p95 {Of(r => r.Heard.DelayP95Ms)} ms  "
            + $"arrival p99 {Of(r => r.Heard.ArrivalP99Ms)} ms  {Of(r => r.Heard.ResidentMb ?? 0)} MB  "
            + $"lost {rounds.Sum(r => r.Heard.Lost)} echo {rounds.Sum(r => r.Heard.SelfEchoes)} missed {rounds.Sum(r => r.Heard.Missed)} gaps>30 {rounds.Sum(r => r.Heard.GapsOver30Ms)}  "
            + $"others {Of(r => r.Heard.ForeignCores)} cores");
        _figures.Add(new { one = one.Id, leg = name, rounds = rounds.Select(r => r.Heard) });
    }

    /// <summary>This bridge's own legs must sound right; where the machine stood still, a round is not judged.</summary>
    private static IEnumerable<AudioVerdict> Rightness(AudioCase one, Dictionary<string, List<AudioRound>> legs)
    {
        var rounds = one.Legs.Where(leg => leg is { Server: AudioServer.Bridge, Load.StallMs: 0 }).SelectMany(leg => legs[leg.Name]).ToList();
        var judged = rounds.Where(round => !round.IsDisturbed).ToList();
        int wrong = judged.Count(round => !round.IsRight);
        yield return new AudioVerdict(
            one.Id, "rounds with a loss, an echo or an unheard burst", $"{wrong} of {judged.Count} undisturbed ({rounds.Count})", "0", wrong == 0 && judged.Count > 0);
    }

    private void ShowVerdicts()
    {
        output.WriteLine();
        output.WriteLine($"{"",-4}{"",-62}{"median [least–most]",-30}{"target",-12}");
        foreach (var verdict in _verdicts)
            output.WriteLine($"{verdict.Id,-4}{verdict.Metric,-62}{verdict.Figure,-30}{verdict.Target,-12}{(verdict.IsReached ? "reached" : "MISSED")}");
        output.WriteLine(JsonSerializer.Serialize(new { verdicts = _verdicts, figures = _figures }, JsonSerializerOptions.Web));
    }
}
