namespace Conferencing.Booking;

/// <summary>The device in a room, by its SIP address.</summary>
public sealed record Endpoint(Guid Id, string Address);
