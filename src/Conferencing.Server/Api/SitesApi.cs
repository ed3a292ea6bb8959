using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Places that take part.</summary>
internal static class SitesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sites = routes.MapGroup("/api/sites").WithTags("sites");
        sites.MapGet("", List);
        sites.MapPost("", Add).RequireAuthorization(Policies.Administer);
    }

    private static async Task<Ok<SiteAnswer[]>> List(Db db, CancellationToken cancel) =>
        TypedResults.Ok(await db.Sites.AsNoTracking().OrderBy(site => site.Name)
            .Select(site => new SiteAnswer(site.Id, site.Name, site.ShortName, site.UnitId)).ToArrayAsync(cancel));

    private static async Task<Results<Created<SiteAnswer>, Refusal>> Add(SiteRequest request, WriteGate gate, CancellationToken cancel)
    {
        var wrong = PlaceForm.CheckNames(request.Name, request.ShortName).ToList();
        var row = await gate.Write(async db =>
        {
            if (request.UnitId is { } unit && !await db.Units.AnyAsync(one => one.Id == unit, cancel)) wrong.Add(new("unitId", "unitUnknown"));
            if (wrong.Count > 0) return null;
            var site = new SiteRow
            {
                Id = Guid.CreateVersion7(),
                Name = request.Name!.Trim(),
                ShortName = PlaceForm.ShortName(request.Name, request.ShortName),
                UnitId = request.UnitId,
            };
            db.Sites.Add(site);
            await db.SaveChangesAsync(cancel);
            return site;
        }, cancel);
        if (row is null) return Refusal.Invalid([.. wrong]);
        return TypedResults.Created($"/api/sites/{row.Id}", new SiteAnswer(row.Id, row.Name, row.ShortName, row.UnitId));
    }
}
