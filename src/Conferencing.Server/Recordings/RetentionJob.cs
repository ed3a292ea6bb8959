using Conferencing.Server.Audit;
using Hangfire;

namespace Conferencing.Server.Recordings;

/// <summary>Each hour and at the start: deletes recordings that have been kept long enough.</summary>
[DisableConcurrentExecution(60)]
internal sealed class RetentionJob(RecordingDesk desk)
{
    public const string Name = "recordings";

    public async Task Run(CancellationToken cancel)
    {
        AuditTrail.ActAs(Name);
        await desk.DeleteOld(cancel);
    }
}
