using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Reorganising;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Renaming, merging, dividing and ending units. Who keeps rooms of a unit sees what is to come; the tree is the administrator's.</summary>
internal static class ReorganisationsApi
{
    /// <summary>Older ones are in the audit trail.</summary>
    private const int Newest = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var acts = routes.MapGroup("/api/reorganisations").WithTags("units");
        acts.MapGet("", List).RequireAuthorization(Policies.Equip);
        acts.MapPost("", Ask).RequireAuthorization(Policies.Administer).Once<ReorganisationRequest>();
        acts.MapPost("preview", Preview).RequireAuthorization(Policies.Administer);
        acts.MapDelete("{id:guid}", TakeBack).RequireAuthorization(Policies.Administer);
    }

    /// <summary>First what is to come or could not be carried out: it is not left out for what is over.</summary>
    private static async Task<Ok<ReorganisationAnswer[]>> List(Caller caller, Db db, CancellationToken cancel) =>
        TypedResults.Ok(await Read(
            db.Reorganisations.Where(row => row.State != ReorganisationState.TakenBack).OrderBy(row => row.State == ReorganisationState.Planned ? 0 : 1)
                .ThenByDescending(row => row.FromDay).ThenByDescending(row => row.AskedAt).Take(Newest),
            caller, cancel));

    private static async Task<ReorganisationAnswer[]> Read(IQueryable<ReorganisationRow> rows, Caller caller, CancellationToken cancel)
    {
        var read = await rows.AsNoTracking()
            .Select(row => new { row.Id, row.Act, row.FromDay, row.Title, row.State, row.AskedBy!.DisplayName, row.AskedAt, row.DoneAt, row.Fault }).ToListAsync(cancel);
        return [.. read.Select(row => new ReorganisationAnswer(
            row.Id, row.Act, row.FromDay.ToDateOnly(), row.Title, row.State, row.DisplayName, row.AskedAt.ToLocal(), row.DoneAt.ToLocal(),
            ReorganisationJson.Faults(row.Fault, caller.Language)))];
    }

    private static async Task<Results<Ok<ReorganisationPreview>, Refusal>> Preview(ReorganisationRequest request, EntityTag entityTag, ReorganisingDesk desk, Db db, CancellationToken cancel)
    {
        var (preview, tag, refused) = await desk.Preview(request, db, cancel);
        if (preview is null) return refused!;
        entityTag.Tell(tag!);
        return TypedResults.Ok(preview);
    }

    /// <summary>If-Match says which preview was read.</summary>
    private static async Task<Results<Created<ReorganisationAnswer>, Refusal>> Ask(
        ReorganisationRequest request, IfMatch match, Caller caller, ReorganisingDesk desk, Db db, CancellationToken cancel)
    {
        var (row, refused) = await desk.Ask(request, match.Tag, caller, cancel);
        if (row is null) return refused!;
        return TypedResults.Created($"/api/reorganisations/{row.Id}", (await Read(db.Reorganisations.Where(one => one.Id == row.Id), caller, cancel)).Single());
    }

    private static async Task<Results<NoContent, Refusal>> TakeBack(Guid id, ReorganisingDesk desk, CancellationToken cancel) =>
        await desk.TakeBack(id, cancel) is { } refused ? refused : TypedResults.NoContent();
}
