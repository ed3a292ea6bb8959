using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>What a plan wants recorded.</summary>
public sealed record RecordingPlan
{
    public required bool Wanted { get; init; }

    /// <summary>Besides the mix, a file for each room that is heard.</summary>
    public bool Tracks { get; init; }

    /// <summary>Not before this moment.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Rises whenever somebody starts it: a recording that the bridge gave up is tried again with a higher number only.</summary>
    public required int Take { get; init; }

    /// <summary>Rooms are told in words when it begins, when it ends, and when they come in later.</summary>
    public bool Announce { get; init; } = true;
}

/// <summary>What is true of a conference's present recording, or of the one before.</summary>
public sealed record RecordingStatus
{
    public required Guid RecordingId { get; init; }
    public required RecordingState State { get; init; }

    /// <summary>When its first sample was heard, or it was refused.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When its last sample was heard; null while it goes on, when it was refused, and from a bridge that does not tell it.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    public bool Tracks { get; init; }

    /// <summary>Of all its files.</summary>
    public long Bytes { get; init; }

    /// <summary>Why it is no longer <see cref="RecordingState.Recording"/>.</summary>
    public RecordingEnd End { get; init; }

    /// <summary>What the system said, in English.</summary>
    public string? Detail { get; init; }
}

public enum RecordingState
{
    Recording,
    /// <summary>Ended as it was wanted.</summary>
    Stopped,
    /// <summary>Ended although it was wanted: see <see cref="RecordingStatus.End"/>.</summary>
    Failed,
    /// <summary>Never begun although it was wanted, for the same reasons.</summary>
    Refused,
}

/// <summary>Why a recording ended. Every way has a name here.</summary>
public enum RecordingEnd
{
    /// <summary>It has not.</summary>
    None,
    /// <summary>Somebody stopped it, or the session ended.</summary>
    Stopped,
    /// <summary>Less space was left on the bridge's disk than is set to be kept free.</summary>
    LowDiskSpace,
    /// <summary>It reached the longest time that is set.</summary>
    TooLong,
    /// <summary>The file could not be written.</summary>
    WriteFailed,
    /// <summary>The library that makes the files is not on the bridge's machine. Only earlier bridges tell this: today's record without it.</summary>
    NoEncoder,
    /// <summary>The bridge, or the conference in it, died and began again: another recording goes on.</summary>
    Interrupted,
}

/// <summary>
/// All there is to know of one recording besides its sound: the file <c>recording.json</c> beside it, and what a node says of it when it
/// hands it over by <c>PUT /bridge/recordings/{id}</c>, as often as it likes. The sound follows by
/// <c>POST /bridge/recordings/{id}/{file}?at=OFFSET</c>, piece by piece.
/// </summary>
public sealed record RecordingManifest
{
    public required Guid RecordingId { get; init; }
    public required Guid ConferenceId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it grows.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    public RecordingEnd End { get; init; }
    public string? Detail { get; init; }

    /// <summary>The mix first.</summary>
    public required ImmutableArray<RecordedTrack> Tracks { get; init; }
}

/// <summary>One file of a recording. All begin at the same moment.</summary>
public sealed record RecordedTrack
{
    /// <summary><c>mix.ogg</c>, or a room's or guest's id in 32 digits with <c>.ogg</c>.</summary>
    public required string File { get; init; }

    /// <summary>Null for the mix.</summary>
    public Guid? RoomId { get; init; }
    public string? Name { get; init; }
    public required long Bytes { get; init; }
    public required long Milliseconds { get; init; }
}

/// <summary>What the server has of a recording.</summary>
public sealed record RecordingReceipt
{
    /// <summary>Bytes by file: the next piece begins there. Of a recording that has ended they are on the server's disk, and outlast a power cut.</summary>
    public required ImmutableDictionary<string, long> Bytes { get; init; }

    /// <summary>It was deleted here: the node may forget it too.</summary>
    public bool Deleted { get; init; }
}
