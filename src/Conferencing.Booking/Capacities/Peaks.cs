using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>The most that is used of a line, or of the ports, within a span.</summary>
/// <param name="LineId">Null for the ports.</param>
/// <param name="Rooms">How many rooms are behind it.</param>
/// <param name="Most">What all of them would take at once.</param>
/// <param name="When">The first time so much is used; null while nothing is.</param>
public sealed record Peak(Guid? LineId, int Rooms, int Most, int Used, Slot? When);

/// <summary>How full lines and ports are, for people who look at them. What fits is decided by <see cref="Claims"/>.</summary>
public static class Peaks
{
    /// <summary>The ports first, then the lines as given.</summary>
    public static ImmutableArray<Peak> Of(IReadOnlyCollection<Line> lines, IReadOnlyCollection<RoomLoad> rooms, IReadOnlyCollection<Hold> holds, Slot span)
    {
        var byId = lines.ToDictionary(line => line.Id);
        var ways = rooms.Select(room => (Load: room, Way: room.LineId is { } id && byId.TryGetValue(id, out var line) ? LineTree.Way(line, byId).Select(one => one.Id).ToHashSet() : [])).ToList();
        return
        [
            Of(null, ways.ToDictionary(room => room.Load.RoomId, _ => 1), holds, span),
            .. lines.Select(line => Of(line.Id, ways.Where(room => room.Way.Contains(line.Id)).ToDictionary(room => room.Load.RoomId, room => room.Load.Kbits), holds, span)),
        ];
    }

    private static Peak Of(Guid? line, Dictionary<Guid, int> amounts, IReadOnlyCollection<Hold> holds, Slot span)
    {
        var use = Usage.Within(span, holds.Where(hold => amounts.ContainsKey(hold.RoomId)).Select(hold => (hold.Slot, Used(hold))), []);
        var most = use.MaxBy(stretch => stretch.Used);
        return new Peak(line, amounts.Count, amounts.Values.Sum(), most.Used, most.Used == 0 ? null : most.Slot);

        int Used(Hold hold) => line is null ? 1 : Math.Min(amounts[hold.RoomId], hold.Kbits ?? int.MaxValue);
    }
}
