using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>What would make a session fit into ports and lines at its time, without moving it.</summary>
/// <param name="LeaveOut">The fewest rooms to go without, optional ones first, then those farthest from the bridge; empty if that does not help.</param>
/// <param name="Lower">The fewest rooms to plan with the ordinary rate instead of a higher one; empty if that is not enough.</param>
public sealed record Relief(ImmutableArray<Room> LeaveOut, ImmutableArray<Room> Lower)
{
    public static Relief None { get; } = new([], []);

    /// <summary>A room that might go, what it gives back of each resource, and how gladly it goes.</summary>
    private sealed record Candidate(Room Room, int Saving, bool IsOptional, int Depth, int Position, ImmutableArray<int> Tight);

    /// <param name="without">Rooms of the wish that are taken: what they do not use cannot be saved.</param>
    internal static Relief Of(Capacity capacity, RoomWish wish, IReadOnlySet<Guid> without, ImmutableArray<Shortage> shortages)
    {
        if (shortages.IsEmpty) return None;
        var lacks = shortages.Select(one => (Tight: capacity.Tight.IndexOf(one.Resource), one.Missing)).OrderBy(one => one.Tight).ToList();
        var all = wish.Rooms.Select((room, position) => new Candidate(
            room, capacity.KbitsOf(room.Id), wish.Optional.Contains(room.Id), capacity.DepthOf(room.Id), position, capacity.TightOf(room.Id))).Where(one => !without.Contains(one.Room.Id)).ToList();
        // The chair stays: without its room there is no session.
        var leave = Choose(capacity, all.Where(one => one.Position > 0), lacks);
        var lower = lacks.Exists(one => capacity.Tight[one.Tight].IsPorts) ? []
            : Choose(capacity, all.Select(one => one with { Saving = capacity.Saving(one.Room.Id) }).Where(one => one.Saving > 0), lacks);
        return new Relief(leave, lower);
    }

    /// <summary>
    /// From the lines farthest away inwards: what goes there helps on all lines nearer by, and of those behind one line the dearest give the most.
    /// So it is the fewest where none is optional.
    /// </summary>
    private static ImmutableArray<Room> Choose(Capacity capacity, IEnumerable<Candidate> candidates, List<(int Tight, int Missing)> lacks)
    {
        var order = candidates.OrderBy(one => !one.IsOptional).ThenByDescending(one => one.Saving).ThenByDescending(one => one.Depth).ThenByDescending(one => one.Position).ToList();
        var chosen = new List<Candidate>();
        foreach (var lack in lacks)
        {
            foreach (var next in order.Where(one => one.Tight.Contains(lack.Tight)))
            {
                if (Saved(capacity, chosen, lack.Tight) >= lack.Missing) break;
                if (!chosen.Contains(next)) chosen.Add(next);
            }
            if (Saved(capacity, chosen, lack.Tight) < lack.Missing) return [];
        }
        return [.. WithoutNeedless(capacity, chosen, lacks).OrderBy(one => one.Position).Select(one => one.Room)];
    }

    /// <summary>What was chosen for a line far away may have made an earlier choice needless; required rooms come back first.</summary>
    private static List<Candidate> WithoutNeedless(Capacity capacity, List<Candidate> chosen, List<(int Tight, int Missing)> lacks)
    {
        foreach (var one in chosen.OrderBy(one => one.IsOptional).ThenBy(one => one.Saving).ToList())
        {
            var rest = chosen.Where(other => other != one).ToList();
            if (lacks.TrueForAll(lack => Saved(capacity, rest, lack.Tight) >= lack.Missing)) chosen = rest;
        }
        return chosen;
    }

    private static int Saved(Capacity capacity, IEnumerable<Candidate> chosen, int tight) =>
        chosen.Where(one => one.Tight.Contains(tight)).Sum(one => capacity.Tight[tight].IsPorts ? 1 : one.Saving);
}
