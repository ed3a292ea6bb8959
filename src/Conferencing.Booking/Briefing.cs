using System.Collections.Immutable;

namespace Conferencing.Booking;

/// <summary>What is booked.</summary>
/// <param name="RoomIds">Each once, the chair's among them.</param>
public sealed record Briefing(Guid Id, BookingStatus Status, Guid BookedBy, ImmutableArray<Guid> RoomIds, ImmutableArray<Occurrence> Occurrences)
{
    /// <summary>True if the booking would move it in time or change its rooms: then an approval given to it no longer counts.</summary>
    public bool TimeOrRoomsDiffer(AcceptedBooking booking) =>
        Occurrences.Any(occurrence => occurrence.Slot != booking.Slot)
        || !RoomIds.ToHashSet().SetEquals(booking.Rooms.Select(room => room.Id));
}
