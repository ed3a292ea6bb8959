using System.Globalization;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>What a process has used so far, from /proc (proc(5)).</summary>
/// <param name="CpuSeconds">User and system time of all its threads.</param>
internal readonly record struct ProcessUsage(double CpuSeconds, long ResidentBytes)
{
    public const double TicksPerSecond = 100; // sysconf(_SC_CLK_TCK) on every Linux we run on

    public static ProcessUsage Of(int processId)
    {
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        // The second field is the name in brackets and may hold blanks.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        double ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        long pages = long.Parse(fields[21], CultureInfo.InvariantCulture);
        return new ProcessUsage(ticks / TicksPerSecond, pages * Environment.SystemPageSize);
    }

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
}
