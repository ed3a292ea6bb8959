using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Reports;

/// <summary>One call of a room in a session, from when to when it was in.</summary>
/// <param name="Lost">It ended because the line or the device failed, not because somebody ended it.</param>
public readonly record struct Presence(Guid RoomId, Slot Time, bool Lost);

/// <summary>What was planned of one session and what is known of how it went. Who may read of it is not decided here.</summary>
/// <param name="Planned">With what it was extended by.</param>
/// <param name="Held">The time its rooms were kept: with the set-up before.</param>
/// <param name="BookedAt">When its briefing was booked.</param>
public sealed record SessionRecord(Guid Id, Guid BriefingId, Slot Planned, Slot Held, Instant BookedAt, BookingStatus Status, bool Defective, Guid? HostUnitId)
{
    /// <summary>Rooms that had to come.</summary>
    public ImmutableArray<Guid> Required { get; init; } = [];

    /// <summary>Rooms it could do without and did not lose to another session.</summary>
    public ImmutableArray<Guid> Optional { get; init; } = [];

    public ImmutableArray<Presence> Presences { get; init; } = [];

    public SessionFate Fate(Instant now) => Status switch
    {
        BookingStatus.Cancelled => SessionFate.Cancelled,
        BookingStatus.Returned => SessionFate.Returned,
        _ when Planned.Start > now => SessionFate.Coming,
        BookingStatus.Draft or BookingStatus.Pending => SessionFate.NotApproved,
        _ when Defective => SessionFate.Defective,
        _ when Planned.End > now => SessionFate.Running,
        _ => Presences.IsEmpty ? SessionFate.NobodyCame : SessionFate.Held,
    };
}

/// <summary>What became of a session.</summary>
public enum SessionFate
{
    Coming,
    Running,
    Held,
    /// <summary>Its time passed and no room was ever in.</summary>
    NobodyCame,
    /// <summary>Its time came before anybody approved it.</summary>
    NotApproved,
    /// <summary>Its rooms were taken: it was kept, not started.</summary>
    Defective,
    Returned,
    Cancelled,
}
