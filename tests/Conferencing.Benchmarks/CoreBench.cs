namespace Conferencing.Benchmarks;

/// <summary>The media core alone, by the processor time it takes: figures that a busy machine changes little. Three rounds a codec, the least is told.</summary>
internal static class CoreBench
{
    private const int Rounds = 3;
    private const int Ticks = 150;
    private const int Rooms = 200;

    public static void Run(TextWriter output)
    {
        output.WriteLine("200 rooms in one conference, 3 speaking, the others sending a quiet room's noise; without sockets");
        foreach (string codec in new[] { "PCMA", "G722", "opus" })
        {
            var mix = new MixBenchmarks { Codec = codec };
            mix.Fill();
            double least = double.MaxValue;
            for (int round = 0; round < Rounds; round++)
                least = Math.Min(least, Measure(mix));
            output.WriteLine($"{codec,-5} {least * 1000,7:F0} µs a tick of 20 ms, {Rooms * 20 / least,6:F0} rooms a core, {Allocated(mix):F0} bytes allocated a tick");
        }
    }

    private static double Allocated(MixBenchmarks mix)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Ticks; i++)
            mix.Tick();
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Ticks;
    }

    /// <summary>Milliseconds of processor time for a tick.</summary>
    private static double Measure(MixBenchmarks mix)
    {
        var before = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < Ticks; i++)
            mix.Tick();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Ticks;
    }
}
