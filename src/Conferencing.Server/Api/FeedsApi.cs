using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Security.Cryptography;
using Conferencing.Server.Data;
using Conferencing.Server.Feeds;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <param name="Token">The name of the personal access token it was made with, with which it ends; null if it was made on the pages.</param>
/// <param name="ExpiresAt">When that token ends; null if it never does.</param>
public sealed record FeedAnswer(Guid Id, FeedKind Kind, Guid TargetId, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, string? Token, DateTimeOffset? ExpiresAt);

public sealed record NewFeedRequest
{
    [Required] public FeedKind? Kind { get; init; }

    /// <summary>The room or unit; left out for one's own calendar.</summary>
    public Guid? TargetId { get; init; }
}

/// <param name="Path">Where programs subscribe to it: shown this once, only its hash is kept.</param>
/// <param name="DavPath">The same calendar by CalDAV.</param>
public sealed record NewFeedAnswer(Guid Id, string Name, string Path, string DavPath);

/// <summary>One's own secret addresses of calendars.</summary>
internal static class FeedsApi
{
    /// <summary>That one person has at a time; what ended with its token is none of them.</summary>
    private const int MostFeeds = 50;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var feeds = routes.MapGroup("/api/feeds").WithTags("feeds");
        feeds.MapGet("", List);
        feeds.MapPost("", Add);
        feeds.MapDelete("{id:guid}", Remove);
    }

    private static async Task<Ok<FeedAnswer[]>> List(Caller caller, Db db, CancellationToken cancel)
    {
        var answers = new List<FeedAnswer>();
        foreach (var row in await db.Feeds.AsNoTracking().Include(row => row.Token).Where(row => row.AccountId == caller.Id).OrderBy(row => row.CreatedAt).ToListAsync(cancel))
            answers.Add(Describe(row, await FeedReading.NameOf(db, row.Kind, row.TargetId, cancel) ?? ""));
        return TypedResults.Ok(answers.ToArray());
    }

    private static FeedAnswer Describe(FeedRow row, string name) => new(
        row.Id, row.Kind, row.TargetId, name, row.CreatedAt.ToLocal(), row.LastUsedAt.ToLocal(), row.Token?.Name, row.Token?.ExpiresAt.ToLocal());

    /// <summary>One that is asked for by a token ends with it: what was stolen for a week is of no use after it.</summary>
    private static async Task<Results<Created<NewFeedAnswer>, Refusal>> Add(
        NewFeedRequest request, Caller caller, ClaimsPrincipal user, WriteGate gate, TimeProvider clock, CancellationToken cancel)
    {
        if (request.Kind is not { } kind) return Refusal.Invalid(new FieldMessage("kind", "feedKindMissing"));
        var target = kind == FeedKind.Person ? caller.Id : request.TargetId ?? Guid.Empty;
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var row = new FeedRow
        {
            Id = Guid.CreateVersion7(),
            AccountId = caller.Id,
            TokenId = TokenAuthentication.IdOf(user),
            Kind = kind,
            TargetId = target,
            Hash = TokenAuthentication.Hash(secret),
            CreatedAt = clock.Now(),
        };
        var (name, refused) = await gate.Write<(string?, Refusal?)>(async db =>
        {
            var tokens = db.Tokens.Where(TokenRow.OpensAt(row.CreatedAt));
            if (row.TokenId is { } own && !await tokens.AnyAsync(token => token.Id == own, cancel))
                return (null, new Refusal(StatusCodes.Status401Unauthorized, "signInNeeded"));
            if (await FeedReading.NameOf(db, kind, target, cancel) is not { } found) return (null, Refusal.Invalid(new FieldMessage("targetId", "feedTargetUnknown")));
            if (await db.Feeds.CountAsync(feed => feed.AccountId == caller.Id && (feed.TokenId == null || tokens.Any(token => token.Id == feed.TokenId)), cancel) >= MostFeeds) return (null, Refusal.Conflict("feedsTooMany", MostFeeds));
            db.Feeds.Add(row);
            await db.SaveChangesAsync(cancel);
            return (found, null);
        }, cancel);
        if (refused is not null) return refused;
        return TypedResults.Created($"/api/feeds/{row.Id}", new NewFeedAnswer(row.Id, name!, $"{FeedPages.Root}/{secret}.ics", $"{CalDav.Root}/{secret}/"));
    }

    private static async Task<Results<NoContent, Refusal>> Remove(Guid id, Caller caller, WriteGate gate, CancellationToken cancel)
    {
        var removed = await gate.Write(async db =>
        {
            db.Feeds.RemoveRange(await db.Feeds.Where(row => row.Id == id && row.AccountId == caller.Id).ToListAsync(cancel));
            return await db.SaveChangesAsync(cancel);
        }, cancel);
        return removed == 0 ? Refusal.NotFound() : TypedResults.NoContent();
    }
}
