using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>
/// What must be true of one conference. The server owns it; every act of a clerk or technician makes the next
/// <see cref="Revision"/>. A bridge node converges to the newest revision it has. It holds no status.
/// </summary>
public sealed record ConferencePlan
{
    /// <summary>The occurrence's identifier; a conference is a live occurrence.</summary>
    public required Guid ConferenceId { get; init; }

    /// <summary>Rises by one with every change; a node ignores a revision it has already passed.</summary>
    public required long Revision { get; init; }

    public required string Title { get; init; }

    /// <summary>The first call reaches every room at this moment, at once if it is past.</summary>
    public required DateTimeOffset ConnectAt { get; init; }

    public required DateTimeOffset StartAt { get; init; }

    /// <summary>Rooms are released at this moment. To end or cancel a conference, set it to a moment that is past.</summary>
    public required DateTimeOffset EndAt { get; init; }

    /// <summary>Minutes before <see cref="EndAt"/> at which every room hears the warning tone.</summary>
    public ImmutableArray<int> EndWarningMinutes { get; init; } = [1];

    public DialPlan Dial { get; init; } = new();

    public required ImmutableArray<ParticipantPlan> Participants { get; init; }
}

/// <summary>One room's part in a plan.</summary>
public sealed record ParticipantPlan
{
    public required Guid RoomId { get; init; }

    /// <summary>Full name with diacritics: what the room and the technicians read.</summary>
    public required string Name { get; init; }

    /// <summary>SIP addresses in order of preference; a redial tries the next one.</summary>
    public required ImmutableArray<string> Addresses { get; init; }

    public ParticipantRole Role { get; init; } = ParticipantRole.Member;

    /// <summary>Muted by the plan. Enforced in the bridge, never asked of the endpoint.</summary>
    public bool Muted { get; init; }

    /// <summary>False once a technician hung the room up: it keeps its place and is not called until this is true again.</summary>
    public bool Wanted { get; init; } = true;
}

public enum ParticipantRole
{
    Member,
    Chair,
}

/// <summary>How rooms are called and called again.</summary>
public sealed record DialPlan
{
    /// <summary>Seconds a room may ring before the call is cancelled as unanswered.</summary>
    public int RingSeconds { get; init; } = 45;

    /// <summary>Seconds between redials while the first <see cref="FirstPeriodSeconds"/> since the failure last.</summary>
    public int FirstIntervalSeconds { get; init; } = 60;

    public int FirstPeriodSeconds { get; init; } = 300;

    /// <summary>Seconds between redials after that, until the conference ends.</summary>
    public int LaterIntervalSeconds { get; init; } = 300;
}
