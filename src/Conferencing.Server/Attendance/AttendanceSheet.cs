using Conferencing.Booking;
using Conferencing.Booking.Reports;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using NodaTime;

namespace Conferencing.Server.Attendance;

/// <summary>One room's calls joined together: when it came, when it left, how long it was in, counted once where calls overlap.</summary>
internal static class AttendanceSheet
{
    /// <param name="now">Open calls have lasted until now.</param>
    public static RoomAttendance Room(RoomRow room, IEnumerable<LegRow> legs, Instant now)
    {
        var calls = legs.OrderBy(leg => leg.JoinedAt).ThenBy(leg => leg.LegId).ToList();
        var isIn = calls.Exists(leg => leg.LeftAt is null);
        return new RoomAttendance(
            room.Id, room.Name, room.ShortName,
            calls.Count == 0 ? null : calls[0].JoinedAt.ToLocal(),
            calls.Count == 0 || isIn ? null : calls.Max(leg => leg.LeftAt!.Value).ToLocal(),
            Seconds(Present(calls, now)),
            [.. calls.Select(leg => Call(leg, now))]);
    }

    private static CallAttendance Call(LegRow leg, Instant now) => new(
        leg.JoinedAt.ToLocal(), leg.LeftAt.ToLocal(), Seconds(Instant.Max(leg.LeftAt ?? now, leg.JoinedAt) - leg.JoinedAt),
        leg.LeftAt is null ? null : leg.EndReason);

    private static Duration Present(List<LegRow> calls, Instant now) =>
        PresentTime.Of(calls.Where(leg => (leg.LeftAt ?? now) > leg.JoinedAt).Select(leg => new Slot(leg.JoinedAt, leg.LeftAt ?? now)));

    private static int Seconds(Duration duration) => (int)Math.Round(duration.TotalSeconds, MidpointRounding.AwayFromZero);
}
