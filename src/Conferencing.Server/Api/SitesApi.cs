using Conferencing.Booking.Capacities;
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
        sites.MapPost("", Add).RequireAuthorization(Policies.Equip).Once<SiteRequest>();
        sites.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Equip);
    }

    private static async Task<Ok<SiteAnswer[]>> List(Db db, CancellationToken cancel) =>
        TypedResults.Ok((await db.Sites.AsNoTracking().OrderBy(site => site.Name).ToListAsync(cancel)).Select(Describe).ToArray());

    private static async Task<Results<Created<SiteAnswer>, Refusal>> Add(SiteRequest request, Caller caller, WriteGate gate, CancellationToken cancel) =>
        await Save(null, request, IfMatch.None, caller, gate, cancel) switch
        {
            (_, { } refused) => refused,
            (var site, _) => TypedResults.Created($"/api/sites/{site!.Id}", site),
        };

    private static async Task<Results<Ok<SiteAnswer>, Refusal>> Change(Guid id, SiteRequest request, IfMatch match, Caller caller, WriteGate gate, CancellationToken cancel) =>
        await Save(id, request, match, caller, gate, cancel) switch
        {
            (_, { } refused) => refused,
            (var site, _) => TypedResults.Ok(site),
        };

    /// <param name="id">Null for a new one.</param>
    private static Task<(SiteAnswer? Site, Refusal? Refused)> Save(Guid? id, SiteRequest request, IfMatch match, Caller caller, WriteGate gate, CancellationToken cancel) =>
        gate.Write<(SiteAnswer?, Refusal?)>(async db =>
        {
            var row = id is null ? new SiteRow { Id = Guid.CreateVersion7() } : await db.Sites.SingleOrDefaultAsync(site => site.Id == id, cancel);
            if (row is null) return (null, Refusal.NotFound());
            if (match.WhyNot(Describe(row).Tag) is { } stale) return (null, stale);
            var wrong = Check(request).ToList();
            if (request.UnitId is { } unit && !await db.Units.AnyAsync(one => one.Id == unit, cancel)) wrong.Add(new("unitId", "unitUnknown"));
            if (request.LineId is { } line && !await db.Lines.AnyAsync(one => one.Id == line, cancel)) wrong.Add(new("lineId", "lineUnknown"));
            if (wrong.Count > 0) return (null, Refusal.Invalid([.. wrong]));
            if (!caller.Has(Role.ItOfficer, request.UnitId) || (id is not null && !caller.Has(Role.ItOfficer, row.UnitId))) return (null, ScopeGuard.NotHis());
            Fill(row, request);
            if (id is null) db.Sites.Add(row);
            await db.SaveChangesAsync(cancel);
            return (Describe(row), null);
        }, cancel);

    public static IEnumerable<FieldMessage> Check(SiteRequest request) =>
        PlaceForm.CheckNames(request.Name, request.ShortName).Concat(ContactForm.Check(request))
            .Concat(BookingWords.Fields(Coordinates.Check(request.Latitude, request.Longitude)));

    public static void Fill(SiteRow row, SiteRequest request)
    {
        (row.Name, row.ShortName, row.UnitId) = (request.Name!.Trim(), PlaceForm.ShortName(request.Name, request.ShortName), request.UnitId);
        (row.LineId, row.Latitude, row.Longitude) = (request.LineId, request.Latitude, request.Longitude);
        ContactForm.Fill(row, request);
    }

    private static SiteAnswer Describe(SiteRow row)
    {
        var site = new SiteAnswer(row.Id, row.Name, row.ShortName, row.UnitId, row.LineId, row.Latitude, row.Longitude, row.ContactName, row.Mail, row.Phone);
        return site with { Tag = IfMatch.TagOf(site) };
    }
}
