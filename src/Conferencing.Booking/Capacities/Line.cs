using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>A line of the wide-area network, as the carrier's contract has it. Sites hang on it; it leads to the bridge, or into another line.</summary>
/// <param name="Kbits">What sessions may use of it, each way. What else runs on it is already taken off.</param>
/// <param name="ParentId">The line it leads into; null if it ends at the bridge.</param>
public sealed record Line(Guid Id, string Name, int Kbits, Guid? ParentId)
{
    /// <summary>100 Gbit/s: more is a slip of the hand.</summary>
    public const int MostKbits = 100_000_000;
}

/// <summary>What must hold of the tree of lines when one is added or changed.</summary>
public static class LineTree
{
    /// <summary>Every reason why <paramref name="line"/> cannot stand among <paramref name="others"/>; empty if it can.</summary>
    public static ImmutableArray<FieldError> Check(Line line, IReadOnlyDictionary<Guid, Line> others)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (line.Kbits is < 1 or > Line.MostKbits) errors.Add(new("kbits", "lineKbits", Line.MostKbits));
        if (line.ParentId is not { } parentId) return errors.ToImmutable();
        if (parentId == line.Id) errors.Add(new("parentId", "lineInCircle"));
        else if (!others.TryGetValue(parentId, out var parent)) errors.Add(new("parentId", "lineUnknownParent"));
        else if (Way(parent, others).Any(above => above.Id == line.Id || above.ParentId == line.Id)) errors.Add(new("parentId", "lineInCircle"));
        return errors.ToImmutable();
    }

    /// <summary>The line and those it leads into, up to the bridge. A circle, which none stored can be, is gone round once.</summary>
    public static IEnumerable<Line> Way(Line line, IReadOnlyDictionary<Guid, Line> lines)
    {
        var seen = new HashSet<Guid>();
        for (var at = line; at is not null && seen.Add(at.Id); at = at.ParentId is { } next ? lines.GetValueOrDefault(next) : null) yield return at;
    }
}
