using NodaTime;

namespace Conferencing.Booking;

/// <summary>One dated session of a briefing; while it is live it is a conference under the same identifier.</summary>
/// <param name="ConnectAt">When rooms are called.</param>
public sealed record Occurrence(Guid Id, Slot Slot, Instant ConnectAt);
