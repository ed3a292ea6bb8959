using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Reorganising;

/// <summary>What becomes of units.</summary>
public enum ReorganisingAct
{
    /// <summary>One goes on under another name: a new unit in its place.</summary>
    Rename,
    /// <summary>One or more go up in one that is there, or two or more in a new one.</summary>
    Merge,
    /// <summary>One is divided among two or more new ones, of which one may keep its name.</summary>
    Split,
    /// <summary>One ends, and what it leaves goes to one that is there.</summary>
    Abolish,
}

/// <summary>What a unit that begins is called, and what it stands under.</summary>
/// <param name="Kind">What it calls itself.</param>
public sealed record NewUnit(string Name, string ShortName, string Kind, Guid? ParentId);

/// <summary>A unit that goes on with what others leave: one that is there, or one that begins. Exactly one of the two is given.</summary>
public sealed record Successor(Guid? UnitId, NewUnit? Begun)
{
    public static Successor There(Guid unit) => new(unit, null);

    public static Successor New(NewUnit unit) => new(null, unit);
}

/// <summary>An act upon units as it is wanted.</summary>
/// <param name="From">The first day on which it holds; the units that end existed until the day before.</param>
/// <param name="Sources">The units that end.</param>
public sealed record Reorganisation(ReorganisingAct Act, LocalDate From, ImmutableArray<Guid> Sources, ImmutableArray<Successor> Successors)
{
    /// <summary>What does not go to the first successor: to which it goes, by its place among them.</summary>
    public ImmutableDictionary<Guid, int> Placed { get; init; } = ImmutableDictionary<Guid, int>.Empty;

    /// <summary>Units it needs as they are.</summary>
    public IEnumerable<Guid> Leaning => Successors.Select(one => one.UnitId ?? one.Begun?.ParentId).OfType<Guid>();

    /// <summary>Whether one of the two ends a unit that the other ends too, or needs.</summary>
    public bool IsInTheWayOf(Reorganisation other) =>
        Sources.Any(other.Sources.Concat(other.Leaning).Contains) || other.Sources.Any(Leaning.Contains);
}
