using System.Collections.Immutable;

namespace Conferencing.Booking.Capacities;

/// <summary>What sessions share: a line, or the ports of the bridge.</summary>
/// <param name="LineId">Null for the ports.</param>
/// <param name="Limit">Kilobits a second of a line; ports.</param>
/// <param name="Depth">How many lines lie between it and the bridge; the ports come last.</param>
public sealed record Resource(Guid? LineId, string Name, int Limit, int Depth)
{
    public bool IsPorts => LineId is null;
}

/// <summary>The ports of the bridge. Some are kept for what no booking names: guests, technicians' phones, rooms called twice.</summary>
public sealed record PortPool(int Total, int ContingencyPercent)
{
    /// <summary>What sessions may be booked on; the part kept back is rounded up.</summary>
    public int Schedulable => Total - (int)((Total * (long)ContingencyPercent + 99) / 100);
}

/// <summary>What a call with a room takes, and the line its site hangs on, if it hangs on one.</summary>
public sealed record RoomLoad(Guid RoomId, Guid? LineId, int Kbits);

/// <summary>A room as a session calls it.</summary>
/// <param name="Kbits">The rate of the call, each way; null, or anything above, for what the room takes by itself.</param>
public readonly record struct RoomCall(Guid RoomId, int? Kbits = null);

/// <summary>A room to be called at a lower rate.</summary>
/// <param name="Kbits">One of <see cref="CallRate.Ladder"/>.</param>
public sealed record LoweredRoom(Room Room, int Kbits);

/// <summary>A line or the ports cannot carry a session at its time.</summary>
/// <param name="Needed">What the session needs.</param>
/// <param name="Used">What others use at the worst moment.</param>
/// <param name="Free">What is left for the session then.</param>
/// <param name="When">The times at which it does not fit, in order.</param>
/// <param name="Others">Who uses it then, in the order of time.</param>
public sealed record Shortage(Resource Resource, int Needed, int Used, int Free, ImmutableArray<Slot> When, ImmutableArray<Share> Others)
{
    /// <summary>By how much.</summary>
    public int Missing => Needed - Free;
}

/// <summary>What another session has of a line or of the ports.</summary>
/// <param name="Slot">The time it has it, set-up included.</param>
public sealed record Share(Guid BriefingId, Guid OccurrenceId, string Title, Slot Slot, BookingStatus Status, int Amount, int Rooms)
{
    /// <summary>How much of the beginning is set-up and test time.</summary>
    public int SetUpMinutes { get; init; }

    /// <summary>Known to be no secret: of any other it must be asked who may know of it.</summary>
    public bool IsOpen { get; init; }
}
