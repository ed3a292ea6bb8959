using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;

namespace Conferencing.Server.Data;

/// <summary>What bookings are judged by, from memory; about times that memory does not reach back to, the database is asked.</summary>
internal sealed class KnownFacts(KnownBookings known, Lazy<Db> db) : IBookingFacts
{
    private readonly KnownPlaces _places = known.Places;

    public Db Db => db.Value;

    public Task<Dictionary<Guid, Room>> Rooms(IReadOnlyCollection<Guid> ids, CancellationToken cancel) =>
        Task.FromResult(ids.Distinct().Where(_places.Rooms.ContainsKey).ToDictionary(id => id, id => _places.Rooms[id]));

    public Task<Unit?> Unit(Guid id, CancellationToken cancel) => Task.FromResult(_places.Units.GetValueOrDefault(id));

    public Task<HolidayCalendar> Holidays(CancellationToken cancel) => Task.FromResult(_places.Holidays);

    public Task<Capacity> Capacity(CancellationToken cancel) => Task.FromResult(_places.Capacity);

    public Task<IReadOnlyDictionary<Guid, int>> OwnKbits(CancellationToken cancel) => Task.FromResult(_places.OwnKbits);

    public async Task<ImmutableArray<Hold>> Overlapping(IReadOnlyCollection<Guid> rooms, IReadOnlyCollection<Slot> slots, IReadOnlyCollection<Guid> except, CancellationToken cancel) =>
        Reaches(slots) ? known.Overlapping(rooms, slots, except) : await HeldRooms.Overlapping(Db, rooms, slots, except, cancel);

    public async Task<ImmutableArray<Slot>[]> Busy(IReadOnlyCollection<Guid> rooms, IReadOnlyList<Slot> windows, IReadOnlyCollection<Guid> except, CancellationToken cancel) =>
        Reaches(windows) ? known.Busy(rooms, windows, except) : await HeldRooms.Busy(Db, rooms, windows, except, cancel);

    private bool Reaches(IEnumerable<Slot> slots) => slots.All(slot => slot.Start >= known.From);
}
