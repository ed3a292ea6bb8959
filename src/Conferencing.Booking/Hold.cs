namespace Conferencing.Booking;

/// <summary>One room held by one occurrence of a briefing: approved ones hold it, and so do those that wait for approval.</summary>
public sealed record Hold(Guid RoomId, Guid BriefingId, Guid OccurrenceId, string Title, Slot Slot, BookingStatus Status);
