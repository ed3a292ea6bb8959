using System.Collections.Immutable;
using Conferencing.Booking.Reorganising;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Reorganising;

/// <summary>Loads what an act must be judged by. Inside a write transaction what is decided stays true until the commit.</summary>
internal static class ReorganisationWorlds
{
    /// <param name="own">The act itself, where it was put down before.</param>
    public static async Task<ReorganisationWorld> Load(Db db, Reorganisation wish, LocalDate today, Guid? own, CancellationToken cancel)
    {
        var units = wish.Sources.Concat(wish.Successors.Select(one => one.UnitId).OfType<Guid>()).ToHashSet();
        var pending = await db.Reorganisations.AsNoTracking().Where(row => row.State == ReorganisationState.Planned && row.Id != own).OrderBy(row => row.FromDay).ToListAsync(cancel);
        return new ReorganisationWorld(
            today, await db.Units.AsNoTracking().ToDictionaryAsync(row => row.Id, UnitsApi.Value, cancel), await HangingThings.Of(db, units, wish.From, cancel),
            [.. pending.Select(row => ReorganisationForm.Value(ReorganisationJson.Wish(row)))]);
    }
}
