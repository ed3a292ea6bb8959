using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>The next time at which all rooms are free for as long as was asked.</summary>
public static class NextFreeSlot
{
    /// <summary>How far ahead is looked.</summary>
    public static readonly Duration Horizon = Duration.FromDays(14);

    /// <summary>How many are offered at once.</summary>
    public const int Several = 3;

    public static readonly LocalTime DayBegins = new(7, 0);
    public static readonly LocalTime DayEnds = new(18, 0);

    /// <summary>
    /// Starts on the quarter-hour, or on five minutes if the wish did. A wish inside working hours is answered inside working
    /// hours; any other at any hour. Null if there is none within <see cref="Horizon"/>.
    /// </summary>
    /// <param name="busy">What holds any of the rooms, in any order, overlapping or not.</param>
    /// <param name="now">Nothing is offered before this moment.</param>
    /// <param name="holidays">If given, a wish on a working day is answered on working days.</param>
    public static Slot? Find(Slot wish, IEnumerable<Slot> busy, Instant now, DateTimeZone zone, HolidayCalendar? holidays = null)
    {
        var taken = Merge(busy);
        return FindPreferred(wish, taken, now, zone, holidays)
            ?? (InWorkingHours(wish, zone) ? Search(wish.Length, Instant.Max(wish.Start, now), taken, StepOf(wish), slot => slot.Start) : null);
    }

    /// <summary>The next times, the soonest first, none overlapping another.</summary>
    public static ImmutableArray<Slot> FindSeveral(Slot wish, IEnumerable<Slot> busy, Instant now, DateTimeZone zone, HolidayCalendar? holidays = null) =>
        Gather(busy, taken => Find(wish, taken, now, zone, holidays));

    /// <summary>The same, when only what holds the rooms until <paramref name="known"/> has been looked up.</summary>
    /// <returns>False if what comes later could change the answer.</returns>
    public static bool TryFindSeveral(
        Slot wish, IEnumerable<Slot> busy, Instant now, DateTimeZone zone, HolidayCalendar? holidays, Instant known, out ImmutableArray<Slot> found)
    {
        found = Gather(busy, taken => FindPreferred(wish, Merge(taken), now, zone, holidays) is { } slot && slot.End <= known ? slot : null);
        return found.Length == Several;
    }

    /// <summary>One after the other, each taken for the next.</summary>
    private static ImmutableArray<Slot> Gather(IEnumerable<Slot> busy, Func<List<Slot>, Slot?> next)
    {
        var taken = busy.ToList();
        var found = ImmutableArray.CreateBuilder<Slot>();
        while (found.Count < Several && next(taken) is { } slot)
        {
            found.Add(slot);
            taken.Add(slot);
        }
        return found.ToImmutable();
    }

    /// <summary>In working hours if the wish is, on working days if it is on one.</summary>
    private static Slot? FindPreferred(Slot wish, ImmutableArray<Slot> taken, Instant now, DateTimeZone zone, HolidayCalendar? holidays)
    {
        var days = holidays?.IsWorkingDay(wish.Start.InZone(zone).Date) == true ? holidays : null;
        Func<Slot, Instant> allowedFrom = InWorkingHours(wish, zone) ? slot => IntoWorkingHours(slot, zone, days) : slot => slot.Start;
        return Search(wish.Length, Instant.Max(wish.Start, now), taken, StepOf(wish), allowedFrom);
    }

    private static Duration StepOf(Slot wish) => Duration.FromMinutes(IsOn(wish.Start, 15) ? 15 : 5);

    private static Slot? Search(Duration length, Instant earliest, ImmutableArray<Slot> taken, Duration step, Func<Slot, Instant> allowedFrom)
    {
        var start = Up(earliest, step);
        while (start <= earliest + Horizon)
        {
            var slot = new Slot(start, start + length);
            var allowed = allowedFrom(slot);
            if (allowed > start) start = Up(allowed, step);
            else if (FirstOverlap(slot, taken) is { } other) start = Up(other.End, step);
            else return slot;
        }
        return null;
    }

    private static Slot? FirstOverlap(Slot slot, ImmutableArray<Slot> taken)
    {
        foreach (var other in taken)
        {
            if (other.Start >= slot.End) break;
            if (other.Overlaps(slot)) return other;
        }
        return null;
    }

    /// <summary>The slot's start if it lies within one working day, else the next morning at which it could.</summary>
    private static Instant IntoWorkingHours(Slot slot, DateTimeZone zone, HolidayCalendar? holidays)
    {
        var local = slot.Start.InZone(zone).LocalDateTime;
        if (InWorkingHours(slot, zone) && holidays?.IsWorkingDay(local.Date) != false) return slot.Start;
        var morning = local.TimeOfDay < DayBegins ? local.Date : local.Date.PlusDays(1);
        if (holidays?.IsWorkingDay(morning) == false) morning = holidays.NextWorkingDay(morning);
        return (morning + DayBegins).InZoneLeniently(zone).ToInstant();
    }

    private static bool InWorkingHours(Slot slot, DateTimeZone zone)
    {
        var (start, end) = (slot.Start.InZone(zone).LocalDateTime, slot.End.InZone(zone).LocalDateTime);
        return start.Date == end.Date && start.TimeOfDay >= DayBegins && end.TimeOfDay <= DayEnds;
    }

    private static ImmutableArray<Slot> Merge(IEnumerable<Slot> slots)
    {
        var merged = new List<Slot>();
        foreach (var slot in slots.OrderBy(slot => slot.Start))
        {
            if (merged.Count > 0 && slot.Start <= merged[^1].End) merged[^1] = new Slot(merged[^1].Start, Instant.Max(merged[^1].End, slot.End));
            else merged.Add(slot);
        }
        return [.. merged];
    }

    private static bool IsOn(Instant at, int minutes) => at.ToUnixTimeTicks() % Duration.FromMinutes(minutes).BclCompatibleTicks == 0;

    private static Instant Up(Instant at, Duration step)
    {
        var over = at.ToUnixTimeTicks() % step.BclCompatibleTicks;
        return over == 0 ? at : at.PlusTicks(step.BclCompatibleTicks - over);
    }
}
