using System.Collections.Immutable;
using System.Text.Json;
using Conferencing.Booking.Invitations;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Invitations;

/// <summary>
/// Notes what came back to invitations: answers with the briefing, reports of failed delivery with the piece of the outbox. What it may mean is
/// decided by <see cref="ReplyRules"/>; a booking is never changed by it. What is refused is counted by its name.
/// </summary>
internal sealed class ReplyDesk(WriteGate gate, IDbContextFactory<Db> contexts, Counters counters, TimeProvider clock, IHubContext<LiveHub, ILiveClient> watchers)
{
    /// <summary>Of one briefing; a person who answers every session of five years by itself stays below, a machine run wild does not.</summary>
    private const int MaxOfBriefing = 20_000;

    /// <summary>Of one address to one briefing, and of strangers together.</summary>
    private const int MaxOfAddress = 600;

    /// <returns>Whether the message is ours, so that nobody need look at it any more.</returns>
    public async Task<bool> Note(ReplyMail mail, CancellationToken cancel)
    {
        if (mail.Bounce is { } bounce) return await Note(bounce, cancel);
        if (mail.Calendar is not { } calendar) return false;
        var read = CalendarReply.Read(calendar, mail.Sender);
        if (read.Fault is { } fault)
        {
            // Invitations of others, and answers to them, are none of ours.
            counters.Count("replies." + JsonNamingPolicy.CamelCase.ConvertName(fault.ToString()));
            return false;
        }
        var isOurs = false;
        for (var index = 0; index < read.Events.Length; index++) isOurs |= await Note(read.Events[index], $"{mail.Key}:{index}", mail.Sender, cancel);
        if (isOurs) await watchers.Clients.All.BriefingsChanged();
        return isOurs;
    }

    private async Task<bool> Note(ReplyEvent said, string key, string sender, CancellationToken cancel)
    {
        if (!Guid.TryParse(said.Uid, out var briefing) || !await IsTold(briefing, cancel))
        {
            counters.Count("replies.unknownBriefing");
            return false;
        }
        counters.Count($"replies.{await gate.Write(db => Add(db, briefing, said, key, sender, cancel), cancel)}");
        return true;
    }

    private async Task<bool> IsTold(Guid briefing, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await db.Invitations.AnyAsync(row => row.BriefingId == briefing, cancel);
    }

    /// <returns>What became of it.</returns>
    private async Task<string> Add(Db db, Guid briefing, ReplyEvent said, string key, string sender, CancellationToken cancel)
    {
        // Another server may read the same mailbox, and this one may have stopped between the note and the next message.
        if (await db.Replies.AnyAsync(row => row.Key == key, cancel)) return "again";
        var now = clock.Now();
        var told = InvitationJson.Read<Told>((await db.Invitations.AsNoTracking().SingleAsync(row => row.BriefingId == briefing, cancel)).Told);
        var (standing, reply) = ReplyRules.Judge(told, await Noted(db, briefing, cancel), said, sender, now);
        var all = db.Replies.Where(row => row.BriefingId == briefing);
        var alike = standing == ReplyStanding.Noted ? all.Where(row => row.Address == reply.Address) : all.Where(row => row.Standing != ReplyStanding.Noted);
        if (await all.CountAsync(cancel) >= MaxOfBriefing || await alike.CountAsync(cancel) >= MaxOfAddress) return "tooMany";
        db.Replies.Add(new ReplyRow
        {
            Id = Guid.CreateVersion7(),
            Key = key,
            BriefingId = briefing,
            Standing = standing,
            Address = reply.Address,
            Day = reply.Day,
            Answer = reply.Answer,
            Sequence = reply.Sequence,
            Stamp = reply.Stamp,
            At = now,
            Sender = sender,
            Comment = reply.Comment,
            DelegatedTo = reply.DelegatedTo,
        });
        await db.SaveChangesAsync(cancel);
        return standing switch
        {
            ReplyStanding.Noted => "noted",
            ReplyStanding.Stranger => "stranger",
            ReplyStanding.NoSuchSession => "noSuchSession",
            _ => throw new System.Diagnostics.UnreachableException("A standing without a counter."),
        };
    }

    /// <summary>What counts of what was answered to a briefing.</summary>
    public static async Task<ImmutableArray<Reply>> Noted(Db db, Guid briefing, CancellationToken cancel) =>
        [.. (await db.Replies.AsNoTracking().Where(row => row.BriefingId == briefing && row.Standing == ReplyStanding.Noted).OrderBy(row => row.At).ThenBy(row => row.Id).ToListAsync(cancel)).Select(row => row.Reply)];

    private async Task<bool> Note(Bounce bounce, CancellationToken cancel)
    {
        var noted = await gate.Write(db => db.Outbox.Where(piece => piece.Id == bounce.PieceId && piece.State == MailState.Sent).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.State, MailState.Failed).SetProperty(one => one.Error, bounce.Reason), cancel), cancel);
        counters.Count(noted > 0 ? "replies.bounced" : "replies.bounceOfNothing");
        return noted > 0;
    }
}
