using System.Globalization;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Invitations;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Mail that is to be sent or was: what is unsent, why, and what a person may do about it.</summary>
internal static class OutboxApi
{
    private const int MostTold = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var outbox = routes.MapGroup("/api/outbox").WithTags("invitations").RequireAuthorization(Policies.Book);
        outbox.MapGet("", List);
        outbox.MapPost("again", AllAgain);
        outbox.MapPost("{pieceId:guid}/again", Again);
        outbox.MapPost("{pieceId:guid}/give-up", GiveUp);
        outbox.MapPost("mailbox/read", ReadMailbox);
        routes.MapGet("/api/replies/declined", Declined).WithTags("invitations").RequireAuthorization(Policies.Book);
        var briefing = routes.MapGroup("/api/briefings/{id:guid}/invitations").WithTags("invitations");
        briefing.MapGet("", OfBriefing);
        briefing.MapPost("now", SendNow).RequireAuthorization(Policies.Book);
        briefing.MapPost("", SendAgain).RequireAuthorization(Policies.Book);
    }

    /// <param name="all">Also what was sent or given up.</param>
    private static async Task<Ok<OutboxAnswer>> List(
        bool? all, Caller caller, Db db, MailOptions options, MailRepliesOptions replies, ReplyMailbox mailbox, Counters counters, CancellationToken cancel)
    {
        var counts = await db.Outbox.AsNoTracking().GroupBy(piece => piece.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(one => one.Key, one => one.Count, cancel);
        var rows = await db.Outbox.AsNoTracking().Include(piece => piece.Letter)
            .Where(piece => all == true || piece.State == MailState.Waiting || piece.State == MailState.Failed)
            .OrderByDescending(piece => piece.Id).Take(MostTold).ToListAsync(cancel);
        var server = options.Enabled ? string.Create(CultureInfo.InvariantCulture, $"{options.Host}:{options.Port}") : null;
        return TypedResults.Ok(new OutboxAnswer(
            options.Enabled, server, counts.GetValueOrDefault(MailState.Waiting), counts.GetValueOrDefault(MailState.Failed), await Describe(rows, caller, db, cancel),
            replies.Enabled ? Describe(replies, mailbox.State, counters) : null, await Held(caller, db, cancel)));
    }

    private static MailboxAnswer Describe(MailRepliesOptions replies, MailboxState state, Counters counters)
    {
        var counts = counters.Read().Where(count => count.Key.StartsWith("replies.", StringComparison.Ordinal) && count.Key is not ("replies.again" or "replies.bounced")).ToLookup(count => count.Key == "replies.noted", count => count.Value);
        return new MailboxAnswer(
            string.Create(CultureInfo.InvariantCulture, $"{replies.Host}:{replies.Port}"), state.ReadAt?.ToLocal(), state.Error, state.NextAt?.ToLocal(), counts[true].Sum(), counts[false].Sum());
    }

    private static NoContent ReadMailbox(ReplyMailbox mailbox)
    {
        mailbox.Wake();
        return TypedResults.NoContent();
    }

    private static async Task<Ok<DeclinedAnswer[]>> Declined(ReplyAnswers replies, Caller caller, CancellationToken cancel) => TypedResults.Ok(await replies.Declined(caller, cancel));

    private static async Task<Ok<InvitationsAnswer>> OfBriefing(
        Guid id, Caller caller, Db db, MailOptions options, MailRepliesOptions mailbox, ReplyAnswers replies, CancellationToken cancel)
    {
        var told = await db.Invitations.AsNoTracking().SingleOrDefaultAsync(row => row.BriefingId == id, cancel);
        var rows = await db.Outbox.AsNoTracking().Include(piece => piece.Letter).Where(piece => piece.Letter!.BriefingId == id)
            .OrderByDescending(piece => piece.Id).Take(MostTold).ToListAsync(cancel);
        return TypedResults.Ok(new InvitationsAnswer(options.Enabled, told?.Sequence, told?.At.ToLocal(), await Describe(rows, caller, db, cancel), mailbox.Enabled, await replies.Invited(id, cancel), await replies.Others(id, cancel),
            (await db.HeldInvitations.AsNoTracking().SingleOrDefaultAsync(row => row.BriefingId == id, cancel))?.Until.ToLocal()));
    }

    private static async Task<HeldAnswer[]> Held(Caller caller, Db db, CancellationToken cancel)
    {
        var rows = await db.HeldInvitations.AsNoTracking().OrderBy(held => held.Until).Take(MostTold)
            .Join(db.Briefings, held => held.BriefingId, briefing => briefing.Id, (held, briefing) => new { briefing.Id, briefing.Title, held.Until }).ToListAsync(cancel);
        var hidden = await Discretion.Hidden(db, rows.Select(row => row.Id), caller, cancel);
        return [.. rows.OrderBy(row => row.Until).Select(row => new HeldAnswer(row.Id, hidden.Contains(row.Id) ? Discretion.Busy(caller) : row.Title, row.Until.ToLocal()))];
    }

    /// <summary>What is held back is told now.</summary>
    /// <param name="correction">It says that what was told before was a mistake.</param>
    private static async Task<Results<Ok<QueuedAnswer>, Refusal>> SendNow(
        Guid id, bool? correction, Caller caller, WriteGate gate, InvitationDesk desk, OutboxCourier courier, MailOptions options, TimeProvider clock, CancellationToken cancel)
    {
        var (count, refused) = await Queue(id, caller, gate, options, (db, briefing) => desk.Release(db, briefing, correction == true, clock.Now(), cancel), cancel);
        if (refused is not null) return refused;
        courier.Wake();
        return TypedResults.Ok(new QueuedAnswer(count));
    }

    private static async Task<Results<Ok<QueuedAnswer>, Refusal>> SendAgain(
        Guid id, Caller caller, WriteGate gate, InvitationDesk desk, OutboxCourier courier, MailOptions options, TimeProvider clock, CancellationToken cancel)
    {
        var (count, refused) = await Queue(id, caller, gate, options, (db, briefing) => desk.QueueAgain(db, briefing, clock.Now(), cancel), cancel);
        if (refused is not null) return refused;
        if (count == 0) return Refusal.Conflict("nobodyToInvite");
        courier.Wake();
        return TypedResults.Ok(new QueuedAnswer(count));
    }

    private static async Task<(int Count, Refusal? Refused)> Queue(
        Guid id, Caller caller, WriteGate gate, MailOptions options, Func<Db, BriefingRow, Task<int>> work, CancellationToken cancel)
    {
        if (!options.Enabled) return (0, Refusal.Conflict("mailNotConfigured"));
        return await gate.Write<(int, Refusal?)>(async db =>
        {
            if (await BookingDesk.Load(db, id, cancel) is not { } briefing) return (0, Refusal.NotFound());
            if (!Booking.Approval.MayChange(briefing.Status, caller.Towards(briefing.BookedById, briefing.Dossier.HostUnitId))) return (0, new Refusal(StatusCodes.Status403Forbidden, "notYours"));
            return (await work(db, briefing), null);
        }, cancel);
    }

    private static async Task<Ok<QueuedAnswer>> AllAgain(WriteGate gate, OutboxCourier courier, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var count = await gate.Write(db =>
        {
            db.Changes.Say("mail", "all", "", "sentAgain");
            return db.Outbox.Where(piece => piece.State == MailState.Failed || piece.State == MailState.Waiting).ExecuteUpdateAsync(
                row => row.SetProperty(one => one.State, MailState.Waiting).SetProperty(one => one.Attempts, 0).SetProperty(one => one.DueAt, now), cancel);
        }, cancel);
        courier.Wake();
        return TypedResults.Ok(new QueuedAnswer(count));
    }

    private static async Task<Results<NoContent, Refusal>> Again(Guid pieceId, WriteGate gate, OutboxCourier courier, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Now();
        var changed = await Change(pieceId, piece => (piece.State, piece.Attempts, piece.DueAt) = (MailState.Waiting, 0, now), gate, cancel);
        if (changed == 0) return Refusal.NotFound();
        courier.Wake();
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Refusal>> GiveUp(Guid pieceId, WriteGate gate, CancellationToken cancel)
    {
        return await Change(pieceId, piece => piece.State = MailState.GivenUp, gate, cancel) == 0 ? Refusal.NotFound() : TypedResults.NoContent();
    }

    /// <summary>How many pieces of that name were still unsent.</summary>
    private static Task<int> Change(Guid pieceId, Action<OutboxRow> change, WriteGate gate, CancellationToken cancel) => gate.Write(async db =>
    {
        if (await db.Outbox.SingleOrDefaultAsync(piece => piece.Id == pieceId && piece.State != MailState.Sent, cancel) is not { } piece) return 0;
        change(piece);
        await db.SaveChangesAsync(cancel);
        return 1;
    }, cancel);

    private static async Task<MailPieceAnswer[]> Describe(List<OutboxRow> rows, Caller caller, Db db, CancellationToken cancel)
    {
        var hidden = await Discretion.Hidden(db, rows.Select(row => row.Letter!.BriefingId), caller, cancel);
        var subjects = rows.DistinctBy(row => row.LetterId).ToDictionary(
            row => row.LetterId, row => hidden.Contains(row.Letter!.BriefingId) ? Discretion.Busy(caller) : InvitationText.Subject(InvitationJson.Read<Letter>(row.Letter!.Content)));
        return
        [
            .. rows.Select(row => new MailPieceAnswer(
                row.Id, row.Letter!.BriefingId, row.Letter.Kind, subjects[row.LetterId], hidden.Contains(row.Letter.BriefingId) ? "" : row.Name, row.Address, Enum.Parse<MailStanding>(row.State.ToString()),
                row.Letter.At.ToLocal(), row.Attempts, row.State == MailState.Waiting ? row.DueAt.ToLocal() : null, row.SentAt.ToLocal(), row.Error)),
        ];
    }
}
