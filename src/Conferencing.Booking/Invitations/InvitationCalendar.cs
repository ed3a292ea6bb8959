using System.Collections.Immutable;
using System.Globalization;
using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>Who invites: replies go there.</summary>
public sealed record Organizer(string Address, string Name);

/// <summary>A letter as a calendar program reads it: an iTIP message (RFC 5546) for one attendee. What people read is in <see cref="InvitationText"/>.</summary>
public static class InvitationCalendar
{
    public const string Product = "-//Conferencing//Conferencing//VI";

    public static string Method(LetterKind kind) => kind == LetterKind.Cancellation ? "CANCEL" : "REQUEST";

    public static string Write(Letter letter, Organizer organizer, Invitee whom)
    {
        var lines = new ContentLines();
        lines.Raw("BEGIN", "VCALENDAR");
        lines.Raw("PRODID", Product);
        lines.Raw("VERSION", "2.0");
        lines.Raw("CALSCALE", "GREGORIAN");
        lines.Raw("METHOD", Method(letter.Kind));
        CalendarZone.Write(lines);
        var what = letter.What;
        if (what.Series is not { } series) Event(what.Sessions[0], null);
        else if (letter.IsPartial || letter.Kind != LetterKind.Cancellation && what.Sessions.Length == 1) foreach (var session in what.Sessions) Event(session, SeriesLayout.Nominal(series, session.Day!.Value));
        else Series(series);
        lines.Raw("END", "VCALENDAR");
        return lines.ToString();

        void Series(InvitedSeries series)
        {
            var layout = SeriesLayout.Of(series, what.Sessions);
            Begin(layout.First, layout.First + layout.Length.ToPeriod());
            // A cancellation is of the whole, however it repeated (RFC 5546 3.2.5).
            if (letter.Kind == LetterKind.Cancellation)
            {
                End(what.Matter);
                return;
            }
            if (layout.Rule is { } rule) lines.Raw("RRULE", rule);
            Times(lines, "RDATE", layout.Also);
            Times(lines, "EXDATE", layout.Except);
            End(what.Matter);
            foreach (var session in layout.Own) Event(session, SeriesLayout.Nominal(series, session.Day!.Value));
        }

        void Event(InvitedSession session, LocalDateTime? recurrence)
        {
            Begin(session.Start.ToLocal(), session.End.ToLocal());
            if (recurrence is { } at) Time(lines, "RECURRENCE-ID", at);
            End(what.MatterOf(session));
        }

        void Begin(LocalDateTime start, LocalDateTime end)
        {
            lines.Raw("BEGIN", "VEVENT");
            lines.Raw("UID", what.Uid.ToString());
            lines.Raw("DTSTAMP", ContentLines.Moment(letter.Stamp));
            lines.Raw("SEQUENCE", letter.Sequence.ToString(CultureInfo.InvariantCulture));
            Time(lines, "DTSTART", start);
            Time(lines, "DTEND", end);
        }

        void End(InvitedMatter matter)
        {
            lines.Text("SUMMARY", matter.Title);
            lines.Text("LOCATION", matter.Place);
            lines.Text("DESCRIPTION", InvitationText.Description(matter));
            lines.Text("URL", matter.Link);
            lines.Raw($"ORGANIZER;CN={ContentLines.Quoted(organizer.Name)}", $"mailto:{organizer.Address}");
            lines.Raw($"ATTENDEE;CN={ContentLines.Quoted(whom.Name)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE", $"mailto:{whom.Address}");
            lines.Raw("STATUS", letter.Kind == LetterKind.Cancellation ? "CANCELLED" : "CONFIRMED");
            lines.Raw("TRANSP", "OPAQUE");
            lines.Raw("END", "VEVENT");
        }
    }

    internal static void Time(ContentLines lines, string name, LocalDateTime at) => lines.Raw($"{name};TZID={CalendarZone.Name}", ContentLines.Moment(at));

    private static void Times(ContentLines lines, string name, ImmutableArray<LocalDateTime> times)
    {
        if (!times.IsEmpty) lines.Raw($"{name};TZID={CalendarZone.Name}", string.Join(',', times.Select(ContentLines.Moment)));
    }

    private static Period ToPeriod(this Duration length) => Period.FromSeconds((long)length.TotalSeconds);
}
