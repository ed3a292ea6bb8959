using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Retention;

/// <summary>Remembers when the last sweep was and what it removed, across restarts. A fact of this installation, no trail: that is the audit's.</summary>
internal static class SweepMemory
{
    public static async Task<int> Keep(Db db, SweepRecord record, CancellationToken cancel)
    {
        var row = await db.Facts.SingleOrDefaultAsync(fact => fact.Name == FactRow.Retention, cancel);
        if (row is null) db.Facts.Add(row = new FactRow { Name = FactRow.Retention });
        row.Value = InvitationJson.Write(record);
        return await db.SaveChangesAsync(cancel);
    }

    /// <summary>Null before the first.</summary>
    public static async Task<SweepRecord?> Last(Db db, CancellationToken cancel) =>
        await db.Facts.AsNoTracking().SingleOrDefaultAsync(fact => fact.Name == FactRow.Retention, cancel) is { } row ? InvitationJson.Read<SweepRecord>(row.Value) : null;
}
