using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Data;

public enum PresetKind
{
    /// <summary>All of a briefing but its day.</summary>
    Template,
    /// <summary>Rooms under a name.</summary>
    RoomGroup,
}

/// <summary>Something kept under a name to book with: its owner's own, or shared under a unit.</summary>
internal sealed class PresetRow
{
    public Guid Id { get; set; }
    public PresetKind Kind { get; set; }
    public string Name { get; set; } = "";
    public Guid OwnerId { get; set; }
    public Account? Owner { get; set; }

    /// <summary>Null while it is the owner's alone.</summary>
    public Guid? UnitId { get; set; }

    /// <summary>A sketch or a list of rooms, as JSON.</summary>
    public string Content { get; set; } = "";

    /// <summary>Rises with every change.</summary>
    public int Version { get; set; }
    public List<PresetHistoryRow> History { get; set; } = [];
}

/// <summary>Who did what to a template or a group of rooms.</summary>
internal sealed class PresetHistoryRow
{
    public long Id { get; set; }
    public Guid PresetId { get; set; }
    public Instant At { get; set; }
    public string Who { get; set; } = "";
    public string Action { get; set; } = "";
    public string? Detail { get; set; }
}
