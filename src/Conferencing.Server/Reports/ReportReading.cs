using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Reports;
using Conferencing.Contract;
using Conferencing.Server.Data;
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
        var sessions = await within.Select(one => new { One = one, one.Briefing!.Title, one.Briefing.CreatedAt, one.Briefing.Dossier, one.Briefing.Secrecy, one.Briefing.BookedById }).ToListAsync(cancel);
        var rooms = (await within.SelectMany(one => one.Rooms).Select(held => new { held.OccurrenceId, held.RoomId, held.Optional, held.Off }).ToListAsync(cancel)).ToLookup(held => held.OccurrenceId);
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
        return new Report(first, last, UseReport.Of(records, now), UseReport.WorkingTime(first, last, await holidays.Calendar(db, cancel)), titles, await Names(cancel));
    }

    private static Presence Presence(LegRow leg, Instant now) =>
        new(leg.RoomId, new Slot(leg.JoinedAt, Instant.Max(leg.LeftAt ?? now, leg.JoinedAt + Duration.FromMilliseconds(1))), leg.LeftAt is not null && Failures.Contains(leg.EndReason));

    private async Task<ReportNames> Names(CancellationToken cancel) => new(
        await db.Rooms.AsNoTracking().Select(room => new RoomNames(room.Id, room.Name, room.Site!.Name, room.Unit!.Name ?? room.Site.Unit!.Name)).ToDictionaryAsync(room => room.Id, cancel),
        await db.Units.AsNoTracking().ToDictionaryAsync(unit => unit.Id, unit => unit.Name, cancel));
}

/// <summary>A report with what is needed to show it.</summary>
/// <param name="WorkingTime">How long a room could be used at ordinary hours.</param>
internal sealed record Report(LocalDate First, LocalDate Last, UseReport Use, Duration WorkingTime, IReadOnlyDictionary<Guid, ReportTitle> Titles, ReportNames Names);

/// <summary>What a session is called, and what decides who may know.</summary>
internal sealed record ReportTitle(string Title, Secrecy Secrecy, Guid BookedById);

internal sealed record ReportNames(IReadOnlyDictionary<Guid, RoomNames> Rooms, IReadOnlyDictionary<Guid, string> Units);

internal sealed record RoomNames(Guid Id, string Name, string? Site, string? Unit);
