using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>
/// What a watcher calls on <c>/hubs/live</c>. The answer to a watch is a snapshot; <see cref="ILiveClient.BoardChanged"/>
/// follows with rising versions, and a gap means: watch again.
/// </summary>
public interface ILiveHub
{
    Task<BoardSnapshot?> Watch(Guid conferenceId);
    Task Unwatch(Guid conferenceId);
}

/// <summary>What the server pushes to watchers.</summary>
public interface ILiveClient
{
    Task BoardChanged(BoardDelta delta);
    Task LevelsChanged(LevelsReport report);

    /// <summary>The list of live conferences changed; fetch it again.</summary>
    Task ConferencesChanged();

    /// <summary>A booking in the calendar changed; fetch what is shown again.</summary>
    Task BriefingsChanged();
}

/// <summary>Plan and status of one conference as technicians see it.</summary>
public sealed record BoardSnapshot
{
    public required Guid ConferenceId { get; init; }
    public required Guid BriefingId { get; init; }

    /// <summary>Rises by one with every change of this board while the server runs.</summary>
    public required long Version { get; init; }

    /// <summary>New at every start of the server: versions of another run do not compare.</summary>
    public required Guid RunId { get; init; }

    public required BoardHead Head { get; init; }
    public required ImmutableArray<BoardParticipant> Participants { get; init; }

    /// <summary>The server's clock, so that a page can count down without trusting the PC's.</summary>
    public required DateTimeOffset ServerTime { get; init; }
}

/// <summary>What changed on a board between two versions.</summary>
public sealed record BoardDelta
{
    public required Guid ConferenceId { get; init; }
    public required Guid RunId { get; init; }
    public required long Version { get; init; }
    public required BoardHead Head { get; init; }

    /// <summary>Whole, for every room that changed or is new.</summary>
    public required ImmutableArray<BoardParticipant> Participants { get; init; }

    /// <summary>Rooms that are no longer on the board.</summary>
    public required ImmutableArray<Guid> Removed { get; init; }
    public required DateTimeOffset ServerTime { get; init; }
}

/// <summary>The conference itself, in the words of its plan and its bridge.</summary>
public sealed record BoardHead
{
    public required string Title { get; init; }
    public required DateTimeOffset ConnectAt { get; init; }
    public required DateTimeOffset StartAt { get; init; }
    public required DateTimeOffset EndAt { get; init; }
    public required ConferencePhase Phase { get; init; }
    public required long PlanRevision { get; init; }

    /// <summary>The number to call, null when nobody may call in. The PINs are not told here.</summary>
    public string? DialInNumber { get; init; }

    /// <summary>A secret session is not recorded, and nobody calls in.</summary>
    public SecrecyLevel Secrecy { get; init; }

    /// <summary>Whether calls have to be encrypted.</summary>
    public EncryptionPolicy Encryption { get; init; } = EncryptionPolicy.Preferred;

    /// <summary>No new guest gets in.</summary>
    public bool Locked { get; init; }

    /// <summary>False while no bridge node reports: what the board shows of calls is then old.</summary>
    public required bool BridgeOnline { get; init; }

    /// <summary>When the bridge last reported on this conference; null before the first report.</summary>
    public DateTimeOffset? BridgeSeenAt { get; init; }

    /// <summary>By the plan; <see cref="Recording"/> is what is true.</summary>
    public bool RecordingWanted { get; init; }

    /// <summary>The present recording or the last one of this session.</summary>
    public RecordingStatus? Recording { get; init; }

    /// <summary>What rooms are played, in the order in which it was ordered, and what they were told last of the end.</summary>
    public ImmutableArray<SoundStatus> Sounds { get; init; } = [];
}

/// <summary>One tile of the board.</summary>
public sealed record BoardParticipant
{
    public required Guid RoomId { get; init; }
    public required string Name { get; init; }
    public required string ShortName { get; init; }
    public string? UnitName { get; init; }
    public required ParticipantRole Role { get; init; }

    /// <summary>What the plan wants; <see cref="Muted"/> is what the bridge does.</summary>
    public required bool MuteWanted { get; init; }
    public required bool Muted { get; init; }

    /// <summary>The room muted itself.</summary>
    public bool SelfMuted { get; init; }

    /// <summary>When the room asked to speak.</summary>
    public DateTimeOffset? HandRaisedAt { get; init; }

    /// <summary>When the room called for help.</summary>
    public DateTimeOffset? HelpWantedAt { get; init; }

    /// <summary>It called the bridge, not the bridge it.</summary>
    public bool CalledIn { get; init; }

    /// <summary>Hears music until the chair is there.</summary>
    public bool AwaitsChair { get; init; }

    /// <summary>Present for a caller who is no room of the plan.</summary>
    public GuestStatus? Guest { get; init; }

    /// <summary>The session the room was moved to; it is on this board only to say so.</summary>
    public DeparturePlan? Departure { get; init; }

    /// <summary>How the room came from another session, or is coming.</summary>
    public ArrivalStatus? Arrival { get; init; }

    /// <summary>Title of the session it came from.</summary>
    public string? ArrivedFrom { get; init; }

    /// <summary>See <see cref="ParticipantPlan.MostKbits"/>.</summary>
    public int? MostKbits { get; init; }

    /// <summary>What the plan lets be done to its sound; <see cref="Media"/> tells what is done.</summary>
    public SoundTreatment Treatment { get; init; } = SoundTreatment.Usual;

    /// <summary>It is in, and what is said is recorded now.</summary>
    public bool Recorded { get; init; }

    /// <summary>A technician talks to it in private, is being called to, or the call to him failed; null otherwise.</summary>
    public AsideStatus? Aside { get; init; }

    public required LegState State { get; init; }
    public required LegReason Reason { get; init; }
    public string? Detail { get; init; }
    public required DateTimeOffset Since { get; init; }
    public required int Attempts { get; init; }
    public DateTimeOffset? NextDialAt { get; init; }
    public string? Address { get; init; }
    public string? CallId { get; init; }
    public string Digits { get; init; } = "";

    /// <summary>Last known level, −127 when silent or not connected.</summary>
    public int LevelDbov { get; init; } = -127;
    public bool Speaking { get; init; }
    public MediaStatus? Media { get; init; }

    /// <summary>One word for both directions, with hysteresis; null without media.</summary>
    public MediaQuality? Quality { get; init; }
}

/// <summary>Loss over 20 s windows, the most frequent of the last three: under 1 % good, under 3 % fair, under 10 % bad.</summary>
public enum MediaQuality
{
    Good,
    Fair,
    Bad,
    Terrible,
}
