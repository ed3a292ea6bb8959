using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Invitations;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>What was answered to invitations, as the pages show it. Whose answer stands is decided by <see cref="ReplyRules"/>.</summary>
internal sealed class ReplyAnswers(Db db, TimeProvider clock)
{
    private const int MaxSessions = 60;
    private const int MaxOthers = 50;
    private const int MaxDeclined = 200;

    /// <summary>Who is invited to what is still to come of a briefing, with their answers.</summary>
    public async Task<InviteeAnswer[]> Invited(Guid briefing, CancellationToken cancel)
    {
        var needed = await Needed(briefing, cancel);
        return [.. (await Standing(briefing, cancel)).Select(one => Describe(one, needed))];
    }

    /// <summary>What came and does not count, the newest first.</summary>
    public async Task<OtherReplyAnswer[]> Others(Guid briefing, CancellationToken cancel)
    {
        var rows = await db.Replies.AsNoTracking().Where(row => row.BriefingId == briefing && row.Standing != ReplyStanding.Noted)
            .OrderByDescending(row => row.At).Take(MaxOthers).ToListAsync(cancel);
        return [.. rows.Select(row => new OtherReplyAnswer(row.Address, row.Sender, row.Answer, row.Standing, row.At.ToLocal(), row.Comment))];
    }

    /// <summary>Who said no to a session to come and is needed there, the next first; of briefings the caller may know of.</summary>
    public async Task<DeclinedAnswer[]> Declined(Caller caller, CancellationToken cancel)
    {
        var now = clock.Now();
        var briefings = await db.Replies.AsNoTracking().Where(row => row.Answer == Participation.Declined && row.Standing == ReplyStanding.Noted)
            .Where(row => db.Occurrences.Any(one => one.BriefingId == row.BriefingId && one.Status == BookingStatus.Approved && one.End > now))
            .Select(row => row.BriefingId).Distinct().Take(MaxDeclined).ToListAsync(cancel);
        var hidden = await Discretion.Hidden(db, briefings, caller, cancel);
        var found = new List<DeclinedAnswer>();
        foreach (var briefing in briefings.Where(id => !hidden.Contains(id))) found.AddRange(await DeclinedOf(briefing, cancel));
        return [.. found.OrderBy(one => one.Start)];
    }

    private async Task<IEnumerable<DeclinedAnswer>> DeclinedOf(Guid briefing, CancellationToken cancel)
    {
        var (needed, title) = (await Needed(briefing, cancel), await db.Briefings.Where(row => row.Id == briefing).Select(row => row.Title).SingleAsync(cancel));
        return
            from one in await Standing(briefing, cancel)
            let who = Describe(one, needed)
            where who.Required
            from answer in one.To
            where answer is { IsEarlier: false, Said.Answer: Participation.Declined }
            select new DeclinedAnswer(briefing, title, answer.Sessions[0].Start.ToLocal(), who.Name, who.Rooms, answer.Said!.Comment, answer.Said.Stamp.ToLocal());
    }

    /// <summary>The names of the rooms that must be there.</summary>
    private async Task<ImmutableHashSet<string>> Needed(Guid briefing, CancellationToken cancel) =>
        [.. await db.Briefings.AsNoTracking().Where(row => row.Id == briefing).SelectMany(row => row.Rooms).Where(room => !room.Optional).Select(room => room.Room!.Name).ToListAsync(cancel)];

    private async Task<ImmutableArray<Answers>> Standing(Guid briefing, CancellationToken cancel)
    {
        if (await db.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.BriefingId == briefing, cancel) is not { } row) return [];
        return ReplyRules.Standing(InvitationJson.Read<Told>(row.Told), await ReplyDesk.Noted(db, briefing, cancel), await Letters(briefing, cancel), clock.Now());
    }

    private async Task<ImmutableArray<LetterTold>> Letters(Guid briefing, CancellationToken cancel)
    {
        var rows = await db.Letters.AsNoTracking().Where(letter => letter.BriefingId == briefing && (letter.Kind == LetterKind.Invitation || letter.Kind == LetterKind.Change))
            .Select(letter => new { letter.Content, To = letter.Pieces.Select(piece => piece.Address).ToList() }).ToListAsync(cancel);
        return [.. rows.Select(row => Told(InvitationJson.Read<Letter>(row.Content), row.To))];
    }

    private static LetterTold Told(Letter letter, List<string> to) => new(
        letter.Sequence, to.ToImmutableHashSet(StringComparer.OrdinalIgnoreCase),
        letter.IsPartial ? [.. letter.What.Sessions.Select(session => session.Day).OfType<NodaTime.LocalDate>()] : default);

    private static InviteeAnswer Describe(Answers one, ImmutableHashSet<string> needed)
    {
        var rooms = one.Whom.Rooms.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new InviteeAnswer(one.Whom.Address, one.Whom.Name, rooms, rooms.Length == 0 || rooms.Any(needed.Contains), one.InsteadOf, [.. one.To.Select(Describe)]);
    }

    private static SessionsReplyAnswer Describe(AnswerTo answer)
    {
        var said = answer.Said;
        var sender = said is null || string.Equals(said.Sender, said.Address, StringComparison.OrdinalIgnoreCase) ? null : said.Sender;
        return new SessionsReplyAnswer(
            said?.Answer, answer.IsEarlier, said?.Stamp.ToLocal(), said?.Comment, said?.DelegatedTo, sender,
            [.. answer.Sessions.Take(MaxSessions).Select(session => session.Start.ToLocal())], answer.Sessions.Length);
    }
}
