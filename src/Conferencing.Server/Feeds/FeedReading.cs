using System.Security.Cryptography;
using System.Text;
using Conferencing.Booking;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Feeds;

/// <summary>What is read at a feed's secret address: the approved sessions of a rolling window. Whoever has the address sees it, so a secret session is "Bận" there for everybody.</summary>
internal sealed class FeedReading(Db db, WriteGate gate, TimeProvider clock)
{
    private const int MostEvents = 5000;
    private static readonly Duration Back = Duration.FromDays(30);
    private static readonly Duration Ahead = Duration.FromDays(366);

    /// <summary>How exact the time of last use is.</summary>
    private static readonly Duration UseGrain = Duration.FromHours(1);

    public sealed record Feed(string Name, List<FeedEvent> Events)
    {
        public string Text() => FeedCalendar.Write(Name, Events);
    }

    /// <summary>Null for an address that is not, or no longer, one.</summary>
    public async Task<Feed?> Find(string secret, CancellationToken cancel)
    {
        if (secret.Length > 100) return null;
        var hash = TokenAuthentication.Hash(secret);
        var row = await db.Feeds.AsNoTracking().Include(feed => feed.Account).Include(feed => feed.Token).SingleOrDefaultAsync(feed => feed.Hash == hash, cancel);
        if (row is null || row.Account!.Disabled || row.Token?.ExpiresAt <= clock.Now()) return null;
        await NoteUse(row, cancel);
        return new Feed(await NameOf(db, row.Kind, row.TargetId, cancel) ?? "", await Events(row, cancel));
    }

    /// <summary>A strong entity tag (RFC 9110 8.8.3).</summary>
    public static string Tag(string text) => $"\"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}\"";

    /// <summary>What the calendar of a room, unit or person is called; null if there is none.</summary>
    public static Task<string?> NameOf(Db db, FeedKind kind, Guid target, CancellationToken cancel) => kind switch
    {
        FeedKind.Room => db.Rooms.Where(room => room.Id == target).Select(room => (string?)room.Name).SingleOrDefaultAsync(cancel),
        FeedKind.Unit => db.Units.Where(unit => unit.Id == target).Select(unit => (string?)unit.Name).SingleOrDefaultAsync(cancel),
        FeedKind.Person => db.Users.Where(account => account.Id == target).Select(account => (string?)account.DisplayName).SingleOrDefaultAsync(cancel),
        _ => throw new System.Diagnostics.UnreachableException("A kind of feed without a name."),
    };

    private async Task<List<FeedEvent>> Events(FeedRow feed, CancellationToken cancel)
    {
        var (from, to) = (clock.Now() - Back, clock.Now() + Ahead);
        var target = feed.TargetId;
        var held = db.Occurrences.AsNoTracking().Where(one => one.Status == BookingStatus.Approved && !one.Defective && one.Start < to && one.Start > from);
        var mine = feed.Kind switch
        {
            FeedKind.Room => held.Where(one => one.Rooms.Any(room => room.RoomId == target && !room.Off)),
            FeedKind.Unit => held.Where(one => one.Rooms.Any(room => !room.Off && (room.Room!.UnitId == target || room.Room.UnitId == null && room.Room.Site!.UnitId == target))),
            FeedKind.Person => held.Where(one => one.Briefing!.BookedById == target).Union(held.Where(NamedSecretary.OfSession(target))),
            _ => throw new System.Diagnostics.UnreachableException("A kind of feed without sessions."),
        };
        var rows = await mine.OrderBy(one => one.Start).ThenBy(one => one.Id).Take(MostEvents).Include(one => one.Briefing).ToListAsync(cancel);
        var chairs = rows.Select(ChairOf).Distinct().ToList();
        var names = await db.Rooms.AsNoTracking().Where(room => chairs.Contains(room.Id)).ToDictionaryAsync(room => room.Id, room => room.Name, cancel);
        return rows.ConvertAll(row => new FeedEvent(row.Id, row.Briefing!.Version, row.Briefing.CreatedAt, row.Start, row.End, Matter(row, names.GetValueOrDefault(ChairOf(row)))));
    }

    private static Guid ChairOf(OccurrenceRow row) => row.ChairRoomId ?? row.Briefing!.ChairRoomId;

    /// <summary>An address may be passed on: neither PINs nor papers stand here.</summary>
    private static InvitedMatter Matter(OccurrenceRow row, string? place)
    {
        if (row.Briefing!.Terms.IsSecret) return InvitedMatter.Hidden;
        var dossier = row.Dossier ?? row.Briefing.Dossier;
        return new InvitedMatter(row.Title ?? row.Briefing.Title, dossier.InvitationNumber, Chair: dossier.ChairPerson, Secretary: dossier.Secretary, Place: place);
    }

    private async Task NoteUse(FeedRow feed, CancellationToken cancel)
    {
        var now = clock.Now();
        if (feed.LastUsedAt is { } last && now - last < UseGrain) return;
        await gate.Write(write => write.Feeds.Where(row => row.Id == feed.Id).ExecuteUpdateAsync(row => row.SetProperty(one => one.LastUsedAt, now), cancel), cancel);
    }
}
