using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>Those who have lent a caller their right to approve, today. What it is worth is what they themselves may do now.</summary>
internal sealed record Lending(ImmutableArray<Caller> Lenders)
{
    public static async Task<Lending> To(Db db, Caller caller, Instant now, CancellationToken cancel)
    {
        var today = now.InZone(Times.Zone).Date;
        var lenders = await db.Delegations.AsNoTracking()
            .Where(lent => lent.ToId == caller.Id && lent.EndedAt == null && lent.FromDay <= today && lent.ToDay >= today && !lent.From!.Disabled)
            .OrderBy(lent => lent.CreatedAt).Select(lent => lent.From!).ToListAsync(cancel);
        if (lenders.Count == 0) return new Lending([]);
        var tree = await UnitParents.Of(db, cancel);
        return new Lending([.. lenders.DistinctBy(one => one.Id).Select(one => Caller.Of(one, tree)).Where(lender => lender.Decides)]);
    }

    /// <summary>The caller before a briefing that somebody booked, with what others have lent him.</summary>
    public Actor Arm(Actor actor, Guid bookedBy, Guid? host) =>
        actor with { Lent = Lenders.Aggregate(ApprovalSteps.None, (steps, lender) => steps | lender.Towards(bookedBy, host).Own) };

    /// <summary>Whose right it is; null if nobody lent it.</summary>
    public Caller? Of(ApprovalSteps step, Guid bookedBy, Guid? host) => Lenders.FirstOrDefault(lender => lender.Towards(bookedBy, host).Own.HasFlag(step));
}
