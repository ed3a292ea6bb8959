using System.Runtime.InteropServices;

namespace Conferencing.Signalling;

/// <summary>Something with a deadline: a transaction, a call, a retransmission.</summary>
internal abstract class Timed(Deadlines deadlines)
{
    private Tick _deadline = Tick.Never;

    /// <summary>When <see cref="Advance"/> is wanted; may be moved at any time, both ways.</summary>
    public Tick Deadline
    {
        get => _deadline;
        protected set
        {
            _deadline = value;
            deadlines.Note(this);
        }
    }

    /// <summary>Where the queue holds it, −1 while it does not; owned by <see cref="Deadlines"/>.</summary>
    public int Place { get; set; } = -1;

    /// <summary>The deadline has come; moves it or ends.</summary>
    public abstract void Advance(Tick now);

    /// <summary>The next deadline of a series: counted from the one before, but never in the past after a long stall.</summary>
    protected static Tick After(Tick previous, TimeSpan pause, Tick now)
    {
        var next = previous + pause;
        return next > now ? next : now + pause;
    }
}

/// <summary>
/// The soonest deadline of all parts: a heap that knows each part's place, so that one that ends leaves at once and is not held until its time.
/// </summary>
internal sealed class Deadlines
{
    private Entry[] _heap = new Entry[64];

    // Keeps parts with equal deadlines in the order they came, so that a run repeats from its seed.
    private long _number;

    public Tick Soonest => Count == 0 ? Tick.Never : _heap[0].At;

    /// <summary>Deadlines still to come; for tests that nothing is left behind.</summary>
    public int Count { get; private set; }

    /// <summary>The part's deadline has moved.</summary>
    public void Note(Timed part)
    {
        if (part.Deadline == Tick.Never)
            Remove(part);
        else if (part.Place < 0)
            Add(part);
        else if (_heap[part.Place].At != part.Deadline)
            Settle(part.Place, new Entry(part.Deadline, _number++, part));
    }

    public bool TryTakeDue(Tick now, out Timed part)
    {
        part = _heap[0].Part;
        if (Count == 0 || _heap[0].At > now)
            return false;
        Remove(part);
        return true;
    }

    private void Add(Timed part)
    {
        if (Count == _heap.Length)
            Array.Resize(ref _heap, Count * 2);
        Settle(Count++, new Entry(part.Deadline, _number++, part));
    }

    private void Remove(Timed part)
    {
        if (part.Place < 0)
            return;
        var last = _heap[--Count];
        _heap[Count] = default;
        if (part.Place < Count)
            Settle(part.Place, last);
        part.Place = -1;
    }

    /// <summary>Puts an entry into a place that is free, or up or down from there.</summary>
    private void Settle(int place, Entry entry)
    {
        for (var parent = (place - 1) / 2; place > 0 && entry.IsBefore(_heap[parent]); parent = (place - 1) / 2)
        {
            Put(place, _heap[parent]);
            place = parent;
        }

        for (var child = SoonerChild(place); child < Count && _heap[child].IsBefore(entry); child = SoonerChild(place))
        {
            Put(place, _heap[child]);
            place = child;
        }

        Put(place, entry);
    }

    private int SoonerChild(int place)
    {
        var left = (2 * place) + 1;
        return left + 1 < Count && _heap[left + 1].IsBefore(_heap[left]) ? left + 1 : left;
    }

    private void Put(int place, Entry entry)
    {
        _heap[place] = entry;
        entry.Part.Place = place;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Entry(Tick At, long Number, Timed Part)
    {
        public bool IsBefore(in Entry other) => At < other.At || (At == other.At && Number < other.Number);
    }
}
