using System.Collections.Immutable;
using Conferencing.Booking.Capacities;
using Conferencing.Booking.People;
using NodaTime;

namespace Conferencing.Booking;

/// <summary>What becomes of a repetition that falls on a holiday.</summary>
public enum HolidayPolicy
{
    Skip,
    /// <summary>Held on the next working day, at the same time.</summary>
    Move,
    Keep,
}

/// <summary>What becomes of a repetition whose rooms are taken, or which a line or the ports cannot carry.</summary>
public enum ClashPolicy
{
    /// <summary>The whole booking is refused, with every clash named.</summary>
    Refuse,
    Skip,
    /// <summary>Held at the next time all its rooms are free.</summary>
    Move,
    /// <summary>Kept and shown, but it holds no rooms and is not started until someone mends it.</summary>
    Defective,
}

/// <summary>How a booking is to be repeated, as a form says it.</summary>
/// <param name="Except">Days of the rule that are left out (EXDATE).</param>
/// <param name="OnClash">For every repetition <paramref name="Choices"/> does not name.</param>
/// <param name="Choices">What is to be done on one day of the rule.</param>
public sealed record Repeat(
    Recurrence Rule, ImmutableSortedSet<LocalDate> Except, HolidayPolicy OnHoliday, ClashPolicy OnClash,
    ImmutableDictionary<LocalDate, ClashPolicy> Choices)
{
    public ClashPolicy ChoiceOn(LocalDate day) => Choices.GetValueOrDefault(day, OnClash);
}

/// <summary>What becomes of one day of the rule.</summary>
public enum DateFate
{
    Held,
    /// <summary>At another time than the rule says; why is in <see cref="DateReason"/>.</summary>
    Moved,
    Skipped,
    Defective,
    /// <summary>Its rooms are taken, or a line or the ports are full, and nobody has said what to do.</summary>
    Clashing,
    /// <summary>Was changed by itself before and stays as it is.</summary>
    KeptEdited,
}

public enum DateReason
{
    None,
    Holiday,
    /// <summary>Of rooms, lines or ports.</summary>
    Clash,
    /// <summary>Whoever books left it out.</summary>
    Asked,
    /// <summary>The day it would have moved to has a repetition already.</summary>
    MeetsAnother,
    /// <summary>It was to move, and there is no free time before the next repetition.</summary>
    NoFreeTime,
}

/// <summary>One day of the rule and what becomes of it.</summary>
/// <param name="Day">The day by the rule: the repetition's name for life (RECURRENCE-ID, RFC 5545 3.8.4.4).</param>
/// <param name="Wish">When it would be by the rule.</param>
/// <param name="Slot">When it is; null if it is skipped.</param>
/// <param name="Holiday">The holiday on that day, whatever became of it.</param>
/// <param name="Clashes">What is in the way of the time it had before it was moved, skipped or booked as defective.</param>
public sealed record PlannedDate(LocalDate Day, Slot Wish, Slot? Slot, DateFate Fate, DateReason Reason, string? Holiday)
{
    public ImmutableArray<Clash> Clashes { get; init; } = [];

    /// <summary>Which lines, or the ports, could not carry it at that time.</summary>
    public ImmutableArray<Shortage> Shortages { get; init; } = [];

    /// <summary>It could not be held when it was to be.</summary>
    public bool IsBlocked => !Clashes.IsEmpty || !Shortages.IsEmpty;

    /// <summary>Which optional rooms are taken at its time, so that it is held without them.</summary>
    public ImmutableArray<Clash> Waived { get; init; } = [];

    /// <summary>People in charge who are wanted elsewhere at its time; refuses nothing.</summary>
    public ImmutableArray<PersonClash> People { get; init; } = [];

    /// <summary>Where a clashing one could move to, if that was looked for and found.</summary>
    public Slot? Offer { get; init; }
}
