using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Identity;

/// <summary>One of these roles, or to be named secretary of what the route is about: without roles only that opens it.</summary>
internal sealed record RolesOrNamed(params Role[] Roles) : IAuthorizationRequirement
{
    /// <summary>It is enough to be named of anything at all: for a hub, which is about no briefing yet and asks again before it tells anything.</summary>
    public bool OfAnything { get; init; }
}

/// <summary>
/// Lets through who has the role, and whom the route's briefing or session names as secretary (<see cref="NamedSecretary"/>). A route that is about
/// neither opens by a role only, unless its requirement says otherwise.
/// </summary>
internal sealed class NamedSecretaryHandler(IDbContextFactory<Db> contexts) : AuthorizationHandler<RolesOrNamed>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, RolesOrNamed requirement)
    {
        var user = context.User;
        if (requirement.Roles.Any(role => user.HasClaim(Caller.AnyRoleClaim, role.ToString()))) context.Succeed(requirement);
        else if (user.Identity?.IsAuthenticated == true && !Caller.IsHeld(user)
            && context.Resource is HttpContext http && await IsNamed(http, Caller.Of(user).Id, requirement.OfAnything)) context.Succeed(requirement);
    }

    private async Task<bool> IsNamed(HttpContext http, Guid account, bool ofAnything)
    {
        await using var db = await contexts.CreateDbContextAsync(http.RequestAborted);
        if (ofAnything) return await NamedSecretary.IsNamed(db, account, http.RequestAborted);
        var briefings = db.Briefings.AsNoTracking().Where(NamedSecretary.Of(account));
        return await (RouteSubject.Of(http) switch
        {
            (RouteSubject.Briefings, var id) => briefings.Where(one => one.Id == id),
            (RouteSubject.Conferences, var id) => briefings.Where(one => one.Occurrences.Any(session => session.Id == id)),
            _ => briefings.Where(one => false),
        }).AnyAsync(http.RequestAborted);
    }
}
