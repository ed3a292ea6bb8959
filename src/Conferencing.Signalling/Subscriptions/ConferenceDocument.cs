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

    public static byte[] Full(string entity, ConferenceState state, int version) => Write(
        entity, "full", version, state, isTitled: true, new XElement(Names + "users", new XAttribute("state", "full"), state.Users.Select(User)));

    /// <summary>Users that came or changed stand there whole, those that left by name (section 4.4).</summary>
    public static byte[] Partial(string entity, ConferenceState before, ConferenceState state, int version)
    {
        var known = before.Users.ToDictionary(user => user.Uri);
        var changed = state.Users.Where(user => known.GetValueOrDefault(user.Uri) != user).Select(User);
        var left = known.Keys.Except(state.Users.Select(user => user.Uri)).Order(StringComparer.Ordinal)
            .Select(uri => new XElement(Names + "user", new XAttribute("entity", Clean(uri)), new XAttribute("state", "deleted")));
        var users = new XElement(Names + "users", new XAttribute("state", "partial"), changed, left);
        return Write(entity, "partial", version, state, before.Title != state.Title, users);
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

    /// <summary>Without what no XML document may hold.</summary>
    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Where(XmlConvert.IsXmlChar));
}
