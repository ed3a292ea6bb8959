using System.Linq.Expressions;
using System.Security.Claims;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Api;

/// <summary>One's own personal access tokens, for programs.</summary>
internal static class TokensApi
{
    private const int MostDays = 366;
    private const int UsualDays = 90;

    /// <summary>That one person has at a time.</summary>
    private const int MostTokens = 50;

    /// <summary>For so long the page still shows one that is over.</summary>
    private static readonly Duration KeptAfterwards = Duration.FromDays(90);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/api/tokens").WithTags("tokens").RequireAuthorization(Policies.Own);
        tokens.MapGet("", List);
        tokens.MapPost("", Add);
        tokens.MapDelete("{id:guid}", Remove);
    }

    private static async Task<Ok<TokenAnswer[]>> List(Caller caller, Db db, CancellationToken cancel)
    {
        var rows = await db.Tokens.AsNoTracking().Where(row => row.AccountId == caller.Id).OrderBy(row => row.CreatedAt).ToListAsync(cancel);
        return TypedResults.Ok(rows.Select(row => new TokenAnswer(row.Id, row.Name, row.CreatedAt.ToLocal(), row.LastUsedAt.ToLocal(), row.ExpiresAt.ToLocal())).ToArray());
    }

    /// <summary>
    /// One that is asked for by a token ends with that one at the latest: what was stolen for a week is of no use after it. Who must set up a second step first
    /// gets none: a token would do without it all that he may not do yet.
    /// </summary>
    private static async Task<Results<Created<NewTokenAnswer>, Refusal>> Add(
        NewTokenRequest request, Caller caller, ClaimsPrincipal user, WriteGate gate, TimeProvider clock, CancellationToken cancel)
    {
        if (Caller.IsHeld(user)) return new Refusal(StatusCodes.Status403Forbidden, "notAllowed");
        var days = request.Days ?? UsualDays;
        FieldMessage[] wrong = [.. AccountForm.CheckText("name", request.Name, "nameMissing"), .. CheckDays(days)];
        if (wrong.Length > 0) return Refusal.Invalid(wrong);
        var (token, now) = (TokenAuthentication.Generate(), clock.Now());
        var expires = Instant.Min(now + Duration.FromDays(days), TokenAuthentication.EndOf(user) ?? Instant.MaxValue);
        var row = new TokenRow
        {
            Id = Guid.CreateVersion7(),
            AccountId = caller.Id,
            Name = request.Name!.Trim(),
            Hash = TokenAuthentication.Hash(token),
            CreatedAt = now,
            ExpiresAt = expires,
        };
        return await gate.Write(db => Keep(db, row, cancel), cancel) ? TypedResults.Created($"/api/tokens/{row.Id}", new NewTokenAnswer(row.Id, row.Name, token, expires.ToLocal()))
            : Refusal.Conflict("tokensTooMany", MostTokens);
    }

    /// <returns>False if he has too many.</returns>
    private static async Task<bool> Keep(Db db, TokenRow row, CancellationToken cancel)
    {
        var forgotten = row.CreatedAt - KeptAfterwards;
        await TakeAway(db, old => old.AccountId == row.AccountId && old.ExpiresAt < forgotten, cancel);
        if (await db.Tokens.Where(TokenRow.OpensAt(row.CreatedAt)).CountAsync(old => old.AccountId == row.AccountId, cancel) >= MostTokens) return false;
        db.Tokens.Add(row);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>With the calendar addresses that were made with them.</summary>
    private static async Task TakeAway(Db db, Expression<Func<TokenRow, bool>> which, CancellationToken cancel)
    {
        var tokens = await db.Tokens.Where(which).ToListAsync(cancel);
        var ids = tokens.ConvertAll(token => token.Id);
        db.Feeds.RemoveRange(await db.Feeds.Where(feed => feed.TokenId != null && ids.Contains(feed.TokenId.Value)).ToListAsync(cancel));
        db.Tokens.RemoveRange(tokens);
    }

    private static IEnumerable<FieldMessage> CheckDays(int days)
    {
        if (days is < 1 or > MostDays) yield return new FieldMessage("days", "tokenDays", MostDays);
    }

    private static async Task<Results<NoContent, Refusal>> Remove(Guid id, Caller caller, WriteGate gate, LiveConnections connections, CancellationToken cancel)
    {
        var removed = await gate.Write(async db =>
        {
            await TakeAway(db, row => row.Id == id && row.AccountId == caller.Id, cancel);
            return await db.SaveChangesAsync(cancel);
        }, cancel);
        if (removed == 0) return Refusal.NotFound();
        connections.EndToken(id);
        return TypedResults.NoContent();
    }
}
