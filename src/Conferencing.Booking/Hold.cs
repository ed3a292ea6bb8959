namespace Conferencing.Booking;

/// <summary>One room held by one occurrence of a briefing: approved ones hold it, and so do those that wait for approval.</summary>
/// <param name="Slot">The time it is held, set-up included.</param>
public sealed record Hold(Guid RoomId, Guid BriefingId, Guid OccurrenceId, string Title, Slot Slot, BookingStatus Status)
{
    /// <summary>How much of the beginning is set-up and test time.</summary>
    public int SetUpMinutes { get; init; }

    /// <summary>Known to be no secret: of any other it must be asked who may know of it.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The rate the room is called at in this session, kbit/s each way; null for its own.</summary>
    public int? Kbits { get; init; }
}
