using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Extensions;

namespace Conferencing.Server.Api;

/// <summary>What bookings may count on, and how much of it a day uses.</summary>
internal static class CapacityApi
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/capacity", Get).WithTags("lines");

    private static async Task<Ok<CapacityAnswer>> Get(DateOnly? day, Db db, CapacityOptions limits, TimeProvider clock, CancellationToken cancel)
    {
        var date = day?.ToLocalDate() ?? clock.Now().InZone(Times.Zone).Date;
        var span = new Slot(Times.Zone.AtStartOfDay(date).ToInstant(), Times.Zone.AtStartOfDay(date.PlusDays(1)).ToInstant());
        var lines = (await db.Lines.AsNoTracking().OrderBy(line => line.Name).ToListAsync(cancel)).ConvertAll(LinesApi.Value);
        var rooms = await Capacities.Rooms(db, limits, cancel);
        var holds = await HeldRooms.Overlapping(db, [.. rooms.Select(room => room.RoomId)], [span], [], cancel);
        var peaks = Peaks.Of(lines, rooms, holds, span).Select(Answer).ToList();
        return TypedResults.Ok(new CapacityAnswer(
            date.ToDateOnly(), limits.Ports, limits.ContingencyPercent, limits.Pool().Schedulable, limits.RoomKbits, peaks[0], [.. peaks.Skip(1)]));
    }

    private static PeakAnswer Answer(Peak peak) => new(peak.LineId, peak.Rooms, peak.Most, peak.Used, BookingWords.Slot(peak.When));
}

/// <param name="Ports">Rooms in sessions at the same time; of these <paramref name="ContingencyPercent"/> are kept back.</param>
/// <param name="Schedulable">What is left to be booked.</param>
/// <param name="RoomKbits">What a call takes of a line, each way, unless its device says otherwise.</param>
/// <param name="PortUse">The most ports used that day.</param>
/// <param name="Lines">The same for each line, by name.</param>
public sealed record CapacityAnswer(DateOnly Day, int Ports, int ContingencyPercent, int Schedulable, int RoomKbits, PeakAnswer PortUse, PeakAnswer[] Lines);

/// <param name="LineId">Null for the ports.</param>
/// <param name="Rooms">How many rooms are behind it.</param>
/// <param name="Most">What all of them would take at once: kbit/s each way, or ports.</param>
/// <param name="Used">The most that is used at once that day, by sessions approved or waiting for approval.</param>
/// <param name="When">The first time of the day so much is used; null while nothing is.</param>
public sealed record PeakAnswer(Guid? LineId, int Rooms, int Most, int Used, SlotAnswer? When);
