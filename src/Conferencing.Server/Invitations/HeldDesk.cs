using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Invitations;

/// <summary>Lets go what was held back long enough: what is told is what is true then. How long that is, is decided when it is changed.</summary>
internal sealed class HeldDesk(WriteGate gate, IDbContextFactory<Db> contexts, InvitationDesk invitations, TimeProvider clock)
{
    private const int Batch = 50;

    /// <summary>How many pieces were written.</summary>
    public async Task<int> Write(CancellationToken cancel)
    {
        var now = clock.Now();
        List<Guid> due;
        await using (var db = await contexts.CreateDbContextAsync(cancel))
        {
            due = await db.HeldInvitations.AsNoTracking().Where(held => held.Until <= now).OrderBy(held => held.Until).Select(held => held.BriefingId).Take(Batch).ToListAsync(cancel);
        }
        var pieces = 0;
        foreach (var id in due)
        {
            pieces += await gate.Write(async db =>
            {
                // Told or changed meanwhile, it is no longer due.
                if (!await db.HeldInvitations.AnyAsync(held => held.BriefingId == id && held.Until <= now, cancel)) return 0;
                return await BookingDesk.Load(db, id, cancel) is { } briefing ? await invitations.Release(db, briefing, isCorrection: false, now, cancel) : 0;
            }, cancel);
        }
        return pieces;
    }
}
