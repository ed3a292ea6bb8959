using Conferencing.Server.Data;
using Conferencing.Server.Documents;

namespace Conferencing.Server.Jobs;

/// <summary>Once a day: removes files of a day ago that no briefing names.</summary>
internal sealed class SweepDocumentsJob(PlainSql sql, DocumentStore store, TimeProvider clock, ILogger<SweepDocumentsJob> log)
{
    public const string Name = "sweep-documents";

    public async Task Run(CancellationToken cancel)
    {
        var known = await sql.Read("SELECT DISTINCT FileId FROM Documents", row => row.GetGuid(0), cancel);
        var removed = store.Sweep(known.ToHashSet(), clock.GetUtcNow().AddDays(-1));
        if (removed > 0) log.LogInformation("{Count} files that belonged to no briefing were removed", removed);
    }
}
