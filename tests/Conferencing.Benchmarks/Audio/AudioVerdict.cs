using System.Globalization;

namespace Conferencing.Benchmarks.Audio;

/// <summary>A target and what became of it.</summary>
internal sealed record AudioVerdict(string Id, string Metric, string Figure, string Target, bool IsReached)
{
    public static AudioVerdict AtLeast(string id, string metric, double[] values, double target) =>
        new(id, metric, Show(values), $"≥ {Number(target)}", BenchResult.Median(values) >= target);

    public static AudioVerdict AtMost(string id, string metric, double[] values, double target) =>
        new(id, metric, Show(values), $"≤ {Number(target)}", BenchResult.Median(values) <= target);

    /// <summary>Median and spread.</summary>
    public static string Show(double[] values) => $"{Number(BenchResult.Median(values))} [{Number(values.Min())}–{Number(values.Max())}]";

    private static string Number(double value) => Math.Abs(value) >= 100
        ? value.ToString("N0", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 10 ? "0.0" : "0.##", CultureInfo.InvariantCulture);
}
