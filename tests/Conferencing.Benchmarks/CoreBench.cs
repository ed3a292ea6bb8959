using System.Diagnostics;

namespace Conferencing.Benchmarks;

/// <summary>
/// The media core alone, by the processor time it takes: figures that a busy machine changes little. Warm, one tick after the other; and cold, as
/// in a process that sleeps between ticks while others use the caches: the median tick of each.
/// </summary>
internal static class CoreBench
{
    private const int Ticks = 300;
    private const int Rooms = 200;

    /// <summary>More than the caches of one core hold.</summary>
    private static readonly byte[] Others = new byte[128 << 20];

    public static void Run(TextWriter output)
    {
        output.WriteLine("200 rooms in one conference, 3 speaking, the others sending a quiet room's noise; without sockets");
        foreach (string codec in new[] { "PCMA", "G722", "opus" })
        {
            var mix = new MixBenchmarks { Codec = codec };
            mix.Fill();
            double warm = Measure(mix, isCold: false), cold = Measure(mix, isCold: true);
            output.WriteLine(
                $"{codec,-5} {warm,7:F0} µs a tick of 20 ms, {Rooms * 20_000 / warm,6:F0} rooms a core; cold {cold,7:F0} µs, {Rooms * 20_000 / cold,6:F0} rooms a core; {Allocated(mix):F0} bytes allocated a tick");
        }
    }

    private static double Allocated(MixBenchmarks mix)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Ticks; i++)
            mix.Tick();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Ticks;
    }

    /// <summary>Microseconds of the median tick.</summary>
    private static double Measure(MixBenchmarks mix, bool isCold)
    {
        var times = new double[Ticks];
        for (int i = 0; i < Ticks; i++)
        {
            if (isCold)
                UseCaches();
            long began = Stopwatch.GetTimestamp();
            mix.Tick();
            times[i] = Stopwatch.GetElapsedTime(began).TotalMicroseconds;
        }

        return BenchResult.Median(times);
    }

    private static void UseCaches()
    {
        for (int i = 0; i < Others.Length; i += 64)
            Others[i]++;
    }
}
