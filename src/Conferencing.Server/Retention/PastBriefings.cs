using Conferencing.Booking;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Plans;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Retention;

/// <summary>
/// Names, contacts and notes leave briefings whose last session is long over. Title, times, rooms, host unit, topics and documents stay, and so do the
/// calls: reports say the same before and after.
/// </summary>
internal sealed class PastBriefings(RetentionOptions options) : SweptRule
{
    /// <summary>Of a briefing <c>b</c>: all its sessions ended before. One that never had any counts from when it was made.</summary>
    internal const string IsPast =
        """b.CreatedAt < @before AND NOT EXISTS (SELECT 1 FROM Occurrences AS o WHERE o.BriefingId = b.Id AND o."end" >= @before)""";

    private static readonly string Asked =
        $"""
        SELECT b.Id FROM Briefings AS b
        WHERE {IsPast} AND (b.Note IS NOT NULL OR b.ReturnReason IS NOT NULL OR b.UrgentReason <> @gone OR {Named("b.Dossier")}
          OR EXISTS (SELECT 1 FROM Occurrences AS o WHERE o.BriefingId = b.Id AND (o.Note <> '' OR {Named("o.Dossier")}))
          OR EXISTS (SELECT 1 FROM GivenSteps AS g WHERE g.BriefingId = b.Id AND (g.By NOT IN (@gone, @account) OR g."for" NOT IN (@gone, @account)))
          OR EXISTS (SELECT 1 FROM History AS h WHERE h.BriefingId = b.Id AND h.At < @before AND (h.Who NOT IN (@gone, @account) OR h.Detail IS NOT NULL))
          OR EXISTS (SELECT 1 FROM Documents AS d WHERE d.BriefingId = b.Id AND d.AddedBy NOT IN (@gone, @account))
          OR EXISTS (SELECT 1 FROM Plans AS p WHERE p.BriefingId = b.Id AND p.EndAt < @before AND p.Json LIKE '%"operator":%'))
        """;

    public override string Id => "briefings";
    public override string Setting => $"{RetentionOptions.Section}:{nameof(RetentionOptions.BriefingDays)}";
    public override int Days => options.BriefingDays;

    public override Task<List<Guid>> Due(Db db, SweepTime time, IReadOnlyCollection<Guid>? among, CancellationToken cancel) => Find(db, Asked, "b.Id", time, among, cancel);

    public override async Task Remove(Db db, SweepTime time, IReadOnlyCollection<Guid> due, CancellationToken cancel)
    {
        // The version rises, so that a form somebody still has open does not bring the names back.
        await db.Briefings.Where(row => due.Contains(row.Id)).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.Note, (string?)null).SetProperty(one => one.ReturnReason, (string?)null).SetProperty(one => one.Version, one => one.Version + 1), cancel);
        // Without a reason it would be no urgent one any more.
        await db.Briefings.Where(row => due.Contains(row.Id) && row.UrgentReason != null).ExecuteUpdateAsync(row => row.SetProperty(one => one.UrgentReason, GoneWords.Text), cancel);
        await db.Occurrences.Where(row => due.Contains(row.BriefingId) && row.Note != "").ExecuteUpdateAsync(row => row.SetProperty(one => one.Note, (string?)null), cancel);
        // By which sessions to come are found; a job of its own forgets it after a day.
        await db.PeopleInCharge.Where(row => db.Occurrences.Any(one => one.Id == row.OccurrenceId && due.Contains(one.BriefingId))).ExecuteDeleteAsync(cancel);
        await Acts(db, time, due, cancel);
        await Dossiers(db, due, cancel);
        await Plans(db, time, due, cancel);
    }

    private static async Task Acts(Db db, SweepTime time, IReadOnlyCollection<Guid> due, CancellationToken cancel)
    {
        var steps = db.Set<GivenStepRow>().Where(row => due.Contains(row.BriefingId));
        await steps.ExecuteUpdateAsync(row => row.SetProperty(one => one.By, GoneWords.Text), cancel);
        await steps.Where(row => row.For != null).ExecuteUpdateAsync(row => row.SetProperty(one => one.For, GoneWords.Text), cancel);
        // What was done to it since is younger: who plays an old recording today is kept as long as everything of today.
        await db.History.Where(row => due.Contains(row.BriefingId) && row.At < time.Before).ExecuteUpdateAsync(
            row => row.SetProperty(one => one.Who, GoneWords.Text).SetProperty(one => one.Detail, (string?)null), cancel);
        await db.Documents.Where(row => due.Contains(row.BriefingId)).ExecuteUpdateAsync(row => row.SetProperty(one => one.AddedBy, GoneWords.Text), cancel);
    }

    private static async Task Dossiers(Db db, IReadOnlyCollection<Guid> due, CancellationToken cancel)
    {
        foreach (var one in await db.Briefings.AsNoTracking().Where(row => due.Contains(row.Id)).Select(row => new { row.Id, row.Dossier }).ToListAsync(cancel))
        {
            var left = DossierPeople.Without(one.Dossier);
            if (left != one.Dossier) await db.Briefings.Where(row => row.Id == one.Id).ExecuteUpdateAsync(
                row => row.SetProperty(briefing => briefing.Dossier, left).SetProperty(briefing => briefing.SecretaryId, left.SecretaryId), cancel);
        }
        foreach (var one in await db.Occurrences.AsNoTracking().Where(row => due.Contains(row.BriefingId) && row.Dossier != null).Select(row => new { row.Id, row.Dossier }).ToListAsync(cancel))
        {
            var left = DossierPeople.Without(one.Dossier!);
            await db.Occurrences.Where(row => row.Id == one.Id).ExecuteUpdateAsync(
                row => row.SetProperty(session => session.Dossier, left).SetProperty(session => session.SecretaryId, left.SecretaryId), cancel);
        }
    }

    /// <summary>A private talk that nobody ended before the session did is still in its plan, with the technician's name and number.</summary>
    private static async Task Plans(Db db, SweepTime time, IReadOnlyCollection<Guid> due, CancellationToken cancel)
    {
        foreach (var plan in await db.Plans.AsNoTracking().Where(row => due.Contains(row.BriefingId) && row.EndAt < time.Before).ToListAsync(cancel))
        {
            if (PlanMaker.Read(plan) is not { Asides.IsEmpty: false } told) continue;
            var left = PlanMaker.Write(told with { Asides = [] });
            await db.Plans.Where(row => row.ConferenceId == plan.ConferenceId).ExecuteUpdateAsync(row => row.SetProperty(one => one.Json, left), cancel);
        }
    }

    /// <summary>A member that is empty is not written (<see cref="DossierJson"/>), and a quotation mark in a text is.</summary>
    private static string Named(string column) =>
        $"({string.Join(" OR ", DossierPeople.Members.Select(member => $"{column} LIKE '%\"{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(member)}\":%'"))})";
}
