using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Booking;

/// <summary>What must hold of the tree when a unit is added or changed.</summary>
public static class UnitTree
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("dd/MM/yyyy");

    /// <summary>Every reason why <paramref name="unit"/> cannot stand among <paramref name="others"/>; empty if it can.</summary>
    /// <param name="today">A unit that is there stands under one that has begun.</param>
    public static ImmutableArray<FieldError> Check(Unit unit, IReadOnlyDictionary<Guid, Unit> others, LocalDate today)
    {
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        if (unit.ValidTo is { } last && last < unit.ValidFrom) errors.Add(new("validTo", "unitEndsBeforeStart"));
        if (unit.ParentId is not { } parentId) return errors.ToImmutable();
        if (!others.TryGetValue(parentId, out var parent)) errors.Add(new("parentId", "unitUnknownParent"));
        else if (IsBelow(parent, unit.Id, others)) errors.Add(new("parentId", "unitInCircle"));
        else if (!LiveTogether(unit, parent)) errors.Add(new("parentId", "unitParentApart"));
        else if (parent.ValidFrom > LocalDate.Max(unit.ValidFrom, today)) errors.Add(new("parentId", "unitParentNotYet", Day.Format(parent.ValidFrom)));
        return errors.ToImmutable();
    }

    /// <summary>The children of a unit as they were on one day, by name.</summary>
    public static IEnumerable<Unit> Children(Guid? parentId, LocalDate day, IEnumerable<Unit> units) =>
        units.Where(unit => unit.ParentId == parentId && unit.ExistsOn(day)).OrderBy(unit => unit.Name, StringComparer.Ordinal);

    /// <summary>Whether a unit is <paramref name="scope"/> or stands below it, by the parent each unit has for its whole life. A unit nobody knows is nowhere.</summary>
    public static bool IsWithin(Guid unit, Guid scope, IReadOnlyDictionary<Guid, Guid?> parents)
    {
        Guid? at = unit;
        // A way up that is longer than the tree can only be a circle.
        for (var steps = 0; steps <= parents.Count && at is { } here && parents.TryGetValue(here, out var parent); steps++)
        {
            if (here == scope) return true;
            at = parent;
        }
        return false;
    }

    /// <summary>A unit outlives what it stands under when that is reorganised, and may be older than the successor: the two need only have a day in common.</summary>
    private static bool LiveTogether(Unit unit, Unit parent) =>
        parent.ExistsOn(LocalDate.Max(unit.ValidFrom, parent.ValidFrom)) && unit.ExistsOn(LocalDate.Max(unit.ValidFrom, parent.ValidFrom));

    private static bool IsBelow(Unit unit, Guid ancestor, IReadOnlyDictionary<Guid, Unit> units)
    {
        // The tree held before this change, so a way up that is longer than the tree can only be a circle.
        for (var steps = 0; steps <= units.Count; steps++)
        {
            if (unit.Id == ancestor) return true;
            if (unit.ParentId is not { } next || !units.TryGetValue(next, out var above)) return false;
            unit = above;
        }
        return true;
    }
}
