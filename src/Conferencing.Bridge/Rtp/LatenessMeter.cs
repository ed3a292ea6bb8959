namespace Conferencing.Bridge.Rtp;

/// <summary>The worst lateness of the last minute, in twelve spans of five seconds. One writer, any readers.</summary>
internal sealed class LatenessMeter
{
    private const long SpanNanoseconds = 5_000_000_000;

    private readonly long[] _worst = new long[12];
    private long _span;

    public void Add(long nowNanoseconds, long latenessNanoseconds)
    {
        long span = nowNanoseconds / SpanNanoseconds;
        for (long begun = Math.Max(_span + 1, span - _worst.Length + 1); begun <= span; begun++)
            Volatile.Write(ref _worst[begun % _worst.Length], 0);

        _span = Math.Max(_span, span);
        ref long worst = ref _worst[span % _worst.Length];
        if (latenessNanoseconds > worst)
            Volatile.Write(ref worst, latenessNanoseconds);
    }

    public TimeSpan Worst()
    {
        long worst = 0;
        for (int i = 0; i < _worst.Length; i++)
            worst = Math.Max(worst, Volatile.Read(ref _worst[i]));
        return TimeSpan.FromTicks(worst / TimeSpan.NanosecondsPerTick);
    }
}
