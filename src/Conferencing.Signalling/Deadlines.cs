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

    /// <summary>Where the queue holds it; owned by <see cref="Deadlines"/>.</summary>
    public Tick QueuedAt { get; set; } = Tick.Never;

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
/// The soonest deadline of all parts. A part that moves its deadline later stays where it is in the queue and is moved on when its old place comes up.
/// </summary>
internal sealed class Deadlines
{
    // The number keeps parts with equal deadlines in the order they came, so that a run repeats from its seed.
    private readonly PriorityQueue<Timed, (Tick At, long Number)> _queue = new();
    private long _number;

    public Tick Soonest
    {
        get
        {
            Tidy();
            return _queue.TryPeek(out _, out var place) ? place.At : Tick.Never;
        }
    }

    /// <summary>Deadlines still to come; for tests that nothing is left behind.</summary>
    public int Count
    {
        get
        {
            Tidy();
            return _queue.Count;
        }
    }

    public void Note(Timed part)
    {
        if (part.Deadline >= part.QueuedAt)
            return;
        part.QueuedAt = part.Deadline;
        _queue.Enqueue(part, (part.Deadline, _number++));
    }

    public bool TryTakeDue(Tick now, out Timed part)
    {
        Tidy();
        if (!_queue.TryPeek(out part!, out var place) || place.At > now)
            return false;
        _queue.Dequeue();
        part.QueuedAt = Tick.Never;
        return true;
    }

    /// <summary>Takes stale places off the front.</summary>
    private void Tidy()
    {
        while (_queue.TryPeek(out var part, out var place) && (part.QueuedAt != place.At || part.Deadline != place.At))
        {
            _queue.Dequeue();
            if (part.QueuedAt != place.At)
                continue;
            part.QueuedAt = Tick.Never;
            Note(part);
        }
    }
}
