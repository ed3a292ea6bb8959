using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Live;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Plans;

/// <summary>Takes committed plans to the board and the bridge. Plans are state: sent twice or late they do no harm.</summary>
internal sealed class PlanCourier(IDbContextFactory<Db> contexts, StatusBoard board, NodeLine line)
{
    public async Task Deliver(ConferencePlan plan, CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        var briefing = await db.Plans.Where(row => row.ConferenceId == plan.ConferenceId).Select(row => row.BriefingId).SingleAsync(cancel);
        board.TakePlan(briefing, plan, await Labels(db, plan.Participants.Select(part => part.RoomId), cancel));
        await line.Send(node => node.ApplyPlan(plan));
    }

    /// <summary>At the start: every plan onto the board; the node asks for them itself when it comes.</summary>
    public async Task Recall(Db db, IEnumerable<PlanRow> rows, CancellationToken cancel)
    {
        var plans = rows.Select(row => (row.BriefingId, Plan: PlanMaker.Read(row))).ToList();
        if (plans.Count == 0) return;
        var labels = await Labels(db, plans.SelectMany(one => one.Plan.Participants).Select(part => part.RoomId), cancel);
        foreach (var (briefing, plan) in plans) board.TakePlan(briefing, plan, labels);
    }

    /// <summary>Sends a plan again that the bridge has not reached: its message was lost, or the node is behind.</summary>
    public async Task Remind(ConferencePlan plan)
    {
        if (board.Find(plan.ConferenceId) is { } known && known.ReachedRevision >= plan.Revision) return;
        await line.Send(node => node.ApplyPlan(plan));
    }

    private static async Task<ImmutableDictionary<Guid, RoomLabel>> Labels(Db db, IEnumerable<Guid> roomIds, CancellationToken cancel)
    {
        var ids = roomIds.Distinct().ToList();
        var rooms = await db.Rooms.AsNoTracking().Where(room => ids.Contains(room.Id))
            .Select(room => new { room.Id, room.ShortName, Unit = room.Unit!.Name ?? room.Site!.Unit!.Name }).ToListAsync(cancel);
        return rooms.ToImmutableDictionary(room => room.Id, room => new RoomLabel(room.ShortName, room.Unit));
    }
}
