using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Invitations;

/// <summary>
/// Puts into the outbox what a change of a briefing makes due, in the transaction of the change: either both are stored or none. What is due is
/// decided by <see cref="InvitationRules"/>; <see cref="OutboxCourier"/> sends it.
/// </summary>
internal sealed class InvitationDesk(MailOptions options, Counters counters)
{
    /// <summary>How many pieces of mail were put there: none for now, if they are held back.</summary>
    public Task<int> Queue(Db db, BriefingRow briefing, Instant now, CancellationToken cancel) => Queue(db, briefing, now, Haste.None, cancel);

    /// <summary>Tells now what is held back, if there is still anything to tell.</summary>
    public Task<int> Release(Db db, BriefingRow briefing, bool isCorrection, Instant now, CancellationToken cancel) =>
        Queue(db, briefing, now, isCorrection ? Haste.Correction : Haste.Now, cancel);

    private enum Haste
    {
        None,
        Now,
        Correction,
    }

    private async Task<int> Queue(Db db, BriefingRow briefing, Instant now, Haste haste, CancellationToken cancel)
    {
        if (!options.Enabled) return 0;
        var row = await db.Invitations.SingleOrDefaultAsync(one => one.BriefingId == briefing.Id, cancel);
        if (briefing.Terms.IsSecret) await Withdraw(db, briefing.Id, cancel);
        var gathered = await InvitationGathering.Of(db, briefing, options, cancel);
        var before = row is null ? null : InvitationJson.Read<Told>(row.Told);
        var round = InvitationRules.Next(before, gathered.Invitation(), gathered.Whom(), gathered.Undecided(), now);
        if (await IsHeld(db, briefing, before, round, haste, now, cancel)) return 0;
        if (haste == Haste.Correction) round = round with { Letters = [.. round.Letters.Select(letter => letter with { IsCorrection = true })] };
        return await Keep(db, briefing.Id, row, round, now, cancel);
    }

    /// <summary>Whether there is nothing to tell for now. What was changed and changed back is forgotten.</summary>
    private async Task<bool> IsHeld(Db db, BriefingRow briefing, Told? before, Round round, Haste haste, Instant now, CancellationToken cancel)
    {
        var held = await db.HeldInvitations.SingleOrDefaultAsync(one => one.BriefingId == briefing.Id, cancel);
        var isPressing = haste != Haste.None || briefing.UrgentReason is not null || briefing.Terms.IsSecret;
        var until = round.Letters.IsEmpty ? null : Holding.Until(before, round, isPressing, now, held?.Since, Duration.FromSeconds(options.HoldSeconds));
        if (until is not { } later)
        {
            if (held is not null) db.HeldInvitations.Remove(held);
            await db.SaveChangesAsync(cancel);
            return round.Letters.IsEmpty;
        }
        if (held is null) db.HeldInvitations.Add(held = new HeldInvitationRow { BriefingId = briefing.Id, Since = now });
        held.Until = later;
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Everybody who is invited is told all of it again, under the same number.</summary>
    public async Task<int> QueueAgain(Db db, BriefingRow briefing, Instant now, CancellationToken cancel)
    {
        var row = await db.Invitations.SingleOrDefaultAsync(one => one.BriefingId == briefing.Id, cancel);
        if (await Queue(db, briefing, now, Haste.Now, cancel) is > 0 and var fresh) return fresh;
        if (row is null || InvitationJson.Read<Told>(row.Told) is not { What.Sessions.IsEmpty: false } told) return 0;
        var due = InvitationRules.Next(null, told.What, told.Whom, Undecided.Nothing, now);
        return await Keep(db, briefing.Id, row, new Round(told, [.. due.Letters.Select(letter => letter with { Sequence = told.Sequence })]), now, cancel);
    }

    private async Task<int> Keep(Db db, Guid briefingId, InvitationRow? row, Round round, Instant now, CancellationToken cancel)
    {
        var pieces = round.Letters.Sum(letter => letter.Whom.Length);
        if (await db.Outbox.CountAsync(piece => piece.State == MailState.Waiting, cancel) + pieces > options.MaxWaiting)
        {
            // What is told stays as it was: the next change, or a person, tells it then.
            counters.Count("mail.outboxFull");
            return 0;
        }
        if (row is null) db.Invitations.Add(row = new InvitationRow { BriefingId = briefingId });
        (row.Sequence, row.At, row.Told) = (round.After!.Sequence, now, InvitationJson.Write(round.After));
        db.Letters.AddRange(round.Letters.Select(letter => RowOf(briefingId, letter, now)));
        await db.SaveChangesAsync(cancel);
        return pieces;
    }

    public static LetterRow RowOf(Guid briefingId, Letter letter, Instant now) => new()
    {
        Id = Guid.CreateVersion7(),
        BriefingId = briefingId,
        Kind = letter.Kind,
        At = now,
        UsefulUntil = letter.What.Sessions.Max(session => session.End),
        Content = InvitationJson.Write(letter with { Whom = [] }),
        Pieces = [.. letter.Whom.Select(whom => new OutboxRow { Id = Guid.CreateVersion7(), Address = whom.Address, Name = whom.Name, Rooms = whom.Rooms, DueAt = now })],
    };

    /// <summary>What has not been sent yet may say more than is allowed now.</summary>
    private static Task<int> Withdraw(Db db, Guid briefingId, CancellationToken cancel) => db.Outbox
        .Where(piece => piece.State != MailState.Sent && db.Letters.Any(letter => letter.Id == piece.LetterId && letter.BriefingId == briefingId))
        .ExecuteDeleteAsync(cancel);
}
