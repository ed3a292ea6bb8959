using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>
/// Before every route that is about one briefing, conference or recording: who may not know of it gets nothing, whatever the route would say.
/// By the route's own pattern, so that a new one is guarded without a word.
/// </summary>
internal static class SecrecyGuard
{
    private sealed record Subject(Guid Id, Secrecy Secrecy, Guid BookedById, Dossier Dossier);

    public static RouteGroupBuilder Guarded(this IEndpointRouteBuilder routes) => routes.MapGroup("").AddEndpointFilter(Check);

    private static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return await FindSubject(http) is { } subject && !await MaySee(http, subject) ? new Refusal(StatusCodes.Status403Forbidden, "secretHidden") : await next(context);
    }

    private static async Task<bool> MaySee(HttpContext http, Subject subject)
    {
        var caller = Caller.Of(http);
        return Discretion.MaySee(caller, subject.Secrecy, subject.BookedById, subject.Dossier.HostUnitId)
            || await NamedSecretary.Knows(http.RequestServices.GetRequiredService<Db>(), subject.Id, caller.Id, http.RequestAborted);
    }

    private static async Task<Subject?> FindSubject(HttpContext http)
    {
        if (RouteSubject.Of(http) is not var (kind, id) || Discretion.SeesAll(Caller.Of(http))) return null;
        var db = http.RequestServices.GetRequiredService<Db>();
        var briefings = kind switch
        {
            RouteSubject.Briefings => db.Briefings.Where(row => row.Id == id),
            RouteSubject.Conferences => db.Briefings.Where(row => row.Occurrences.Any(one => one.Id == id)),
            _ => db.Briefings.Where(row => db.Recordings.Any(one => one.Id == id && one.BriefingId == row.Id)),
        };
        return await briefings.AsNoTracking().Select(row => new Subject(row.Id, row.Secrecy, row.BookedById, row.Dossier)).SingleOrDefaultAsync(http.RequestAborted);
    }
}
