using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Reorganising;
using Conferencing.Booking.Reports;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Reorganising;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Reports;

/// <summary>The records a report is made from, as the database has them. What they come to is <see cref="UseReport"/>'s.</summary>
internal sealed class ReportReading(Db db, Holidays holidays, TimeProvider clock)
{
    /// <summary>What ended because the line or the device failed, not because somebody ended it or the bridge was started again.</summary>
    private static readonly ImmutableHashSet<LegReason> Failures =
        [LegReason.MediaLost, LegReason.Unreachable, LegReason.ServerFailure, LegReason.ProtocolError, LegReason.NoUsableMedia];

    /// <summary>The sessions that begin on these days.</summary>
    public async Task<Report> Of(LocalDate first, LocalDate last, CancellationToken cancel)
    {
        var (from, to) = (Times.Zone.AtStartOfDay(first).ToInstant(), Times.Zone.AtStartOfDay(last.PlusDays(1)).ToInstant());
        var within = db.Occurrences.AsNoTracking().Where(one => one.Start >= from && one.Start < to);
        var sessions = await within
            .Select(one => new { One = one, one.Briefing!.Title, one.Briefing.CreatedAt, one.Briefing.Dossier, one.Briefing.Secrecy, one.Briefing.BookedById }).ToListAsync(cancel);
        var rooms = (await within.SelectMany(one => one.Rooms).Select(held => new { held.OccurrenceId, held.RoomId, held.Optional, held.Off }).ToListAsync(cancel))
            .ToLookup(held => held.OccurrenceId);
        var legs = (await within.Join(db.Legs, one => one.Id, leg => leg.ConferenceId, (_, leg) => leg).ToListAsync(cancel)).ToLookup(leg => leg.ConferenceId);
        var now = clock.Now();
        var records = sessions.Select(row => new SessionRecord(
            row.One.Id, row.One.BriefingId, row.One.Slot, row.One.Held, row.CreatedAt, row.One.Status, row.One.Defective, (row.One.Dossier ?? row.Dossier).HostUnitId)
        {
            Required = [.. rooms[row.One.Id].Where(held => !held.Optional).Select(held => held.RoomId)],
            Optional = [.. rooms[row.One.Id].Where(held => held.Optional && !held.Off).Select(held => held.RoomId)],
            Presences = [.. legs[row.One.Id].Select(leg => Presence(leg, now))],
        });
        var titles = sessions.ToDictionary(row => row.One.Id, row => new ReportTitle(row.One.Title ?? row.Title, row.Secrecy, row.BookedById));
        return new Report(first, last, UseReport.Of(records, now), UseReport.WorkingTime(first, last, await holidays.Calendar(db, cancel)), titles, await Names(last, cancel));
    }

    private static Presence Presence(LegRow leg, Instant now) =>
        new(leg.RoomId, new Slot(leg.JoinedAt, Instant.Max(leg.LeftAt ?? now, leg.JoinedAt + Duration.FromMilliseconds(1))), leg.LeftAt is not null && Failures.Contains(leg.EndReason));

    /// <param name="last">A room's unit is called what it was called on that day.</param>
    private async Task<ReportNames> Names(LocalDate last, CancellationToken cancel)
    {
        var called = await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Id, unit => unit.Name, cancel);
        var lineage = await Lineages.Read(db, cancel);
        var units = called.ToDictionary(unit => unit.Key, unit => new UnitName(unit.Value, [.. lineage.Now(unit.Key).Select(id => called.GetValueOrDefault(id)).OfType<string>()]));
        var rooms = await db.Rooms.AsNoTracking().Select(room => new { room.Id, room.Name, room.SiteId, Site = room.Site!.Name, UnitId = room.UnitId ?? room.Site.UnitId }).ToListAsync(cancel);
        var moved = await MovedSince(last, cancel);
        return new(rooms.ToDictionary(room => room.Id, room => new RoomNames(room.Id, room.Name, room.SiteId, room.Site, UnitThen(room.Id, room.UnitId))), units);

        UnitName? UnitThen(Guid room, Guid? now) => (moved.TryGetValue(room, out var then) ? then : now) is { } id ? units.GetValueOrDefault(id) : null;
    }

    /// <summary>Rooms whose unit was reorganised since, with the unit they had before the first time.</summary>
    private async Task<Dictionary<Guid, Guid>> MovedSince(LocalDate last, CancellationToken cancel)
    {
        var acts = await db.Reorganisations.AsNoTracking().Where(row => row.State == ReorganisationState.Done && row.FromDay > last)
            .OrderBy(row => row.FromDay).ThenBy(row => row.DoneAt).Select(row => row.Moved).ToListAsync(cancel);
        return acts.SelectMany(ReorganisationJson.Moved).Where(thing => thing.Kind == HangingKind.Room).DistinctBy(thing => thing.Id).ToDictionary(thing => thing.Id, thing => thing.From);
    }
}

/// <summary>A report with what is needed to show it.</summary>
/// <param name="WorkingTime">How long a room could be used at ordinary hours.</param>
internal sealed record Report(LocalDate First, LocalDate Last, UseReport Use, Duration WorkingTime, IReadOnlyDictionary<Guid, ReportTitle> Titles, ReportNames Names);

/// <summary>What a session is called, and what decides who may know.</summary>
internal sealed record ReportTitle(string Title, Secrecy Secrecy, Guid BookedById);

internal sealed record ReportNames(IReadOnlyDictionary<Guid, RoomNames> Rooms, IReadOnlyDictionary<Guid, UnitName> Units);

internal sealed record RoomNames(Guid Id, string Name, Guid? SiteId, string? Site, UnitName? Unit);

/// <summary>What a unit was called.</summary>
/// <param name="Now">Which units go on with its work today; empty as long as it does so itself.</param>
internal sealed record UnitName(string Name, ImmutableArray<string> Now);
