using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>When a session is brought to mind.</summary>
public static class Reminders
{
    /// <summary>
    /// The reminder that is due now, in minutes before the start; null for none. One that was missed is not made up for once the next is due, and
    /// who was told of the session only after a reminder's time is spared that one.
    /// </summary>
    /// <param name="leads">Minutes before the start, the longest first.</param>
    public static int? Due(ImmutableArray<int> leads, Instant start, Instant toldAt, Instant now)
    {
        if (now >= start) return null;
        var begun = leads.Where(lead => start - Duration.FromMinutes(lead) <= now).ToList();
        return begun.Count > 0 && toldAt <= start - Duration.FromMinutes(begun[^1]) ? begun[^1] : null;
    }
}
