using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>A series as far as the calendar decides it: from a rule, a time and the holidays to dated slots. Rooms come later.</summary>
public static class SeriesDates
{
    /// <summary>A series is refused above this, never cut short.</summary>
    public const int MaxOccurrences = 1000;

    /// <summary>Every day of the rule in order, with its slot or why it has none; one more than <see cref="MaxOccurrences"/> at most.</summary>
    /// <param name="start">The time of the first repetition; all begin at this time of day in the zone (RFC 5545 3.3.10).</param>
    public static ImmutableArray<PlannedDate> Lay(
        Repeat repeat, LocalDateTime start, Duration length, DateTimeZone zone, HolidayCalendar holidays, LocalDate horizon)
    {
        var days = repeat.Rule.Days(start.Date, horizon).Take(MaxOccurrences + 1).ToList();
        var taken = days.Where(day => !repeat.Except.Contains(day)).ToHashSet();
        return [.. days.Select(day => Place(day))];

        PlannedDate Place(LocalDate day)
        {
            var wish = SlotOn(day);
            var holiday = holidays.OffOn(day)?.Name;
            if (repeat.Except.Contains(day)) return new PlannedDate(day, wish, null, DateFate.Skipped, DateReason.Asked, holiday);
            if (holiday is null || repeat.OnHoliday == HolidayPolicy.Keep) return new PlannedDate(day, wish, wish, DateFate.Held, DateReason.None, holiday);
            if (repeat.OnHoliday == HolidayPolicy.Skip) return new PlannedDate(day, wish, null, DateFate.Skipped, DateReason.Holiday, holiday);
            var instead = holidays.NextWorkingDay(day);
            return taken.Add(instead)
                ? new PlannedDate(day, wish, SlotOn(instead), DateFate.Moved, DateReason.Holiday, holiday)
                : new PlannedDate(day, wish, null, DateFate.Skipped, DateReason.MeetsAnother, holiday);
        }

        Slot SlotOn(LocalDate day)
        {
            var at = day.At(start.TimeOfDay).InZoneLeniently(zone).ToInstant();
            return new Slot(at, at + length);
        }
    }
}
