using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Invitations;

/// <summary>
/// Reminds those who may give a step, once, when its deadline is near: by the outbox, in the transaction that notes it. Who has given no mail
/// address for it reads the page. Decides nothing.
/// </summary>
internal sealed class DecisionDesk(WriteGate gate, IDbContextFactory<Db> contexts, ApprovalOptions approval, MailOptions options, TimeProvider clock)
{
    private sealed record Asked(BriefingRow Briefing, OccurrenceRow Session, ApprovalSteps Step, Instant Due);

    /// <summary>How many pieces were written.</summary>
    public async Task<int> Write(CancellationToken cancel)
    {
        var now = clock.Now();
        await using (var db = await contexts.CreateDbContextAsync(cancel))
        {
            if ((await Near(db, now, cancel)).Count == 0 || !await db.Users.AnyAsync(one => one.Email != null && !one.Disabled, cancel)) return 0;
        }
        // Looked for again inside: another pass may have been here, and somebody may have decided.
        return await gate.Write(async db =>
        {
            var pieces = 0;
            foreach (var one in await Near(db, now, cancel)) pieces += await Add(db, one, now, cancel);
            await db.SaveChangesAsync(cancel);
            return pieces;
        }, cancel);
    }

    private async Task<List<Asked>> Near(Db db, Instant now, CancellationToken cancel)
    {
        var deadlines = approval.Deadlines;
        var (earliest, latest) = (now - BookingRules.MaxLength, now + Duration.Max(deadlines.Office, Duration.Max(deadlines.Technical, deadlines.Urgent)) + deadlines.Soon);
        var ids = await db.Occurrences.AsNoTracking().Where(one => one.Status == BookingStatus.Pending && one.Start >= earliest && one.Start <= latest && one.End > now)
            .Select(one => one.BriefingId).Distinct().ToListAsync(cancel);
        var rows = await db.Briefings.Where(row => ids.Contains(row.Id)).Include(row => row.Occurrences.Where(one => one.Status == BookingStatus.Pending && one.End > now)).ToListAsync(cancel);
        return [.. rows.Where(row => row.Occurrences.Count > 0).Select(Ask).Where(one => !one.Briefing.Reminded.HasFlag(one.Step) && deadlines.Of(one.Due, one.Session.End, now) is Due.Soon or Due.Overdue)];

        Asked Ask(BriefingRow row)
        {
            var next = row.Occurrences.MinBy(one => one.Start)!;
            var step = next.Standing.Missing.HasFlag(ApprovalSteps.Office) ? ApprovalSteps.Office : ApprovalSteps.Technical;
            return new Asked(row, next, step, deadlines.At(step, next.Start, row.AskedAt ?? row.CreatedAt, row.UrgentReason is not null));
        }
    }

    private async Task<int> Add(Db db, Asked asked, Instant now, CancellationToken cancel)
    {
        var row = asked.Briefing;
        var whom = await Whom(db, asked, now, cancel);
        if (whom.IsEmpty) return 0;
        var dossier = asked.Session.Dossier ?? row.Dossier;
        var matter = row.Terms.IsSecret ? InvitedMatter.Hidden : new InvitedMatter(asked.Session.Title ?? row.Title, dossier.InvitationNumber, Chair: dossier.ChairPerson)
        {
            Link = options.PagesUrl.Length == 0 ? null : $"{options.PagesUrl.TrimEnd('/')}/briefings/{row.Id}",
        };
        var what = new Invitation(row.Id, matter, null, [new InvitedSession(asked.Session.RuleDay, asked.Session.Start, asked.Session.End)]);
        var reason = row.Terms.IsSecret ? null : row.UrgentReason;
        var letter = new Letter(LetterKind.Decision, 0, now, what, IsPartial: false) { Whom = whom, Asked = new DecisionAsked(asked.Step, asked.Due, reason) };
        db.Letters.Add(InvitationDesk.RowOf(row.Id, letter, now));
        row.Reminded |= asked.Step;
        return whom.Length;
    }

    /// <summary>Whose step it is, and who stands in for them today.</summary>
    private static async Task<ImmutableArray<Invitee>> Whom(Db db, Asked asked, Instant now, CancellationToken cancel)
    {
        var people = await db.Users.AsNoTracking().Where(one => one.Email != null && !one.Disabled).ToListAsync(cancel);
        var (tree, found) = (await UnitParents.Of(db, cancel), ImmutableArray.CreateBuilder<Invitee>());
        var (bookedBy, host) = (asked.Briefing.BookedById, asked.Briefing.Dossier.HostUnitId);
        foreach (var person in people)
        {
            var caller = Caller.Of(person, tree);
            var actor = (await Lending.To(db, caller, now, cancel)).Arm(caller.Towards(bookedBy, host), bookedBy, host);
            if (actor.MayGive.HasFlag(asked.Step) && Discretion.MaySee(caller, asked.Briefing)) found.Add(new Invitee(person.Email!, person.DisplayName, ""));
        }
        return [.. found.DistinctBy(one => one.Address, StringComparer.OrdinalIgnoreCase)];
    }
}
