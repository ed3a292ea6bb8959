using System.Collections.Immutable;
using NodaTime.Text;

namespace Conferencing.Booking.Reorganising;

/// <summary>Every reason why units cannot be reorganised as somebody wants.</summary>
public static class ReorganisingRules
{
    /// <summary>Units that end by one act, and units that come of it.</summary>
    public const int MaxUnits = 50;

    /// <summary>An act is put down so long before its day at most.</summary>
    private const int MaxYearsAhead = 5;

    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("dd/MM/yyyy");

    private static readonly Func<Reorganisation, ReorganisationWorld, IEnumerable<FieldError>>[] Rules =
        [SourcesAreMany, SuccessorsAreMany, DayIsToCome, SourcesExist, SuccessorsExist, NewUnitsAreNamed, ParentsExist, NamesAreFree, ThingsArePlaced, NothingPends];

    public static IEnumerable<FieldError> Check(Reorganisation wish, ReorganisationWorld world) => Rules.SelectMany(rule => rule(wish, world));

    private static IEnumerable<FieldError> SourcesAreMany(Reorganisation wish, ReorganisationWorld world)
    {
        var least = wish is { Act: ReorganisingAct.Merge, Successors: [{ Begun: not null }] } ? 2 : 1;
        var most = wish.Act == ReorganisingAct.Merge ? MaxUnits : 1;
        if (wish.Sources.IsEmpty) yield return new("sourceIds", "reorganisedMissing");
        else if (wish.Sources.Length < least) yield return new("sourceIds", "mergedTooFew");
        else if (wish.Sources.Length > most) yield return new("sourceIds", "reorganisedTooMany", most);
        if (wish.Sources.Distinct().Count() != wish.Sources.Length) yield return new("sourceIds", "unitTwice");
    }

    private static IEnumerable<FieldError> SuccessorsAreMany(Reorganisation wish, ReorganisationWorld world)
    {
        var (least, most) = wish.Act == ReorganisingAct.Split ? (2, MaxUnits) : (1, 1);
        if (wish.Successors.IsEmpty) yield return new("successors", "successorMissing");
        else if (wish.Successors.Length < least) yield return new("successors", "splitTooFew");
        else if (wish.Successors.Length > most) yield return new("successors", "successorsTooMany", most);
        foreach (var (one, field) in Named(wish))
        {
            if (one is { UnitId: null, Begun: null } or { UnitId: not null, Begun: not null }) yield return new($"{field}.unitId", "successorMissing");
            else if (one.UnitId is not null && wish.Act is ReorganisingAct.Rename or ReorganisingAct.Split) yield return new($"{field}.unitId", "successorIsNew");
            else if (one.Begun is not null && wish.Act == ReorganisingAct.Abolish) yield return new($"{field}.unitId", "successorIsThere");
        }
    }

    private static IEnumerable<FieldError> DayIsToCome(Reorganisation wish, ReorganisationWorld world)
    {
        if (wish.From < world.Today) yield return new("from", "reorganisedBefore");
        else if (wish.From > world.Today.PlusYears(MaxYearsAhead)) yield return new("from", "reorganisedTooFar", MaxYearsAhead);
    }

    private static IEnumerable<FieldError> SourcesExist(Reorganisation wish, ReorganisationWorld world)
    {
        foreach (var id in wish.Sources.Distinct())
        {
            if (!world.Units.TryGetValue(id, out var unit)) yield return new("sourceIds", "unitUnknown");
            else if (unit.ValidTo < wish.From) yield return new("sourceIds", "unitEndedThen", unit.Name);
            else if (unit.ValidFrom >= wish.From) yield return new("from", "unitNotBefore", unit.Name);
        }
    }

    private static IEnumerable<FieldError> SuccessorsExist(Reorganisation wish, ReorganisationWorld world)
    {
        foreach (var (one, field) in Named(wish).Where(named => named.One.UnitId is not null))
        {
            if (!world.Units.TryGetValue(one.UnitId!.Value, out var unit)) yield return new($"{field}.unitId", "unitUnknown");
            else if (wish.Sources.Contains(unit.Id)) yield return new($"{field}.unitId", "successorEnds", unit.Name);
            else if (IsBelowASource(unit.Id, wish, world)) yield return new($"{field}.unitId", "successorBelow", unit.Name);
            else if (NotLasting(unit, wish) is { } why) yield return new($"{field}.unitId", why, unit.Name);
        }
    }

