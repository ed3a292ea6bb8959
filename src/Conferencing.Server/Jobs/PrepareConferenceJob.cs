using Conferencing.Server.Data;
using Conferencing.Server.Plans;
using Hangfire;

namespace Conferencing.Server.Jobs;

/// <summary>
/// Hands an occurrence's plan over shortly before its first act. Delivered at least once, so idempotent: what the plan must be
/// is read from the booking as it is now, and a cancelled or moved one makes no plan.
/// </summary>
[AutomaticRetry(Attempts = 3)]
internal sealed class PrepareConferenceJob(WriteGate gate, PlanStore plans, PlanCourier courier, TimeProvider clock)
{
    public async Task Run(Guid occurrenceId, CancellationToken cancel)
    {
        var plan = await gate.Write(db => plans.Refresh(db, occurrenceId, clock.Now(), cancel), cancel);
        if (plan is not null) await courier.Deliver(plan, cancel);
    }
}
