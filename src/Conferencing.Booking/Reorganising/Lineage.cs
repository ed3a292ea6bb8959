using System.Collections.Immutable;

namespace Conferencing.Booking.Reorganising;

/// <summary>Which unit goes on with whose work, however many names ago.</summary>
/// <param name="handed">From a unit that ended to each that went on with it, act by act.</param>
public sealed class Lineage(IReadOnlyCollection<(Guid From, Guid To)> handed)
{
    private readonly ILookup<Guid, Guid> _before = handed.ToLookup(one => one.To, one => one.From);
    private readonly ILookup<Guid, Guid> _after = handed.ToLookup(one => one.From, one => one.To);

    /// <summary>A unit, and all that came to it: what ended for it, what had ended for that, and so on.</summary>
    public HashSet<Guid> AndBefore(Guid unit) => [.. From(unit, _before)];

    /// <summary>Who goes on with a unit's work today, in the order of the acts; empty as long as it does so itself.</summary>
    public ImmutableArray<Guid> Now(Guid unit) => [.. From(unit, _after).Where(one => one != unit && !_after.Contains(one))];

    private static List<Guid> From(Guid unit, ILookup<Guid, Guid> next)
    {
        List<Guid> found = [unit];
        for (var at = 0; at < found.Count; at++) found.AddRange(next[found[at]].Distinct().Where(one => !found.Contains(one)));
        return found;
    }
}
