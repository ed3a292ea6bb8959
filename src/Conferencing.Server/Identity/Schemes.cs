using Conferencing.Server.Live;

namespace Conferencing.Server.Identity;

/// <summary>Which of the ways to sign in a request uses.</summary>
internal static class Schemes
{
    public const string Either = nameof(Either);

    /// <summary>A bearer token if there is one, else the cookie; bridge nodes have a key of their own.</summary>
    public static string Choose(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(BridgeHub.Path)) return BridgeKeyAuthentication.Scheme;
        return TokenAuthentication.Find(context.Request) is null ? AccountCookie.Scheme : TokenAuthentication.Scheme;
    }
}
