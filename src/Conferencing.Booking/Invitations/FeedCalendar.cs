using System.Globalization;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>One session as a calendar feed shows it.</summary>
/// <param name="Version">Rises with every change.</param>
/// <param name="Stamp">Does not change while nothing else does, so that an unchanged feed is the same text.</param>
public sealed record FeedEvent(Guid Id, int Version, Instant Stamp, Instant Start, Instant End, InvitedMatter Matter);

/// <summary>Sessions as a calendar to subscribe to: a copy to read, not an invitation to answer (no METHOD, no attendees).</summary>
public static class FeedCalendar
{
    public static string Write(string name, IEnumerable<FeedEvent> events)
    {
        var lines = new ContentLines();
        lines.Raw("BEGIN", "VCALENDAR");
        lines.Raw("PRODID", InvitationCalendar.Product);
        lines.Raw("VERSION", "2.0");
        lines.Raw("CALSCALE", "GREGORIAN");
        lines.Text("NAME", name);
        lines.Text("X-WR-CALNAME", name);
        lines.Raw("REFRESH-INTERVAL;VALUE=DURATION", "PT15M");
        CalendarZone.Write(lines);
        foreach (var one in events) Event(lines, one);
        lines.Raw("END", "VCALENDAR");
        return lines.ToString();
    }

    private static void Event(ContentLines lines, FeedEvent one)
    {
        lines.Raw("BEGIN", "VEVENT");
        lines.Raw("UID", one.Id.ToString());
        lines.Raw("DTSTAMP", ContentLines.Moment(one.Stamp));
        lines.Raw("SEQUENCE", one.Version.ToString(CultureInfo.InvariantCulture));
        InvitationCalendar.Time(lines, "DTSTART", one.Start.ToLocal());
        InvitationCalendar.Time(lines, "DTEND", one.End.ToLocal());
        lines.Text("SUMMARY", one.Matter.Title);
        lines.Text("LOCATION", one.Matter.Place);
        if (!one.Matter.IsSecret) lines.Text("DESCRIPTION", InvitationText.Description(one.Matter));
        lines.Raw("STATUS", "CONFIRMED");
        lines.Raw("END", "VEVENT");
    }
}
