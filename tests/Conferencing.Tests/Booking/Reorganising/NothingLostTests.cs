using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Reorganising;
using NodaTime;

namespace Conferencing.Tests.Booking.Reorganising;

/// <summary>After any sequence of acts the tree has no circle, and everything hangs on a unit that lives, but for roles that would have been carried up.</summary>
public sealed class NothingLostTests
{
    private static readonly HangingKind[] Kinds = [.. Enum.GetValues<HangingKind>().Where(kind => kind != HangingKind.ChildUnit)];

    [Theory]
    [InlineData(1)]
    [InlineData(20250701)]
    [InlineData(987654321)]
    public void Whatever_is_done_in_whatever_order(int seed)
    {
        var random = new Random(seed);
        var day = new LocalDate(2025, 7, 1);
        var number = 0;
        Guid Next() => new(++number, 0, 0, new byte[8]);
        var units = new Dictionary<Guid, Unit>();
        for (var count = 0; count < 12; count++) Add(new NewUnit($"Đơn vị {count}", $"ĐV {count}", "sở", count == 0 ? null : Pick(units.Keys)), new LocalDate(2020, 1, 1));
        var things = new List<Hanging>();
        for (var count = 0; count < 80; count++) things.Add(Thing(Kinds[count % Kinds.Length], Pick(units.Keys)));
        Follow();
        var before = things.Select(one => (one.Kind, one.Id)).ToHashSet();
        var done = new Dictionary<ReorganisingAct, int>();
        var (refused, stayed) = (0, 0);
        for (var attempt = 0; attempt < 600; attempt++)
        {
            day = day.PlusDays(random.Next(3));
            var wish = Wish(attempt);
            var children = units.Values.Where(unit => unit.ParentId is not null && unit.ExistsOn(day)).Select(unit => new Hanging(HangingKind.ChildUnit, unit.Id, unit.ParentId!.Value, unit.Name));
            var verdict = ReorganisationPlanner.Decide(wish, new ReorganisationWorld(day, units, [.. things, .. children], []));
            Assert.NotEqual(verdict.Errors.IsEmpty, verdict.Plan is null);
            if (verdict.Plan is not { } plan)
            {
                refused++;
                continue;
            }
            NoneRises(wish, plan);
            Carry(wish, plan);
            Holds();
            done[wish.Act] = done.GetValueOrDefault(wish.Act) + 1;
        }
        Assert.True(done.Count == 4 && done.Values.All(count => count > 5) && refused > 20 && stayed > 0, $"{string.Join(' ', done)}, {refused} refused, {stayed} roles stayed");

        Guid Pick(IEnumerable<Guid> some) => some.ElementAt(random.Next(some.Count()));

        // Names are told apart within a unit, and are the same in many.
        Hanging Thing(HangingKind kind, Guid unit) => new(kind, Next(), unit, $"Tên {things.Count(one => one.Kind == kind && one.UnitId == unit)}") { Role = kind == HangingKind.Role ? "Clerk" : null };

        Guid Add(NewUnit unit, LocalDate from)
        {
            var id = Next();
            units.Add(id, new Unit(id, unit.Name, unit.ShortName, unit.Kind, unit.ParentId, from, null));
            return id;
        }

        // Some rooms have no unit of their own and are where their site is.
        void Follow()
        {
            for (var place = 0; place < things.Count; place++)
                if (things[place].Kind == HangingKind.Room && random.Next(2) == 0 && things.Find(one => one.Kind == HangingKind.Site && one.UnitId == things[place].UnitId) is { } site) things[place] = things[place] with { SiteId = site.Id };
        }

        Reorganisation Wish(int attempt)
        {
            var act = (ReorganisingAct)random.Next(4);
            // Too few that live, and merging has nothing to merge.
            if (units.Values.Count(unit => unit.ExistsOn(day)) < 8) act = ReorganisingAct.Split;
            Successor New(int count) => Successor.New(new NewUnit($"Đơn vị {attempt}.{count}", $"ĐV {attempt}.{count}", "sở", random.Next(4) == 0 ? null : Pick(units.Keys)));
            ImmutableArray<Successor> heirs = act switch
            {
                ReorganisingAct.Split => [.. Enumerable.Range(0, 2 + random.Next(2)).Select(New)],
                ReorganisingAct.Rename => [New(0)],
                ReorganisingAct.Merge when random.Next(2) == 0 => [New(0)],
                _ => [Successor.There(Pick(units.Keys))],
            };
            var living = units.Values.Where(unit => unit.ExistsOn(day)).Select(unit => unit.Id).ToList();
            var sources = Enumerable.Range(0, act == ReorganisingAct.Merge ? 1 + random.Next(3) : 1).Select(_ => Pick(random.Next(10) == 0 ? units.Keys : living));
            return new Reorganisation(act, day, [.. sources], heirs)
            {
                Placed = things.Where(_ => random.Next(3) == 0).Select(one => one.Id).Concat(units.Keys.Where(_ => random.Next(3) == 0)).Distinct().ToImmutableDictionary(id => id, _ => random.Next(heirs.Length)),
            };
        }

        void Carry(Reorganisation wish, ReorganisationPlan plan)
        {
            var heirs = wish.Successors.Select(one => one.UnitId ?? Add(one.Begun!, wish.From)).ToList();
            foreach (var unit in plan.Ending) units[unit.Id] = unit;
            foreach (var child in plan.Moves.Where(move => move.What.Kind == HangingKind.ChildUnit)) units[child.What.Id] = units[child.What.Id] with { ParentId = heirs[child.To] };
            things.RemoveAll(one => wish.Sources.Contains(one.UnitId) && !plan.Staying.Contains(one));
            things.AddRange(plan.Moves.Where(move => move.What.Kind != HangingKind.ChildUnit)
                .Select(move => move.What with { UnitId = heirs[move.To], Name = move.NewName ?? move.What.Name, SiteId = move.WithSite ? move.What.SiteId : null }).Except(things).Distinct().ToList());
        }

        // A role stays only where it would be carried up, and goes over to all that take over everywhere else.
        void NoneRises(Reorganisation wish, ReorganisationPlan plan)
        {
            var above = wish.Successors.Select(one => one.UnitId).Concat(wish.Sources.Select(id => (Guid?)id)).ToHashSet();
            foreach (var role in things.Where(one => one.Kind == HangingKind.Role && wish.Sources.Contains(one.UnitId)))
            {
                var rises = false;
                for (var up = units[role.UnitId].ParentId; up is { } here; up = units[here].ParentId) rises |= above.Contains(here);
                Assert.Equal(rises, plan.Staying.Contains(role));
                Assert.Equal(rises ? 0 : wish.Successors.Length, plan.Moves.Count(move => move.What == role));
                if (rises) stayed++;
            }
        }

        void Holds()
        {
            var parents = units.Values.ToDictionary(unit => unit.Id, unit => unit.ParentId);
            Assert.All(units.Values, unit => Assert.True(unit.ParentId is not { } parent || !UnitTree.IsWithin(parent, unit.Id, parents), $"{unit.Name} is below itself"));
            Assert.All(units.Values.Where(unit => unit.ExistsOn(day)), unit => Assert.True(unit.ParentId is not { } parent || units[parent].ExistsOn(day), $"{unit.Name} stands under what has ended"));
            Assert.All(things.Where(one => one.Kind != HangingKind.Role), one => Assert.True(units[one.UnitId].ExistsOn(day), $"{one.Kind} {one.Name} hangs on what has ended"));
            Assert.Equal(before, things.Select(one => (one.Kind, one.Id)).ToHashSet());
            Assert.All(things.Where(one => one.SiteId is not null), room => Assert.Equal(room.UnitId, things.Find(one => one.Id == room.SiteId)!.UnitId));
            Assert.All(things.Where(one => one.Kind is HangingKind.Template or HangingKind.RoomGroup).GroupBy(one => (one.Kind, one.UnitId, one.Name)), same => Assert.Single(same));
            Assert.All(things.Where(one => one.Kind != HangingKind.Role).GroupBy(one => one.Id), same => Assert.Single(same));
        }
    }
}
