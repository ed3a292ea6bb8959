using System.Collections.Immutable;
using Conferencing.Booking.Reorganising;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Reorganising;

/// <summary>Reads what hangs on units from one day on.</summary>
internal static class HangingThings
{
    /// <summary>The briefings with a session from a moment on that the unit hosts. A dossier is JSON text: a member and its value are found in it as they are written.</summary>
    private const string Hosted =
        """
        SELECT DISTINCT o.BriefingId FROM Occurrences AS o JOIN Briefings AS b ON b.Id = o.BriefingId
        WHERE o.Start >= @from AND o.Status <> 'Cancelled' AND COALESCE(o.Dossier, b.Dossier) LIKE @host
        """;

    /// <param name="units">Whose things.</param>
    /// <param name="from">Units that ended and briefings that were held before hang on nothing any more.</param>
    public static async Task<ImmutableArray<Hanging>> Of(Db db, IReadOnlyCollection<Guid> units, LocalDate from, CancellationToken cancel) =>
    [
        .. await Sites(db, units, cancel), .. await Rooms(db, units, cancel), .. await Children(db, units, from, cancel), .. await Roles(db, units, cancel),
        .. await Shared(db, units, cancel), .. await Templates(db, units, cancel), .. await Feeds(db, units, cancel), .. await Briefings(db, units, from, cancel),
    ];

    private static async Task<IEnumerable<Hanging>> Sites(Db db, IReadOnlyCollection<Guid> units, CancellationToken cancel) =>
        (await db.Sites.AsNoTracking().Where(site => site.UnitId != null && units.Contains(site.UnitId.Value)).Select(site => new { site.Id, site.UnitId, site.Name }).ToListAsync(cancel))
            .Select(site => new Hanging(HangingKind.Site, site.Id, site.UnitId!.Value, site.Name));

    private static async Task<IEnumerable<Hanging>> Rooms(Db db, IReadOnlyCollection<Guid> units, CancellationToken cancel) =>
        (await db.Rooms.AsNoTracking().Select(room => new { room.Id, Own = room.UnitId, Unit = room.UnitId ?? room.Site!.UnitId, room.SiteId, room.Name })
            .Where(room => room.Unit != null && units.Contains(room.Unit.Value)).ToListAsync(cancel))
            .Select(room => new Hanging(HangingKind.Room, room.Id, room.Unit!.Value, room.Name) { SiteId = room.Own is null ? room.SiteId : null });

    private static async Task<IEnumerable<Hanging>> Children(Db db, IReadOnlyCollection<Guid> units, LocalDate from, CancellationToken cancel) =>
        (await db.Units.AsNoTracking().Where(unit => unit.ParentId != null && units.Contains(unit.ParentId.Value) && (unit.ValidTo == null || unit.ValidTo >= from))
            .Select(unit => new { unit.Id, unit.ParentId, unit.Name }).ToListAsync(cancel))
            .Select(unit => new Hanging(HangingKind.ChildUnit, unit.Id, unit.ParentId!.Value, unit.Name));

    private static async Task<IEnumerable<Hanging>> Roles(Db db, IReadOnlyCollection<Guid> units, CancellationToken cancel) =>
        (await db.Users.AsNoTracking().Where(account => account.ErasedAt == null).ToListAsync(cancel))
            .SelectMany(account => account.UnitRoles.Where(role => units.Contains(role.UnitId))
                .Select(role => new Hanging(HangingKind.Role, account.Id, role.UnitId, account.DisplayName) { Role = role.Role.ToString() }));

    private static async Task<IEnumerable<Hanging>> Shared(Db db, IReadOnlyCollection<Guid> units, CancellationToken cancel) =>
        (await db.Presets.AsNoTracking().Where(preset => preset.UnitId != null && units.Contains(preset.UnitId.Value))
            .Select(preset => new { preset.Id, preset.Kind, preset.UnitId, preset.Name }).ToListAsync(cancel))
            .Select(preset => new Hanging(preset.Kind == PresetKind.Template ? HangingKind.Template : HangingKind.RoomGroup, preset.Id, preset.UnitId!.Value, preset.Name));

    /// <summary>A template of its owner's alone may be of a secret briefing: it is told by its owner.</summary>
    private static async Task<IEnumerable<Hanging>> Templates(Db db, IReadOnlyCollection<Guid> units, CancellationToken cancel)
    {
        var found = new List<Hanging>();
        foreach (var unit in units)
        {
            var id = unit.ToString();
            var naming = await db.Presets.AsNoTracking().Where(preset => preset.Kind == PresetKind.Template && preset.Content.Contains(id))
                .Select(preset => new { preset.Id, preset.UnitId, preset.Name, preset.Owner!.DisplayName, preset.Content }).ToListAsync(cancel);
            found.AddRange(naming.Where(preset => Sketch.Read(preset.Content).Dossier.HostUnitId == unit)
                .Select(preset => new Hanging(HangingKind.HostedTemplate, preset.Id, unit, preset.UnitId is null ? preset.DisplayName : preset.Name)));
        }
        return found;
    }

    private static async Task<IEnumerable<Hanging>> Feeds(Db db, IReadOnlyCollection<Guid> units, CancellationToken cancel) =>
        (await db.Feeds.AsNoTracking().Where(feed => feed.Kind == FeedKind.Unit && units.Contains(feed.TargetId))
            .Select(feed => new { feed.Id, feed.TargetId, feed.Account!.DisplayName }).ToListAsync(cancel))
            .Select(feed => new Hanging(HangingKind.Feed, feed.Id, feed.TargetId, feed.DisplayName));

    private static async Task<IEnumerable<Hanging>> Briefings(Db db, IReadOnlyCollection<Guid> units, LocalDate from, CancellationToken cancel)
    {
        var since = Times.Zone.AtStartOfDay(from).ToInstant().ToUnixTimeMilliseconds();
        var hosts = new Dictionary<Guid, Guid>();
        foreach (var unit in units)
            foreach (var briefing in await PlainSql.Read(db, Hosted, row => row.GetGuid(0), cancel, ("@from", since), ("@host", $"%\"hostUnitId\":\"{unit}\"%"))) hosts.TryAdd(briefing, unit);
        var titles = await db.Briefings.AsNoTracking().Where(row => hosts.Keys.Contains(row.Id)).Select(row => new { row.Id, row.Title }).ToListAsync(cancel);
        return titles.Select(row => new Hanging(HangingKind.Briefing, row.Id, hosts[row.Id], row.Title));
    }
}
