using System.Globalization;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>What all processors have done so far, from /proc/stat (proc(5)): the noise beside which a figure was taken.</summary>
/// <param name="BusySeconds">Time in which they worked for anybody here.</param>
/// <param name="StolenSeconds">Time in which the virtual machine's host gave them to others.</param>
internal readonly record struct MachineUsage(double BusySeconds, double StolenSeconds)
{
    private const double TicksPerSecond = 100; // sysconf(_SC_CLK_TCK) on every Linux we run on

    public static MachineUsage Now()
    {
        // cpu user nice system idle iowait irq softirq steal ...
        double[] ticks = [.. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9]
            .Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        return new MachineUsage((ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) / TicksPerSecond, ticks[7] / TicksPerSecond);
    }
}
