using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>What would make a session fit into ports and lines at its time, without moving it.</summary>
/// <param name="LeaveOut">The fewest rooms to go without, optional ones first, then those farthest from the bridge; empty if that does not help.</param>
/// <param name="Lower">The fewest rooms to call at a lower rate, each no lower than needed; empty if that is not enough.</param>
public sealed record Relief(ImmutableArray<Room> LeaveOut, ImmutableArray<LoweredRoom> Lower)
{
    public static Relief None { get; } = new([], []);

    /// <summary>A room that might help, the most it gives back of each line of its way, and how gladly it goes.</summary>
    /// <param name="Kbits">What it takes now.</param>
    private sealed record Candidate(Room Room, int Kbits, int Saving, bool IsOptional, int Depth, int Position, ImmutableArray<int> Tight);

    /// <param name="without">Rooms of the wish that are taken: what they do not use cannot be saved.</param>
    internal static Relief Of(Capacity capacity, RoomWish wish, IReadOnlySet<Guid> without, ImmutableArray<Shortage> shortages)
    {
        if (shortages.IsEmpty) return None;
        var lacks = shortages.Select(one => (Tight: capacity.Tight.IndexOf(one.Resource), one.Missing)).OrderBy(one => one.Tight).ToList();
        var all = wish.Rooms.Select((room, position) => CandidateOf(capacity, wish, room, position)).Where(one => !without.Contains(one.Room.Id)).ToList();
        // The chair stays: without its room there is no session.
        var leave = Choose(capacity, all.Where(one => one.Position > 0).OrderBy(one => !one.IsOptional).ThenByDescending(one => one.Saving), lacks);
        return new Relief([.. leave.Select(one => one.Room)], Lowered(capacity, all, lacks));
    }

    private static Candidate CandidateOf(Capacity capacity, RoomWish wish, Room room, int position)
    {
        var kbits = capacity.KbitsOf(wish.CallOf(room));
        return new Candidate(room, kbits, kbits, wish.Optional.Contains(room.Id), capacity.DepthOf(room.Id), position, capacity.TightOf(room.Id));
    }

    private static ImmutableArray<LoweredRoom> Lowered(Capacity capacity, IEnumerable<Candidate> all, List<(int Tight, int Missing)> lacks)
    {
        if (lacks.Exists(one => capacity.Tight[one.Tight].IsPorts)) return [];
        var able = all.Select(one => one with { Saving = one.Kbits - CallRate.Least }).Where(one => one.Saving > 0);
        var chosen = Choose(capacity, able.OrderByDescending(one => one.Saving).ThenBy(one => !one.IsOptional), lacks);
        return [.. Raise(capacity, chosen, lacks).Select(one => new LoweredRoom(one.Room, one.Kbits - one.Saving))];
    }

    /// <summary>From the lowest rate up, a rung at a time, whoever has the lowest first, as long as all still fits: what is left is no lower than needed.</summary>
    private static List<Candidate> Raise(Capacity capacity, List<Candidate> chosen, List<(int Tight, int Missing)> lacks)
    {
        var rising = chosen.Select(one => one.Room.Id).ToHashSet();
        while (chosen.Where(one => rising.Contains(one.Room.Id)).MinBy(one => one.Kbits - one.Saving) is { } lowest)
        {
            var next = CallRate.Ladder.FirstOrDefault(rate => rate > lowest.Kbits - lowest.Saving && rate < lowest.Kbits);
            var raised = chosen.ConvertAll(one => one == lowest ? one with { Saving = one.Kbits - next } : one);
            // What cannot rise now cannot later: the others only take more.
            if (next == 0 || !Suffices(capacity, raised, lacks)) rising.Remove(lowest.Room.Id);
            else chosen = raised;
        }
        return chosen;
    }

    /// <summary>
    /// From the lines farthest away inwards: what is saved there helps on all lines nearer by, and of those behind one line the dearest give the
    /// most. So it is the fewest where the order is by what they give.
    /// </summary>
    private static List<Candidate> Choose(Capacity capacity, IOrderedEnumerable<Candidate> candidates, List<(int Tight, int Missing)> lacks)
    {
        var order = candidates.ThenByDescending(one => one.Depth).ThenByDescending(one => one.Position).ToList();
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
        return [.. WithoutNeedless(capacity, chosen, lacks).OrderBy(one => one.Position)];
    }

    /// <summary>What was chosen for a line far away may have made an earlier choice needless; required rooms come back first.</summary>
    private static List<Candidate> WithoutNeedless(Capacity capacity, List<Candidate> chosen, List<(int Tight, int Missing)> lacks)
    {
        foreach (var one in chosen.OrderBy(one => one.IsOptional).ThenBy(one => one.Saving).ToList())
        {
            var rest = chosen.Where(other => other != one).ToList();
            if (Suffices(capacity, rest, lacks)) chosen = rest;
        }
        return chosen;
    }

    private static bool Suffices(Capacity capacity, List<Candidate> chosen, List<(int Tight, int Missing)> lacks) =>
        lacks.TrueForAll(lack => Saved(capacity, chosen, lack.Tight) >= lack.Missing);

    private static int Saved(Capacity capacity, IEnumerable<Candidate> chosen, int tight) =>
        chosen.Where(one => one.Tight.Contains(tight)).Sum(one => capacity.Tight[tight].IsPorts ? 1 : one.Saving);
}
