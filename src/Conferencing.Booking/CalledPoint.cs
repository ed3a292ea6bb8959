using System.Collections.Immutable;

namespace Conferencing.Booking;

/// <summary>The point of an agenda that is called, while the agenda is changed around it: known by its topic, speaker and room, not by where it stands.</summary>
public static class CalledPoint
{
    /// <param name="point">Where it stood, from 0.</param>
    /// <returns>Where the same point stands now; null if it is no longer there. Of several that are the same, the one that was as many before.</returns>
    public static int? Follow(int point, ImmutableArray<AgendaItem> before, ImmutableArray<AgendaItem> after)
    {
        if (point < 0 || point >= before.Length) return null;
        return Find(before[point], before.Take(point).Count(item => IsSame(item, before[point])), after);
    }

    /// <param name="called">However many minutes it has.</param>
    /// <param name="sameBefore">How many that are the same stood before it, from 0.</param>
    /// <returns>Where it stands, from 0; null if it is not there. Where there are fewer that are the same by now, the last of them.</returns>
    public static int? Find(AgendaItem called, int sameBefore, ImmutableArray<AgendaItem> agenda)
    {
        List<int> found = [.. Enumerable.Range(0, agenda.Length).Where(at => IsSame(agenda[at], called))];
        return found.Count == 0 ? null : found[Math.Clamp(sameBefore, 0, found.Count - 1)];
    }

    private static bool IsSame(AgendaItem one, AgendaItem other) => one with { Minutes = null } == other with { Minutes = null };
}
