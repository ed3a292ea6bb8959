using Conferencing.Booking;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Audit;

/// <summary>Which lines of the trail are looked for; what is null is not asked.</summary>
/// <param name="Thing">The identifier of a thing.</param>
/// <param name="Text">In the names of persons and things.</param>
internal sealed record AuditQuestion(DateOnly? From, DateOnly? To, Guid? Person, string? Kind, string? Thing, string? Text);

/// <summary>Reads the audit trail for one who may; the titles of secret briefings only for one who may know of these.</summary>
internal sealed class AuditReading(Db db)
{
    public IQueryable<AuditRow> Find(AuditQuestion asked, Caller caller)
    {
        var rows = db.AuditRows.AsNoTracking();
        if (asked.From is { } from) rows = After(rows, from);
        if (asked.To is { } to) rows = Before(rows, to.AddDays(1));
        if (asked.Person is { } person) rows = rows.Where(row => row.AccountId == person);
        if (!string.IsNullOrEmpty(asked.Kind)) rows = rows.Where(row => row.Kind == asked.Kind);
        if (Guid.TryParse(asked.Thing, out var id)) rows = rows.Where(row => row.ThingId == asked.Thing || row.BriefingId == id);
        else if (!string.IsNullOrEmpty(asked.Thing)) rows = rows.Where(row => row.ThingId == asked.Thing);
        return string.IsNullOrWhiteSpace(asked.Text) ? rows : Named(rows, AuditTrail.Fold(asked.Text.Trim()), caller);
    }

    public async Task<AuditLineAnswer[]> Describe(IReadOnlyCollection<AuditRow> rows, Caller caller, CancellationToken cancel)
    {
        var hidden = await Hidden(rows, caller, cancel);
        var shown = rows.Where(row => !IsHidden(row)).ToList();
        var text = new AuditText(await Names(shown.SelectMany(row => AuditText.Ids(row.Was).Concat(AuditText.Ids(row.Became))), cancel), caller.Language);
        return [.. rows.Select(row => Line(row, IsHidden(row)))];

        bool IsHidden(AuditRow row) => row.BriefingId is { } briefing && hidden.Contains((briefing, row.Secret));

        AuditLineAnswer Line(AuditRow row, bool isHidden) => new(
            row.Number, row.At.ToLocal(), row.Who, row.Way, row.Address, row.Act, AuditWords.Act(row.Act, caller.Language), row.Kind, AuditWords.Kind(row.Kind, caller.Language),
            isHidden ? Discretion.Busy(caller) : row.Thing, row.ThingId, isHidden, isHidden ? [] : text.Fields(row.Was, row.Became), row.Digest);
    }

    private static IQueryable<AuditRow> After(IQueryable<AuditRow> rows, DateOnly day)
    {
        var start = Midnight(day);
        return rows.Where(row => row.At >= start);
    }

    private static IQueryable<AuditRow> Before(IQueryable<AuditRow> rows, DateOnly day)
    {
        var end = Midnight(day);
        return rows.Where(row => row.At < end);
    }

    private static NodaTime.Instant Midnight(DateOnly day) => Times.Zone.AtStartOfDay(NodaTime.LocalDate.FromDateOnly(day)).ToInstant();

    /// <summary>Who may not know a title does not find it by guessing either.</summary>
    private IQueryable<AuditRow> Named(IQueryable<AuditRow> rows, string folded, Caller caller)
    {
        rows = rows.Where(row => row.Folded.Contains(folded));
        return Discretion.SeesAll(caller) ? rows : rows.Where(row => row.BriefingId == null || (!row.Secret && !db.Briefings.Any(one => one.Id == row.BriefingId && one.Secrecy != Secrecy.Open)));
    }

    /// <summary>Briefings the caller may not know of: as they are, or as they were when the line was written.</summary>
    private async Task<HashSet<(Guid Briefing, bool WasSecret)>> Hidden(IReadOnlyCollection<AuditRow> rows, Caller caller, CancellationToken cancel)
    {
        var asked = Discretion.SeesAll(caller) ? [] : rows.Where(row => row.BriefingId is not null).Select(row => row.BriefingId!.Value).Distinct().ToList();
        if (asked.Count == 0) return [];
        var known = await db.Briefings.AsNoTracking().Where(row => asked.Contains(row.Id)).Select(row => new { row.Id, row.Secrecy, row.BookedById }).ToDictionaryAsync(row => row.Id, cancel);
        return [.. asked.SelectMany(id => new[] { (id, false), (id, true) }).Where(one =>
            known.TryGetValue(one.id, out var now) ? (one.Item2 || now.Secrecy != Secrecy.Open) && now.BookedById != caller.Id : one.Item2)];
    }

    private async Task<Dictionary<Guid, string>> Names(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        var asked = ids.Distinct().ToList();
        if (asked.Count == 0) return [];
        var names = new Dictionary<Guid, string>();
        foreach (var row in await db.Rooms.AsNoTracking().Where(row => asked.Contains(row.Id)).Select(row => new { row.Id, row.Name }).ToListAsync(cancel)) names[row.Id] = row.Name;
        foreach (var row in await db.Sites.AsNoTracking().Where(row => asked.Contains(row.Id)).Select(row => new { row.Id, row.Name }).ToListAsync(cancel)) names[row.Id] = row.Name;
        foreach (var row in await db.Units.AsNoTracking().Where(row => asked.Contains(row.Id)).Select(row => new { row.Id, row.Name }).ToListAsync(cancel)) names[row.Id] = row.Name;
        foreach (var row in await db.Users.AsNoTracking().Where(row => asked.Contains(row.Id)).Select(row => new { row.Id, row.DisplayName }).ToListAsync(cancel)) names[row.Id] = row.DisplayName;
        return names;
    }
}
