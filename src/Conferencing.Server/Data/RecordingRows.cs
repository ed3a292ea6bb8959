using Conferencing.Contract;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>One recording; its sound lies in files below the data folder. A session may have several.</summary>
internal sealed class RecordingRow
{
    /// <summary>Given by the bridge.</summary>
    public Guid Id { get; set; }

    /// <summary>The occurrence.</summary>
    public Guid ConferenceId { get; set; }
    public Guid BriefingId { get; set; }
    public Instant StartedAt { get; set; }

    /// <summary>Null while it grows.</summary>
    public Instant? EndedAt { get; set; }
    public RecordingEnd End { get; set; }
    public string? Detail { get; set; }

    /// <summary>Its files are gone; the row stays, to say so.</summary>
    public Instant? DeletedAt { get; set; }
    public List<RecordingFileRow> Files { get; set; } = [];
}

/// <summary>One file of a recording, as the bridge told of it last.</summary>
internal sealed class RecordingFileRow
{
    public Guid RecordingId { get; set; }
    public string File { get; set; } = "";

    /// <summary>The mix is 0.</summary>
    public int Position { get; set; }

    /// <summary>Null for the mix.</summary>
    public Guid? RoomId { get; set; }
    public string? Name { get; set; }
    public long Bytes { get; set; }
    public long Milliseconds { get; set; }
}
