using Conferencing.Booking.Capacities;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Lines of the wide-area network. Booked sessions stay as they are when a line becomes thinner; new ones are judged by it.</summary>
internal static class LinesApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var lines = routes.MapGroup("/api/lines").WithTags("lines");
        lines.MapGet("", List);
        lines.MapPost("", Add).RequireAuthorization(Policies.Administer).Once<LineRequest>();
        lines.MapPut("{id:guid}", Change).RequireAuthorization(Policies.Administer);
        lines.MapDelete("{id:guid}", Remove).RequireAuthorization(Policies.Administer);
    }

    private static async Task<Ok<LineAnswer[]>> List(Db db, CancellationToken cancel) =>
        TypedResults.Ok((await db.Lines.AsNoTracking().OrderBy(line => line.Name).ToListAsync(cancel)).Select(Describe).ToArray());

    private static async Task<Results<Created<LineAnswer>, Refusal>> Add(LineRequest request, WriteGate gate, CancellationToken cancel) =>
        await Save(null, request, IfMatch.None, gate, cancel) switch
        {
            (_, { } refused) => refused,
            (var line, _) => TypedResults.Created($"/api/lines/{line!.Id}", line),
        };

    private static async Task<Results<Ok<LineAnswer>, Refusal>> Change(Guid id, LineRequest request, IfMatch match, WriteGate gate, CancellationToken cancel) =>
        await Save(id, request, match, gate, cancel) switch
        {
            (_, { } refused) => refused,
            (var line, _) => TypedResults.Ok(line),
        };

    private static async Task<Results<NoContent, Refusal>> Remove(Guid id, IfMatch match, WriteGate gate, CancellationToken cancel)
    {
        var refused = await gate.Write(async db =>
        {
            if (await db.Lines.SingleOrDefaultAsync(line => line.Id == id, cancel) is not { } row) return Refusal.NotFound();
            if (match.WhyNot(Describe(row).Tag) is { } stale) return stale;
            if (await db.Lines.AnyAsync(line => line.ParentId == id, cancel) || await db.Sites.AnyAsync(site => site.LineId == id, cancel))
                return Refusal.Conflict("lineInUse", row.Name);
            db.Lines.Remove(row);
            await db.SaveChangesAsync(cancel);
            return null;
        }, cancel);
        return refused is not null ? refused : TypedResults.NoContent();
    }

    /// <param name="id">Null for a new one.</param>
    private static Task<(LineAnswer? Line, Refusal? Refused)> Save(Guid? id, LineRequest request, IfMatch match, WriteGate gate, CancellationToken cancel) =>
        gate.Write<(LineAnswer?, Refusal?)>(async db =>
        {
            var rows = await db.Lines.ToListAsync(cancel);
            var row = id is null ? new LineRow { Id = Guid.CreateVersion7() } : rows.Find(line => line.Id == id);
            if (row is null) return (null, Refusal.NotFound());
            if (match.WhyNot(Describe(row).Tag) is { } stale) return (null, stale);
            var wrong = Check(row.Id, request, rows.ToDictionary(line => line.Id, Value)).ToList();
            if (rows.Exists(line => line.Id != row.Id && string.Equals(line.Name, request.Name?.Trim(), StringComparison.OrdinalIgnoreCase))) wrong.Add(new("name", "lineNameTaken"));
            if (wrong.Count > 0) return (null, Refusal.Invalid([.. wrong]));
            Fill(row, request);
            if (id is null) db.Lines.Add(row);
            await db.SaveChangesAsync(cancel);
            return (Describe(row), null);
        }, cancel);

    public static IEnumerable<FieldMessage> Check(Guid id, LineRequest request, IReadOnlyDictionary<Guid, Line> others) =>
        PlaceForm.CheckNames(request.Name, null).Concat(BookingWords.Fields(LineTree.Check(Value(id, request), others)));

    public static void Fill(LineRow row, LineRequest request) => (row.Name, row.Kbits, row.ParentId) = (request.Name!.Trim(), request.Kbits!.Value, request.ParentId);

    public static Line Value(LineRow row) => new(row.Id, row.Name, row.Kbits, row.ParentId);

    /// <summary>A figure left out is none that could be.</summary>
    public static Line Value(Guid id, LineRequest request) => new(id, request.Name ?? "", request.Kbits ?? 0, request.ParentId);

    private static LineAnswer Describe(LineRow row)
    {
        var line = new LineAnswer(row.Id, row.Name, row.Kbits, row.ParentId);
        return line with { Tag = IfMatch.TagOf(line) };
    }
}

/// <param name="Kbits">What sessions may use of it, each way.</param>
/// <param name="ParentId">The line it leads into; null if it ends at the bridge.</param>
public sealed record LineAnswer(Guid Id, string Name, int Kbits, Guid? ParentId)
{
    /// <summary>For If-Match, when it is changed or removed.</summary>
    public string Tag { get; init; } = "";
}

public sealed record LineRequest
{
    [System.ComponentModel.DataAnnotations.Required] public string? Name { get; init; }

    /// <summary>What sessions may use of it, each way, in kbit/s: without what else runs on it.</summary>
    [System.ComponentModel.DataAnnotations.Required] public int? Kbits { get; init; }
    public Guid? ParentId { get; init; }
}
