using NodaTime;

namespace Conferencing.Booking.Reports;

/// <summary>How long somebody was there, over calls that may overlap: no moment counts twice.</summary>
public static class PresentTime
{
    /// <param name="calls">In any order.</param>
    public static Duration Of(IEnumerable<Slot> calls)
    {
        var (total, until) = (Duration.Zero, Instant.MinValue);
        foreach (var call in calls.OrderBy(call => call.Start))
        {
            var from = Instant.Max(call.Start, until);
            if (call.End <= from) continue;
            total += call.End - from;
            until = call.End;
        }
        return total;
    }
}
