using Conferencing.Server.Data;
using Hangfire;
using Hangfire.AspNetCore;

namespace Conferencing.Server.Jobs;

/// <summary>Hangfire, kept where the database says: what it must do is derived from the bookings again at every start all the same.</summary>
internal static class PrepareJobs
{
    public static void Add(IServiceCollection services)
    {
        // Registered before Hangfire does, which would take them from static fields that all servers of a process share.
        services.AddSingleton<JobStorage>(provider => provider.GetRequiredService<Storage>().Jobs());
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire(_ => { });
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 2;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(2);
            server.StopTimeout = TimeSpan.FromSeconds(1);
            server.ShutdownTimeout = TimeSpan.FromSeconds(2);
        });
        services.AddSingleton<PrepareSchedule>().AddSingleton<PrepareConferenceJob>().AddSingleton<ReconcileJob>().AddSingleton<SweepDocumentsJob>().AddSingleton<ForgetPeopleJob>().AddSingleton<ReorganiseJob>();
    }
}
