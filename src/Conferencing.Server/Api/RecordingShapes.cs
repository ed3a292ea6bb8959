using System.ComponentModel.DataAnnotations;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;

namespace Conferencing.Server.Api;

/// <summary>The recordings of a briefing's sessions, and what its booking says of recording.</summary>
public sealed record RecordingsAnswer(RecordingMode Wanted, bool MayWish, RecordingAnswer[] Recordings);

/// <summary>One recording.</summary>
/// <param name="EndedAt">Null while it grows.</param>
/// <param name="Whole">All of it has come from the bridge.</param>
/// <param name="MayPlay">The one who asks may listen to it and take it away.</param>
/// <param name="DeletedAt">Only that it was is left.</param>
public sealed record RecordingAnswer(
    Guid Id, Guid OccurrenceId, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, RecordingEnd End, string? Detail, bool Whole, long Bytes,
    long Milliseconds, DateTimeOffset? DeletedAt, bool MayPlay, bool MayDelete, RecordingFileAnswer[] Files);

/// <param name="Name">Null for the mix.</param>
/// <param name="Bytes">As many as are here.</param>
public sealed record RecordingFileAnswer(string File, Guid? RoomId, string? Name, long Bytes, long Milliseconds);

public sealed record RecordingWishRequest
{
    [Required] public RecordingMode? Mode { get; init; }
}

public sealed record StartRecordingRequest
{
    /// <summary>Besides what all hear, a file of each room.</summary>
    public bool Tracks { get; init; }
}
