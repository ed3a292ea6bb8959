using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Conferencing.Server.Identity;

/// <summary>Programs sign in with a personal access token: <c>Authorization: Bearer cft_…</c>.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    AccountLookup accounts, WriteGate gate, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Token";
    private const string Prefix = "cft_";
    private const string Bearer = "Bearer ";

    /// <summary>How exact the time of last use is.</summary>
    private static readonly Duration UseGrain = Duration.FromHours(1);

    public static string Generate() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The token of a request; browsers cannot set headers on a web socket, so hubs also take it from the query.</summary>
    public static string? Find(HttpRequest request)
    {
        if (request.Headers.Authorization.ToString() is { } header && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return header[Bearer.Length..].Trim();
        return request.Path.StartsWithSegments("/hubs") && request.Query["access_token"].ToString() is { Length: > 0 } token ? token : null;
    }

    /// <summary>When the token ends that somebody has come with; null if it never does, or he came without one.</summary>
    public static Instant? EndOf(ClaimsPrincipal user) =>
        user.FindFirstValue(Caller.TokenEndClaim) is { } end ? Instant.FromUnixTimeMilliseconds(long.Parse(end, CultureInfo.InvariantCulture)) : null;

    /// <summary>Which token somebody has come with; null if he came without one.</summary>
    public static Guid? IdOf(ClaimsPrincipal user) => user.FindFirstValue(Caller.TokenIdClaim) is { } id ? Guid.Parse(id) : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Find(Request) is not { } token) return AuthenticateResult.NoResult();
        if (await accounts.ByToken(Hash(token), clock.Now(), Context.RequestAborted) is not { } found) return AuthenticateResult.Fail("An unknown token, or one that has expired.");
        await NoteUse(found.TokenId, found.LastUsedAt);
        var principal = Caller.Principal(found.Account, Scheme);
        var identity = (ClaimsIdentity)principal.Identity!;
        identity.AddClaim(new Claim(Caller.TokenClaim, found.TokenName));
        identity.AddClaim(new Claim(Caller.TokenIdClaim, found.TokenId.ToString()));
        if (found.ExpiresAt is { } end) identity.AddClaim(new Claim(Caller.TokenEndClaim, end.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        new Refusal(StatusCodes.Status401Unauthorized, "signInNeeded").ExecuteAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new Refusal(StatusCodes.Status403Forbidden, "notAllowed").ExecuteAsync(Context);

    private async Task NoteUse(Guid tokenId, Instant? lastUsedAt)
    {
        var now = clock.Now();
        if (lastUsedAt is { } last && now - last < UseGrain) return;
        await gate.WritePlain(
            sql => PlainSql.Execute(
                sql, "UPDATE Tokens SET LastUsedAt = @now WHERE Id = @id", Context.RequestAborted, ("@now", now.ToUnixTimeMilliseconds()), ("@id", tokenId)),
            Context.RequestAborted);
    }
}
