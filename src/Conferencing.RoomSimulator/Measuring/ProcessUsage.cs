using System.Globalization;
using System.Runtime.InteropServices;
using Conferencing.Bridge.Rtp;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>What a process has used so far.</summary>
/// <param name="CpuSeconds">
/// User and system time of all its threads, by the process's own clock (clock_getcpuclockid(3)), which counts what the scheduler gave it.
/// /proc/PID/stat counts the ticks that found it running: a program that wakes in step with the tick partly escapes that.
/// </param>
/// <param name="ResidentBytes">Memory that is in RAM (proc(5)).</param>
internal readonly partial record struct ProcessUsage(double CpuSeconds, long ResidentBytes)
{
    /// <exception cref="IOException">There is no such process (any more).</exception>
    public static ProcessUsage Of(int processId) => new(CpuSecondsOf(processId), ResidentBytesOf(processId));

    /// <summary>Of a process and its children: for servers that fork workers.</summary>
    public static ProcessUsage OfTree(int processId)
    {
        var usage = Of(processId);
        foreach (var child in File.ReadAllText($"/proc/{processId}/task/{processId}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var one = OfTree(int.Parse(child, CultureInfo.InvariantCulture));
            usage = new ProcessUsage(usage.CpuSeconds + one.CpuSeconds, usage.ResidentBytes + one.ResidentBytes);
        }

        return usage;
    }

    private static unsafe double CpuSecondsOf(int processId)
    {
        NativeUdp.TimeSpec time;
        if (GetCpuClock(processId, out int clock) != 0 || NativeUdp.GetClock(clock, &time) != 0)
            throw new IOException($"There is no process {processId} whose processor time could be read");
        return time.Seconds + (time.Nanoseconds / 1e9);
    }

    private static long ResidentBytesOf(int processId)
    {
        string[] pages = File.ReadAllText($"/proc/{processId}/statm").Split(' ');
        return long.Parse(pages[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    }

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static partial int GetCpuClock(int processId, out int clock);
}
