using System.Collections.Immutable;
using Conferencing.Booking;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>Loads what the booking rules must know. Inside a write transaction what they decide stays true until the commit.</summary>
internal static class BookingWorlds
{
    /// <summary>More rooms than any booking may have are not looked up: that request is refused anyway.</summary>
    private const int MostRoomsAsked = BookingRules.MaxRooms + 1;

    public static async Task<BookingWorld> Load(Db db, BookingRequest request, Instant now, Guid? own, CancellationToken cancel)
    {
        var ids = (request.ChairRoomId is { } chair ? request.RoomIds.Add(chair) : request.RoomIds).Distinct().Take(MostRoomsAsked).ToList();
        var rooms = await Rooms(db, ids, cancel);
        var holds = BookingRules.SlotOf(request) is { } slot ? await Holds(db, rooms.Keys, slot, cancel) : [];
        return new BookingWorld(now, rooms, holds, own);
    }

    public static async Task<Dictionary<Guid, Room>> Rooms(Db db, IReadOnlyCollection<Guid> ids, CancellationToken cancel) =>
        await db.Rooms.AsNoTracking().Where(room => ids.Contains(room.Id))
            .Select(room => new Room(room.Id, room.Name, room.Active))
            .ToDictionaryAsync(room => room.Id, cancel);

    /// <summary>Everything that holds any of the rooms within the slot. Nothing that began a day before it can still overlap.</summary>
    public static async Task<ImmutableArray<Hold>> Holds(Db db, IReadOnlyCollection<Guid> roomIds, Slot slot, CancellationToken cancel)
    {
        var (start, end, earliest) = (slot.Start, slot.End, slot.Start - BookingRules.MaxLength);
        var rows = await db.OccurrenceRooms.AsNoTracking()
            .Where(held => roomIds.Contains(held.RoomId) && !held.Off && held.Start < end && held.Start >= earliest && held.End > start)
            .Select(held => new
            {
                held.RoomId,
                held.OccurrenceId,
                held.Start,
                held.End,
                held.Occurrence!.BriefingId,
                held.Occurrence.Briefing!.Title,
                held.Occurrence.Briefing.Status,
            })
            .ToListAsync(cancel);
        return [.. rows.Select(row => new Hold(row.RoomId, row.BriefingId, row.OccurrenceId, row.Title, new Slot(row.Start, row.End), row.Status))];
    }

    /// <summary>The next time all these rooms are free; looked up only once something clashes.</summary>
    public static async Task<Slot?> NextFree(Db db, IReadOnlyCollection<Guid> roomIds, Slot wish, Instant now, Guid? own, CancellationToken cancel)
    {
        var from = Instant.Max(wish.Start, now);
        var (end, earliest) = (from + NextFreeSlot.Horizon + wish.Length, from - BookingRules.MaxLength);
        var busy = await db.OccurrenceRooms.AsNoTracking()
            .Where(held => roomIds.Contains(held.RoomId) && !held.Off && held.Start < end && held.Start >= earliest && held.End > from
                && (own == null || held.Occurrence!.BriefingId != own))
            .Select(held => new { held.Start, held.End }).Distinct().ToListAsync(cancel);
        return NextFreeSlot.Find(wish, busy.Select(held => new Slot(held.Start, held.End)), now, Times.Zone);
    }
}
