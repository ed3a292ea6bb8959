using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Live;

namespace Conferencing.Server.Plans;

/// <summary>Takes committed plans to the board and the bridge. Plans are state: sent twice or late they do no harm.</summary>
internal sealed class PlanCourier(PlainSql sql, StatusBoard board, NodeLine line)
{
    public async Task Deliver(ConferencePlan plan, CancellationToken cancel)
    {
        var briefing = await sql.Read(
            "SELECT BriefingId FROM Plans WHERE ConferenceId = @id", row => row.GetGuid(0), cancel, ("@id", plan.ConferenceId));
        board.TakePlan(briefing.Single(), plan, await Labels(cancel));
        await line.Send(node => node.ApplyPlan(plan));
    }

    /// <summary>At the start: every plan onto the board; the node asks for them itself when it comes.</summary>
    public async Task Recall(IEnumerable<PlanRow> rows, CancellationToken cancel)
    {
        var labels = await Labels(cancel);
        foreach (var row in rows) board.TakePlan(row.BriefingId, PlanMaker.Read(row), labels);
    }

    /// <summary>Sends a plan again that the bridge has not reached: its message was lost, or the node is behind.</summary>
    public async Task Remind(ConferencePlan plan)
    {
        if (board.Find(plan.ConferenceId) is { } known && known.ReachedRevision >= plan.Revision) return;
        await line.Send(node => node.ApplyPlan(plan));
    }

    /// <summary>A room's unit is its own, else that of its site.</summary>
    private async Task<ImmutableDictionary<Guid, RoomLabel>> Labels(CancellationToken cancel)
    {
        var rooms = await sql.Read(
            """
            SELECT room.Id, room.ShortName, coalesce(own.Name, above.Name) FROM Rooms AS room
            LEFT JOIN Units AS own ON own.Id = room.UnitId
            LEFT JOIN Sites AS site ON site.Id = room.SiteId LEFT JOIN Units AS above ON above.Id = site.UnitId
            """,
            row => KeyValuePair.Create(row.GetGuid(0), new RoomLabel(row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2))), cancel);
        return ImmutableDictionary.CreateRange(rooms);
    }
}
