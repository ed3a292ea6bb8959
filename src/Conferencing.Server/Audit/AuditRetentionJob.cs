using System.Text.Json;
using System.Text.Json.Nodes;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Hangfire;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Audit;

/// <summary>
/// Each night: removes whole days of the audit trail that were kept long enough, and says so in a line of it, from which the rest of the chain is
/// still verified. Notes the last digest in the log, where whoever could alter the database may not reach it.
/// </summary>
[DisableConcurrentExecution(60)]
internal sealed class AuditRetentionJob(WriteGate gate, AuditOptions options, TimeProvider clock, ILogger<AuditRetentionJob> log)
{
    public const string Name = "audit";

    /// <summary>Of the line that tells of a removal.</summary>
    public const string Kind = "audit";

    private const string LastMember = "lastNumber";
    private const string DigestMember = "lastDigest";

    public async Task Run(CancellationToken cancel)
    {
        AuditTrail.ActAs(Name);
        if (options.KeepDays > 0) await RemoveBefore(clock.Now().InZone(Times.Zone).Date.PlusDays(-options.KeepDays), cancel);
        var (number, digest) = await gate.Write(db => AuditTrail.Last(db, cancel), cancel);
        log.LogInformation("Audit: the trail has {Number} lines, the last one's digest is {Digest}", number, digest);
    }

    /// <summary>Where the lines before were cut off, if this line tells of it.</summary>
    public static (long Number, string Digest)? Cut(AuditRow row)
    {
        if (row.Was is null || JsonNode.Parse(row.Was) is not JsonObject told) return null;
        return told[LastMember] is JsonValue number && told[DigestMember] is JsonValue digest ? (number.GetValue<long>(), digest.GetValue<string>()) : null;
    }

    private Task<int> RemoveBefore(LocalDate day, CancellationToken cancel) => gate.Write(async db =>
    {
        var limit = day.AtStartOfDayInZone(Times.Zone).ToInstant();
        // Up to the last line of the days that go: numbers and time both rise, and what is left has no gap.
        // The newest stays, so that the next one follows on it.
        var last = await db.AuditRows.AsNoTracking().Where(row => row.At < limit && row.Number < db.AuditRows.Max(any => any.Number)).OrderByDescending(row => row.Number).FirstOrDefaultAsync(cancel);
        if (last is null) return 0;
        var removed = await db.AuditRows.Where(row => row.Number <= last.Number).ExecuteDeleteAsync(cancel);
        db.Changes.SayRemoved(Kind, day.ToString("uuuu-MM-dd", null), new JsonObject { ["lines"] = removed, [LastMember] = last.Number, [DigestMember] = last.Digest });
        log.LogInformation("Audit: {Count} lines of before {Day} were removed", removed, day);
        return removed;
    }, cancel);
}
