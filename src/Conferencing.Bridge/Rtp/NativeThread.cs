using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Conferencing.Bridge.Rtp;

/// <summary>Punctual waking for the calling thread: real-time priority where it is permitted, exact absolute sleep on Linux.</summary>
internal static unsafe partial class NativeThread
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;
    private const int Fifo = 1;
    private const int FifoPriority = 20;
    private const int SetTimerSlack = 29;
    private const int Nice = -15;
    private const int ProcessNice = -10;

    /// <summary>Raises the calling thread as far as permitted and says how far, for the log.</summary>
    public static string Raise()
    {
        if (!NativeUdp.IsSupported)
        {
            Thread.CurrentThread.Priority = ThreadPriority.Highest;
            return "highest thread priority";
        }

        _ = SetProcessControl(SetTimerSlack, 1000, 0, 0, 0);
        int priority = FifoPriority;
        if (SetScheduler(0, Fifo, &priority) == 0)
            return "SCHED_FIFO 20";

        return SetPriority(0, (uint)GetThreadId(), Nice) == 0 ? "nice -15" : "ordinary priority";
    }

    /// <summary>
    /// Raises the whole process before it starts threads, as far as permitted: while garbage is collected the media loops wait for ordinary
    /// threads, and those must not wait for the machine's other work.
    /// </summary>
    public static void RaiseProcess()
    {
        if (NativeUdp.IsSupported)
            _ = SetPriority(0, 0, ProcessNice);
    }

    /// <summary>Sleeps until a moment of <see cref="Stopwatch.GetTimestamp"/>, nanoseconds.</summary>
    public static void SleepUntil(long nanoseconds)
    {
        if (NativeUdp.IsSupported)
        {
            var until = new NativeUdp.TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
            while (Sleep(ClockMonotonic, AbsoluteTime, &until, null) == NativeUdp.Interrupted)
            {
                // A signal woke it; the moment is absolute, so it just sleeps on.
            }

            return;
        }

        long rest = nanoseconds - Now();
        if (rest > 0)
            Thread.Sleep(TimeSpan.FromMilliseconds(Math.Max(1, rest / 1_000_000)));
    }

    /// <summary>The monotonic clock, nanoseconds; on Linux the very clock that <see cref="SleepUntil"/> sleeps on.</summary>
    public static long Now() => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp()
        : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, NativeUdp.TimeSpec* until, NativeUdp.TimeSpec* rest);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int thread, int policy, int* priority);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, uint who, int priority);

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThreadId();

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int SetProcessControl(int option, nuint a, nuint b, nuint c, nuint d);
}
