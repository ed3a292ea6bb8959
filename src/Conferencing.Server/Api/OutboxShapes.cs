using Conferencing.Booking.Invitations;

namespace Conferencing.Server.Api;

/// <summary>How far a piece of mail has come.</summary>
public enum MailStanding
{
    Waiting,
    Sent,
    Failed,
    GivenUp,
}

/// <param name="Configured">False: no mail server is set, and nothing is kept for later.</param>
/// <param name="Server">Where mail is given to; null without one.</param>
/// <param name="Pieces">The newest first, at most 500.</param>
public sealed record OutboxAnswer(bool Configured, string? Server, int Waiting, int Failed, MailPieceAnswer[] Pieces);

/// <param name="Subject">"Bận" for who may not know of the briefing.</param>
/// <param name="Attempts">How many have failed.</param>
/// <param name="DueAt">When it is tried next; only while it waits.</param>
/// <param name="Error">Why the last attempt failed, in the mail server's words.</param>
public sealed record MailPieceAnswer(
    Guid Id, Guid BriefingId, LetterKind Kind, string Subject, string Name, string Address, MailStanding State, DateTimeOffset WrittenAt,
    int Attempts, DateTimeOffset? DueAt, DateTimeOffset? SentAt, string? Error);

/// <param name="Configured">False: no mail server is set.</param>
/// <param name="Sequence">How often what is told has changed; null while nobody was told anything.</param>
public sealed record InvitationsAnswer(bool Configured, int? Sequence, DateTimeOffset? At, MailPieceAnswer[] Pieces);

public sealed record QueuedAnswer(int Count);
