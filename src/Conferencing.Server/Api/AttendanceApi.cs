using System.Globalization;
using Conferencing.Server.Attendance;
using Conferencing.Server.Data;
using Conferencing.Server.Sheets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>Who was there, from evidence; as JSON or as a file for a spreadsheet.</summary>
internal static class AttendanceApi
{
    public static async Task<Results<Ok<AttendanceAnswer[]>, FileContentHttpResult, Refusal>> Get(
        Guid id, string? format, HttpContext context, Db db, TimeProvider clock, CancellationToken cancel)
    {
        if (format is not (null or "json" or "csv")) return Refusal.Invalid(new FieldMessage("format", "formatUnknown"));
        if (!await db.Briefings.AnyAsync(briefing => briefing.Id == id, cancel)) return Refusal.NotFound();
        var sheets = await Sheets(db, id, clock.Now(), cancel);
        if (format != "csv") return TypedResults.Ok(sheets);
        string name = string.Create(CultureInfo.InvariantCulture, $"attendance-{id:N}");
        return TypedResults.File(TableFile.Text(AttendanceTable.Of(name, sheets, Messages.RequestLanguage.Of(context))), TableFile.TextType, name + ".csv");
    }

    private static async Task<AttendanceAnswer[]> Sheets(Db db, Guid briefingId, Instant now, CancellationToken cancel)
    {
        var occurrences = await db.Occurrences.AsNoTracking().Where(one => one.BriefingId == briefingId && (one.RuleDay == null || one.ConnectAt <= now)).OrderBy(one => one.Start)
            .Include(one => one.Briefing).ThenInclude(briefing => briefing!.Rooms)
            .Include(one => one.Rooms).ThenInclude(held => held.Room).AsSplitQuery().ToListAsync(cancel);
        var ids = occurrences.Select(one => one.Id).ToList();
        var legs = (await db.Legs.AsNoTracking().Where(leg => ids.Contains(leg.ConferenceId)).ToListAsync(cancel)).ToLookup(leg => leg.ConferenceId);
        return [.. occurrences.Select(one => Sheet(one, [.. legs[one.Id]], now))];
    }

    private static AttendanceAnswer Sheet(OccurrenceRow one, List<LegRow> legs, Instant now)
    {
        var order = one.Briefing!.Rooms.ToDictionary(room => room.RoomId, room => room.Position);
        var byRoom = legs.ToLookup(leg => leg.RoomId);
        var rooms = one.Rooms.OrderBy(held => order.GetValueOrDefault(held.RoomId, int.MaxValue)).ThenBy(held => held.Room!.Name, StringComparer.Ordinal);
        return new AttendanceAnswer(
            one.Id, one.Start.ToLocal(), (one.EndedAt ?? one.End).ToLocal(),
            legs.Count == 0 ? null : legs.Min(leg => leg.JoinedAt).ToLocal(),
            [.. rooms.Select(held => AttendanceSheet.Room(held.Room!, byRoom[held.RoomId], now))]);
    }
}
