using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Invitations;

/// <summary>Writes the reminders that are due into the outbox, each once: its letter is what says that it was written.</summary>
internal sealed class ReminderDesk(WriteGate gate, IDbContextFactory<Db> contexts, MailOptions options, TimeProvider clock)
{
    private sealed record Due(Guid OccurrenceId, Guid BriefingId, LocalDate? Day, int Lead);

    /// <summary>How many pieces were written.</summary>
    public async Task<int> Write(CancellationToken cancel)
    {
        var now = clock.Now();
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var due = await Find(db, now, cancel);
        if (due.Count == 0) return 0;
        // Looked for again inside: another pass may have been here.
        return await gate.Write(async write =>
        {
            var pieces = 0;
            foreach (var one in await Find(write, now, cancel)) pieces += await Add(write, one, now, cancel);
            await write.SaveChangesAsync(cancel);
            return pieces;
        }, cancel);
    }

    private async Task<List<Due>> Find(Db db, Instant now, CancellationToken cancel)
    {
        var leads = MailSettings.Leads(options)!.Value;
        if (leads.IsEmpty) return [];
        var horizon = now + Duration.FromMinutes(leads[0]);
        var near = await db.Occurrences.AsNoTracking()
            .Where(one => one.Start > now && one.Start <= horizon && one.Status == BookingStatus.Approved && !one.Defective)
            .Join(db.Invitations, one => one.BriefingId, told => told.BriefingId, (one, told) => new { one.Id, one.BriefingId, one.RuleDay, one.Start, told.At })
            .ToListAsync(cancel);
        var ids = near.Select(one => one.Id).ToList();
        var written = (await db.Letters.AsNoTracking().Where(letter => letter.OccurrenceId != null && ids.Contains(letter.OccurrenceId.Value))
            .Select(letter => new { letter.OccurrenceId, letter.LeadMinutes }).ToListAsync(cancel)).Select(letter => (letter.OccurrenceId, letter.LeadMinutes)).ToHashSet();
        return
        [
            .. near.Select(one => (Session: one, Lead: Reminders.Due(leads, one.Start, one.At, now)))
                .Where(one => one.Lead is not null && !written.Contains((one.Session.Id, one.Lead)))
                .Select(one => new Due(one.Session.Id, one.Session.BriefingId, one.Session.RuleDay, one.Lead!.Value)),
        ];
    }

    private static async Task<int> Add(Db db, Due due, Instant now, CancellationToken cancel)
    {
        var told = InvitationJson.Read<Told>((await db.Invitations.AsNoTracking().SingleAsync(row => row.BriefingId == due.BriefingId, cancel)).Told);
        var session = told.What.Sessions.FirstOrDefault(one => one.Day == due.Day);
        if (session is null) return 0;
        ImmutableArray<Invitee> whom = [.. told.Whom.Where(invitee => invitee.IsInvitedTo(session))];
        var letter = new Letter(LetterKind.Reminder, told.Sequence, now, told.What with { Sessions = [session] }, IsPartial: false) { Whom = whom };
        var row = InvitationDesk.RowOf(due.BriefingId, letter, now);
        (row.OccurrenceId, row.LeadMinutes, row.UsefulUntil) = (due.OccurrenceId, due.Lead, session.Start);
        db.Letters.Add(row);
        return whom.Length;
    }
}
