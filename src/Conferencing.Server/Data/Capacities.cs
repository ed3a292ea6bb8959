using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Settings;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>Loads what bookings may count on, and who has what of it at a time. Inside a write transaction it stays true until the commit.</summary>
internal static class Capacities
{
    private const string FindLines = "SELECT Id, Name, Kbits, ParentId FROM Lines";

    private const string CountRooms = "SELECT count(*) FROM Rooms";

    /// <summary>A room is counted with the dearest of its devices: which one a redial reaches is not known before.</summary>
    private const string FindRooms =
        """
        SELECT room.Id, site.LineId, (SELECT max(coalesce(device.Kbits, @usual)) FROM Endpoints AS device WHERE device.RoomId = room.Id)
        FROM Rooms AS room LEFT JOIN Sites AS site ON site.Id = room.SiteId
        """;

    public static async Task<Capacity> Load(Db db, CapacityOptions options, CancellationToken cancel)
    {
        var lines = await PlainSql.Read(db, FindLines, row => new Line(row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetGuid(3)), cancel);
        // Most installations have no lines and more ports than rooms: there is nothing to count.
        if (lines.Count == 0 && (await PlainSql.Read(db, CountRooms, row => row.GetInt64(0), cancel))[0] <= options.Pool().Schedulable) return Capacity.Boundless;
        return new Capacity(options.Pool().Schedulable, lines, await Rooms(db, options, cancel));
    }

    public static Task<List<RoomLoad>> Rooms(Db db, CapacityOptions options, CancellationToken cancel) => PlainSql.Read(
        db, FindRooms, row => new RoomLoad(row.GetGuid(0), row.IsDBNull(1) ? null : row.GetGuid(1), row.IsDBNull(2) ? options.RoomKbits : row.GetInt32(2)), cancel, ("@usual", options.RoomKbits));

    /// <summary>Who has what these rooms share with others. Nothing is asked where nothing can run short.</summary>
    /// <param name="held">The times the rooms would be held.</param>
    /// <param name="replaced">Sessions whose place the request takes.</param>
    public static Task<Claims> Claims(
        Db db, Capacity capacity, IEnumerable<Guid> rooms, IReadOnlyCollection<Slot> held, IReadOnlyCollection<Guid> replaced, CancellationToken cancel) =>
        Claims(capacity, rooms, held, replaced, sharing => HeldRooms.Overlapping(db, sharing, held, [], cancel));

    /// <inheritdoc cref="Claims(Db, Capacity, IEnumerable{Guid}, IReadOnlyCollection{Slot}, IReadOnlyCollection{Guid}, CancellationToken)"/>
    public static async Task<Claims> Claims(
        IBookingFacts facts, IEnumerable<Guid> rooms, IReadOnlyCollection<Slot> held, IReadOnlyCollection<Guid> replaced, CancellationToken cancel) =>
        await Claims(await facts.Capacity(cancel), rooms, held, replaced, sharing => facts.Overlapping(sharing, held, [], cancel));

    private static async Task<Claims> Claims(
        Capacity capacity, IEnumerable<Guid> rooms, IReadOnlyCollection<Slot> held, IReadOnlyCollection<Guid> replaced, Func<IReadOnlyCollection<Guid>, Task<ImmutableArray<Hold>>> overlapping)
    {
        var sharing = capacity.Sharing(rooms);
        if (sharing.IsEmpty || held.Count == 0) return new Claims(capacity, [], []);
        var holds = (await overlapping(sharing)).ToLookup(hold => replaced.Contains(hold.OccurrenceId));
        return new Claims(capacity, holds[false], holds[true]);
    }
}
