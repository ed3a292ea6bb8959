namespace Conferencing.RoomSimulator.Measuring;

/// <summary>When one processor stood still, in order. One writer, any readers. Knows no clock.</summary>
internal sealed class Standstills
{
    private readonly List<(long FromNs, long ToNs)> _all = [];
    private readonly Lock _gate = new();

    public long WorstNs
    {
        get
        {
            lock (_gate)
                return _all.Select(one => one.ToNs - one.FromNs).DefaultIfEmpty().Max();
        }
    }

    public void Add(long fromNs, long toNs)
    {
        lock (_gate)
            _all.Add((fromNs, toNs));
    }

    /// <summary>How much of a stretch it stood still.</summary>
    public long Within(long fromNs, long toNs)
    {
        lock (_gate)
            return _all.Sum(one => Math.Max(0, Math.Min(toNs, one.ToNs) - Math.Max(fromNs, one.FromNs)));
    }
}
