using System.Collections.Immutable;
using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>What one server process knows of bookings by heart: changed by <see cref="BookingMemory"/> alone, read by many requests at a time.</summary>
/// <param name="from">What ended earlier is not known.</param>
/// <param name="year">The calendar year it was read in: holidays are known for some years around it.</param>
internal sealed class KnownBookings(HeldTimes times, KnownPlaces places, Instant from, int year, long seen)
{
    private readonly Lock _lock = new();
    private KnownPlaces _places = places;
    private long _seen = seen;

    public Instant From => from;

    public int Year => year;

    /// <summary>The last line of <see cref="RevisionRow"/> it has followed.</summary>
    public long Seen
    {
        get
        {
            lock (_lock) return _seen;
        }
    }

    /// <summary>How many rooms are held, each session's counted.</summary>
    public long Holds
    {
        get
        {
            lock (_lock) return times.Holds;
        }
    }

    public KnownPlaces Places
    {
        get
        {
            lock (_lock) return _places;
        }
    }

    /// <summary>Follows lines up to <paramref name="to"/>.</summary>
    /// <param name="changed">Sessions that may hold other rooms or times than before.</param>
    /// <param name="holds">All that these hold now.</param>
    public void Follow(IEnumerable<Guid> changed, IEnumerable<Hold> holds, KnownPlaces now, long to)
    {
        lock (_lock)
        {
            times.Remove(changed);
            foreach (var hold in holds) times.Add(hold);
            (_places, _seen) = (now, to);
        }
    }

    public ImmutableArray<Hold> Overlapping(IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except)
    {
        lock (_lock) return times.Overlapping(rooms, slots, except);
    }

    public ImmutableArray<Slot>[] Busy(IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> windows, IReadOnlyCollection<Guid> except)
    {
        lock (_lock) return times.Busy(rooms, windows, except);
    }
}
