namespace Conferencing.Bridge.Rtp;

/// <summary>
/// Collects garbage before the runtime has to, at the moment when it hurts least: just after a mix, on the thread that mixes and with its
/// priority, so that all is done long before the next one. Left to the runtime a collection begins in the middle of anything, and the mix waits
/// for a thread of ordinary priority. What a collection takes grows with what lives on, so it comes early and often: after half a megabyte a
/// millisecond, after twenty-four, when two hundred rooms have been called meanwhile, forty. One loop has it; the others mix in step with that one.
/// </summary>
internal sealed class QuietCollector
{
    /// <summary>Garbage after which it is time; far less than what makes the runtime begin by itself.</summary>
    private const long Enough = 512 << 10;

    /// <summary>
    /// What outlived one collection is looked at again in the next: left to gather, it would be moved all at once when the runtime finds that enough.
    /// </summary>
    private const int Generation = 1;

    /// <summary>Less time than this before the next mix, and it is put off, nanoseconds.</summary>
    private const long LeastSlack = 12_000_000;

    private long _collectedAt = long.MinValue / 2;

    /// <summary>A mix is done, and the next begins after this many nanoseconds.</summary>
    public void AfterMix(long slack)
    {
        if (slack < LeastSlack || GC.GetTotalAllocatedBytes(precise: false) - _collectedAt < Enough)
            return;
        GC.Collect(Generation, GCCollectionMode.Forced, blocking: true);
        _collectedAt = GC.GetTotalAllocatedBytes(precise: false);
    }
}
