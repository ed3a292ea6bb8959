using Conferencing.Server.Api;

namespace Conferencing.Server.Hosting;

/// <summary>What browsers are told, and which requests of browsers are not taken.</summary>
internal static class SecurityHeaders
{
    /// <summary>Styles may be inline (libraries set them), scripts never.</summary>
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; " +
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void Set(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.XFrameOptions = "DENY";
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }

    public static Task Use(HttpContext context, RequestDelegate next)
    {
        Set(context.Response);
        if (context.Request.Path.StartsWithSegments("/api")) context.Response.Headers.CacheControl = "no-store";
        return Refuse(context) is { } refusal ? refusal.ExecuteAsync(context) : next(context);
    }

    /// <summary>
    /// A page of another origin cannot make a signed-in browser act: the cookie is SameSite=Strict, a form cannot send JSON, and
    /// browsers say where a request comes from.
    /// </summary>
    private static Refusal? Refuse(HttpContext context)
    {
        var request = context.Request;
        var counters = context.RequestServices.GetRequiredService<Counters>();
        if (request.Path.StartsWithSegments("/hubs") && IsOtherOrigin(request)) return Count(counters, StatusCodes.Status403Forbidden, "otherSite");
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || !request.Path.StartsWithSegments("/api")) return null;
        if (request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" || IsOtherOrigin(request))
            return Count(counters, StatusCodes.Status403Forbidden, "otherSite");
        if (request.ContentLength is > 0 && !request.HasJsonContentType() && !TakesFiles(request)) return Count(counters, StatusCodes.Status415UnsupportedMediaType, "notJson");
        return null;
    }

    /// <summary>Routing has not been yet: the route itself wants its own type, and no other takes this one.</summary>
    private static bool TakesFiles(HttpRequest request) => request.ContentType == FileBody.ContentType
        && (request.Path.Value!.EndsWith("/documents", StringComparison.Ordinal) || request.Path == PlacesApi.Sheet);

    private static bool IsOtherOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static Refusal Count(Counters counters, int status, string code)
    {
        counters.Count($"http.{code}");
        return new Refusal(status, code);
    }
}
