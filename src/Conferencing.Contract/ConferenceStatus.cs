using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>What is true of one conference, as its bridge node reports it.</summary>
public sealed record ConferenceStatus
{
    public required Guid ConferenceId { get; init; }

    /// <summary>The newest plan revision the node has reached.</summary>
    public required long PlanRevision { get; init; }

    public required ConferencePhase Phase { get; init; }

    public required ImmutableArray<ParticipantStatus> Participants { get; init; }

    /// <summary>The present recording or the last one; null before the first.</summary>
    public RecordingStatus? Recording { get; init; }

    public ImmutableArray<AsideStatus> Asides { get; init; } = [];

    /// <summary>All that is played, and what was told last of the end.</summary>
    public ImmutableArray<SoundStatus> Sounds { get; init; } = [];

    /// <summary>The newest of them. Earlier servers know it alone, and earlier bridges tell it alone.</summary>
    public SoundStatus? Sound { get; init; }
}

public enum ConferencePhase
{
    /// <summary>The plan is known and its connect time has not come.</summary>
    Waiting,
    Running,
    /// <summary>Every room has been released.</summary>
    Ended,
}

/// <summary>What is true of one room in a conference.</summary>
public sealed record ParticipantStatus
{
    public required Guid RoomId { get; init; }

    public required LegState State { get; init; }

    public LegReason Reason { get; init; }

    /// <summary>What the peer said, for the technician: a SIP status and phrase, for example "486 Busy Here". Never a secret.</summary>
    public string? Detail { get; init; }

    /// <summary>When <see cref="State"/> was entered.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Calls begun to this room in this conference.</summary>
    public int Attempts { get; init; }

    /// <summary>When the room is called next, while <see cref="LegState.Redialling"/>.</summary>
    public DateTimeOffset? NextDialAt { get; init; }

    /// <summary>The address of the present or last attempt.</summary>
    public string? Address { get; init; }

    /// <summary>The present call's Call-ID.</summary>
    public string? CallId { get; init; }

    /// <summary>True while the plan, that is a technician, keeps the room's sound out of the mix.</summary>
    public bool Muted { get; init; }

    /// <summary>True while the room has muted itself (<c>*6</c>).</summary>
    public bool SelfMuted { get; init; }

    /// <summary>When the room asked to speak (<c>*1</c>); null once it is lowered. The order of these is the queue.</summary>
    public DateTimeOffset? HandRaisedAt { get; init; }

    /// <summary>When the room called for help (<c>*0</c>); null once it was answered.</summary>
    public DateTimeOffset? HelpWantedAt { get; init; }

    /// <summary>The present call was made by the peer, not by the bridge.</summary>
    public bool CalledIn { get; init; }

    /// <summary>The caller hears music until the chair is there, and is not heard.</summary>
    public bool AwaitsChair { get; init; }

    /// <summary>Who this is when it is no room of the plan but a guest who called in.</summary>
    public GuestStatus? Guest { get; init; }

    /// <summary>How the room came here from another conference, or is coming; null when it did not.</summary>
    public ArrivalStatus? Arrival { get; init; }

    /// <summary>RFC 4733 digits received since the room joined, the last 16.</summary>
    public string Digits { get; init; } = "";

    /// <summary>Present while media flow, refreshed every one to three seconds.</summary>
    public MediaStatus? Media { get; init; }
}

/// <param name="Way">What is done now, or was done in the end.</param>
/// <param name="Detail">Why it was not done as wanted, in English; null when it was.</param>
public sealed record ArrivalStatus(Guid From, MoveWay Way, bool IsDone, string? Detail);

/// <summary>A caller who is no room of the plan.</summary>
/// <param name="Name">What the caller's device says of itself: display name, else the user part; not verified.</param>
/// <param name="IsHost">The host PIN was given.</param>
public sealed record GuestStatus(string Name, bool IsHost);

public enum LegState
{
    Waiting,
    Dialling,
    Ringing,
    Connected,
    Held,
    Redialling,
    Failed,
    Left,
    Removed,
}

