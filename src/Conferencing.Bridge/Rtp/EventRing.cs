namespace Conferencing.Bridge.Rtp;

/// <summary>
/// From a media loop, which never waits and allocates nothing, to the thread that tells others: a ring of a fixed size. What does not fit is
/// refused. One thread on each side.
/// </summary>
internal sealed class EventRing<T>(int capacity)
    where T : struct
{
    private readonly T[] _items = new T[capacity];
    private long _put;
    private long _taken;

    /// <summary>How many more fit now. The loop's side.</summary>
    public int Free => capacity - (int)(_put - Volatile.Read(ref _taken));

    /// <summary>False when it is full.</summary>
    public bool TryPut(in T item)
    {
        if (Free == 0)
            return false;
        _items[_put % capacity] = item;
        Volatile.Write(ref _put, _put + 1);
        return true;
    }

    /// <summary>The oldest; false when there is none. The teller's side.</summary>
    public bool TryTake(out T item)
    {
        item = default;
        if (_taken == Volatile.Read(ref _put))
            return false;
        item = _items[_taken % capacity];
        Volatile.Write(ref _taken, _taken + 1);
        return true;
    }
}