    private static IEnumerable<FieldError> NewUnitsAreNamed(Reorganisation wish, ReorganisationWorld world)
    {
        foreach (var (unit, field) in Begun(wish))
        {
            if (string.IsNullOrWhiteSpace(unit.Name)) yield return new($"{field}.name", "nameMissing");
            if (string.IsNullOrWhiteSpace(unit.Kind)) yield return new($"{field}.kind", "kindMissing");
            if (wish is { Act: ReorganisingAct.Rename, Sources: [var id] } && world.Units.TryGetValue(id, out var old) && IsSame(unit, old)) yield return new($"{field}.name", "renamedToSame");
        }
    }

    private static bool IsSame(NewUnit unit, Unit old) => (unit.Name, unit.ShortName, unit.Kind, unit.ParentId) == (old.Name, old.ShortName, old.Kind, old.ParentId);

    private static IEnumerable<FieldError> ParentsExist(Reorganisation wish, ReorganisationWorld world)
    {
        foreach (var (unit, field) in Begun(wish).Where(named => named.Unit.ParentId is not null))
        {
            if (!world.Units.TryGetValue(unit.ParentId!.Value, out var parent)) yield return new($"{field}.parentId", "unitUnknownParent");
            else if (wish.Sources.Contains(parent.Id) || IsBelowASource(parent.Id, wish, world)) yield return new($"{field}.parentId", "parentEnds", parent.Name);
            else if (NotLasting(parent, wish) is { } why) yield return new($"{field}.parentId", why, parent.Name);
        }
    }

    private static IEnumerable<FieldError> NamesAreFree(Reorganisation wish, ReorganisationWorld world)
    {
        var staying = world.Units.Values.Where(unit => unit.ExistsOn(wish.From) && !wish.Sources.Contains(unit.Id)).Select(unit => (unit.ParentId, Folded(unit.Name)));
        var taken = staying.ToHashSet();
        foreach (var (unit, field) in Begun(wish))
            if (!string.IsNullOrWhiteSpace(unit.Name) && !taken.Add((unit.ParentId, Folded(unit.Name)))) yield return new($"{field}.name", "unitNameTaken", unit.Name);
    }

    private static IEnumerable<FieldError> ThingsArePlaced(Reorganisation wish, ReorganisationWorld world) =>
        wish.Placed.Values.Any(to => to < 0 || to >= wish.Successors.Length) ? [new FieldError("placements", "placedNowhere")] : [];

    private static IEnumerable<FieldError> NothingPends(Reorganisation wish, ReorganisationWorld world) =>
        world.Pending.FirstOrDefault(wish.IsInTheWayOf) is { } other ? [new FieldError("sourceIds", "reorganisingPends", Day.Format(other.From))] : [];

    /// <summary>What takes over must be there, and stay: nothing may be left hanging on what ends.</summary>
    private static string? NotLasting(Unit unit, Reorganisation wish) => !unit.ExistsOn(wish.From) ? "unitNotThen" : unit.ValidTo is not null ? "unitHasEnd" : null;

    private static bool IsBelowASource(Guid unit, Reorganisation wish, ReorganisationWorld world)
    {
        var parents = world.Parents();
        return wish.Sources.Any(source => UnitTree.IsWithin(unit, source, parents));
    }

    private static IEnumerable<(Successor One, string Field)> Named(Reorganisation wish) => wish.Successors.Select((one, place) => (one, $"successors[{place}]"));

    private static IEnumerable<(NewUnit Unit, string Field)> Begun(Reorganisation wish) =>
        Named(wish).Where(named => named.One.Begun is not null).Select(named => (named.One.Begun!, named.Field));

    private static string Folded(string name) => name.Trim().Normalize().ToUpperInvariant();
}
