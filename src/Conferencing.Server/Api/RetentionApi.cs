using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Retention;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Conferencing.Server.Api;

/// <summary>What personal data is kept, for how long, and what is due: for administrators, who may have it removed at once. The rules are settings.</summary>
internal static class RetentionApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var retention = routes.MapGroup("/api/retention").WithTags("retention").RequireAuthorization(Policies.Administer);
        retention.MapGet("", Read);
        retention.MapPost("run", Run);
    }

    private static async Task<Ok<RetentionAnswer>> Read(
        RetentionSweep sweep, Db db, RecordingOptions recordings, AuditOptions audit, CancellationToken cancel)
    {
        var (due, last) = (await sweep.Preview(cancel), await SweepMemory.Last(db, cancel));
        var swept = sweep.Rules.Select(rule => new RetentionRuleAnswer(rule.Id, RetentionEnd.Swept, rule.Days, rule.Setting, due[rule.Id], last?.Removed.GetValueOrDefault(rule.Id)));
        var held = await sweep.Held(cancel);
        return TypedResults.Ok(new RetentionAnswer(
            [.. swept, .. Others(recordings, audit)], [.. held.Select(one => new HeldAccountAnswer(one.Id, one.DisplayName, one.Briefings))], last?.At.ToLocal()));
    }

    /// <summary>What other parts of the program keep, by rules of their own.</summary>
    private static RetentionRuleAnswer[] Others(RecordingOptions recordings, AuditOptions audit) =>
    [
        new("recordings", RetentionEnd.Elsewhere, recordings.KeepDays, $"{RecordingOptions.Section}:{nameof(RecordingOptions.KeepDays)}", null, null),
        new("audit", RetentionEnd.Elsewhere, audit.KeepDays, $"{AuditOptions.Section}:{nameof(AuditOptions.KeepDays)}", null, null),
        new("documents", RetentionEnd.WithItsThing, null, null, null, null),
        new("contacts", RetentionEnd.WithItsThing, null, null, null, null),
        new("templates", RetentionEnd.WithItsThing, null, null, null, null),
        new("tokens", RetentionEnd.WithItsThing, null, null, null, null),
        new("traces", RetentionEnd.WithItsThing, null, null, null, null),
        new("calls", RetentionEnd.WithItsThing, null, null, null, null),
        new("backups", RetentionEnd.WithItsThing, null, null, null, null),
    ];

    private static async Task<Ok<RetentionAnswer>> Run(
        RetentionSweep sweep, WriteGate gate, Db db, RecordingOptions recordings, AuditOptions audit, CancellationToken cancel)
    {
        await gate.Write(write =>
        {
            write.Changes.Say(RetentionSweep.Kind, "all", "", "swept");
            return Task.FromResult(0);
        }, cancel);
        await sweep.Run(cancel);
        return await Read(sweep, db, recordings, audit, cancel);
    }
}
