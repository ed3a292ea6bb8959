using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;

namespace Conferencing.Server.Data;

/// <summary>
/// What bookings are judged by. <see cref="StoredFacts"/> asks the database: inside a write transaction that stays true until the commit.
/// <see cref="KnownFacts"/> answers from memory: advice, as true as the last commit before the question.
/// </summary>
internal interface IBookingFacts
{
    /// <summary>For what is asked seldom.</summary>
    Db Db { get; }

    /// <summary>Those of the rooms that exist.</summary>
    Task<Dictionary<Guid, Room>> Rooms(IReadOnlyCollection<Guid> ids, CancellationToken cancel);

    Task<Unit?> Unit(Guid id, CancellationToken cancel);

    Task<HolidayCalendar> Holidays(CancellationToken cancel);

    Task<Capacity> Capacity(CancellationToken cancel);

    /// <summary>What a call with each room takes by itself, kbit/s.</summary>
    Task<IReadOnlyDictionary<Guid, int>> OwnKbits(CancellationToken cancel);

    /// <summary>Everything that holds any of the rooms within any of the slots.</summary>
    /// <param name="except">Sessions that are not asked for.</param>
    Task<ImmutableArray<Hold>> Overlapping(IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except, CancellationToken cancel);

    /// <summary>When any of the rooms is held, window by window, in any order.</summary>
    /// <param name="except">Sessions that are not asked for.</param>
    Task<ImmutableArray<Slot>[]> Busy(IReadOnlyCollection<Guid> rooms, IReadOnlyList<Slot> windows, IReadOnlyCollection<Guid> except, CancellationToken cancel);
}
