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
/// <param name="Held">The next first, at most 500.</param>
/// <param name="Mailbox">That answers are read from; null without one.</param>
public sealed record OutboxAnswer(bool Configured, string? Server, int Waiting, int Failed, MailPieceAnswer[] Pieces, MailboxAnswer? Mailbox, HeldAnswer[] Held);

/// <summary>A changed briefing that nobody has been told of yet: taken back before, it is never told.</summary>
/// <param name="Title">"Bận" for who may not know of the briefing.</param>
public sealed record HeldAnswer(Guid BriefingId, string Title, DateTimeOffset Until);

/// <param name="ReadAt">When it was last read to its end; null for not since the program started.</param>
/// <param name="Error">Why it cannot be read, in the mail server's words; null if it can.</param>
/// <param name="NextAt">When it is looked at again.</param>
/// <param name="Noted">Answers noted since the program started.</param>
/// <param name="Refused">Messages and answers that were not, for whatever reason.</param>
public sealed record MailboxAnswer(string Server, DateTimeOffset? ReadAt, string? Error, DateTimeOffset? NextAt, long Noted, long Refused);

/// <param name="Subject">"Bận" for who may not know of the briefing.</param>
/// <param name="Attempts">How many have failed.</param>
/// <param name="DueAt">When it is tried next; only while it waits.</param>
/// <param name="Error">Why the last attempt failed, in the mail server's words.</param>
public sealed record MailPieceAnswer(
    Guid Id, Guid BriefingId, LetterKind Kind, string Subject, string Name, string Address, MailStanding State, DateTimeOffset WrittenAt,
    int Attempts, DateTimeOffset? DueAt, DateTimeOffset? SentAt, string? Error);

/// <param name="Configured">False: no mail server is set.</param>
/// <param name="Sequence">How often what is told has changed; null while nobody was told anything.</param>
/// <param name="HeldUntil">When a change is told that nobody was told of yet; null if there is none.</param>
/// <param name="RepliesRead">Whether answers are read from a mailbox.</param>
/// <param name="Invited">Who is invited to sessions to come, and what they answered.</param>
/// <param name="Others">Answers that do not count: of people who were not invited, or to sessions there are none of.</param>
public sealed record InvitationsAnswer(
    bool Configured, int? Sequence, DateTimeOffset? At, MailPieceAnswer[] Pieces, bool RepliesRead, InviteeAnswer[] Invited, OtherReplyAnswer[] Others, DateTimeOffset? HeldUntil);

public sealed record QueuedAnswer(int Count);

/// <param name="Rooms">Those he answers for; none for who leads the session.</param>
/// <param name="Required">Without him, or a room of his, the briefing is not what was booked.</param>
/// <param name="InsteadOf">Who asked him to come, if he was not invited himself.</param>
/// <param name="Answers">By what was said; one for all sessions if it is the same.</param>
public sealed record InviteeAnswer(string Address, string Name, string[] Rooms, bool Required, string? InsteadOf, SessionsReplyAnswer[] Answers);

/// <param name="Answer">Null: nothing yet.</param>
/// <param name="Earlier">It was said to an earlier version than he has been told since.</param>
/// <param name="Sender">Whom the mail said it was from, if that is another address.</param>
/// <param name="Sessions">When they begin; at most 60.</param>
/// <param name="Count">How many sessions there are.</param>
public sealed record SessionsReplyAnswer(
    Participation? Answer, bool Earlier, DateTimeOffset? At, string? Comment, string? DelegatedTo, string? Sender, DateTimeOffset[] Sessions, int Count);

public sealed record OtherReplyAnswer(string Address, string Sender, Participation Answer, ReplyStanding Standing, DateTimeOffset At, string? Comment);

/// <summary>A required site, or who leads, has said no to a session to come.</summary>
public sealed record DeclinedAnswer(Guid BriefingId, string Title, DateTimeOffset Start, string Name, string[] Rooms, string? Comment, DateTimeOffset At);
