using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>
/// Before every act on a running session: a technician of a unit acts on rooms of his unit, wherever they take part, and on all of a session that
/// his unit hosts; a secretary of a unit leads sessions it hosts, one who is named those that name him. By the route's own pattern, so that a new act is guarded without a word.
/// </summary>
internal static class ScopeGuard
{
    public static Refusal NotHis() => new(StatusCodes.Status403Forbidden, "notYourUnit");

    /// <param name="leader">Who may besides technicians, if it is of a session his unit hosts.</param>
    public static RouteGroupBuilder Scoped(this RouteGroupBuilder acts, Role? leader = null)
    {
        acts.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            return await May(http, Caller.Of(http), leader) ? await next(context) : NotHis();
        });
        return acts;
    }

    private static async Task<bool> May(HttpContext http, Caller caller, Role? leader)
    {
        if (caller.Has(Role.Technician) || (leader is { } whole && caller.Has(whole))) return true;
        var db = http.RequestServices.GetRequiredService<Db>();
        var host = Id(http, "id") is { } session ? await HostOf(db, session, http.RequestAborted) : null;
        if (caller.Has(Role.Technician, host) || (leader is { } part && caller.Has(part, host))) return true;
        if (leader == Role.Secretary && Id(http, "id") is { } led && await NamedSecretary.Leads(db, led, caller.Id, http.RequestAborted)) return true;
        return Id(http, "roomId") is { } room && caller.Has(Role.Technician, await UnitOf(db, room, http.RequestAborted));
    }

    private static async Task<Guid?> HostOf(Db db, Guid session, CancellationToken cancel)
    {
        var dossiers = await db.Occurrences.AsNoTracking().Where(one => one.Id == session).Select(one => new { Own = one.Dossier, Whole = one.Briefing!.Dossier }).SingleOrDefaultAsync(cancel);
        return (dossiers?.Own ?? dossiers?.Whole)?.HostUnitId;
    }

    private static Task<Guid?> UnitOf(Db db, Guid room, CancellationToken cancel) =>
        db.Rooms.AsNoTracking().Where(one => one.Id == room).Select(one => one.UnitId ?? one.Site!.UnitId).SingleOrDefaultAsync(cancel);

    private static Guid? Id(HttpContext http, string name) => Guid.TryParse(http.Request.RouteValues[name] as string, out var id) ? id : null;
}
