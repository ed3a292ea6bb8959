using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>
/// Who has what of ports and lines around the time of a request, and whether the request fits beside them. Whether rooms are taken is
/// <see cref="Conflicts"/>'; a room that is taken is not asked for here.
/// </summary>
/// <param name="others">Holds of rooms that share something with those asked for (<see cref="Capacity.Sharing"/>), around the time.</param>
/// <param name="before">What the request replaces: a session that had its part keeps it, even where too much was promised since.</param>
public sealed class Claims(Capacity capacity, IEnumerable<Hold> others, IEnumerable<Hold> before)
{
    private readonly HoldIndex _others = new(others);
    private readonly HoldIndex _before = new(before);

    public Capacity Capacity { get; } = capacity;

    /// <summary>Nothing is bounded.</summary>
    public static Claims None { get; } = new(Capacity.Boundless, [], []);

    /// <summary>What cannot carry these calls at that time, what is farthest from the bridge first; empty if all can.</summary>
    /// <param name="held">The time the rooms are held, set-up included.</param>
    public ImmutableArray<Shortage> Meet(IEnumerable<RoomCall> calls, Slot held)
    {
        var need = Capacity.Need(calls);
        if (need.Count == 0) return [];
        var (near, earlier) = (Near(_others, held), Near(_before, held));
        return [.. need.OrderBy(one => one.Key).Select(one => Meet(one.Key, one.Value, held, near, earlier)).OfType<Shortage>()];
    }

    /// <summary>When something could not carry the rooms: as good as taken, to who looks for a free time.</summary>
    public ImmutableArray<Slot> Full(IEnumerable<RoomCall> calls, Slot window)
    {
        var need = Capacity.Need(calls);
        if (need.Count == 0) return [];
        var near = Near(_others, window);
        var full = need.SelectMany(one => Stretches(one.Key, window, near, []).Where(stretch => stretch.Used + one.Value > Capacity.Tight[one.Key].Limit));
        return Usage.Joined(full.Select(stretch => stretch.Slot).OrderBy(slot => slot.Start));
    }

    /// <summary>What would help: the fewest rooms to leave out, or to lower.</summary>
    /// <param name="without">Rooms of the wish that are taken anyway.</param>
    public Relief Relieve(RoomWish wish, IReadOnlySet<Guid> without, ImmutableArray<Shortage> shortages) => Relief.Of(Capacity, wish, without, shortages);

    private Shortage? Meet(int tight, int needed, Slot held, List<Hold> near, List<Hold> earlier)
    {
        var limit = Capacity.Tight[tight].Limit;
        var stretches = Stretches(tight, held, near, earlier);
        var lacking = stretches.Where(stretch => needed > Allowed(stretch, limit)).ToList();
        if (lacking.Count == 0) return null;
        var worst = lacking.MinBy(stretch => Allowed(stretch, limit));
        var when = Usage.Joined(lacking.Select(stretch => stretch.Slot));
        return new Shortage(Capacity.Tight[tight], needed, worst.Used, Allowed(worst, limit), when, Shares(tight, when, near));
    }

    private static int Allowed(Usage.Stretch stretch, int limit) => Math.Max(Math.Max(0, limit - stretch.Used), stretch.Before);

    private List<Usage.Stretch> Stretches(int tight, Slot slot, List<Hold> near, List<Hold> earlier) =>
        Usage.Within(slot, Amounts(tight, near), Amounts(tight, earlier));

    private IEnumerable<(Slot, int)> Amounts(int tight, List<Hold> holds) =>
        holds.Where(hold => Capacity.TightOf(hold.RoomId).Contains(tight)).Select(hold => (hold.Slot, Capacity.Amount(tight, CallOf(hold))));

    private ImmutableArray<Share> Shares(int tight, ImmutableArray<Slot> when, List<Hold> near) =>
    [
        .. near.Where(hold => Capacity.TightOf(hold.RoomId).Contains(tight) && when.Any(hold.Slot.Overlaps)).GroupBy(hold => hold.OccurrenceId)
            .Select(session => Together(tight, [.. session])).OrderBy(share => share.Slot.Start).ThenByDescending(share => share.Amount),
    ];

    private Share Together(int tight, List<Hold> session)
    {
        var one = session.MinBy(hold => hold.Slot.Start)!;
        var slot = new Slot(one.Slot.Start, session.Max(hold => hold.Slot.End));
        return new Share(one.BriefingId, one.OccurrenceId, one.Title, slot, one.Status, session.Sum(hold => Capacity.Amount(tight, CallOf(hold))), session.Count) { SetUpMinutes = one.SetUpMinutes, IsOpen = one.IsOpen };
    }

    private static RoomCall CallOf(Hold hold) => new(hold.RoomId, hold.Kbits);

    private static List<Hold> Near(HoldIndex holds, Slot slot) => [.. holds.Within(slot).Where(hold => hold.Slot.Overlaps(slot))];
}
