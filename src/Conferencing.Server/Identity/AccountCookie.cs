using System.Security.Claims;
using Conferencing.Server.Api;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Conferencing.Server.Identity;

/// <summary>
/// The pages' sign-in: a cookie no script can read and no other site can send. Every request looks the account up again, so a
/// disabled account, a changed password or another role counts at once.
/// </summary>
internal static class AccountCookie
{
    public const string Scheme = "Account";
    public const string StampClaim = "stamp";
    private const string WayClaim = "way";
    private const string CookieName = "conferencing";

    public static void Configure(CookieAuthenticationOptions options, WebOptions web)
    {
        options.Cookie.Name = CookieName;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromHours(web.SessionHours);
        options.SlidingExpiration = true;
        options.Events.OnValidatePrincipal = Validate;
        options.Events.OnRedirectToLogin = context => new Refusal(StatusCodes.Status401Unauthorized, "signInNeeded").ExecuteAsync(context.HttpContext);
        options.Events.OnRedirectToAccessDenied = context => new Refusal(StatusCodes.Status403Forbidden, "notAllowed").ExecuteAsync(context.HttpContext);
    }

    public static Task SignIn(HttpContext context, Account account, SignInWay way) => context.SignInAsync(Scheme, Principal(context, account, way));

    /// <summary>Null for who has not signed in on the pages.</summary>
    public static SignInWay? WayOf(ClaimsPrincipal user) => user.Identity?.AuthenticationType != Scheme ? null
        : Enum.TryParse<SignInWay>(user.FindFirstValue(WayClaim), out var way) ? way : SignInWay.Password;

    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<AccountLookup>();
        var id = Guid.Parse(context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier)!);
        var account = await accounts.ById(id, context.HttpContext.RequestAborted);
        if (account is null || account.SecurityStamp != context.Principal!.FindFirstValue(StampClaim)) context.RejectPrincipal();
        else context.ReplacePrincipal(Principal(context.HttpContext, account, WayOf(context.Principal!) ?? SignInWay.Password));
    }

    private static ClaimsPrincipal Principal(HttpContext context, Account account, SignInWay way)
    {
        var principal = Caller.Principal(account, Scheme, context.RequestServices.GetRequiredService<SignInSettings>().IsDue(account, way));
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(WayClaim, way.ToString()));
        return principal;
    }
}