/// <summary>Why a room is in its state. Every way a call can fail has a name here.</summary>
public enum LegReason
{
    None,
    /// <summary>486 or 600.</summary>
    Busy,
    /// <summary>It rang and nobody answered: our ring limit, 408 or 480.</summary>
    NoAnswer,
    /// <summary>403, 603 and other refusals.</summary>
    Refused,
    /// <summary>The address cannot be used: malformed, unknown host, 404, 410, 484, 604.</summary>
    BadAddress,
    /// <summary>Nothing came back at all: no provisional or final response, or the network said unreachable.</summary>
    Unreachable,
    /// <summary>The room answered but no codec or media address could be agreed (also 488 and 606).</summary>
    NoUsableMedia,
    /// <summary>401 or 407 that could not be satisfied.</summary>
    NotAuthenticated,
    /// <summary>The session requires encryption and the room did not agree on it (also 488 to such an offer).</summary>
    NotEncrypted,
    /// <summary>The session is secret and no device of the room has a certificate in date: it is not called.</summary>
    NotCertified,
    /// <summary>5xx from the peer.</summary>
    ServerFailure,
    /// <summary>The peer broke the protocol.</summary>
    ProtocolError,
    /// <summary>The room ended the call itself.</summary>
    RoomHungUp,
    /// <summary>RTP and RTCP have both stopped.</summary>
    MediaLost,
    /// <summary>The bridge was started again and calls the room back.</summary>
    BridgeRestarted,
    /// <summary>The bridge has no free port.</summary>
    NoCapacity,
    HungUpByTechnician,
    RemovedFromPlan,
    SessionEnded,
    /// <summary>A technician moved the room to another session, or is moving it here.</summary>
    Moved,
}

/// <summary>The measured media of one call, both ways.</summary>
public sealed record MediaStatus
{
    /// <summary>RTP encoding name, for example PCMA.</summary>
    public required string Codec { get; init; }

    /// <summary>Room to bridge, in the last interval, per cent.</summary>
    public required double ReceivedLossPercent { get; init; }

    /// <summary>Room to bridge, RFC 3550 interarrival jitter.</summary>
    public required double ReceivedJitterMs { get; init; }

    /// <summary>Bridge to room, as the room's receiver reports say; null until one came.</summary>
    public double? SentLossPercent { get; init; }

    public double? SentJitterMs { get; init; }

    /// <summary>From the room's receiver reports (RFC 3550 6.4.1); null until one came.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>The receiving jitter buffer's present delay.</summary>
    public required double BufferMs { get; init; }

    /// <summary>The delay that the line asks for now; the buffer follows it.</summary>
    public double TargetBufferMs { get; init; }

    /// <summary>What automatic gain adds to the room's level, dB; null where it is switched off.</summary>
    public double? GainDb { get; init; }

    /// <summary>The room sends nothing but noise, and the bridge fades it out; null where that is switched off.</summary>
    public bool? NoiseGated { get; init; }

    /// <summary>The room sends back what it is sent, this much later; null while it does not.</summary>
    public double? EchoDelayMs { get; init; }

    /// <summary>What the room's device tells of how it hears the bridge (RTCP XR, RFC 3611); null until it tells something.</summary>
    public FarEndStatus? FarEnd { get; init; }

    /// <summary>The SRTP suite that protects the call both ways, for example AES_CM_128_HMAC_SHA1_80; null when nothing does.</summary>
    public string? Encryption { get; init; }

    /// <summary>Packets received since the call began.</summary>
    public required long PacketsReceived { get; init; }
}

/// <summary>How a room's device hears the bridge, in its own words. What it does not tell is null.</summary>
public sealed record FarEndStatus
{
    /// <summary>Lost on the way to it, since the call began.</summary>
    public double? LossPercent { get; init; }

    /// <summary>Thrown away by its jitter buffer.</summary>
    public double? DiscardPercent { get; init; }

    /// <summary>Of what came within bursts of loss, so much was lost; they last so long on average.</summary>
    public double? BurstPercent { get; init; }

    public int? BurstMs { get; init; }

    /// <summary>The delay of its jitter buffer.</summary>
    public int? BufferMs { get; init; }

    /// <summary>The round trip as it measures it.</summary>
    public int? RoundTripMs { get; init; }

    /// <summary>1 to 5.</summary>
    public double? Mos { get; init; }
}

/// <summary>
/// One call's presence in a conference: the evidence attendance is made from. Sent when the call is answered and
/// again when it ends; the same <see cref="LegId"/> replaces what was known of it.
/// </summary>
public sealed record LegRecord
{
    public required Guid LegId { get; init; }
    public required Guid ConferenceId { get; init; }
    public required Guid RoomId { get; init; }
    public required string CallId { get; init; }
    public required DateTimeOffset JoinedAt { get; init; }
    public DateTimeOffset? LeftAt { get; init; }
    public LegReason EndReason { get; init; }
}
