using Conferencing.Server.Hosting;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Authentication;

namespace Conferencing.Server.OpenId;

/// <summary>The addresses by which a browser goes to the provider and comes back; what went wrong is told by the sign-in page.</summary>
internal static class OpenIdPages
{
    public const string Root = "/openid";
    public const string Back = Root + "/back";
    public const string SignedOut = Root + "/signed-out";
    private const string SignInPage = "/signin";
    private const int MaxPath = 1000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<OpenIdSettings>().Enabled) return;
        routes.MapGet(Root + "/sign-in", SignIn).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
        routes.MapGet(Root + "/sign-out", SignOut).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).ExcludeFromDescription();
    }

    /// <summary>Back to the sign-in page, which says what happened and what to do.</summary>
    public static void Refuse(HttpContext context, OpenIdRefusal refusal)
    {
        var word = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(refusal.ToString());
        if (refusal != OpenIdRefusal.TooMany) context.RequestServices.GetRequiredService<Counters>().Count($"signIn.openId.{word}");
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OpenIdPages)).LogInformation("Audit: a sign-in at the OpenID provider was refused: {Reason}", refusal);
        context.Response.Redirect($"{SignInPage}?openid={word}");
    }

    /// <summary>The provider has said who he is; the code of the second step is still asked for.</summary>
    public static void AskForCode(HttpContext context, string to) => context.Response.Redirect($"{SignInPage}?openid=code&to={Uri.EscapeDataString(to)}");

    /// <summary>A path of these pages; whatever else it was, the first page.</summary>
    public static string Local(string? to) =>
        to is { Length: > 1 and <= MaxPath } && to[0] == '/' && to[1] is not ('/' or '\\') && to.All(letter => letter is > ' ' and <= '~') && !to.StartsWith(Root, StringComparison.OrdinalIgnoreCase) ? to : "/";

    private static async Task SignIn(HttpContext context, string? to, ILoggerFactory logs)
    {
        try
        {
            await context.ChallengeAsync(OpenIdSignIn.Scheme, new AuthenticationProperties { RedirectUri = Local(to) });
        }
        catch (Exception fault) when (OpenIdSignIn.IsProviders(fault))
        {
            OpenIdSignIn.Tell(logs, fault);
            Refuse(context, OpenIdSignIn.IsAway(fault) ? OpenIdRefusal.Away : OpenIdRefusal.Failed);
        }
    }

    /// <summary>The sign-in here has ended by then: this ends the provider's, if it offers that.</summary>
    private static async Task SignOut(HttpContext context, ILoggerFactory logs)
    {
        try
        {
            await context.SignOutAsync(OpenIdSignIn.Scheme, new AuthenticationProperties { RedirectUri = SignInPage });
        }
        catch (Exception fault) when (OpenIdSignIn.IsProviders(fault))
        {
            OpenIdSignIn.Tell(logs, fault);
            context.Response.Redirect(SignInPage);
        }
    }
}
