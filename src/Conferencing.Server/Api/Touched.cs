using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Data;

namespace Conferencing.Server.Api;

/// <summary>How deep a change of a booking goes: what it touches says who is asked again. Decides nothing else.</summary>
internal static class Touched
{
    public static Touch By(BookingDesk.Case one, OccurrenceRow session, IReadOnlyCollection<BookedRoom> rooms, AcceptedBooking booking)
    {
        if (session.Slot != booking.Slot || session.Defective || !rooms.Select(room => room.Room).ToHashSet().SetEquals(BookingRows.RoomIds(booking))) return Touch.Matter;
        if (session.SetUpMinutes != booking.SetUp.TotalMinutes) return Touch.SetUp;
        return Differ(rooms.Select(room => room.Call), booking) || WantsOtherHelp(session.Dossier ?? one.Briefing.Dossier, booking.Dossier) ? Touch.Devices : Touch.Words;
    }

    public static Touch By(BookingDesk.Case one, IReadOnlyCollection<OccurrenceRow> replaced, BookingDesk.Decision decided)
    {
        var (briefing, booking) = (one.Briefing, decided.Booking!);
        if (booking.Terms.Secrecy != briefing.Secrecy || !SlotsOf(decided).SetEquals(replaced.Select(session => session.Slot))) return Touch.Matter;
        if (booking.Urgency is { } urgency && urgency.IsUrgent != briefing.UrgentReason is not null) return Touch.Matter;
        // Rooms are those of the briefing, whatever a running session had added.
        if (!briefing.Rooms.Select(room => room.RoomId).ToHashSet().SetEquals(BookingRows.RoomIds(booking))) return Touch.Matter;
        if (replaced.Any(session => session.SetUpMinutes != booking.SetUp.TotalMinutes)) return Touch.SetUp;
        var called = briefing.Rooms.Select(room => new RoomCall(room.RoomId, room.Kbits));
        return booking.Terms != briefing.Terms || Differ(called, booking) || WantsOtherHelp(briefing.Dossier, booking.Dossier) ? Touch.Devices : Touch.Words;
    }

    private static HashSet<Slot> SlotsOf(BookingDesk.Decision decided) => decided.Dates.IsEmpty ? [decided.Booking!.Slot]
        : [.. decided.Dates.Where(date => date.Fate is DateFate.Held or DateFate.Moved or DateFate.Defective).Select(date => date.Slot!.Value)];

    private static bool Differ(IEnumerable<RoomCall> before, AcceptedBooking booking) =>
        !before.ToHashSet().SetEquals(BookingRows.Rooms(booking).Select(room => room.Call));

    private static bool WantsOtherHelp(Dossier before, Dossier? wanted) => wanted is not null && wanted.HelpWanted != before.HelpWanted;
}
