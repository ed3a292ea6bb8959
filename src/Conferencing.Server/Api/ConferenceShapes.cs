using System.ComponentModel.DataAnnotations;
using Conferencing.Contract;

namespace Conferencing.Server.Api;

/// <summary>One live session.</summary>
/// <param name="Id">The occurrence's identifier.</param>
public sealed record ConferenceAnswer(
    Guid Id, Guid BriefingId, string Title, DateTimeOffset ConnectAt, DateTimeOffset StartAt, DateTimeOffset EndAt,
    ConferencePhase Phase, long PlanRevision, bool BridgeOnline, ConferenceParticipant[] Participants, ConferenceCounts Counts);

/// <param name="Muted">What the bridge does; <paramref name="MuteWanted"/> is what the plan wants.</param>
/// <param name="Level">Speaking level, dB relative to overload, −127 when silent.</param>
public sealed record ConferenceParticipant(
    Guid RoomId, string Name, string ShortName, ParticipantRole Role, LegState State, LegReason Reason, string? Detail,
    DateTimeOffset Since, int Attempts, DateTimeOffset? NextDialAt, string? Address, string? CallId, bool Muted, bool MuteWanted,
    int Level, bool Speaking, string Digits, MediaQuality? Quality, MediaStatus? Media,
    bool SelfMuted, DateTimeOffset? HandRaisedAt, DateTimeOffset? HelpWantedAt, bool CalledIn, bool AwaitsChair, GuestStatus? Guest,
    DeparturePlan? Departure, ArrivalStatus? Arrival);

public sealed record ConferenceCounts(int Total, int Connected, int Calling, int Redialling, int Absent);

/// <param name="Shortages">Lines, or the ports, that carry more than they should since the act; it was done all the same.</param>
public sealed record ActAnswer(long Revision, ShortageAnswer[] Shortages);

public sealed record AddParticipantRequest
{
    [Required] public Guid? RoomId { get; init; }
}

/// <summary>Where a room is moved to, and how.</summary>
public sealed record MoveRequest
{
    /// <summary>A session that runs.</summary>
    [Required] public Guid? To { get; init; }

    /// <summary><c>sameCall</c> or <c>refer</c>.</summary>
    public MoveWay Way { get; init; } = MoveWay.SameCall;
}

/// <summary>What the bridge may do to a room's sound in this session.</summary>
public sealed record TreatmentRequest
{
    /// <summary>Its speech is brought to the loudness of the others'. Left out: as it is.</summary>
    public bool? AutomaticGain { get; init; }

    /// <summary>It is faded out while it sends noise only. Left out: as it is.</summary>
    public bool? NoiseGate { get; init; }
}

/// <summary>Who wants to talk to a room in private.</summary>
public sealed record TalkRequest
{
    /// <summary>SIP address of his phone, kept for the next time; not needed once he has named one.</summary>
    public string? Phone { get; init; }
}

/// <summary>What is played, and to whom.</summary>
public sealed record SoundRequest
{
    /// <summary>Any but <c>endWarning</c> and <c>extended</c>, which the session's plan has said.</summary>
    [Required] public Sound? Sound { get; init; }

    /// <summary>Null: to all who are in.</summary>
    public Guid? RoomId { get; init; }

    /// <summary>Of a test tone: 1 to 60.</summary>
    public int Seconds { get; init; } = SoundOrder.DefaultSeconds;
}

public sealed record MuteAllRequest
{
    public bool ExceptChair { get; init; } = true;
}

public sealed record ExtendRequest
{
    /// <summary>15, 30, 45 or 60.</summary>
    public int Minutes { get; init; } = 15;
}

