using System.Collections.Frozen;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Identity;

/// <summary>The tree of units as it is while a request is answered: read only for who has a role for a part of it.</summary>
internal sealed class UnitParents(IReadOnlyDictionary<Guid, Guid?> parents)
{
    /// <summary>Nothing is below anything.</summary>
    public static UnitParents Unknown { get; } = new(FrozenDictionary<Guid, Guid?>.Empty);

    public bool IsWithin(Guid? unit, Guid scope) => unit is { } one && (one == scope || Booking.UnitTree.IsWithin(one, scope, parents));

    public static async Task<UnitParents> Of(Db db, CancellationToken cancel) =>
        new((await db.Units.AsNoTracking().Select(unit => new { unit.Id, unit.ParentId }).ToListAsync(cancel)).ToFrozenDictionary(unit => unit.Id, unit => unit.ParentId));

    /// <summary>In the way of every request, after the sign-in.</summary>
    public static async Task Use(HttpContext context, RequestDelegate next)
    {
        if (context.User.HasClaim(claim => claim.Type == Caller.UnitRoleClaim))
        {
            var units = await context.RequestServices.GetRequiredService<PlainSql>().Read(
                "SELECT Id, ParentId FROM Units", row => (row.GetGuid(0), row.IsDBNull(1) ? (Guid?)null : row.GetGuid(1)), context.RequestAborted);
            context.Features.Set(new UnitParents(units.ToFrozenDictionary(unit => unit.Item1, unit => unit.Item2)));
        }
        await next(context);
    }
}
