using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Data;

/// <summary>What bookings are judged by, as the database has it now; lines are read once.</summary>
internal sealed class StoredFacts(Db db, Holidays holidays, CapacityOptions limits) : IBookingFacts
{
    private Capacity? _capacity;

    public Db Db => db;

    public Task<Dictionary<Guid, Room>> Rooms(IReadOnlyCollection<Guid> ids, CancellationToken cancel) => BookingWorlds.Rooms(db, ids, cancel);

    public async Task<Unit?> Unit(Guid id, CancellationToken cancel) =>
        (await BookingWorlds.Read(db.Units.Where(unit => unit.Id == id), cancel)).GetValueOrDefault(id);

    public Task<HolidayCalendar> Holidays(CancellationToken cancel) => holidays.Calendar(db, cancel);

    public async Task<Capacity> Capacity(CancellationToken cancel) => _capacity ??= await Capacities.Load(db, limits, cancel);

    public async Task<IReadOnlyDictionary<Guid, int>> OwnKbits(CancellationToken cancel) =>
        (await Capacities.Rooms(db, limits, cancel)).ToDictionary(room => room.RoomId, room => room.Kbits);

    public Task<ImmutableArray<Hold>> Overlapping(IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except, CancellationToken cancel) =>
        HeldRooms.Overlapping(db, rooms, slots, except, cancel);

    public Task<ImmutableArray<Slot>[]> Busy(IReadOnlyCollection<Guid> rooms, IReadOnlyList<Slot> windows, IReadOnlyCollection<Guid> except, CancellationToken cancel) =>
        HeldRooms.Busy(db, rooms, windows, except, cancel);
}
