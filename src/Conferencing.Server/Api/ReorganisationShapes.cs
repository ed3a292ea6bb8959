using System.ComponentModel.DataAnnotations;
using Conferencing.Booking.Reorganising;
using Conferencing.Server.Data;

namespace Conferencing.Server.Api;

/// <summary>What is to become of units.</summary>
public sealed record ReorganisationRequest
{
    [Required] public ReorganisingAct? Act { get; init; }

    /// <summary>The first day on which it holds: today or later.</summary>
    [Required] public DateOnly? From { get; init; }

    /// <summary>The units that end: several only of a merger.</summary>
    [Required] public Guid[]? SourceIds { get; init; }

    /// <summary>The units that go on with what those leave: several only of a division.</summary>
    [Required] public SuccessorRequest[]? Successors { get; init; }

    /// <summary>What does not go to the first successor.</summary>
    public PlacementRequest[]? Placements { get; init; }
}

/// <summary>A unit that is there, or what one that begins is called.</summary>
public sealed record SuccessorRequest
{
    /// <summary>Left out for one that begins.</summary>
    public Guid? UnitId { get; init; }
    public string? Name { get; init; }
    public string? ShortName { get; init; }
    public string? Kind { get; init; }
    public Guid? ParentId { get; init; }
}

/// <param name="Id">A site, room, unit below, template, group of rooms, calendar address or briefing.</param>
/// <param name="Successor">Its place among the successors, from 0.</param>
public sealed record PlacementRequest([property: Required] Guid? Id, [property: Required] int? Successor);

/// <summary>Everything an act would change. Its entity tag stands for all of it.</summary>
/// <param name="IsToday">Carried out at once; else put down for its day.</param>
/// <param name="Staying">Roles that are not carried up to a successor above the unit that ends.</param>
/// <param name="Widens">Whether roles that go over come to hold for more than what the unit leaves.</param>
public sealed record ReorganisationPreview(
    bool IsToday, EndingAnswer[] Ending, string[] Successors, MoveAnswer[] Moves, StayingRoleAnswer[] Staying, bool Widens);

/// <param name="LastDay">The last day the unit exists.</param>
public sealed record EndingAnswer(Guid Id, string Name, DateOnly LastDay);

/// <param name="To">The successor's place among them, from 0.</param>
/// <param name="SiteId">Of a room without a unit of its own: the site it goes with, unless it is placed elsewhere.</param>
/// <param name="Role">Of a role, which; its name is that of the account.</param>
/// <param name="NewName">What it is called from then on, if its name is taken there.</param>
public sealed record MoveAnswer(HangingKind Kind, Guid Id, string Name, Guid UnitId, int To, Guid? SiteId, string? Role, string? NewName);

/// <param name="Id">Of the account.</param>
/// <param name="Name">Of the account.</param>
/// <param name="UnitId">The unit that ends.</param>
public sealed record StayingRoleAnswer(Guid Id, string Name, Guid UnitId, string Role);

/// <summary>An act that was put down or carried out.</summary>
/// <param name="Title">The names of the units that end and of those that come of them.</param>
/// <param name="Faults">Why it could not be carried out when it was tried last.</param>
public sealed record ReorganisationAnswer(
    Guid Id, ReorganisingAct Act, DateOnly From, string Title, ReorganisationState State, string AskedBy, DateTimeOffset AskedAt, DateTimeOffset? DoneAt, string[] Faults);
