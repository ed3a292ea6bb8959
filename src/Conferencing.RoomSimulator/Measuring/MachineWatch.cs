using System.Runtime.InteropServices;
using Conferencing.Bridge.Rtp;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>
/// Tells when the machine itself stood still: on each processor a thread of higher priority than any media loop wakes every two milliseconds, and
/// when even that comes late, the host had taken the processor or the kernel kept it. Where that priority is not permitted it sees nothing, so
/// that nothing is blamed on the machine without proof.
/// </summary>
internal sealed class MachineWatch : IDisposable
{
    private const long PeriodNs = 2_000_000;

    /// <summary>Less is ordinary.</summary>
    private const long LeastNs = 5_000_000;

    private const int Fifo = 1;
    private const int Priority = 60;

    private readonly Standstills[] _processors = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Standstills())];
    private readonly Thread[] _threads;
    private volatile bool _stopped;

    public MachineWatch()
    {
        _threads = [.. Enumerable.Range(0, _processors.Length).Select(processor => new Thread(() => Watch(processor)) { IsBackground = true, Name = $"watch {processor}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>The longest so far, milliseconds.</summary>
    public double WorstMs => Math.Round(_processors.Max(one => one.WorstNs) / 1e6, 1);

    /// <summary>How much of a stretch of the wall clock a processor stood still, milliseconds; of the one that stood longest.</summary>
    public double StoodMs(long fromNs, long toNs) => _processors.Max(one => one.Within(fromNs, toNs)) / 1e6;

    public void Dispose()
    {
        _stopped = true;
        Array.ForEach(_threads, thread => thread.Join());
    }

    private unsafe void Watch(int processor)
    {
        int priority = Priority;
        ulong mask = 1UL << processor;
        if (SetAffinity(0, sizeof(ulong), &mask) != 0 || SetScheduler(0, Fifo, &priority) != 0)
            return;

        for (long due = NativeThread.Now() + PeriodNs; !_stopped; due += PeriodNs)
        {
            NativeThread.SleepUntil(due);
            long late = NativeThread.Now() - due;
            if (late < LeastNs)
                continue;
            long now = WallClock.NowNs();
            _processors[processor].Add(now - late, now);
            due += late;
        }
    }

    [DllImport("libc", EntryPoint = "sched_setaffinity")]
    private static extern unsafe int SetAffinity(int thread, nint size, ulong* mask);

    [DllImport("libc", EntryPoint = "sched_setscheduler")]
    private static extern unsafe int SetScheduler(int thread, int policy, int* priority);
}
