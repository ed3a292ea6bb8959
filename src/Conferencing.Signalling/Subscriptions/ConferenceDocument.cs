using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Conferencing.Signalling.Subscriptions;

/// <summary>Conference state as application/conference-info+xml: all of it, or what changed since a watcher was told last (RFC 4575 section 5).</summary>
internal static class ConferenceDocument
{
    public const string MediaType = "application/conference-info+xml";

    private static readonly XNamespace Names = "urn:ietf:params:xml:ns:conference-info";

    /// <summary>Longest text of a name or title; the ends of longer ones are left out.</summary>
    private const int MaxText = 200;

    /// <summary>
    /// The next thing to say to a watcher who was told <paramref name="told"/>: all when that is null, else what changed. Users that came or
    /// changed stand there whole, those that left by name (section 4.4).
    /// </summary>
    /// <param name="room">Bytes of users to say at most; the first one is said in any case.</param>
    /// <returns>And what the watcher knows then.</returns>
    public static (byte[] Document, ConferenceState Told) Next(string entity, ConferenceState? told, ConferenceState state, int version, int room)
    {
        var known = (told?.Users ?? []).ToDictionary(user => user.Uri);
        var elements = new List<XElement>();
        foreach (var user in state.Users.Where(user => known.GetValueOrDefault(user.Uri) != user).ToList())
        {
            if (TryAdd(elements, User(user), ref room))
                known[user.Uri] = user;
        }

        foreach (var uri in known.Keys.Except(state.Users.Select(user => user.Uri)).Order(StringComparer.Ordinal).ToList())
        {
            if (TryAdd(elements, new XElement(Names + "user", new XAttribute("entity", Clean(uri)), new XAttribute("state", "deleted")), ref room))
                known.Remove(uri);
        }

        var kind = told is null ? "full" : "partial";
        var users = new XElement(Names + "users", new XAttribute("state", kind), elements);
        var said = state.Users.Where(user => known.ContainsKey(user.Uri)).Select(user => known[user.Uri]).ToList();
        var stale = known.Values.Except(said).OrderBy(user => user.Uri, StringComparer.Ordinal);
        return (Write(entity, kind, version, state, told?.Title != state.Title, users), state with { Users = [.. said, .. stale] });
    }

    private static bool TryAdd(List<XElement> elements, XElement element, ref int room)
    {
        room -= Encoding.UTF8.GetByteCount(element.ToString(SaveOptions.DisableFormatting));
        if (room < 0 && elements.Count > 0)
            return false;
        elements.Add(element);
        return true;
    }

    private static byte[] Write(string entity, string kind, int version, ConferenceState state, bool isTitled, XElement users)
    {
        var root = new XElement(
            Names + "conference-info",
            new XAttribute("xmlns", Names.NamespaceName),
            new XAttribute("entity", entity),
            new XAttribute("state", kind),
            new XAttribute("version", version.ToString(CultureInfo.InvariantCulture)));
        if (isTitled)
            root.Add(new XElement(Names + "conference-description", Text("display-text", state.Title)));
        root.Add(new XElement(
            Names + "conference-state",
            Text("user-count", state.Users.Length.ToString(CultureInfo.InvariantCulture)),
            Text("active", "true")));
        root.Add(users);
        return Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting));
    }

    private static XElement User(ConferenceUser user) => new(
        Names + "user",
        new XAttribute("entity", Clean(user.Uri)),
        new XAttribute("state", "full"),
        Text("display-text", user.Name),
        new XElement(
            Names + "endpoint",
            new XAttribute("entity", Clean(user.Uri)),
            Text("status", Status(user.Status)),
            new XElement(Names + "media", new XAttribute("id", "1"), Text("type", "audio"), Text("status", user.MaySpeak ? "sendrecv" : "recvonly"))));

    private static string Status(ConferenceUserStatus status) => status switch
    {
        ConferenceUserStatus.Pending => "pending",
        ConferenceUserStatus.DialingOut => "dialing-out",
        ConferenceUserStatus.DialingIn => "dialing-in",
        ConferenceUserStatus.Alerting => "alerting",
        ConferenceUserStatus.OnHold => "on-hold",
        ConferenceUserStatus.Connected => "connected",
        ConferenceUserStatus.Disconnected => "disconnected",
        _ => throw new UnreachableException($"Conference user status {status}"),
    };

    private static XElement Text(string name, string text) => new(Names + name, Clean(text));

    /// <summary>Without what no XML document may hold, and not too long. What is beyond 16 bits goes as well: no name of ours has it.</summary>
    private static string Clean(string text)
    {
        var clean = text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Where(XmlConvert.IsXmlChar));
        return clean.Length > MaxText ? clean[..MaxText] : clean;
    }
}
