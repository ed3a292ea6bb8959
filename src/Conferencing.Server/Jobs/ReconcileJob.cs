using Conferencing.Server.Data;
using Conferencing.Server.Plans;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Jobs;

/// <summary>
/// Each minute and at the start: does what was missed, plans what comes nearer, and reminds the bridge of plans it has not reached.
/// </summary>
[DisableConcurrentExecution(60)]
internal sealed class ReconcileJob(
    IDbContextFactory<Db> contexts, PlainSql sql, PrepareConferenceJob prepare, PrepareSchedule schedule, PlanCourier courier, TimeProvider clock)
{
    public const string Name = "reconcile";

    /// <summary>Jobs are planned this far ahead, with a margin over the minute between runs.</summary>
    private static readonly Duration Ahead = Duration.FromMinutes(3);

    public async Task Run(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var now = clock.Now();
        foreach (var occurrence in await PlanStore.Due(db, now, now + Ahead, cancel))
        {
            await prepare.Run(occurrence.Id, cancel);
            schedule.Plan(occurrence);
        }
        foreach (var row in await PlanStore.Current(sql, now, cancel)) await courier.Remind(PlanMaker.Read(row));
    }
}
