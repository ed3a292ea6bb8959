using System.Diagnostics;
using System.Globalization;
using Conferencing.Signalling;

namespace Conferencing.Benchmarks.Sip;

/// <summary>A million simulated calls with faults: does anything stay behind, and how long does it take? Prints what they came to.</summary>
internal static class CallStormBench
{
    private const int Seed = 1;

    public static int Run(string[] arguments)
    {
        var calls = arguments.Length == 0 ? 1_000_000 : long.Parse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var result = CallStorm.Run(calls, Seed);
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        processor = Process.GetCurrentProcess().TotalProcessorTime - processor;
        GC.Collect();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{calls} calls from seed {Seed}, {result.Datagrams} datagrams, {100.0 * result.Lost / result.Datagrams:f1} % of them lost, in {watch.Elapsed.TotalSeconds:f0} s, {processor.TotalMicroseconds / calls:f0} µs of processor time and {allocated / 1024 / calls} kB allocated a call for both sides and the network"));
        Console.WriteLine($"answered {result.Answered}, failed {result.Failed}, ended {result.Ended}, of these {result.FoundDead} found dead; rooms were called {result.RoomCalls} times and saw {result.RoomEnds} ends");
        Console.WriteLine($"left behind: bridge {result.Bridge}, rooms {result.Rooms}, {GC.GetTotalMemory(true) / 1e6:f1} MB");
        return result.Bridge == default && result.Rooms == default && result.Failed + result.Ended == calls && result.RoomCalls == result.RoomEnds ? 0 : 1;
    }
}
