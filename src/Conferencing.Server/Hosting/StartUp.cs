using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Jobs;
using Conferencing.Server.Plans;
using Conferencing.Server.Settings;
using Hangfire;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Hosting;

/// <summary>
/// What happens before and after the server listens. Before: the database has its newest shape and the board knows every plan, so that a
/// node that comes back within the first second finds everything. After: jobs are derived from the bookings.
/// </summary>
internal sealed class StartUp(
    IDbContextFactory<Db> contexts, PlanCourier courier, SetupCode setup, ListenAddress address, DataFolder folder, DemoOptions demo,
    IRecurringJobManager recurring, IBackgroundJobClient jobs, TimeProvider clock) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await Database.BringUpToDate(contexts, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await RequireKind(db, cancellationToken);
        await courier.Recall(db, await PlanStore.Current(db, clock.Now(), cancellationToken), cancellationToken);
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        recurring.AddOrUpdate<ReconcileJob>(ReconcileJob.Name, job => job.Run(CancellationToken.None), Cron.Minutely());
        jobs.Enqueue<ReconcileJob>(job => job.Run(CancellationToken.None));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (demo.Enabled) return;
        if (await db.Users.AnyAsync(cancellationToken)) Console.WriteLine($"Conferencing: {address.ForPeople}");
        else Console.WriteLine($"Conferencing: set up the first administrator at {address.ForPeople}/setup?code={setup.Create()}");
    }

    /// <summary>Demo data and real data never share a folder.</summary>
    private async Task RequireKind(Db db, CancellationToken cancel)
    {
        var kind = await db.Facts.Where(fact => fact.Name == FactRow.Kind).Select(fact => fact.Value).SingleOrDefaultAsync(cancel);
        if (kind == FactRow.Demo && !demo.Enabled)
            throw new StartRefusedException($"The data folder {folder.Path} holds a demo: start it with Demo:Enabled, or choose another Data:Folder.");
        if (demo.Enabled && (kind == FactRow.Real || (kind is null && await db.Users.AnyAsync(cancel))))
            throw new StartRefusedException($"The data folder {folder.Path} holds real data: a demo needs another Data:Folder.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
