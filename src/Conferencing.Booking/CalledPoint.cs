using System.Collections.Immutable;

namespace Conferencing.Booking;

/// <summary>The point of an agenda that has been called, while the agenda is changed around it.</summary>
public static class CalledPoint
{
    /// <param name="point">Where it stood, from 0.</param>
    /// <returns>Where the same topic, speaker and room stand now, however many minutes they have; null if it is no longer there. Of several that are the same, the one that was as many before.</returns>
    public static int? Follow(int point, ImmutableArray<AgendaItem> before, ImmutableArray<AgendaItem> after)
    {
        if (point < 0 || point >= before.Length) return null;
        var called = before[point];
        List<int> found = [.. Enumerable.Range(0, after.Length).Where(at => IsSame(after[at], called))];
        var earlier = before.Take(point).Count(item => IsSame(item, called));
        return found.Count == 0 ? null : found[Math.Min(earlier, found.Count - 1)];
    }

    private static bool IsSame(AgendaItem one, AgendaItem other) => one with { Minutes = null } == other with { Minutes = null };
}
