using System.ComponentModel.DataAnnotations;
using Conferencing.Booking;

namespace Conferencing.Server.Api;

/// <summary>How a briefing is repeated; <c>start</c> and <c>end</c> of the request are those of the first time.</summary>
public sealed record RecurrenceRequest
{
    [Required] public Frequency? Frequency { get; init; }

    /// <summary>Every this many days, weeks or months; 1 if left out.</summary>
    public int? Interval { get; init; }

    /// <summary>Weekly: the days. Monthly by weekday: one.</summary>
    public DayOfWeek[]? Weekdays { get; init; }

    /// <summary>Monthly by date: 1 to 31, −1 for the last day.</summary>
    public int? MonthDay { get; init; }

    /// <summary>Monthly by weekday: 1 to 5, −1 for the last.</summary>
    public int? WeekOfMonth { get; init; }

    /// <summary>The last day, inclusive; either this or <see cref="Count"/>.</summary>
    public DateOnly? Until { get; init; }
    public int? Count { get; init; }

    /// <summary>Days left out.</summary>
    public DateOnly[]? Except { get; init; }

    /// <summary><c>skip</c> if left out.</summary>
    public HolidayPolicy? OnHoliday { get; init; }

    /// <summary><c>refuse</c> if left out: any clash refuses the whole booking.</summary>
    public ClashPolicy? OnClash { get; init; }

    /// <summary>What is to be done on single days instead.</summary>
    public DateChoiceRequest[]? Choices { get; init; }
}

public sealed record DateChoiceRequest
{
    [Required] public DateOnly? Day { get; init; }
    [Required] public ClashPolicy? OnClash { get; init; }
}

/// <param name="Rule">The same as an RRULE of RFC 5545; UNTIL is a day of <paramref name="Zone"/>.</param>
/// <param name="Start">Of the first time, past or not.</param>
public sealed record SeriesAnswer(
    string Rule, string Zone, DateTimeOffset Start, DateTimeOffset End, Frequency Frequency, int Interval, DayOfWeek[] Weekdays, int? MonthDay,
    int? WeekOfMonth, DateOnly? Until, int? Count, DateOnly[] Except, HolidayPolicy OnHoliday, ClashPolicy OnClash);

/// <summary>One day of the rule and what becomes of it.</summary>
/// <param name="Day">The day by the rule.</param>
/// <param name="Start">Null if it is skipped.</param>
/// <param name="Clashes">One line for every other session in the way.</param>
/// <param name="Waived">The same for optional rooms, without which it is held.</param>
/// <param name="Shortages">Lines, or the ports, that could not carry it at that time.</param>
/// <param name="People">People in charge who are wanted elsewhere at that time; refuses nothing.</param>
/// <param name="Offer">The next time all rooms are free and lines and ports carry them, before the next day of the rule; looked for on the first forty clashing days.</param>
public sealed record DateAnswer(
    DateOnly Day, DateTimeOffset? Start, DateTimeOffset? End, DateFate Fate, DateReason Reason, string? Holiday, DateClash[] Clashes, SlotAnswer? Offer, DateClash[] Waived,
    ShortageAnswer[] Shortages, PersonClashAnswer[] People);

/// <param name="Rooms">How many of the asked rooms it holds; <paramref name="RoomNames"/> has the first three.</param>
public sealed record DateClash(
    Guid BriefingId, Guid OccurrenceId, string Title, DateTimeOffset Start, DateTimeOffset End, BookingStatus Status, int Rooms, string[] RoomNames);

/// <param name="Changed">True for an entry of an administrator.</param>
/// <param name="Kind">Null for a day an administrator has made one like any other.</param>
public sealed record HolidayAnswer(DateOnly Date, DayKind? Kind, string Name, bool Provisional, bool Changed);

public sealed record HolidayRequest
{
    /// <summary>Null makes it a day like any other.</summary>
    public DayKind? Kind { get; init; }
    [Required] public string? Name { get; init; }
}
