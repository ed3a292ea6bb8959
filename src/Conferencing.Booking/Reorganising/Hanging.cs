namespace Conferencing.Booking.Reorganising;

/// <summary>What hangs on a unit.</summary>
public enum HangingKind
{
    Site,
    Room,
    /// <summary>A unit below it that has not ended by then.</summary>
    ChildUnit,
    /// <summary>What somebody may do there: with every successor, as all of it was his, but not with one above it, as more than it was not.</summary>
    Role,
    /// <summary>A template shared under it.</summary>
    Template,
    /// <summary>A group of rooms shared under it.</summary>
    RoomGroup,
    /// <summary>A template, whoever's, that names it as the host.</summary>
    HostedTemplate,
    /// <summary>The secret address of its calendar.</summary>
    Feed,
    /// <summary>A briefing with sessions from that day on which it hosts.</summary>
    Briefing,
}

/// <summary>One thing that hangs on a unit.</summary>
/// <param name="Id">Of the row; of a role, its account.</param>
/// <param name="Name">As people know it. Names of shared templates and of groups are told apart within a unit.</param>
public sealed record Hanging(HangingKind Kind, Guid Id, Guid UnitId, string Name)
{
    /// <summary>Of a room without a unit of its own: the site whose unit is its.</summary>
    public Guid? SiteId { get; init; }

    /// <summary>Of a role, which.</summary>
    public string? Role { get; init; }
}

/// <summary>One thing goes to one successor.</summary>
/// <param name="To">The successor's place among them.</param>
public sealed record Move(Hanging What, int To)
{
    /// <summary>Of a template or group whose name is taken there: what it is called from then on.</summary>
    public string? NewName { get; init; }

    /// <summary>Of a room that goes where its site goes: it gets no unit of its own by it.</summary>
    public bool WithSite { get; init; }
}
