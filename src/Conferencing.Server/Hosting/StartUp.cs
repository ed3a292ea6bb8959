using Conferencing.Server.Audit;
using Conferencing.Server.Bridge;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Jobs;
using Conferencing.Server.Plans;
using Conferencing.Server.Recordings;
using Conferencing.Server.Retention;
using Conferencing.Server.Settings;
using Hangfire;

namespace Conferencing.Server.Hosting;

/// <summary>
/// What happens before and after the server listens. Before: the database has its newest shape and the board knows every plan, so that a
/// node that comes back within the first second finds everything. After: jobs are derived from the bookings.
/// </summary>
internal sealed class StartUp(
    Storage storage, PlainSql sql, WriteGate gate, BridgeKey bridgeKey, PlanCourier courier, SetupCode setup, ListenAddress address, DataFolder folder, DemoOptions demo,
    IRecurringJobManager recurring, IBackgroundJobClient jobs, TimeProvider clock) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // Made before anything asks for it: a node reads the file and signs in with it.
        _ = bridgeKey.Value;
        await Database.BringUpToDate(storage, cancellationToken);
        await RequireKind(cancellationToken);
        await PeopleInCharge.BringUpToDate(sql, gate, clock.Now(), cancellationToken);
        await courier.Recall(await PlanStore.Current(sql, clock.Now(), cancellationToken), cancellationToken);
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        recurring.AddOrUpdate<ReconcileJob>(ReconcileJob.Name, job => job.Run(CancellationToken.None), Cron.Minutely());
        recurring.AddOrUpdate<RetentionJob>(RetentionJob.Name, job => job.Run(CancellationToken.None), Cron.Hourly());
        jobs.Schedule<RetentionJob>(job => job.Run(CancellationToken.None), TimeSpan.FromSeconds(30));
        recurring.AddOrUpdate<AuditRetentionJob>(AuditRetentionJob.Name, job => job.Run(CancellationToken.None), Cron.Daily(18, 15));
        // Midnight where the units are.
        recurring.AddOrUpdate<ReorganiseJob>(ReorganiseJob.Name, job => job.Run(CancellationToken.None), Cron.Daily(17));
        recurring.AddOrUpdate<ForgetPeopleJob>(ForgetPeopleJob.Name, job => job.Run(CancellationToken.None), Cron.Daily());
        recurring.AddOrUpdate<PersonalDataJob>(PersonalDataJob.Name, job => job.Run(CancellationToken.None), Cron.Daily(18, 45));
        recurring.AddOrUpdate<SweepDocumentsJob>(SweepDocumentsJob.Name, job => job.Run(CancellationToken.None), Cron.Daily());
        // A moment later: the node that comes back goes first.
        jobs.Schedule<ReconcileJob>(job => job.Run(CancellationToken.None), TimeSpan.FromSeconds(1));
        jobs.Schedule<ReorganiseJob>(job => job.Run(CancellationToken.None), TimeSpan.FromSeconds(1));
        if (demo.Enabled) return;
        if (await HasAccounts(cancellationToken)) Console.WriteLine($"Conferencing: {address.ForPeople}");
        else Console.WriteLine($"Conferencing: set up the first administrator at {address.ForPeople}/setup?code={setup.Create()}");
    }

    /// <summary>Demo data and real data never share a folder.</summary>
    private async Task RequireKind(CancellationToken cancel)
    {
        var kind = (await sql.Read("SELECT Value FROM Facts WHERE Name = @name", row => row.GetString(0), cancel, ("@name", FactRow.Kind))).SingleOrDefault();
        if (kind == FactRow.Demo && !demo.Enabled)
            throw new StartRefusedException($"The data folder {folder.Path} holds a demo: start it with Demo:Enabled, or choose another Data:Folder.");
        if (demo.Enabled && (kind == FactRow.Real || (kind is null && await HasAccounts(cancel))))
            throw new StartRefusedException($"The data folder {folder.Path} holds real data: a demo needs another Data:Folder.");
    }

    private async Task<bool> HasAccounts(CancellationToken cancel) =>
        (await sql.Read("SELECT 1 FROM AspNetUsers LIMIT 1", row => row.GetInt32(0), cancel)).Count > 0;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
