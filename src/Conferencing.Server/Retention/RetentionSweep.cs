using System.Text.Json.Nodes;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Retention;

/// <summary>What the last sweep that was finished removed, by rule.</summary>
internal sealed record SweepRecord(Instant At, IReadOnlyDictionary<string, int> Removed);

/// <summary>
/// Removes personal data that has been kept long enough, rule by rule, some at a time so that bookings get their turn in between. Each step says in the
/// audit trail how much of what went, never what it was. Broken off anywhere it has removed whole steps, and the next one goes on.
/// </summary>
internal sealed class RetentionSweep(
    WriteGate gate, IDbContextFactory<Db> contexts, RetentionOptions options, MailOptions mail, TimeProvider clock, ILogger<RetentionSweep> log) : IDisposable
{
    /// <summary>Of its lines in the audit trail.</summary>
    public const string Kind = "retention";

    private const int AtOnce = 50;
    private readonly SemaphoreSlim _one = new(1);

    public IReadOnlyList<SweptRule> Rules { get; } = [new PastBriefings(options), new PastInvitations(options), new SettledMail(mail), new RetiredAccounts(options)];

    /// <summary>How much a sweep would remove now, by rule; of a rule that is switched off nothing.</summary>
    public async Task<Dictionary<string, int>> Preview(CancellationToken cancel)
    {
        var due = new Dictionary<string, int>();
        foreach (var rule in Rules) due[rule.Id] = (await Due(rule, rule.At(clock.Now()), cancel)).Count;
        return due;
    }

    public async Task<List<HeldAccount>> Held(CancellationToken cancel)
    {
        var rule = Rules.OfType<RetiredAccounts>().Single();
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return rule.Days == 0 ? [] : await RetiredAccounts.Held(db, rule.At(clock.Now()), cancel);
    }

    public async Task<SweepRecord> Run(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var removed = new Dictionary<string, int>();
            // With what was answered; not told of, as it would have gone with the next creation.
            await gate.Write(db => OnceKey.Forget(db, clock.Now(), cancel), cancel);
            foreach (var rule in Rules) removed[rule.Id] = await Run(rule, rule.At(clock.Now()), cancel);
            var record = new SweepRecord(clock.Now(), removed);
            await gate.Write(db => SweepMemory.Keep(db, record, cancel), cancel);
            var told = string.Join(", ", removed.Select(one => $"{one.Key} {one.Value}"));
            log.LogInformation("Personal data kept long enough was removed: {Removed}", told);
            return record;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<int> Run(SweptRule rule, SweepTime time, CancellationToken cancel)
    {
        var removed = 0;
        foreach (var some in (await Due(rule, time, cancel)).Chunk(AtOnce)) removed += await gate.Write(db => Remove(db, rule, time, some, cancel), cancel);
        return removed;
    }

    /// <summary>Looks for it outside of the write gate: that may take a while.</summary>
    private async Task<List<Guid>> Due(SweptRule rule, SweepTime time, CancellationToken cancel)
    {
        if (rule.Days == 0) return [];
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return await rule.Due(db, time, null, cancel);
    }

    /// <summary>Asks once more inside the gate: a series may have been given another session since.</summary>
    private static async Task<int> Remove(Db db, SweptRule rule, SweepTime time, Guid[] some, CancellationToken cancel)
    {
        var due = await rule.Due(db, time, some, cancel);
        if (due.Count == 0) return 0;
        await rule.Remove(db, time, due, cancel);
        db.Changes.SayRemoved(Kind, rule.Setting, new JsonObject { ["count"] = due.Count });
        return due.Count;
    }

    public void Dispose() => _one.Dispose();
}
