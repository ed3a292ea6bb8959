using System.Diagnostics;
using System.Globalization;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// How long this machine had too few processors for what wanted to run (Linux pressure stall information). A limit in seconds is a
/// promise about the program; the time in which others had the processors is not the program's.
/// </summary>
internal sealed class ProcessorShortage
{
    private const string Source = "/proc/pressure/cpu";

    private readonly TimeSpan _before = Total();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private ProcessorShortage()
    {
    }

    /// <summary>Begins to measure.</summary>
    public static ProcessorShortage Measure() => new();

    /// <summary>Since the measuring began; never more than the time that has passed, and nothing where the kernel does not tell.</summary>
    public TimeSpan SoFar => TimeSpan.FromTicks(Math.Min((Total() - _before).Ticks, _watch.Elapsed.Ticks));

    private static TimeSpan Total()
    {
        if (!File.Exists(Source)) return TimeSpan.Zero;
        // some avg10=0.00 avg60=0.00 avg300=0.00 total=123456
        string some = File.ReadLines(Source).First();
        return TimeSpan.FromMicroseconds(long.Parse(some.AsSpan(some.LastIndexOf('=') + 1), CultureInfo.InvariantCulture));
    }
}
