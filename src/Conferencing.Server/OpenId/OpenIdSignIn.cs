using System.Net.Sockets;
using Conferencing.Server.Api;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Conferencing.Server.OpenId;

/// <summary>
/// Signing in at the province's OpenID provider: authorization code with PKCE (OpenID Connect Core 1.0, 3.1; RFC 7636). The protocol is the
/// framework's; here is what it is asked, and what becomes of its answers. The provider's tokens are read once and not kept.
/// </summary>
internal static class OpenIdSignIn
{
    public const string Scheme = "OpenId";
    private const string CookieName = "conferencing.openid.";
    private const int MaxToldLetters = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TimeToSignIn = TimeSpan.FromMinutes(15);

    public static void Configure(OpenIdConnectOptions options, OpenIdSettings settings)
    {
        (options.Authority, options.ClientId, options.ClientSecret) = (settings.Authority, settings.ClientId, settings.Secret());
        options.RequireHttpsMetadata = !OpenIdSettings.IsHere(new Uri(settings.Authority));
        (options.ResponseType, options.ResponseMode, options.UsePkce) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query, true);
        options.Scope.Clear();
        foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) options.Scope.Add(scope);
        (options.CallbackPath, options.SignedOutCallbackPath, options.RemoteSignOutPath) = (OpenIdPages.Back, OpenIdPages.SignedOut, default);
        (options.SignInScheme, options.SaveTokens, options.MapInboundClaims) = (AccountCookie.Scheme, false, false);
        (options.BackchannelTimeout, options.RemoteAuthenticationTimeout) = (Patience, TimeToSignIn);
        // Many providers tell name and mail address there only. How he signed in (amr, acr) counts from the token alone.
        options.GetClaimsFromUserInfoEndpoint = true;
        options.ClaimActions.Clear();
        foreach (var claim in new[] { OpenIdPerson.NameClaim, OpenIdPerson.UserNameClaim, OpenIdPerson.MailClaim, OpenIdPerson.VerifiedClaim, settings.LinkClaim }.Distinct())
            options.ClaimActions.MapUniqueJsonKey(claim, claim);
        Protect(options.CorrelationCookie, "asked.", settings);
        Protect(options.NonceCookie, "nonce.", settings);
        options.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context => SayWhereWeAre(context, settings),
            OnRedirectToIdentityProviderForSignOut = context => SayWhereWeAreAfterwards(context, settings),
            OnTicketReceived = Enter,
            OnAccessDenied = context => Answer(context, OpenIdRefusal.Denied),
            OnRemoteFailure = context => Answer(context, Why(context), context.Failure),
        };
    }

    /// <summary>Whether the provider, the way to it or its answer is at fault, and not this program.</summary>
    public static bool IsProviders(Exception fault) =>
        IsAway(fault) || fault is OpenIdConnectProtocolException or AuthenticationFailureException or InvalidOperationException || fault.GetType().Namespace?.StartsWith("Microsoft.IdentityModel", StringComparison.Ordinal) == true;

    public static bool IsAway(Exception? fault) =>
        fault is HttpRequestException or TaskCanceledException or SocketException or IOException || (fault?.InnerException is { } inner && IsAway(inner));

    /// <summary>One line: what others wrote into it cannot begin another one.</summary>
    public static void Tell(ILoggerFactory logs, Exception? fault)
    {
        var told = string.Concat((fault?.Message ?? "").Select(letter => char.IsControl(letter) ? ' ' : letter).Take(MaxToldLetters));
        logs.CreateLogger(typeof(OpenIdSignIn)).LogWarning("Signing in at the OpenID provider failed: {Kind}: {Message}", fault?.GetType().Name, told);
    }

    /// <summary>Only the way back from the provider needs them: no other page is sent them, and no script reads them.</summary>
    private static void Protect(CookieBuilder cookie, string name, OpenIdSettings settings)
    {
        (cookie.Name, cookie.HttpOnly, cookie.SameSite) = (CookieName + name, true, SameSiteMode.Lax);
        cookie.SecurePolicy = settings.PagesUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase) ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
    }

    private static Task SayWhereWeAre(RedirectContext context, OpenIdSettings settings)
    {
        if (settings.PagesUrl.Length > 0) context.ProtocolMessage.RedirectUri = settings.PagesUrl.TrimEnd('/') + OpenIdPages.Back;
        return Task.CompletedTask;
    }

    private static Task SayWhereWeAreAfterwards(RedirectContext context, OpenIdSettings settings)
    {
        if (string.IsNullOrEmpty(context.ProtocolMessage.IssuerAddress))
        {
            context.HandleResponse();
            context.Response.Redirect(context.Properties.RedirectUri ?? "/");
            return Task.CompletedTask;
        }
        context.ProtocolMessage.ClientId = settings.ClientId;
        if (settings.PagesUrl.Length > 0) context.ProtocolMessage.PostLogoutRedirectUri = settings.PagesUrl.TrimEnd('/') + OpenIdPages.SignedOut;
        return Task.CompletedTask;
    }

    private static async Task Enter(TicketReceivedContext context)
    {
        context.HandleResponse();
        var (http, services) = (context.HttpContext, context.HttpContext.RequestServices);
        if (OpenIdPerson.Read(context.Principal!, services.GetRequiredService<OpenIdSettings>()) is not { } person)
        {
            OpenIdPages.Refuse(http, OpenIdRefusal.Failed);
            return;
        }
        var outcome = await services.GetRequiredService<OpenIdAccounts>().Enter(person, http.RequestAborted);
        if (outcome.Refusal is { } refusal) OpenIdPages.Refuse(http, refusal);
        else await Begin(http, outcome.Account!, person.IsStrong, OpenIdPages.Local(context.ReturnUri));
    }

    /// <summary>The account's own second step is asked for, unless he made one there that the settings trust.</summary>
    private static async Task Begin(HttpContext http, Account account, bool isStrong, string to)
    {
        if (account.TwoFactorEnabled && !isStrong)
        {
            http.RequestServices.GetRequiredService<PendingSignIn>().Begin(http, account);
            OpenIdPages.AskForCode(http, to);
            return;
        }
        await SessionApi.Begin(http, account, isStrong ? SignInWay.OpenIdStrong : SignInWay.OpenId);
        http.Response.Redirect(to);
    }

    private static OpenIdRefusal Why(RemoteFailureContext context)
    {
        if (IsAway(context.Failure)) return OpenIdRefusal.Away;
        // The framework has no type for these two: without properties the state was not sealed by us, with them it was, for another browser or time.
        if (context.Properties is null) return OpenIdRefusal.State;
        return context.Failure is { InnerException: null, Message: "Correlation failed." } ? OpenIdRefusal.Expired : OpenIdRefusal.Failed;
    }

    private static Task Answer<TOptions>(HandleRequestContext<TOptions> context, OpenIdRefusal refusal, Exception? fault = null) where TOptions : AuthenticationSchemeOptions
    {
        if (fault is not null) Tell(context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>(), fault);
        context.HandleResponse();
        OpenIdPages.Refuse(context.HttpContext, refusal);
        return Task.CompletedTask;
    }
}
