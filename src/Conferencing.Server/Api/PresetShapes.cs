using System.ComponentModel.DataAnnotations;
using Conferencing.Booking;

namespace Conferencing.Server.Api;

/// <summary>A template or a group of rooms.</summary>
/// <param name="UnitId">Null while it is its owner's alone.</param>
/// <param name="RoomIds">The chair's first; also those out of use by now.</param>
public sealed record PresetAnswer(
    Guid Id, string Name, Guid? UnitId, string? UnitName, string OwnerName, bool MayChange, int Version, string ChangedBy, DateTimeOffset ChangedAt, Guid[] RoomIds);

/// <param name="Sketch">Of a template.</param>
public sealed record PresetDetailAnswer(PresetAnswer Preset, SketchAnswer? Sketch, HistoryAnswer[] History);

/// <summary>All of a briefing but its day: what a new one is begun with.</summary>
/// <param name="Start">Of the briefing it was made from: its time of day and its length count.</param>
/// <param name="Series">The rule; its dates are those of the briefing it was made from.</param>
public sealed record SketchAnswer(
    string Title, Guid ChairRoomId, Guid[] RoomIds, Guid[] OptionalRoomIds, DateTimeOffset Start, DateTimeOffset End, int SetUpMinutes, string? Note,
    DossierAnswer Dossier, Secrecy Secrecy, Protection Encryption, RecordingMode Recording, SeriesAnswer? Series, RoomRateAnswer[] LoweredRooms);

public sealed record NewTemplateRequest
{
    [Required] public string? Name { get; init; }

    /// <summary>Left out: for oneself alone.</summary>
    public Guid? UnitId { get; init; }

    /// <summary>Made from this briefing.</summary>
    [Required] public Guid? BriefingId { get; init; }
}

public sealed record TemplateRequest
{
    [Required] public string? Name { get; init; }
    public Guid? UnitId { get; init; }

    /// <summary>The version that was read.</summary>
    [Required] public int? Version { get; init; }
}

public sealed record RoomGroupRequest
{
    [Required] public string? Name { get; init; }

    /// <summary>Left out: for oneself alone.</summary>
    public Guid? UnitId { get; init; }
    [Required] public Guid[]? RoomIds { get; init; }

    /// <summary>The version that was read; only for a change.</summary>
    public int? Version { get; init; }
}

/// <summary>The last briefing of the same title or host unit.</summary>
public sealed record LatestAnswer(Guid Id, string Title, DateTimeOffset Start, string BookedBy);
