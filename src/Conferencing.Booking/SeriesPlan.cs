using System.Collections.Immutable;
using Conferencing.Booking.Capacities;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>What is known while a series is judged.</summary>
/// <param name="Zone">The zone the series is kept in.</param>
/// <param name="Around">What holds any of the rooms, and when lines or ports are too full for them, near the days that are to move because of a clash.</param>
public sealed record SeriesWorld(DateTimeZone Zone, HolidayCalendar Holidays)
{
    public ImmutableDictionary<LocalDate, ImmutableArray<Slot>> Around { get; init; } = ImmutableDictionary<LocalDate, ImmutableArray<Slot>>.Empty;

    /// <summary>When a series is changed: days before this one are history and not judged again.</summary>
    public LocalDate? From { get; init; }

    /// <summary>Repetitions that were changed by themselves and stay as they are, by the day they had in the rule.</summary>
    public ImmutableSortedDictionary<LocalDate, Slot> Kept { get; init; } = ImmutableSortedDictionary<LocalDate, Slot>.Empty;

    /// <summary>The days of the rule before the change.</summary>
    public ImmutableHashSet<LocalDate> OldDays { get; init; } = [];
}

/// <summary>A series as far as it can be decided: what becomes of each of its days, given what holds the rooms.</summary>
public static class SeriesPlan
{
    /// <summary>The days and their slots before rooms are looked at; without the days that are history.</summary>
    public static ImmutableArray<PlannedDate> Lay(Repeat repeat, Slot first, Instant now, SeriesWorld world)
    {
        var start = first.Start.InZone(world.Zone).LocalDateTime;
        // Half a day more than the limit, so that a series that goes beyond it is seen to.
        var horizon = (now + BookingRules.MaxAhead).InZone(world.Zone).Date.PlusDays(1);
        var dates = SeriesDates.Lay(repeat, start, first.Length, world.Zone, world.Holidays, horizon);
        if (world.From is { } from) dates = [.. dates.Where(date => date.Day >= from)];
        return KeepEdited(repeat.Rule, dates, world);
    }

    /// <summary>The same with what becomes of those whose rooms are taken, or which lines or ports cannot carry.</summary>
    public static ImmutableArray<PlannedDate> Decide(
        Repeat repeat, ImmutableArray<PlannedDate> laid, RoomWish wish, HoldIndex holds, Instant now, SeriesWorld world, Claims claims)
    {
        var decided = laid.ToBuilder();
        for (var index = 0; index < decided.Count; index++)
        {
            if (decided[index] is not { Slot: { } slot, Fate: not DateFate.KeptEdited } date) continue;
            var (clashes, waived) = wish.Meet(slot, holds.Within(wish.Held(slot)));
            var shortages = claims.Meet(wish.Without(clashes.Concat(waived).Select(clash => clash.RoomId).ToHashSet()), wish.Held(slot));
            if (clashes.IsEmpty && shortages.IsEmpty) decided[index] = date with { Waived = waived };
            else decided[index] = Resolve(date with { Clashes = clashes, Shortages = shortages }, repeat.ChoiceOn(date.Day), Nearby(decided, index), wish, now, world, waived);
        }
        return decided.ToImmutable();
    }

    /// <summary>The days that cannot be held as they are and shall move: around those one has to know what is free.</summary>
    public static IEnumerable<PlannedDate> ToMove(Repeat repeat, IEnumerable<PlannedDate> decided) =>
        decided.Where(date => date.IsBlocked && repeat.ChoiceOn(date.Day) == ClashPolicy.Move);

    private static PlannedDate Resolve(
        PlannedDate date, ClashPolicy choice, (IEnumerable<Slot> Own, Instant? Before) nearby, RoomWish wish, Instant now, SeriesWorld world, ImmutableArray<Clash> waived)
    {
        var offer = Offer(date, nearby, wish, now, world);
        date = date with { Offer = offer };
        switch (choice)
        {
            case ClashPolicy.Skip:
                return date with { Slot = null, Fate = DateFate.Skipped, Reason = DateReason.Clash };
            case ClashPolicy.Defective:
                return date with { Fate = DateFate.Defective, Reason = DateReason.Clash, Waived = waived };
            case ClashPolicy.Move:
                return offer is { } slot
                    ? date with { Slot = slot, Fate = DateFate.Moved, Reason = DateReason.Clash }
                    : date with { Fate = DateFate.Clashing, Reason = DateReason.NoFreeTime };
            case ClashPolicy.Refuse:
                return date with { Fate = DateFate.Clashing, Reason = DateReason.Clash };
            default:
                throw new System.Diagnostics.UnreachableException("A choice without a meaning.");
        }
    }

    /// <summary>Where all rooms are free, the optional ones too.</summary>
    private static Slot? Offer(PlannedDate date, (IEnumerable<Slot> Own, Instant? Before) nearby, RoomWish wish, Instant now, SeriesWorld world)
    {
        if (!world.Around.TryGetValue(date.Day, out var busy)) return null;
        var taken = wish.Bearing(busy.Concat(nearby.Own.Select(wish.Held)));
        var free = NextFreeSlot.Find(date.Slot!.Value, taken, now, world.Zone, world.Holidays);
        return free?.End > nearby.Before - wish.SetUp ? null : free;
    }

    /// <summary>The neighbours a moved repetition must not meet, and the one it must stay before.</summary>
    private static (IEnumerable<Slot> Own, Instant? Before) Nearby(ImmutableArray<PlannedDate>.Builder dates, int index)
    {
        var others = Enumerable.Range(Math.Max(0, index - 3), Math.Min(7, dates.Count - Math.Max(0, index - 3)))
            .Where(other => other != index && dates[other].Slot is not null).Select(other => dates[other].Slot!.Value).ToList();
        return (others, index + 1 < dates.Count ? dates[index + 1].Wish.Start : null);
    }

    private static ImmutableArray<PlannedDate> KeepEdited(Recurrence rule, ImmutableArray<PlannedDate> dates, SeriesWorld world)
    {
        if (world.Kept.IsEmpty) return dates;
        var stands = new Dictionary<LocalDate, LocalDate>();
        foreach (var day in world.Kept.Keys) stands.TryAdd(StandsFor(rule, day, dates, world), day);
        return
        [
            .. dates.Select(date => stands.TryGetValue(date.Day, out var kept)
                ? date with { Slot = world.Kept[kept], Fate = DateFate.KeptEdited, Reason = DateReason.None } : date),
        ];
    }

    /// <summary>
    /// Which new day a repetition that was edited by itself stands for: its own if the rule still gives it, else the new day of the same
    /// week or month, so that moving a series from Mondays to Tuesdays does not book that week twice.
    /// </summary>
    private static LocalDate StandsFor(Recurrence rule, LocalDate day, ImmutableArray<PlannedDate> dates, SeriesWorld world)
    {
        if (dates.Any(date => date.Day == day)) return day;
        var instead = dates.FirstOrDefault(date =>
            !world.OldDays.Contains(date.Day) && !world.Kept.ContainsKey(date.Day) && PeriodOf(rule, date.Day) == PeriodOf(rule, day));
        return instead?.Day ?? day;
    }

    private static LocalDate PeriodOf(Recurrence rule, LocalDate day) => rule.Frequency switch
    {
        Frequency.Daily => day,
        Frequency.Weekly => Recurrence.MondayOf(day),
        Frequency.Monthly => new LocalDate(day.Year, day.Month, 1),
        _ => throw new System.Diagnostics.UnreachableException("A frequency without a period."),
    };
}
