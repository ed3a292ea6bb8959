using Conferencing.RoomSimulator.Load;

namespace Conferencing.Benchmarks.Audio;

/// <summary>One measured leg.</summary>
internal sealed record AudioRound(LoadFigures Heard)
{
    /// <summary>Processor time that a room costs, cores.</summary>
    public double Cost => (Heard.BridgeCores ?? 0) / Heard.Rooms;

    public double PerCore => 1 / Math.Max(Cost, 1e-9);

    /// <summary>Speed counts only where the sound was right: nobody heard himself, everybody heard every burst, nothing was lost.</summary>
    public bool IsRight => Heard is { SelfEchoes: 0, Missed: 0, Lost: 0 };

    /// <summary>The machine itself stood still: what was missed then says nothing.</summary>
    public bool IsDisturbed => Heard.StolenCores >= 0.01 || Heard.GeneratorLateMs > 30;
}

/// <summary>All rounds of a case, by leg. Knows the arithmetic of verdicts, not what is wanted.</summary>
internal sealed class AudioRounds(IReadOnlyDictionary<string, IReadOnlyList<AudioRound>> legs)
{
    /// <summary>Steps of recovery that begin later than this are judged.</summary>
    private const int RecoveryMs = 2000;

    public IReadOnlyList<AudioRound> this[string leg] => legs[leg];

    public double[] PerCore(string leg) => [.. legs[leg].Select(one => one.PerCore)];

    public double[] Of(string leg, Func<LoadFigures, double> figure) => [.. legs[leg].Select(one => figure(one.Heard))];

    public double[] Ratio(string leg, string other, Func<AudioRound, double> figure) =>
        [.. legs[leg].Zip(legs[other], (one, two) => figure(one) / figure(two))];

    public double[] Difference(string leg, string other, Func<LoadFigures, double> figure) =>
        [.. legs[leg].Zip(legs[other], (one, two) => figure(one.Heard) - figure(two.Heard))];

    /// <summary>The longest typical delay, two seconds after a stall and later, over the other's p95.</summary>
    public double[] AfterStall(string leg, string other) => [.. legs[leg].Zip(legs[other], (one, two) => Settled(one.Heard) - two.Heard.DelayP95Ms)];

    private static double Settled(LoadFigures heard) =>
        heard.Recovery?.Where(step => step.FromMs >= RecoveryMs).Select(step => step.P50Ms).DefaultIfEmpty(double.PositiveInfinity).Max() ?? double.PositiveInfinity;
}
