using System.Collections.Immutable;
using Conferencing.Booking.Capacities;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>The rooms a booking wants, and how: which it can do without, and how long before the start it needs them.</summary>
/// <param name="Rooms">The chair's first, each once.</param>
public sealed record RoomWish(ImmutableArray<Room> Rooms)
{
    /// <summary>If one of these is taken, the booking goes without it.</summary>
    public ImmutableHashSet<Guid> Optional { get; init; } = [];

    /// <summary>Rooms called at a lower rate than their own, with that rate: kbit/s of the line, each way.</summary>
    public ImmutableDictionary<Guid, int> Lowered { get; init; } = ImmutableDictionary<Guid, int>.Empty;

    /// <summary>Set-up and test time: the rooms are held from so long before the start.</summary>
    public Duration SetUp { get; init; } = Duration.Zero;

    /// <summary>The time the rooms are held for a session in <paramref name="slot"/>.</summary>
    public Slot Held(Slot slot) => new(slot.Start - SetUp, slot.End);

    /// <summary>What stands in the way of a session in <paramref name="slot"/>, and which optional rooms it has to go without.</summary>
    /// <param name="own">The briefing or the occurrence being edited.</param>
    public (ImmutableArray<Clash> Blocking, ImmutableArray<Clash> Waived) Meet(Slot slot, IEnumerable<Hold> holds, Guid? own = null)
    {
        var clashes = Conflicts.Find(Rooms, Held(slot), holds, own);
        if (Optional.IsEmpty) return (clashes, []);
        var byNeed = clashes.ToLookup(clash => Optional.Contains(clash.RoomId));
        return ([.. byNeed[false]], [.. byNeed[true]]);
    }

    /// <summary>The rooms that would really be called: those of them that are not taken.</summary>
    public IEnumerable<RoomCall> Without(IReadOnlySet<Guid> taken) => Calls.Where(call => !taken.Contains(call.RoomId));

    /// <summary>All its rooms, each with the rate it is to be called at.</summary>
    public IEnumerable<RoomCall> Calls => Rooms.Select(CallOf);

    public RoomCall CallOf(Room room) => new(room.Id, Lowered.TryGetValue(room.Id, out var kbits) ? kbits : null);

    /// <summary>
    /// What holds the rooms, as it bears on the start of a session: it must not begin until the set-up time after such a hold is over.
    /// </summary>
    public IEnumerable<Slot> Bearing(IEnumerable<Slot> busy) => SetUp == Duration.Zero ? busy : busy.Select(slot => new Slot(slot.Start, slot.End + SetUp));
}
