namespace Conferencing.Server.Data;

/// <summary>
/// A line of what has changed since, for those who keep bookings in memory (<see cref="BookingMemory"/>): written in the transaction of the
/// change by <see cref="Revised"/>, read by every server process on the database. Only the newest are kept.
/// </summary>
internal sealed class RevisionRow
{
    /// <summary>Rises with every line. Writers take turns until their commit, so a lower number is never seen after a higher one.</summary>
    public long Number { get; set; }

    /// <summary>A session that holds other rooms than before, at another time, by another name or known to others; null for rooms, devices, sites, lines, units or official days.</summary>
    public Guid? OccurrenceId { get; set; }
}
