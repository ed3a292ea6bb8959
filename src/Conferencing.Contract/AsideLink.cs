namespace Conferencing.Contract;

/// <summary>
/// A technician talks to one room in private. The bridge calls his phone once; the room, or guest, goes aside with him when he has answered,
/// without its call noticing, and is back when this is no longer in the plan or has ended.
/// </summary>
public sealed record AsidePlan
{
    /// <summary>New for every call to the technician. With the same one and another room he goes on to that room, on the call he has.</summary>
    public required Guid AsideId { get; init; }

    public required Guid RoomId { get; init; }

    /// <summary>The technician's name.</summary>
    public required string Operator { get; init; }

    /// <summary>His phone's SIP address.</summary>
    public required string Address { get; init; }
}

/// <summary>What is true of an <see cref="AsidePlan"/>. One that ended is told until the plan no longer has it.</summary>
/// <param name="Reason">Why it ended, in the words of calls; <see cref="LegReason.RoomHungUp"/>: the technician hung up.</param>
/// <param name="Detail">What the technician's phone said, for example "486 Busy Here".</param>
/// <param name="Since">When <paramref name="State"/> was entered.</param>
public sealed record AsideStatus(Guid AsideId, Guid RoomId, string Operator, AsideState State, LegReason Reason, string? Detail, DateTimeOffset Since);

public enum AsideState
{
    /// <summary>The technician's phone is being called; the room is in the session.</summary>
    Calling,

    Ringing,

    /// <summary>The technician is there, but the room is not in a call: it goes aside as soon as it is.</summary>
    Waiting,

    /// <summary>They hear each other, and nobody else hears them.</summary>
    Talking,

    /// <summary>The room is back. It does not begin again.</summary>
    Ended,
}
