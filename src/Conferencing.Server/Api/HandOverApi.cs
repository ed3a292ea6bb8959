using System.Text.Json;
using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Recordings;
using Microsoft.AspNetCore.Mvc;

namespace Conferencing.Server.Api;

/// <summary>Where a bridge node hands its recordings over: what there is, then the sound piece by piece. Only with the node's key; not for pages.</summary>
internal static class HandOverApi
{
    /// <summary>Pieces are smaller.</summary>
    private const int MaxPieceBytes = 4 << 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var recordings = routes.MapGroup("/bridge/recordings/{id:guid}").RequireAuthorization(Policies.Bridge).ExcludeFromDescription();
        recordings.MapPut("", Describe);
        recordings.MapPost("{file}", Append).WithMetadata(new RequestSizeLimitAttribute(MaxPieceBytes));
    }

    private static async Task<IResult> Describe(Guid id, HttpRequest request, RecordingDesk desk, CancellationToken cancel)
    {
        var manifest = await Read(request, cancel);
        if (manifest is null || manifest.RecordingId != id || manifest.Tracks.IsDefaultOrEmpty || manifest.Tracks.Any(track => !RecordingShelf.IsName(track.File)))
            return new Refusal(StatusCodes.Status400BadRequest, "malformedJson");
        return await desk.Take(manifest, cancel) is { } receipt ? TypedResults.Json(receipt, ContractJson.Options) : Refusal.NotFound();
    }

    private static async Task<IResult> Append(Guid id, string file, long at, HttpRequest request, RecordingDesk desk, RecordingShelf shelf, CancellationToken cancel)
    {
        if (!RecordingShelf.IsName(file) || !await desk.Expects(id, file, cancel)) return Refusal.NotFound();
        if (shelf.IsFull) return new Refusal(StatusCodes.Status507InsufficientStorage, "diskFull");
        return await shelf.Append(id, file, at, request.Body, cancel) ? TypedResults.NoContent() : Refusal.Conflict("pieceDoesNotJoin", shelf.Length(id, file));
    }

    private static async Task<RecordingManifest?> Read(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<RecordingManifest>(request.Body, ContractJson.Options, cancel);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
