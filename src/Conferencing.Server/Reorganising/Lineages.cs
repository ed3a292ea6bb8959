using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Reorganising;

/// <summary>The units whose work another went on with.</summary>
internal static class Predecessors
{
    /// <summary>A unit, and all that came to it by acts that were carried out: what ended for it, what had ended for that, and so on.</summary>
    public static async Task<HashSet<Guid>> AndItself(Db db, Guid unit, CancellationToken cancel)
    {
        var moved = await db.Reorganisations.AsNoTracking().Where(row => row.State == ReorganisationState.Done).Select(row => row.Moved).ToListAsync(cancel);
        var before = moved.SelectMany(ReorganisationJson.Moved).Where(thing => thing.Kind is null).ToLookup(thing => thing.To, thing => thing.From);
        var (found, ahead) = (new HashSet<Guid> { unit }, new Stack<Guid>([unit]));
        while (ahead.TryPop(out var one))
            foreach (var earlier in before[one].Where(found.Add)) ahead.Push(earlier);
        return found;
    }
}
