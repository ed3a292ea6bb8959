namespace Conferencing.Booking;

/// <summary>Where a briefing stands between being written and being held.</summary>
public enum BookingStatus
{
    Draft,
    /// <summary>Waits for approval and holds its rooms meanwhile, unless it competes for rooms that another one holds.</summary>
    Pending,
    Approved,
    /// <summary>Sent back with a reason; its rooms are free again.</summary>
    Returned,
    Cancelled,
}
