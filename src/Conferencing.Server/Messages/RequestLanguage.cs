using System.Security.Claims;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Messages;

/// <summary>In which language a request is answered: what the account chose, else its Accept-Language, else Vietnamese.</summary>
internal static class RequestLanguage
{
    public const string Claim = "language";

    public static Language Of(HttpContext context) =>
        Chosen(context.User) ?? Asked(context.Request) ?? Language.Vi;

    private static Language? Asked(HttpRequest request)
    {
        foreach (var value in request.GetTypedHeaders().AcceptLanguage.OrderByDescending(value => value.Quality ?? 1))
        {
            if (value.Value.StartsWith("vi", StringComparison.OrdinalIgnoreCase)) return Language.Vi;
            if (value.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return Language.En;
        }
        return null;
    }

    private static Language? Chosen(ClaimsPrincipal user) =>
        Enum.TryParse<Language>(user.FindFirstValue(Claim), out var language) ? language : null;
}
