using System.Collections.Immutable;
using System.Globalization;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Data;

namespace Conferencing.Server.Api;

/// <summary>Between the shapes of the API and what lines and ports lack.</summary>
internal static class CapacityWords
{
    /// <summary>A long session may meet hundreds of others on the main line; the first say enough.</summary>
    private const int MostTold = 20;

    public static ShortageAnswer[] Answer(ImmutableArray<Shortage> shortages) => [.. shortages.Select(one => new ShortageAnswer(
        one.Resource.LineId, one.Resource.IsPorts ? null : one.Resource.Name, one.Resource.Limit, one.Needed, one.Used, one.Missing,
        BookingWords.Slots(one.When.Take(MostTold)), [.. one.Others.Take(MostTold).Select(Answer)]))];

    public static ReliefAnswer? Answer(Relief relief) =>
        relief.LeaveOut.IsEmpty && relief.Lower.IsEmpty ? null : new ReliefAnswer(Names(relief.LeaveOut), Answer(relief.Lower));

    private static LoweredRoomAnswer[] Answer(ImmutableArray<LoweredRoom> rooms) => [.. rooms.Select(room => new LoweredRoomAnswer(room.Room.Id, room.Room.Name, room.Kbits))];

    /// <summary>For the history, in no language: "Tuyến núi 240/160 kbit/s".</summary>
    public static string Text(IEnumerable<Shortage> shortages) => string.Join("; ", shortages.Select(Text));

    private static string Text(Shortage one) => one.Resource.IsPorts
        ? string.Create(CultureInfo.InvariantCulture, $"{one.Used + one.Needed}/{one.Resource.Limit}")
        : string.Create(CultureInfo.InvariantCulture, $"{one.Resource.Name} {one.Used + one.Needed}/{one.Resource.Limit} kbit/s");

    private static RoomNameAnswer[] Names(ImmutableArray<Room> rooms) => [.. rooms.Select(room => new RoomNameAnswer(room.Id, room.Name))];

    private static ShareAnswer Answer(Share share) => new(
        share.BriefingId, share.OccurrenceId, share.Title, share.Slot.Start.ToLocal(), share.Slot.End.ToLocal(), share.Amount, share.Rooms, share.SetUpMinutes);
}
