using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Reorganising;

/// <summary>What is known while an act is judged.</summary>
/// <param name="Units">All there are and were.</param>
/// <param name="Hanging">What hangs on the units that end, and on those that are there to take it.</param>
/// <param name="Pending">Other acts, with a day to come.</param>
public sealed record ReorganisationWorld(
    LocalDate Today, IReadOnlyDictionary<Guid, Unit> Units, ImmutableArray<Hanging> Hanging, ImmutableArray<Reorganisation> Pending)
{
    /// <summary>What each unit stands under.</summary>
    public Dictionary<Guid, Guid?> Parents() => Units.ToDictionary(one => one.Key, one => one.Value.ParentId);
}

/// <summary>Everything an act changes.</summary>
/// <param name="Ending">The units that end, with their last day.</param>
/// <param name="Moves">All that hung on them and goes over, in a steady order.</param>
/// <param name="Staying">Roles that hold for the unit that ends and are not carried up: they would hold for more than was given.</param>
/// <param name="Widens">Whether roles that go over hold beside what the unit leaves for what its successor had, or for what others leave to it.</param>
public sealed record ReorganisationPlan(ImmutableArray<Unit> Ending, ImmutableArray<Move> Moves, ImmutableArray<Hanging> Staying, bool Widens);

/// <summary>Every reason why not, or else the plan.</summary>
public sealed record ReorganisationVerdict(ImmutableArray<FieldError> Errors, ReorganisationPlan? Plan);

/// <summary>Where everything goes that hangs on units that end.</summary>
public static class ReorganisationPlanner
{
    /// <summary>Of names of templates and groups, in characters.</summary>
    public const int MaxName = 150;

    /// <summary>The preview of an act, the check when it is put down for a day to come, and the act itself are decided here.</summary>
    public static ReorganisationVerdict Decide(Reorganisation wish, ReorganisationWorld world)
    {
        ImmutableArray<FieldError> errors = [.. ReorganisingRules.Check(wish, world)];
        return errors.IsEmpty ? new(errors, Plan(wish, world)) : new(errors, null);
    }

    private static ReorganisationPlan Plan(Reorganisation wish, ReorganisationWorld world)
    {
        var hanging = world.Hanging.Where(one => wish.Sources.Contains(one.UnitId) && !IsItselfEnding(one, wish))
            .OrderBy(one => one.Kind).ThenBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Id).ThenBy(one => one.Role, StringComparer.Ordinal).ThenBy(one => one.UnitId);
        var below = BelowSuccessor(wish, world);
        var (staying, leaving) = (hanging.Where(Stays).ToImmutableArray(), hanging.Where(one => !Stays(one)));
        var names = TakenNames(wish, world);
        ImmutableArray<Move> moves = [.. leaving.SelectMany(one => Places(one, wish).Select(to => Named(new Move(one, to) { WithSite = GoesWithSite(one, to, wish) }, world, names)))];
        return new([.. wish.Sources.Select(id => world.Units[id] with { ValidTo = wish.From.PlusDays(-1) })], moves, staying, Widens(wish, moves));

        bool Stays(Hanging one) => one.Kind == HangingKind.Role && below.Contains(one.UnitId);
    }

    /// <summary>The units that end and stand below one that takes over, or below one that ends with them, whose place is taken.</summary>
    private static HashSet<Guid> BelowSuccessor(Reorganisation wish, ReorganisationWorld world)
    {
        var parents = world.Parents();
        var above = wish.Successors.Select(one => one.UnitId).OfType<Guid>().Concat(wish.Sources).ToList();
        return [.. wish.Sources.Where(id => above.Exists(unit => unit != id && UnitTree.IsWithin(id, unit, parents)))];
    }

    private static bool Widens(Reorganisation wish, ImmutableArray<Move> moves) =>
        (wish.Sources.Length > 1 || wish.Successors is [{ UnitId: not null }]) && moves.Any(move => move.What.Kind == HangingKind.Role);

    /// <summary>A unit below another goes up in the same as that: it ends, and is moved nowhere.</summary>
    private static bool IsItselfEnding(Hanging one, Reorganisation wish) => one.Kind == HangingKind.ChildUnit && wish.Sources.Contains(one.Id);

    private static IEnumerable<int> Places(Hanging one, Reorganisation wish) =>
        one.Kind == HangingKind.Role ? Enumerable.Range(0, wish.Successors.Length) : [PlaceOf(one, wish)];

    private static int PlaceOf(Hanging one, Reorganisation wish) =>
        wish.Placed.TryGetValue(one.Id, out var to) || (one.SiteId is { } site && wish.Placed.TryGetValue(site, out to)) ? to : 0;

    private static bool GoesWithSite(Hanging one, int to, Reorganisation wish) => one.SiteId is { } site && to == wish.Placed.GetValueOrDefault(site);

    private static HashSet<(int To, HangingKind Kind, string Name)> TakenNames(Reorganisation wish, ReorganisationWorld world) =>
        [.. world.Hanging.Where(one => HasNameOfItsOwn(one.Kind)).SelectMany(one => Enumerable.Range(0, wish.Successors.Length)
            .Where(to => wish.Successors[to].UnitId == one.UnitId).Select(to => (to, one.Kind, one.Name)))];

    private static bool HasNameOfItsOwn(HangingKind kind) => kind is HangingKind.Template or HangingKind.RoomGroup;

    /// <summary>Two of the same name in one unit would not be told apart: the second says where it comes from.</summary>
    private static Move Named(Move move, ReorganisationWorld world, HashSet<(int To, HangingKind Kind, string Name)> taken)
    {
        var (kind, name) = (move.What.Kind, move.What.Name);
        if (!HasNameOfItsOwn(kind) || taken.Add((move.To, kind, name))) return move;
        var origin = world.Units[move.What.UnitId].ShortName;
        for (var number = 1; ; number++)
        {
            var ending = number == 1 ? $" ({origin})" : $" ({origin} {number})";
            var other = name[..Math.Min(name.Length, MaxName - ending.Length)].TrimEnd() + ending;
            if (taken.Add((move.To, kind, other))) return move with { NewName = other };
        }
    }
}
