using Conferencing.Server.Audit;
using Hangfire;

namespace Conferencing.Server.Retention;

/// <summary>Each night: removes personal data that has been kept long enough.</summary>
[DisableConcurrentExecution(60)]
internal sealed class PersonalDataJob(RetentionSweep sweep)
{
    public const string Name = "personal-data";

    public async Task Run(CancellationToken cancel)
    {
        AuditTrail.ActAs(Name);
        await sweep.Run(cancel);
    }
}
