using NodaTime;

namespace Conferencing.Booking;

/// <summary>When an occurrence's acts are: handed to a bridge node, rooms called, held, released.</summary>
/// <param name="PrepareAt">From here on the plan lies with the bridge.</param>
/// <param name="ConnectAt">The first call; at once if it is past.</param>
public sealed record CallPlan(Instant PrepareAt, Instant ConnectAt, Instant StartAt, Instant EndAt)
{
    /// <summary>Rooms are called this long before the start unless the booking says otherwise.</summary>
    public static readonly Duration DefaultLead = Duration.FromMinutes(5);

    /// <summary>The bridge dials by its own clock, so jobs may be late by less than this.</summary>
    public static readonly Duration HandOverLead = Duration.FromMinutes(2);

    public static Instant DefaultConnectAt(Instant start) => start - DefaultLead;

    /// <summary>
    /// Rooms are not called out of the briefing before theirs: if another holds one of them until after
    /// <paramref name="connectAt"/>, calling waits for its end, which is never later than the start.
    /// </summary>
    /// <param name="heldUntil">When the holds just before this slot end.</param>
    public static CallPlan Make(Slot slot, Instant connectAt, IEnumerable<Instant> heldUntil)
    {
        var latest = heldUntil.Where(end => end <= slot.Start).Append(connectAt).Max();
        return new CallPlan(latest - HandOverLead, latest, slot.Start, slot.End);
    }

    /// <summary>Whether the bridge should have the plan now.</summary>
    public bool IsDue(Instant now) => PrepareAt <= now && now < EndAt;
}
