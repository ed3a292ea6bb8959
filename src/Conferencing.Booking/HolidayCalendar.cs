using System.Collections.Frozen;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>What an official day is.</summary>
public enum DayKind
{
    /// <summary>A public holiday, or the day off that makes up for one on a weekend.</summary>
    Holiday,
    /// <summary>A working day given free for a Saturday worked.</summary>
    SwappedOff,
    /// <summary>A weekend day worked for another day off.</summary>
    SwappedWork,
}

/// <param name="Provisional">Not announced yet: what the law would give.</param>
public sealed record OfficialDay(LocalDate Date, DayKind Kind, string Name, bool Provisional);

/// <summary>
/// Which days are off and which are worked, in a country that swaps them. Ordinary weekends are off but no holidays: who books a
/// briefing on Saturdays means it.
/// </summary>
public sealed class HolidayCalendar(IEnumerable<OfficialDay> days)
{
    public static HolidayCalendar None { get; } = new([]);

    private readonly FrozenDictionary<LocalDate, OfficialDay> _days = days.ToFrozenDictionary(day => day.Date);

    public IEnumerable<OfficialDay> Between(LocalDate first, LocalDate last) =>
        _days.Values.Where(day => day.Date >= first && day.Date <= last).OrderBy(day => day.Date);

    /// <summary>The holiday or swapped day off on this date, if it is one.</summary>
    public OfficialDay? OffOn(LocalDate date) => _days.GetValueOrDefault(date) is { Kind: not DayKind.SwappedWork } day ? day : null;

    public bool IsWorkingDay(LocalDate date) => _days.GetValueOrDefault(date) is { } day
        ? day.Kind == DayKind.SwappedWork
        : date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday);

    /// <summary>The first working day after this date; a calendar without one for a month is wrong, and that day is then as good as any.</summary>
    public LocalDate NextWorkingDay(LocalDate date)
    {
        for (var days = 1; days <= 31; days++)
        {
            if (IsWorkingDay(date.PlusDays(days))) return date.PlusDays(days);
        }
        return date.PlusDays(31);
    }
}
