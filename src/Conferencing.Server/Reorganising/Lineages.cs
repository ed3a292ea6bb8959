using Conferencing.Booking.Reorganising;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Reorganising;

/// <summary>Which unit went on with whose work, by the acts that were carried out.</summary>
internal static class Lineages
{
    public static async Task<Lineage> Read(Db db, CancellationToken cancel)
    {
        var moved = await db.Reorganisations.AsNoTracking().Where(row => row.State == ReorganisationState.Done)
            .OrderBy(row => row.FromDay).ThenBy(row => row.DoneAt).Select(row => row.Moved).ToListAsync(cancel);
        return new Lineage([.. moved.SelectMany(ReorganisationJson.Moved).Where(thing => thing.Kind is null).Select(thing => (thing.From, thing.To))]);
    }
}
