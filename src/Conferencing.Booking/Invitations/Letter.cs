using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>What a letter is for.</summary>
public enum LetterKind
{
    Invitation,
    Change,
    Cancellation,
    Reminder,

    /// <summary>To those who approve: it waits for them.</summary>
    Decision,
}

/// <summary>What one round says to all who are told the same.</summary>
/// <param name="Sequence">RFC 5546 2.1.4: a higher one replaces what was told before.</param>
/// <param name="Stamp">When it was written (DTSTAMP).</param>
/// <param name="What">With the sessions it tells of, and no other.</param>
/// <param name="IsPartial">It tells of some sessions of a series and leaves the others as they were told.</param>
public sealed record Letter(LetterKind Kind, int Sequence, Instant Stamp, Invitation What, bool IsPartial)
{
    /// <summary>Who gets it. Not part of what is said.</summary>
    public ImmutableArray<Invitee> Whom { get; init; } = [];

    /// <summary>Of a <see cref="LetterKind.Change"/>: the one before was a mistake.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>Of a <see cref="LetterKind.Decision"/>: what is asked for, and until when.</summary>
    public DecisionAsked? Asked { get; init; }
}

/// <param name="Due">Until when to decide.</param>
/// <param name="UrgentReason">Null if it is not urgent.</param>
public sealed record DecisionAsked(ApprovalSteps Step, Instant Due, string? UrgentReason);

/// <summary>What is to be sent now, and what will have been told then.</summary>
/// <param name="After">Null while nobody was ever told anything.</param>
public sealed record Round(Told? After, ImmutableArray<Letter> Letters);
