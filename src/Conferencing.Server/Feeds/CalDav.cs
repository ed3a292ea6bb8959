using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Conferencing.Booking.Invitations;
using Conferencing.Server.Hosting;

namespace Conferencing.Server.Feeds;

/// <summary>
/// The same calendars by CalDAV (RFC 4791), to read only: one calendar at a secret address, found by the usual discovery, asked by query or by
/// name. Knows no locks, no writing, no synchronisation tokens.
/// </summary>
internal static class CalDav
{
    public const string Root = "/dav";
    private const long MaxBody = 64 * 1024;
    private static readonly XNamespace D = "DAV:";
    private static readonly XNamespace C = "urn:ietf:params:xml:ns:caldav";
    private static readonly string[] Reports = ["calendar-query", "calendar-multiget"];
    private static readonly XNamespace CS = "http://calendarserver.org/ns/";

    /// <summary>What a resource says of itself.</summary>
    private sealed record Resource(string Href, Dictionary<XName, object?> Properties);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var dav = routes.MapGroup(Root + "/{secret}").AllowAnonymous().RequireRateLimiting(RateLimits.Feeds).ExcludeFromDescription();
        dav.MapMethods("{**path}", ["OPTIONS", "PROPFIND", "REPORT", "GET", "HEAD"], Answer);
    }

    private static async Task Answer(string secret, string? path, HttpContext context, FeedReading feeds, Counters counters)
    {
        var cancel = context.RequestAborted;
        var response = context.Response;
        (response.Headers["DAV"], response.Headers.Allow) = ("1, calendar-access", "OPTIONS, GET, HEAD, PROPFIND, REPORT");
        if (HttpMethods.IsOptions(context.Request.Method)) return;
        if (await feeds.Find(secret, cancel) is not { } feed)
        {
            counters.Count("feeds.unknown");
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var parts = (path ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (body, wrong) = await Read(context);
        response.StatusCode = wrong ?? response.StatusCode;
        if (wrong is not null) return;
        await (context.Request.Method switch
        {
            "PROPFIND" => Find(context, secret, feed, parts, body),
            "REPORT" => Report(context, secret, feed, parts, body),
            _ => Get(context, feed, parts),
        });
    }

    private static Task Get(HttpContext context, FeedReading.Feed feed, string[] parts)
    {
        if (parts is not ["calendar", var name] || feed.Events.Find(one => Name(one) == name) is not { } found) return NotFound(context);
        var text = Text(feed, found);
        (context.Response.ContentType, context.Response.Headers.ETag) = ("text/calendar; charset=utf-8", FeedReading.Tag(text));
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }

    private static Task Find(HttpContext context, string secret, FeedReading.Feed feed, string[] parts, XElement? body)
    {
        var deep = context.Request.Headers["Depth"].ToString() is "1" or "infinity";
        IEnumerable<Resource> found = parts switch
        {
            [] => deep ? [Home(secret), Calendar(secret, feed)] : [Home(secret)],
            ["calendar"] => deep ? feed.Events.Select(one => Session(secret, feed, one)).Prepend(Calendar(secret, feed)) : [Calendar(secret, feed)],
            ["calendar", var name] => feed.Events.Where(one => Name(one) == name).Select(one => Session(secret, feed, one)),
            _ => [],
        };
        return Tell(context, found, Asked(body));
    }

    private static Task Report(HttpContext context, string secret, FeedReading.Feed feed, string[] parts, XElement? body)
    {
        if (parts is not ["calendar"]) return NotFound(context);
        if (body?.Name == C + "calendar-multiget")
        {
            var names = body.Elements(D + "href").Select(href => href.Value.Trim().Split('/')[^1]).ToHashSet(StringComparer.Ordinal);
            return Tell(context, feed.Events.Where(one => names.Contains(Name(one))).Select(one => Session(secret, feed, one)), Asked(body));
        }
        if (body?.Name == C + "calendar-query")
        {
            var range = body.Descendants(C + "time-range").FirstOrDefault();
            var (from, to) = (Moment(range, "start") ?? DateTimeOffset.MinValue, Moment(range, "end") ?? DateTimeOffset.MaxValue);
            var isOther = body.Descendants(C + "comp-filter").Any(filter => filter.Attribute("name")?.Value is not (null or "VCALENDAR" or "VEVENT"));
            var within = isOther ? [] : feed.Events.Where(one => one.Start.ToDateTimeOffset() < to && one.End.ToDateTimeOffset() > from);
            return Tell(context, within.Select(one => Session(secret, feed, one)), Asked(body));
        }
        // RFC 3253 3.6: a report that is not known is forbidden.
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Write(context, new XElement(D + "error", new XElement(D + "supported-report")));
    }

    private static Resource Home(string secret) => new($"{Root}/{secret}/", new()
    {
        [D + "resourcetype"] = new[] { new XElement(D + "collection"), new XElement(D + "principal") },
        [D + "displayname"] = "Conferencing",
        [D + "current-user-principal"] = Href(secret, ""),
        [D + "principal-URL"] = Href(secret, ""),
        [C + "calendar-home-set"] = Href(secret, ""),
        [D + "current-user-privilege-set"] = new XElement(D + "privilege", new XElement(D + "read")),
    });

    private static Resource Calendar(string secret, FeedReading.Feed feed) => new($"{Root}/{secret}/calendar/", new()
    {
        [D + "resourcetype"] = new[] { new XElement(D + "collection"), new XElement(C + "calendar") },
        [D + "displayname"] = feed.Name,
        [CS + "getctag"] = FeedReading.Tag(feed.Text()),
        [D + "current-user-principal"] = Href(secret, ""),
        [D + "owner"] = Href(secret, ""),
        [C + "supported-calendar-component-set"] = new XElement(C + "comp", new XAttribute("name", "VEVENT")),
        [D + "current-user-privilege-set"] = new XElement(D + "privilege", new XElement(D + "read")),
        [D + "supported-report-set"] = Reports.Select(name => new XElement(D + "supported-report", new XElement(D + "report", new XElement(C + name)))),
    });

    private static Resource Session(string secret, FeedReading.Feed feed, FeedEvent one)
    {
        var text = Text(feed, one);
        return new Resource($"{Root}/{secret}/calendar/{Name(one)}", new()
        {
            [D + "resourcetype"] = null,
            [D + "getetag"] = FeedReading.Tag(text),
            [D + "getcontenttype"] = "text/calendar; charset=utf-8; component=VEVENT",
            [C + "calendar-data"] = text,
        });
    }

    private static XElement Href(string secret, string path) => new(D + "href", $"{Root}/{secret}/{path}");

    private static string Name(FeedEvent one) => $"{one.Id}.ics";

    private static string Text(FeedReading.Feed feed, FeedEvent one) => FeedCalendar.Write(feed.Name, [one]);

    /// <summary>Null: all but the calendars themselves.</summary>
    private static List<XName>? Asked(XElement? body) => body?.Element(D + "prop")?.Elements().Select(one => one.Name).Take(50).ToList();

    private static DateTimeOffset? Moment(XElement? range, string name) =>
        DateTimeOffset.TryParseExact(range?.Attribute(name)?.Value, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    private static Task Tell(HttpContext context, IEnumerable<Resource> resources, List<XName>? asked)
    {
        context.Response.StatusCode = StatusCodes.Status207MultiStatus;
        return Write(context, new XElement(D + "multistatus", resources.Select(resource => new XElement(D + "response", new XElement(D + "href", resource.Href), States(resource, asked)))));
    }

    private static IEnumerable<XElement> States(Resource resource, List<XName>? asked)
    {
        var names = asked ?? [.. resource.Properties.Keys.Where(name => name != C + "calendar-data")];
        var known = names.Where(resource.Properties.ContainsKey).Select(name => new XElement(name, resource.Properties[name])).ToList();
        var unknown = names.Where(name => !resource.Properties.ContainsKey(name)).Select(name => new XElement(name)).ToList();
        if (known.Count > 0 || unknown.Count == 0) yield return State(known, "HTTP/1.1 200 OK");
        if (unknown.Count > 0) yield return State(unknown, "HTTP/1.1 404 Not Found");

        static XElement State(List<XElement> properties, string status) => new(D + "propstat", new XElement(D + "prop", properties), new XElement(D + "status", status));
    }

    private static Task Write(HttpContext context, XElement root)
    {
        foreach (var (prefix, name) in new[] { ("D", D), ("C", C), ("CS", CS) }) root.SetAttributeValue(XNamespace.Xmlns + prefix, name.NamespaceName);
        context.Response.ContentType = "application/xml; charset=utf-8";
        return context.Response.WriteAsync("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }

    /// <summary>No document types, no entities, and no more than a client needs.</summary>
    private static async Task<(XElement? Body, int? Wrong)> Read(HttpContext context)
    {
        using var content = new MemoryStream();
        var buffer = new byte[8192];
        for (int count; (count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0;)
        {
            if (content.Length + count > MaxBody) return (null, StatusCodes.Status413PayloadTooLarge);
            content.Write(buffer, 0, count);
        }
        if (content.Length == 0) return (null, null);
        content.Position = 0;
        try
        {
            using var reader = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return (XElement.Load(reader), null);
        }
        catch (XmlException)
        {
            return (null, StatusCodes.Status400BadRequest);
        }
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
