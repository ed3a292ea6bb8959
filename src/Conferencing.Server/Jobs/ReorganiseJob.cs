using Conferencing.Server.Audit;
using Conferencing.Server.Reorganising;
using Hangfire;

namespace Conferencing.Server.Jobs;

/// <summary>At the beginning of each day and at the start: reorganisations of units whose day has come.</summary>
[DisableConcurrentExecution(60)]
internal sealed class ReorganiseJob(ReorganisingDesk desk)
{
    public const string Name = "reorganise-units";

    public async Task Run(CancellationToken cancel)
    {
        AuditTrail.ActAs(Name);
        await desk.CarryOutDue(cancel);
    }
}
