using Conferencing.Server.Hosting;

namespace Conferencing.Server.Feeds;

/// <summary>The addresses calendars are subscribed to: outside the API, without sign-in, limited in how often one address asks.</summary>
internal static class FeedPages
{
    public const string Root = "/feeds";
    private const string Calendar = "text/calendar; charset=utf-8";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Root + "/{secret}.ics", [HttpMethods.Get, HttpMethods.Head], Get).AllowAnonymous().RequireRateLimiting(RateLimits.Feeds).ExcludeFromDescription();
        CalDav.Map(routes);
    }

    private static async Task Get(string secret, HttpContext context, FeedReading feeds, Counters counters)
    {
        var response = context.Response;
        if (await feeds.Find(secret, context.RequestAborted) is not { } feed)
        {
            counters.Count("feeds.unknown");
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var text = feed.Text();
        var tag = FeedReading.Tag(text);
        (response.Headers.ETag, response.Headers.CacheControl) = (tag, "private, no-cache");
        if (context.Request.Headers.IfNoneMatch.Any(value => value?.Contains(tag, StringComparison.Ordinal) == true))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = Calendar;
        response.Headers.ContentDisposition = "inline; filename=\"lich-hop.ics\"";
        if (!HttpMethods.IsHead(context.Request.Method)) await response.WriteAsync(text, context.RequestAborted);
    }
}
