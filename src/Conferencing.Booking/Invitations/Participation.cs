using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>What somebody says to an invitation (PARTSTAT, RFC 5545 3.2.12).</summary>
public enum Participation
{
    Accepted,
    Tentative,
    Declined,

    /// <summary>Another comes instead.</summary>
    Delegated,
}

/// <summary>One event of a calendar reply (METHOD:REPLY, RFC 5546 3.2.3), as its sender wrote it. Nothing of it is believed yet.</summary>
/// <param name="Recurrence">The session of a series it is about, by its time by the rule; null for all of it.</param>
/// <param name="Sequence">The version of the invitation that is answered.</param>
/// <param name="Stamp">When it was written, if that can be read.</param>
public sealed record ReplyEvent(string Uid, LocalDateTime? Recurrence, int Sequence, Instant? Stamp, string Attendee, Participation Answer)
{
    public string? Comment { get; init; }
    public string? DelegatedTo { get; init; }
    public string? DelegatedFrom { get; init; }
}

/// <summary>Why a message is no reply that can be read.</summary>
public enum ReplyFault
{
    TooLong,
    NotACalendar,
    NotAReply,
    NoEvent,
    TooManyEvents,
    NoAttendee,

    /// <summary>It answers for several, and its sender is none of them.</summary>
    SeveralAttendees,
    UnknownAnswer,
    BadTime,
}

/// <param name="Fault">Null if it could be read.</param>
public sealed record ReplyReading(ReplyFault? Fault, ImmutableArray<ReplyEvent> Events);
