using NodaTime;

namespace Conferencing.Server.Data;

/// <summary>What was done to a thing.</summary>
public enum AuditAct
{
    Added,
    Changed,
    Removed,

    /// <summary>Something that leaves no other trace, such as a sign-in.</summary>
    Done,
}

/// <summary>By which way it was done.</summary>
public enum AuditWay
{
    /// <summary>Signed in on a page.</summary>
    Page,

    /// <summary>A program with a personal access token.</summary>
    Token,

    /// <summary>Nobody signed in: the first administrator's set-up, a sign-in itself.</summary>
    Nobody,

    /// <summary>The program by itself.</summary>
    Itself,
}

/// <summary>
/// One line of the audit trail: who did what to which thing, and what it was before. Lines are only ever added: <see cref="AuditGuard"/> keeps
/// the database from changing or removing them, and each holds a digest of itself and the line before it.
/// </summary>
internal sealed class AuditRow
{
    /// <summary>From 1, without gaps.</summary>
    public long Number { get; set; }
    public Instant At { get; set; }

    /// <summary>Null where no account acted.</summary>
    public Guid? AccountId { get; set; }

    /// <summary>As he was called then; of what acts by itself, its name.</summary>
    public string Who { get; set; } = "";
    public AuditWay Way { get; set; }

    /// <summary>The network address it came from.</summary>
    public string? Address { get; set; }
    public AuditAct Act { get; set; }

    /// <summary>A stable word, for example <c>briefing</c>, <c>room</c>.</summary>
    public string Kind { get; set; } = "";
    public string ThingId { get; set; } = "";

    /// <summary>As it was called then.</summary>
    public string Thing { get; set; } = "";

    /// <summary>Whose secrecy it shares; null for what is no part of a briefing.</summary>
    public Guid? BriefingId { get; set; }

    /// <summary>The briefing was secret then.</summary>
    public bool Secret { get; set; }

    /// <summary>The changed fields as they were, as JSON; null where there was nothing.</summary>
    public string? Was { get; set; }

    /// <summary>The changed fields as they became.</summary>
    public string? Became { get; set; }

    /// <summary>Person and thing without case and diacritics, for searching.</summary>
    public string Folded { get; set; } = "";

    /// <summary>The digest of the line before; of the first one, zeros.</summary>
    public string Previous { get; set; } = "";

    /// <summary>SHA-256 over all of the above, hexadecimal.</summary>
    public string Digest { get; set; } = "";
}
