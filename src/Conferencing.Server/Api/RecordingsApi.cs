using System.Globalization;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Recordings;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>Recordings as people meet them: listed with their briefing, played in pieces, taken away, deleted.</summary>
internal static class RecordingsApi
{
    private const string ContentType = "audio/ogg";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var briefings = routes.MapGroup("/api/briefings/{id:guid}").WithTags("recordings");
        briefings.MapGet("recordings", List);
        briefings.MapPut("recording", Wish).RequireAuthorization(Policies.Book);
        var recordings = routes.MapGroup("/api/recordings/{id:guid}").WithTags("recordings");
        recordings.MapGet("files/{file}", Play).Produces(StatusCodes.Status200OK, contentType: ContentType).Produces(StatusCodes.Status206PartialContent, contentType: ContentType)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        recordings.MapDelete("", Delete).RequireAuthorization(Policies.Approve);
    }

    private static async Task<Results<Ok<RecordingsAnswer>, Refusal>> List(Guid id, Caller caller, Db db, RecordingShelf shelf, CancellationToken cancel)
    {
        if (await db.Briefings.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } briefing) return Refusal.NotFound();
        var rows = await db.Recordings.AsNoTracking().Include(row => row.Files).Where(row => row.BriefingId == id).OrderBy(row => row.StartedAt).ToListAsync(cancel);
        var mayWish = Booking.Approval.MayChange(briefing.Status, caller.Towards(briefing.BookedById, briefing.Dossier.HostUnitId)) && !briefing.Terms.IsSecret;
        return TypedResults.Ok(new RecordingsAnswer(
            briefing.Recording, mayWish, [.. rows.Select(row => Answer(row, MayPlay(briefing, caller), caller.Has(Role.Approver, briefing.Dossier.HostUnitId), shelf))]));
    }

    private static async Task<Results<NoContent, Refusal>> Wish(Guid id, RecordingWishRequest request, Caller caller, RecordingDesk desk, CancellationToken cancel)
    {
        if (request.Mode is not { } mode) return Refusal.Invalid(new FieldMessage("mode", "recordingModeMissing"));
        return await desk.Wish(id, mode, caller, cancel) is { } refused ? refused : TypedResults.NoContent();
    }

    /// <param name="download">A file to keep, under a name that tells what it is, instead of sound to be played.</param>
    private static async Task<Results<PhysicalFileHttpResult, Refusal>> Play(
        Guid id, string file, Caller caller, Db db, RecordingShelf shelf, RecordingDesk desk, CancellationToken cancel, bool download = false)
    {
        var row = await db.Recordings.AsNoTracking().Include(one => one.Files).SingleOrDefaultAsync(one => one.Id == id, cancel);
        if (row is null || row.Files.Find(one => one.File == file) is not { } one) return Refusal.NotFound();
        var briefing = await db.Briefings.AsNoTracking().SingleAsync(briefing => briefing.Id == row.BriefingId, cancel);
        if (!MayPlay(briefing, caller)) return new Refusal(StatusCodes.Status403Forbidden, "notAllowed");
        if (row.DeletedAt is not null || shelf.Length(id, file) == 0) return Refusal.NotFound("recordingGone");
        await desk.Note(row, one, download, caller, cancel);
        return TypedResults.PhysicalFile(
            shelf.PathOf(id, file), ContentType, download ? NameOf(briefing, row, one) : null, enableRangeProcessing: true);
    }

    private static async Task<Results<NoContent, Refusal>> Delete(Guid id, Caller caller, RecordingDesk desk, CancellationToken cancel) =>
        await desk.Delete(id, caller, cancel) is { } refused ? refused : TypedResults.NoContent();

    /// <summary>Who booked it, who approves, and who looks after sessions.</summary>
    private static bool MayPlay(BriefingRow briefing, Caller caller) =>
        briefing.BookedById == caller.Id || caller.Has(Role.Approver, briefing.Dossier.HostUnitId) || caller.Has(Role.Technician, briefing.Dossier.HostUnitId);

    private static RecordingAnswer Answer(RecordingRow row, bool mayPlay, bool mayDelete, RecordingShelf shelf)
    {
        var isThere = row.DeletedAt is null;
        var files = row.Files.OrderBy(file => file.Position)
            .Select(file => (Row: file, Bytes: isThere ? shelf.Length(row.Id, file.File) : 0)).ToList();
        return new RecordingAnswer(
            row.Id, row.ConferenceId, row.StartedAt.ToLocal(), row.EndedAt.ToLocal(), row.End, row.Detail,
            row.EndedAt is not null && files.TrueForAll(file => !isThere || file.Bytes == file.Row.Bytes),
            files.Sum(file => file.Bytes), row.Files.Count == 0 ? 0 : row.Files.Max(file => file.Milliseconds), row.DeletedAt.ToLocal(),
            mayPlay && isThere, mayDelete && isThere && row.EndedAt is not null,
            [.. files.Select(file => new RecordingFileAnswer(file.Row.File, file.Row.RoomId, file.Row.Name, file.Bytes, file.Row.Milliseconds))]);
    }

    /// <summary>Title, moment and room with all their diacritics; what no file may be called is left out.</summary>
    private static string NameOf(BriefingRow briefing, RecordingRow row, RecordingFileRow file)
    {
        var at = row.StartedAt.ToLocal().ToString("yyyy-MM-dd HH.mm", CultureInfo.InvariantCulture);
        var name = file.Name is null ? $"{briefing.Title} {at}.ogg" : $"{briefing.Title} {at} {file.Name}.ogg";
        return string.Concat(name.Where(letter => !"\\/:*?\"<>|".Contains(letter, StringComparison.Ordinal) && !char.IsControl(letter)));
    }
}
