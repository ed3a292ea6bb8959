using System.Runtime;

namespace Conferencing.Bridge.Rtp;

/// <summary>
/// Collects garbage before the runtime has to, at the moment when it hurts least: just after a mix, on the thread that mixes and with its
/// priority, so that all is done long before the next one. Left to the runtime a collection begins in the middle of anything, and the mix waits
/// for a thread of ordinary priority. One loop has it; the others mix in step with that one.
/// </summary>
internal sealed class QuietCollector
{
    /// <summary>Garbage after which it is time.</summary>
    private const long Enough = 24 << 20;

    /// <summary>So much may be allocated before the runtime begins by itself: what comes until there is time is in it.</summary>
    private const long Budget = 64 << 20;

    /// <summary>Less time than this before the next mix, and it is put off, nanoseconds.</summary>
    private const long LeastSlack = 12_000_000;

    private long _collectedAt = long.MinValue / 2;

    /// <summary>A mix is done, and the next begins after this many nanoseconds.</summary>
    public void AfterMix(long slack)
    {
        if (slack < LeastSlack || GC.GetTotalAllocatedBytes(precise: false) - _collectedAt < Enough)
            return;
        EndRegion();
        GC.Collect(1, GCCollectionMode.Forced, blocking: true);
        GC.TryStartNoGCRegion(Budget, disallowFullBlockingGC: true);
        _collectedAt = GC.GetTotalAllocatedBytes(precise: false);
    }

    /// <summary>What is allocated meanwhile by other threads may end the region between the question and the call.</summary>
    private static void EndRegion()
    {
        if (GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
            return;
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // The runtime has ended it by a collection of its own.
        }
    }
}
