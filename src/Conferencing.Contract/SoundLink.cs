namespace Conferencing.Contract;

/// <summary>
/// A one-shot act: something is played into one room of a conference, or into all. It is no state: a bridge that begins again plays it no more.
/// </summary>
public sealed record SoundOrder
{
    public required Guid SoundId { get; init; }
    public required Guid ConferenceId { get; init; }

    /// <summary>Null for all who are in.</summary>
    public Guid? RoomId { get; init; }

    public required Sound Sound { get; init; }

    /// <summary>How long a tone lasts; a spoken prompt is as long as it is.</summary>
    public int Seconds { get; init; } = DefaultSeconds;

    public const int DefaultSeconds = 10;
    public const int LongestSeconds = 60;

    /// <summary>So many are played one after the other into all, or into one room; the media have room for the plan's warnings besides.</summary>
    public const int MostQueued = 3;
}

public enum Sound
{
    /// <summary>1 kHz, 20 dB below a full-scale sine.</summary>
    TestTone,
    StartsSoon,
    MutePlease,
    BreakBegins,
    BreakEnds,
    TechnicalFault,

    /// <summary>By the plan: the session ends in so many minutes. Nobody can order it.</summary>
    EndWarning,

    /// <summary>By the plan: after a warning the end was moved to later. Nobody can order it.</summary>
    Extended,
}

/// <summary>A sound that is played in a conference, waits for others to end, or was heard.</summary>
/// <param name="RoomId">Null: into all.</param>
/// <param name="Since">When it is heard, after those before it.</param>
/// <param name="Until">Its end, also when it was stopped before.</param>
/// <param name="Rooms">Calls it was played into.</param>
/// <param name="Minutes">Of a warning: how many were left.</param>
public sealed record SoundStatus(Guid SoundId, Sound Sound, Guid? RoomId, DateTimeOffset Since, DateTimeOffset Until, int Rooms, int? Minutes);
