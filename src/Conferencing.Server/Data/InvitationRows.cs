using Conferencing.Booking.Invitations;
using Conferencing.Server.Identity;
using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>What calendars were last told of a briefing, and under which number, so that the next word is told as a change of it.</summary>
internal sealed class InvitationRow
{
    public Guid BriefingId { get; set; }

    /// <summary>Rises with every round of letters (RFC 5546 2.1.4).</summary>
    public int Sequence { get; set; }
    public Instant At { get; set; }

    /// <summary>What was told to whom, as JSON.</summary>
    public string Told { get; set; } = "";
}

/// <summary>What one round says to all who are told the same; the pieces of mail are <see cref="OutboxRow"/>s.</summary>
internal sealed class LetterRow
{
    public Guid Id { get; set; }
    public Guid BriefingId { get; set; }
    public LetterKind Kind { get; set; }

    /// <summary>Of a reminder: the session it is about, and how long before.</summary>
    public Guid? OccurrenceId { get; set; }
    public int? LeadMinutes { get; set; }
    public Instant At { get; set; }

    /// <summary>When the last session it tells of is over: there is no use in sending it later.</summary>
    public Instant UsefulUntil { get; set; }

    /// <summary>The letter as JSON: what is sent is what was true when it was written.</summary>
    public string Content { get; set; } = "";
    public List<OutboxRow> Pieces { get; set; } = [];
}

/// <summary>How far a piece of mail has come.</summary>
internal enum MailState
{
    Waiting,
    Sent,

    /// <summary>Refused for good, or tried for too long: a person may send it again.</summary>
    Failed,

    /// <summary>A person gave it up, or it was of no use any more.</summary>
    GivenUp,
}

/// <summary>One piece of mail to one address. Its identifier is its Message-ID: sent twice by a crash, it is still one message.</summary>
internal sealed class OutboxRow
{
    public Guid Id { get; set; }
    public Guid LetterId { get; set; }
    public LetterRow? Letter { get; set; }
    public string Address { get; set; } = "";
    public string Name { get; set; } = "";

    /// <summary>The rooms it answers for, as words.</summary>
    public string Rooms { get; set; } = "";
    public MailState State { get; set; }
    public int Attempts { get; set; }

    /// <summary>Not to be tried before.</summary>
    public Instant DueAt { get; set; }
    public Instant? SentAt { get; set; }

    /// <summary>Why the last attempt failed, in the mail server's words.</summary>
    public string? Error { get; set; }
}

/// <summary>What somebody answered, as it came; whose answer stands is worked out by <see cref="ReplyRules"/> each time.</summary>
internal sealed class ReplyRow
{
    public const int MaxSender = 254;

    public Guid Id { get; set; }

    /// <summary>Of the message and the event in it: what comes twice is one.</summary>
    public string Key { get; set; } = "";
    public Guid BriefingId { get; set; }
    public ReplyStanding Standing { get; set; }

    /// <summary>The attendee the reply names.</summary>
    public string Address { get; set; } = "";
    public LocalDate? Day { get; set; }
    public Participation Answer { get; set; }
    public int Sequence { get; set; }
    public Instant Stamp { get; set; }
    public Instant At { get; set; }

    /// <summary>Whom the mail says it is from.</summary>
    public string Sender { get; set; } = "";
    public string? Comment { get; set; }
    public string? DelegatedTo { get; set; }

    public Reply Reply => new(Address, Day, Answer, Sequence, Stamp) { Comment = Comment, Sender = Sender, DelegatedTo = DelegatedTo };
}

/// <summary>A briefing whose change nobody has been told of yet, for it may be taken back at once.</summary>
internal sealed class HeldInvitationRow
{
    public Guid BriefingId { get; set; }

    /// <summary>When the first change was that is held back.</summary>
    public Instant Since { get; set; }

    /// <summary>When it is told.</summary>
    public Instant Until { get; set; }
}

/// <summary>Whose calendar a feed is.</summary>
public enum FeedKind
{
    Room,
    Unit,
    Person,
}

/// <summary>A secret address under which a calendar is read without sign-in; only its hash is kept.</summary>
internal sealed class FeedRow
{
    public Guid Id { get; set; }

    /// <summary>Who asked for it and may revoke it.</summary>
    public Guid AccountId { get; set; }
    public Account? Account { get; set; }

    /// <summary>The personal access token it was made with: it opens nothing longer than that one does. Null if it was made on the pages.</summary>
    public Guid? TokenId { get; set; }
    public TokenRow? Token { get; set; }
    public FeedKind Kind { get; set; }

    /// <summary>The room, unit or account.</summary>
    public Guid TargetId { get; set; }

    /// <summary>SHA-256 of the secret in its address, hexadecimal: 256 random bits need no salt and no slow hash.</summary>
    public string Hash { get; set; } = "";
    public Instant CreatedAt { get; set; }
    public Instant? LastUsedAt { get; set; }
}
