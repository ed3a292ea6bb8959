using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Conferencing.Server.Api;
using Conferencing.Server.Bridge;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Conferencing.Server.Identity;

/// <summary>Bridge nodes sign in with the secret in data/keys/bridge.key, and only to their own hub and routes.</summary>
internal sealed class BridgeKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, BridgeKey key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Bridge";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        new Refusal(StatusCodes.Status401Unauthorized, "signInNeeded").ExecuteAsync(Context);

    private AuthenticateResult Authenticate()
    {
        if (TokenAuthentication.Find(Request) is not { } offered) return AuthenticateResult.NoResult();
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), Encoding.UTF8.GetBytes(key.Value)))
            return AuthenticateResult.Fail("Not the bridge's key.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "bridge")], Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }
}
