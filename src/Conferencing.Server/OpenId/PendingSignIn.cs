using System.Globalization;
using System.Security.Cryptography;
using Conferencing.Server.Identity;
using Conferencing.Server.Settings;
using Microsoft.AspNetCore.DataProtection;

namespace Conferencing.Server.OpenId;

/// <summary>
/// Between the provider's word and the code of the second step: a sealed cookie that says whose code is asked for, and until when. It opens nothing
/// by itself.
/// </summary>
internal sealed class PendingSignIn(IDataProtectionProvider protection, OpenIdSettings settings, TimeProvider clock)
{
    public const string Path = "/api/session/openid-code";
    private const string CookieName = "conferencing.openid.code";
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private readonly IDataProtector _protector = protection.CreateProtector("openid-code");

    public void Begin(HttpContext context, Account account)
    {
        var until = (clock.GetUtcNow() + Life).ToUnixTimeSeconds();
        context.Response.Cookies.Append(CookieName, _protector.Protect(string.Create(CultureInfo.InvariantCulture, $"{account.Id} {account.SecurityStamp} {until}")), Cookie(context, Life));
    }

    /// <summary>Null if nobody's is asked for, or no longer.</summary>
    public (Guid Account, string Stamp)? Read(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 } cookie || Open(cookie)?.Split(' ') is not [var id, var stamp, var until]) return null;
        return long.Parse(until, CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds() ? (Guid.Parse(id), stamp) : null;
    }

    public void End(HttpContext context) => context.Response.Cookies.Delete(CookieName, Cookie(context, null));

    private CookieOptions Cookie(HttpContext context, TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = Path,
        MaxAge = life,
        Secure = context.Request.IsHttps || settings.PagesUrl.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
    };

    private string? Open(string cookie)
    {
        try
        {
            return _protector.Unprotect(cookie);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
