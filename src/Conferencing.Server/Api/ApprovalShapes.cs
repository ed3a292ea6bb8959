using System.ComponentModel.DataAnnotations;
using Conferencing.Booking;

namespace Conferencing.Server.Api;

/// <summary>A step of an approval.</summary>
public enum ApprovalStep
{
    Office,
    Technical,
}

/// <summary>How far a step is.</summary>
public enum StepState
{
    Given,
    Waiting,

    /// <summary>Its turn comes after the step before it.</summary>
    Later,
}

/// <param name="By">Who gave it.</param>
/// <param name="For">Whose right it was, if it was lent.</param>
/// <param name="DueAt">Until when it is to be given; null once it is.</param>
public sealed record StepAnswer(ApprovalStep Step, StepState State, string? By, string? For, DateTimeOffset? At, DateTimeOffset? DueAt, Due? Due);

/// <summary>Where an approval stands.</summary>
/// <param name="Steps">Those it takes, the office's first; none while it is sent back or cancelled.</param>
/// <param name="UrgentReason">Null if it is not urgent.</param>
/// <param name="Competing">Its rooms are held by another request: it holds nothing until the office prefers it.</param>
public sealed record ApprovalAnswer(StepAnswer[] Steps, DateTimeOffset? AskedAt, string? UrgentReason, bool Competing);

/// <param name="Waiting">Urgent ones first, then by deadline; what was never decided is there for a week.</param>
/// <param name="Urgent">Approved urgently and not over: technicians hear of it here.</param>
/// <param name="ActsFor">Who has lent the reader his right to approve.</param>
public sealed record ApprovalsAnswer(ApprovalRequestAnswer[] Waiting, UrgentAnswer[] Urgent, string[] ActsFor);

/// <summary>What waits for approval.</summary>
/// <param name="OccurrenceId">Its first session that waits; <paramref name="Start"/> and <paramref name="End"/> are of that one.</param>
/// <param name="Sessions">How many wait.</param>
/// <param name="Gives">The steps the reader's yes would give now.</param>
/// <param name="Rivals">Requests for the same rooms: one holds them, the others compete.</param>
/// <param name="People">People in charge of its next session that waits who are wanted elsewhere at the time.</param>
public sealed record ApprovalRequestAnswer(
    Guid BriefingId, Guid OccurrenceId, string Title, DateTimeOffset Start, DateTimeOffset End, int Sessions, string BookedBy, Guid ChairRoomId, Guid[] RoomIds,
    Secrecy Secrecy, BriefingMode Mode, bool HelpWanted, int SetUpMinutes, RecordingMode Recording, ApprovalAnswer Approval, ApprovalStep[] Gives, bool MayReturn,
    RivalAnswer[] Rivals, PersonClashAnswer[] People);

/// <param name="Hidden">It is secret, and the reader may only know that it is there.</param>
/// <param name="RoomIds">Rooms both want.</param>
public sealed record RivalAnswer(Guid BriefingId, string Title, bool Hidden, bool Competes, Guid[] RoomIds);

public sealed record UrgentAnswer(Guid BriefingId, string Title, DateTimeOffset Start, DateTimeOffset End, string Reason, string? By);

public sealed record DelegationRequest
{
    [Required] public Guid? ToId { get; init; }

    /// <summary>The first and the last day.</summary>
    [Required] public DateOnly? FromDay { get; init; }
    [Required] public DateOnly? ToDay { get; init; }
}

/// <summary>A right to approve that was lent.</summary>
/// <param name="Mine">The reader lent it; else it was lent to him.</param>
/// <param name="Active">It counts today.</param>
public sealed record DelegationAnswer(
    Guid Id, string From, string To, DateOnly FromDay, DateOnly ToDay, DateTimeOffset? EndedAt, bool Mine, bool Active);

/// <param name="People">To whom the reader may lend his right; none if he has none.</param>
public sealed record DelegationsAnswer(DelegationAnswer[] Delegations, PersonAnswer[] People);

public sealed record PersonAnswer(Guid Id, string DisplayName, string UserName);
