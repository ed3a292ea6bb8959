using System.Collections.Immutable;
using System.Data.Common;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Attendance;

/// <summary>The evidence attendance is made from: every call's presence, kept as the bridge reports it.</summary>
internal sealed class AttendanceStore(WriteGate gate, TimeProvider clock)
{
    /// <summary>How exact the last sign of a node's process is when it dies together with the server.</summary>
    private static readonly Duration SeenGrain = Duration.FromSeconds(5);

    private Instant _seenWritten;

    /// <summary>Keeps calls, and notes which conferences the bridge has ended at which revision.</summary>
    public async Task Record(
        Guid instanceId, ImmutableArray<LegRecord> legs, ImmutableArray<(Guid ConferenceId, long Revision)> ended, CancellationToken cancel)
    {
        var now = clock.Now();
        var seenIsOld = now - _seenWritten >= SeenGrain;
        if (legs.IsEmpty && ended.IsEmpty && !seenIsOld) return;
        _seenWritten = now;
        await gate.Write(async db =>
        {
            await Merge(db, instanceId, legs, cancel);
            foreach (var (conference, revision) in ended)
            {
                await db.Plans.Where(plan => plan.ConferenceId == conference && plan.Revision <= revision && plan.ReleasedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(plan => plan.ReleasedAt, now), cancel);
            }
            await db.NodeInstances.Where(node => node.InstanceId == instanceId)
                .ExecuteUpdateAsync(set => set.SetProperty(node => node.SeenAt, now), cancel);
            return await db.SaveChangesAsync(cancel);
        }, cancel);
    }

    /// <summary>The last moment a process is known to have lived.</summary>
    public Task NoteSeen(Guid instanceId, string nodeName, Instant at, CancellationToken cancel) =>
        gate.WritePlain(sql => See(sql, instanceId, nodeName, at, cancel), cancel);

    /// <summary>
    /// A node's new process means that the calls of the one before died with it: they lasted until that process was last heard.
    /// </summary>
    public Task CloseLegsOfOthers(Guid instanceId, string nodeName, CancellationToken cancel) => gate.WritePlain(async sql =>
    {
        await See(sql, instanceId, nodeName, clock.Now(), cancel);
        await PlainSql.Execute(
            sql,
            """
            UPDATE Legs SET EndReason = @reason,
              LeftAt = coalesce((SELECT SeenAt FROM NodeInstances AS node WHERE node.InstanceId = Legs.InstanceId AND SeenAt > JoinedAt), JoinedAt)
            WHERE LeftAt IS NULL AND InstanceId <> @instance
            """,
            cancel, ("@instance", instanceId), ("@reason", nameof(LegReason.BridgeRestarted)));
    }, cancel);

    private static Task<int> See(DbConnection sql, Guid instanceId, string nodeName, Instant at, CancellationToken cancel) => PlainSql.Execute(
        sql,
        """
        INSERT INTO NodeInstances (InstanceId, NodeName, SeenAt) VALUES (@instance, @name, @now)
        ON CONFLICT (InstanceId) DO UPDATE SET SeenAt = @now
        """,
        cancel, ("@instance", instanceId), ("@name", nodeName), ("@now", at.ToUnixTimeMilliseconds()));

    /// <summary>The same call again replaces what was known of it, but what ended stays ended.</summary>
    private static async Task Merge(Db db, Guid instanceId, ImmutableArray<LegRecord> legs, CancellationToken cancel)
    {
        var ids = legs.Select(leg => leg.LegId).ToList();
        var known = await db.Legs.Where(leg => ids.Contains(leg.LegId)).ToDictionaryAsync(leg => leg.LegId, cancel);
        foreach (var leg in legs)
        {
            if (!known.TryGetValue(leg.LegId, out var row))
            {
                row = new LegRow { LegId = leg.LegId, ConferenceId = leg.ConferenceId, RoomId = leg.RoomId };
                known.Add(leg.LegId, row);
                db.Legs.Add(row);
            }
            (row.CallId, row.JoinedAt, row.InstanceId) = (leg.CallId, leg.JoinedAt.ToInstant(), instanceId);
            if (leg.LeftAt is { } left) (row.LeftAt, row.EndReason) = (left.ToInstant(), leg.EndReason);
        }
    }
}
