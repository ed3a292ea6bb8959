using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>
/// What the invited are told of a session besides its time. Several lines are one text, so that two matters are equal when they say the same.
/// </summary>
/// <param name="Number">Of the letter of invitation.</param>
/// <param name="Place">The room of the chair.</param>
/// <param name="Rooms">One a line.</param>
public sealed record InvitedMatter(string Title, string? Number = null, string? Host = null, string? Chair = null, string? Secretary = null, string? Place = null, string Rooms = "")
{
    public const string Busy = "Bận";

    /// <summary>
    /// All that may be told by mail of a session that holds a state secret: that rooms are taken, as everybody who may sign in sees it too
    /// (Decree 26/2020/NĐ-CP, article 6; the letter itself goes the way such letters go).
    /// </summary>
    public static InvitedMatter Hidden { get; } = new(Busy) { IsSecret = true };

    public string Agenda { get; init; } = "";
    public string Documents { get; init; } = "";
    public string? Note { get; init; }

    /// <summary>The number to call, where all sessions have the same.</summary>
    public string? DialIn { get; init; }

    /// <summary>Of guests; only where there is one session, for each has its own.</summary>
    public string? Pin { get; init; }

    /// <summary>Where its page is.</summary>
    public string? Link { get; init; }
    public bool IsSecret { get; init; }
}

/// <summary>One session the invited are told of.</summary>
/// <param name="Day">Its day by the rule of its series, its name for life; null if it is held once.</param>
/// <param name="Own">Where it differs from the others.</param>
public sealed record InvitedSession(LocalDate? Day, Instant Start, Instant End, InvitedMatter? Own = null);

/// <summary>How a series repeats.</summary>
/// <param name="Rule">As <see cref="RecurrenceText"/> writes it.</param>
/// <param name="Time">When its sessions begin by the rule, where they are held.</param>
public sealed record InvitedSeries(string Rule, LocalDate FirstDay, LocalTime Time, long LengthSeconds);

/// <summary>A briefing as calendars are told of it.</summary>
/// <param name="Uid">The same for all it is ever told by (RFC 5545 3.8.4.7).</param>
/// <param name="Series">Null if it is held once.</param>
public sealed record Invitation(Guid Uid, InvitedMatter Matter, InvitedSeries? Series, ImmutableArray<InvitedSession> Sessions)
{
    public InvitedMatter MatterOf(InvitedSession session) => session.Own ?? Matter;
}

/// <summary>Who is told.</summary>
/// <param name="Rooms">Those it answers for, one a line; none for who leads the session.</param>
/// <param name="Days">The sessions it is invited to; default: to all.</param>
public sealed record Invitee(string Address, string Name, string Rooms, ImmutableArray<LocalDate> Days = default)
{
    public bool IsInvitedTo(InvitedSession session) => Days.IsDefault || session.Day is not { } day || Days.Contains(day);
}

/// <summary>What was told last, and to whom.</summary>
public sealed record Told(int Sequence, Invitation What, ImmutableArray<Invitee> Whom);
