using Conferencing.Booking;
using Conferencing.Server.Data;
using Hangfire;

namespace Conferencing.Server.Jobs;

/// <summary>When which occurrence's plan is handed over. Jobs may be lost: they are derived again from the bookings at start-up.</summary>
internal sealed class PrepareSchedule(IBackgroundJobClient jobs, TimeProvider clock)
{
    /// <summary>Later ones are planned by the reconcile job when their time comes nearer.</summary>
    private static readonly NodaTime.Duration Ahead = NodaTime.Duration.FromDays(1);

    /// <summary>One job more for the same occurrence does no harm: whichever comes first does the work.</summary>
    public void Plan(OccurrenceRow occurrence)
    {
        var at = occurrence.ConnectAt - CallPlan.HandOverLead;
        var now = clock.Now();
        if (at <= now || at > now + Ahead) return;
        jobs.Schedule<PrepareConferenceJob>(job => job.Run(occurrence.Id, CancellationToken.None), at.ToDateTimeOffset());
    }
}
