using System.Collections.Immutable;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>What becomes of a reply. Whatever it is, it changes no booking.</summary>
public enum ReplyStanding
{
    Noted,

    /// <summary>By somebody who was not invited, and for whom nobody invited asked to come instead.</summary>
    Stranger,

    /// <summary>To a session there is none of, or to which he is not invited.</summary>
    NoSuchSession,
}

/// <summary>What one attendee said of a briefing, or of one of its sessions.</summary>
/// <param name="Day">The session's day by the rule; null for all.</param>
/// <param name="Sequence">The version that was answered.</param>
/// <param name="Stamp">When it was written, or if that could not be read, came.</param>
public sealed record Reply(string Address, LocalDate? Day, Participation Answer, int Sequence, Instant Stamp)
{
    public string? Comment { get; init; }

    /// <summary>Whom the mail said it was from. Shown, never believed.</summary>
    public string Sender { get; init; } = "";

    /// <summary>Of a <see cref="Participation.Delegated"/>: who comes instead.</summary>
    public string? DelegatedTo { get; init; }
}

/// <summary>One letter as it matters to replies: whom it told of which sessions, under which number.</summary>
/// <param name="Days">Default: of all.</param>
public sealed record LetterTold(int Sequence, ImmutableHashSet<string> Addresses, ImmutableArray<LocalDate> Days)
{
    public bool Tells(string address, LocalDate? day) => Addresses.Contains(address) && (Days.IsDefault || day is null || Days.Contains(day.Value));
}

/// <summary>What somebody says to some sessions.</summary>
/// <param name="Said">Null: nothing yet.</param>
/// <param name="IsEarlier">It was said to an earlier version than he has been told since.</param>
public sealed record AnswerTo(Reply? Said, bool IsEarlier, ImmutableArray<InvitedSession> Sessions);

/// <summary>The answers of one who was told.</summary>
/// <param name="InsteadOf">Who asked him to come, if he was not invited himself.</param>
public sealed record Answers(Invitee Whom, string? InsteadOf, ImmutableArray<AnswerTo> To);

/// <summary>
/// Whose reply counts, and what has been answered so far. A reply says what its writer means to do; it decides nothing. Who the mail came from
/// is never asked: the attendee it names must be one we invited, or one he sends instead (RFC 5546 3.2.3, RFC 6047 3).
/// </summary>
public static class ReplyRules
{
    /// <param name="noted">What was noted before, in the order in which it came.</param>
    public static (ReplyStanding Standing, Reply Reply) Judge(Told told, ImmutableArray<Reply> noted, ReplyEvent said, string sender, Instant at)
    {
        var session = said.Recurrence is { } recurrence ? SessionAt(told.What, recurrence) : null;
        var reply = new Reply(said.Attendee, session?.Day, said.Answer, said.Sequence, said.Stamp is { } stamp && stamp <= at ? stamp : at)
        {
            Comment = said.Comment,
            Sender = sender,
            DelegatedTo = said.Answer == Participation.Delegated ? said.DelegatedTo : null,
        };
        var invitee = Invited(told, noted, said.Attendee, []);
        if (invitee is null) return (ReplyStanding.Stranger, reply);
        var isNone = said.Recurrence is not null && (session is null || !invitee.IsInvitedTo(session));
        return (isNone ? ReplyStanding.NoSuchSession : ReplyStanding.Noted, reply);
    }

    /// <summary>Of the sessions that are still to come, who says what; in the order in which they were invited, each with who comes instead.</summary>
    public static ImmutableArray<Answers> Standing(Told told, ImmutableArray<Reply> noted, ImmutableArray<LetterTold> letters, Instant now)
    {
        ImmutableArray<InvitedSession> ahead = [.. told.What.Sessions.Where(session => session.End > now)];
        var (found, seen) = (ImmutableArray.CreateBuilder<Answers>(), new HashSet<string>(told.Whom.Select(whom => whom.Address), StringComparer.OrdinalIgnoreCase));
        foreach (var whom in told.Whom) Add(whom, null, ahead.Where(whom.IsInvitedTo));
        return found.ToImmutable();

        void Add(Invitee whom, string? insteadOf, IEnumerable<InvitedSession> sessions)
        {
            var answers = Of(whom.Address, sessions);
            if (answers.IsEmpty) return;
            found.Add(new Answers(whom, insteadOf, answers));
            foreach (var given in answers.Where(one => one.Said?.DelegatedTo is { } to && seen.Add(to)))
                Add(new Invitee(given.Said!.DelegatedTo!, "", whom.Rooms), whom.Name, given.Sessions);
        }

        ImmutableArray<AnswerTo> Of(string address, IEnumerable<InvitedSession> sessions) =>
        [
            .. sessions.Select(session => (Session: session, Said: Last(noted, address, session.Day)))
                .Select(one => (one.Session, one.Said, IsEarlier: one.Said is not null && letters.Any(letter => letter.Sequence > one.Said.Sequence && letter.Tells(address, one.Session.Day))))
                .GroupBy(one => (one.Said, one.IsEarlier)).Select(group => new AnswerTo(group.Key.Said, group.Key.IsEarlier, [.. group.Select(one => one.Session)])),
        ];
    }

    /// <summary>The word that counts: to the newest version, and of those the last written (RFC 5546 2.1.5), within a second the last that came.</summary>
    private static Reply? Last(ImmutableArray<Reply> noted, string address, LocalDate? day) =>
        noted.Where(reply => Same(reply.Address, address) && (reply.Day is null || reply.Day == day)).OrderBy(reply => (reply.Sequence, reply.Stamp)).LastOrDefault();

    /// <summary>Who is told, or comes instead of one who is.</summary>
    private static Invitee? Invited(Told told, ImmutableArray<Reply> noted, string address, ImmutableHashSet<string> asked)
    {
        if (told.Whom.FirstOrDefault(whom => Same(whom.Address, address)) is { } invitee) return invitee;
        if (asked.Contains(address)) return null;
        return noted.Where(reply => reply.DelegatedTo is { } to && Same(to, address)).Select(reply => Invited(told, noted, reply.Address, asked.Add(address))).FirstOrDefault(one => one is not null);
    }

    /// <summary>By its time by the rule, as it was told; clients that forgot that name it by the time it is held.</summary>
    private static InvitedSession? SessionAt(Invitation what, LocalDateTime at)
    {
        if (what.Series is not { } series) return null;
        return what.Sessions.FirstOrDefault(session => session.Day is { } day && SeriesLayout.Nominal(series, day) == at)
            ?? what.Sessions.FirstOrDefault(session => session.Start.ToLocal() == at);
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
