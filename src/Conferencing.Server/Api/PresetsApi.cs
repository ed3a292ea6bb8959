using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Templates and groups of rooms to book with.</summary>
internal static class PresetsApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var templates = routes.MapGroup("/api/templates").WithTags("templates");
        MapRest(templates, PresetKind.Template);
        templates.MapPost("", async Task<Results<Created<PresetAnswer>, Refusal>> (NewTemplateRequest request, Caller caller, PresetDesk desk, Db db, CancellationToken cancel) =>
            await Made("templates", await desk.AddTemplate(request, caller, cancel), caller, db, cancel)).RequireAuthorization(Policies.Book).Once<NewTemplateRequest>();
        templates.MapPut("{id:guid}", async Task<Results<Ok<PresetAnswer>, Refusal>> (Guid id, TemplateRequest request, IfMatch match, Caller caller, PresetDesk desk, Db db, CancellationToken cancel) =>
            await Changed(await desk.ChangeTemplate(id, request, match, caller, cancel), caller, db, cancel)).RequireAuthorization(Policies.Book);
        var groups = routes.MapGroup("/api/room-groups").WithTags("templates");
        MapRest(groups, PresetKind.RoomGroup);
        groups.MapPost("", async Task<Results<Created<PresetAnswer>, Refusal>> (RoomGroupRequest request, Caller caller, PresetDesk desk, Db db, CancellationToken cancel) =>
            await Made("room-groups", await desk.AddGroup(request, caller, cancel), caller, db, cancel)).RequireAuthorization(Policies.Book).Once<RoomGroupRequest>();
        groups.MapPut("{id:guid}", async Task<Results<Ok<PresetAnswer>, Refusal>> (Guid id, RoomGroupRequest request, IfMatch match, Caller caller, PresetDesk desk, Db db, CancellationToken cancel) =>
            await Changed(await desk.ChangeGroup(id, request, match, caller, cancel), caller, db, cancel)).RequireAuthorization(Policies.Book);
    }

    /// <summary>What is the same of both.</summary>
    private static void MapRest(RouteGroupBuilder group, PresetKind kind)
    {
        group.MapGet("", async Task<Ok<PresetAnswer[]>> (Caller caller, Db db, CancellationToken cancel) =>
        {
            var rows = await Full(db).Where(row => row.Kind == kind && (row.UnitId != null || row.OwnerId == caller.Id)).OrderBy(row => row.Name).ToListAsync(cancel);
            return TypedResults.Ok(await Answers(rows, caller, db, cancel));
        });
        group.MapGet("{id:guid}", (Guid id, EntityTag tag, Caller caller, Db db, CancellationToken cancel) => Get(id, kind, tag, caller, db, cancel));
        group.MapDelete("{id:guid}", async Task<Results<NoContent, Refusal>> (Guid id, IfMatch match, Caller caller, PresetDesk desk, CancellationToken cancel) =>
            await desk.Remove(id, kind, match, caller, cancel) is { } refused ? refused : TypedResults.NoContent()).RequireAuthorization(Policies.Book);
    }

    private static async Task<Results<Ok<PresetDetailAnswer>, Refusal>> Get(Guid id, PresetKind kind, EntityTag tag, Caller caller, Db db, CancellationToken cancel)
    {
        var row = await Full(db).SingleOrDefaultAsync(one => one.Id == id && one.Kind == kind, cancel);
        if (row is null || !PresetDesk.MaySee(row, caller)) return Refusal.NotFound();
        tag.Tell(IfMatch.TagOf(row.Version));
        var sketch = kind == PresetKind.Template ? Sketch.Read(row.Content) : null;
        var names = await DossierNames.Of(db, [sketch?.Dossier], cancel);
        return TypedResults.Ok(new PresetDetailAnswer(
            (await Answers([row], caller, db, cancel))[0], sketch?.Answer(names, DossierWords.MayReadTechnicianNote(caller, row.OwnerId)),
            [.. row.History.OrderBy(line => line.Id).Select(line => new HistoryAnswer(line.At.ToLocal(), line.Who, line.Action, line.Detail))]));
    }

    private static async Task<Results<Created<PresetAnswer>, Refusal>> Made(string place, (PresetRow? Row, Refusal? Refused) made, Caller caller, Db db, CancellationToken cancel) =>
        made.Row is { } row ? TypedResults.Created($"/api/{place}/{row.Id}", await Answer(row.Id, caller, db, cancel)) : made.Refused!;

    private static async Task<Results<Ok<PresetAnswer>, Refusal>> Changed((PresetRow? Row, Refusal? Refused) changed, Caller caller, Db db, CancellationToken cancel) =>
        changed.Row is { } row ? TypedResults.Ok(await Answer(row.Id, caller, db, cancel)) : changed.Refused!;

    private static async Task<PresetAnswer> Answer(Guid id, Caller caller, Db db, CancellationToken cancel) =>
        (await Answers([await Full(db).SingleAsync(row => row.Id == id, cancel)], caller, db, cancel))[0];

    private static IQueryable<PresetRow> Full(Db db) => db.Presets.AsNoTracking().AsSplitQuery().Include(row => row.Owner).Include(row => row.History);

    private static async Task<PresetAnswer[]> Answers(List<PresetRow> rows, Caller caller, Db db, CancellationToken cancel)
    {
        var ids = rows.Select(row => row.UnitId).OfType<Guid>().Distinct().ToList();
        var units = await db.Units.AsNoTracking().Where(unit => ids.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => unit.Name, cancel);
        return [.. rows.Select(row => Describe(row, units, caller))];
    }

    private static PresetAnswer Describe(PresetRow row, Dictionary<Guid, string> units, Caller caller)
    {
        var last = row.History.MaxBy(line => line.Id)!;
        var rooms = row.Kind == PresetKind.Template ? Sketch.Read(row.Content).RoomIds : JsonSerializer.Deserialize<Guid[]>(row.Content)!;
        return new PresetAnswer(
            row.Id, row.Name, row.UnitId, row.UnitId is { } unit ? units.GetValueOrDefault(unit) : null, row.Owner!.DisplayName, PresetDesk.MayChange(row, caller),
            row.Version, last.Who, last.At.ToLocal(), rooms);
    }
}
