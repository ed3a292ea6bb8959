namespace Conferencing.Server.Api;

/// <summary>The one briefing, conference or recording that a route is about, by the route's own pattern: what is asked before such a route is asked of a new one without a word.</summary>
internal static class RouteSubject
{
    public const string Briefings = "briefings";
    public const string Conferences = "conferences";
    public const string Recordings = "recordings";

    /// <summary>Null for a route about none.</summary>
    public static (string Kind, Guid Id)? Of(HttpContext http)
    {
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Trim('/').Split('/');
        return pattern is ["api", Briefings or Conferences or Recordings, "{id:guid}", ..] && Guid.TryParse(http.Request.RouteValues["id"] as string, out var id) ? (pattern[1], id) : null;
    }
}
