using System.Collections.Immutable;

namespace Conferencing.Booking;

/// <summary>A room that somebody else holds at that time.</summary>
/// <param name="Slot">The time it is held, set-up included.</param>
public sealed record Clash(Guid RoomId, string RoomName, Guid BriefingId, Guid OccurrenceId, string Title, Slot Slot, BookingStatus Status)
{
    /// <summary>How much of the beginning is set-up and test time.</summary>
    public int SetUpMinutes { get; init; }

    /// <summary>Known to be no secret: of any other it must be asked who may know of it.</summary>
    public bool IsOpen { get; init; }
}

/// <summary>Who else holds the rooms one wants.</summary>
public static class Conflicts
{
    /// <summary>Every clash with <paramref name="holds"/>, in the order of the rooms asked for, then by time.</summary>
    /// <param name="own">The briefing or the occurrence being edited: it does not clash with itself.</param>
    public static ImmutableArray<Clash> Find(IEnumerable<Room> rooms, Slot slot, IEnumerable<Hold> holds, Guid? own = null)
    {
        var taken = holds
            .Where(hold => hold.BriefingId != own && hold.OccurrenceId != own && hold.Slot.Overlaps(slot))
            .ToLookup(hold => hold.RoomId);
        return [.. rooms.SelectMany(room => taken[room.Id].OrderBy(hold => hold.Slot.Start).Select(hold => Name(room, hold)))];
    }

    private static Clash Name(Room room, Hold hold) =>
        new(room.Id, room.Name, hold.BriefingId, hold.OccurrenceId, hold.Title, hold.Slot, hold.Status) { SetUpMinutes = hold.SetUpMinutes, IsOpen = hold.IsOpen };
}
