using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Settings;

namespace Conferencing.Server.Data;

/// <summary>What changes seldom of that by which bookings are judged, read at one time. Never changed: another is read instead.</summary>
internal sealed record KnownPlaces(
    IReadOnlyDictionary<Guid, Room> Rooms, IReadOnlyDictionary<Guid, Unit> Units, Capacity Capacity, IReadOnlyDictionary<Guid, int> OwnKbits, HolidayCalendar Holidays)
{
    public static async Task<KnownPlaces> Read(Db db, Holidays holidays, CapacityOptions limits, CancellationToken cancel)
    {
        var stored = new StoredFacts(db, holidays, limits);
        return new KnownPlaces(
            await BookingWorlds.Read(db.Rooms, cancel), await BookingWorlds.Read(db.Units, cancel),
            await stored.Capacity(cancel), await stored.OwnKbits(cancel), await stored.Holidays(cancel));
    }
}
