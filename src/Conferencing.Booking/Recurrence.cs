using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking;

public enum Frequency
{
    Daily,
    Weekly,
    Monthly,
}

/// <summary>
/// On which days a briefing repeats: the part of an RFC 5545 RRULE (3.3.10) that an office needs. Knows days only; times, holidays and
/// rooms are no business of it.
/// </summary>
/// <param name="Interval">Every this many days, weeks (from Monday) or months.</param>
/// <param name="Weekdays">Weekly: the days of the week. Monthly with <paramref name="Nth"/>: one day of the week. Else empty.</param>
/// <param name="MonthDay">Monthly: the day of the month, −1 for its last; months without that day are left out (3.3.10).</param>
/// <param name="Nth">Monthly: the first (1) to fifth or the last (−1) such weekday of the month.</param>
/// <param name="Until">The last day it may fall on, inclusive.</param>
/// <param name="Count">How many days it gives; exceptions count too.</param>
public sealed record Recurrence(
    Frequency Frequency, int Interval, ImmutableArray<IsoDayOfWeek> Weekdays, int? MonthDay, int? Nth, LocalDate? Until, int? Count)
{
    public const int MaxInterval = 99;
    public const int LastInMonth = -1;

    /// <summary>
    /// The days from <paramref name="first"/> on, in order. The series begins with the first day that fits the rule, so that DTSTART is
    /// always in step with it (3.8.5.3). Nothing after <paramref name="horizon"/> is looked at: some rules never fit a day.
    /// </summary>
    public IEnumerable<LocalDate> Days(LocalDate first, LocalDate horizon)
    {
        var last = Until is { } until && until < horizon ? until : horizon;
        return Candidates(first, last).Where(day => day >= first && day <= last).Take(Count ?? int.MaxValue);
    }

    /// <summary>Begins again at a later day: what is left of the count is what is left of the series.</summary>
    /// <param name="given">How many days it gave before.</param>
    public Recurrence After(int given) => Count is { } count ? this with { Count = count - given } : this;

    private IEnumerable<LocalDate> Candidates(LocalDate first, LocalDate last) => Frequency switch
    {
        Frequency.Daily => Steps(first, last, step => first.PlusDays(step)),
        Frequency.Weekly => Steps(MondayOf(first), last, step => MondayOf(first).PlusWeeks(step)).SelectMany(InWeek),
        Frequency.Monthly => Steps(MonthOf(first), last, step => MonthOf(first).PlusMonths(step)).SelectMany(InMonth),
        _ => throw new System.Diagnostics.UnreachableException("A frequency without days."),
    };

    private IEnumerable<LocalDate> Steps(LocalDate from, LocalDate last, Func<int, LocalDate> at)
    {
        for (var (step, day) = (0, from); day <= last; day = at(step))
        {
            yield return day;
            step += Interval;
        }
    }

    private IEnumerable<LocalDate> InWeek(LocalDate monday) => Weekdays.Order().Select(weekday => monday.PlusDays((int)weekday - 1));

    private IEnumerable<LocalDate> InMonth(LocalDate month)
    {
        if (Nth is { } nth) return NthWeekday(month, Weekdays[0], nth) is { } weekday ? [weekday] : [];
        var length = month.Calendar.GetDaysInMonth(month.Year, month.Month);
        var day = MonthDay == LastInMonth ? length : MonthDay!.Value;
        return day <= length ? [month.PlusDays(day - 1)] : [];
    }

    private static LocalDate? NthWeekday(LocalDate month, IsoDayOfWeek weekday, int nth)
    {
        if (nth == LastInMonth) return month.PlusMonths(1).Previous(weekday);
        var day = month.PlusDays(-1).Next(weekday).PlusWeeks(nth - 1);
        return day.Month == month.Month ? day : null;
    }

    private static LocalDate MonthOf(LocalDate day) => new(day.Year, day.Month, 1);

    /// <summary>Weeks begin on Monday here (WKST=MO).</summary>
    internal static LocalDate MondayOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);
}
