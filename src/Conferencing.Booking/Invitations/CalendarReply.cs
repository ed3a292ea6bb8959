using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Booking.Invitations;

/// <summary>
/// Reads a calendar that somebody sent back (iTIP, RFC 5546 3.2.3). Whatever comes, it is read in one pass and at bounded cost; what it holds
/// beside answers (rules, alarms, zones, attachments) is passed over. Believes nothing: <see cref="ReplyRules"/> judges.
/// </summary>
public static class CalendarReply
{
    public const int MaxLength = 64 * 1024;
    public const int MaxEvents = 100;
    public const int MaxComment = 500;
    private const int MaxDepth = 8;
    private static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss");
    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("uuuuMMdd'T'HHmmss'Z'");

    private sealed class Draft
    {
        public List<CalendarLine> Attendees { get; } = [];
        public Dictionary<string, CalendarLine> Others { get; } = new(StringComparer.Ordinal);
    }

    /// <param name="sender">Whom the mail says it is from; only where several attendees are named, it says which of them speaks.</param>
    public static ReplyReading Read(string text, string sender)
    {
        if (text.Length > MaxLength) return Refused(ReplyFault.TooLong);
        var (isCalendar, method, drafts) = Collect(text);
        if (!isCalendar) return Refused(ReplyFault.NotACalendar);
        if (!string.Equals(method, "REPLY", StringComparison.OrdinalIgnoreCase)) return Refused(ReplyFault.NotAReply);
        if (drafts.Count == 0) return Refused(ReplyFault.NoEvent);
        if (drafts.Count > MaxEvents) return Refused(ReplyFault.TooManyEvents);
        var events = ImmutableArray.CreateBuilder<ReplyEvent>();
        foreach (var draft in drafts)
        {
            var (fault, read) = Event(draft, sender);
            if (fault is { } wrong) return Refused(wrong);
            events.Add(read!);
        }
        return new ReplyReading(null, events.ToImmutable());
    }

    private static ReplyReading Refused(ReplyFault fault) => new(fault, []);

    /// <summary>The lines that stand directly in an event of the first calendar; those of what lies deeper are none of ours.</summary>
    private static (bool IsCalendar, string? Method, List<Draft> Events) Collect(string text)
    {
        var (open, drafts, isCalendar) = (new Stack<string>(), new List<Draft>(), false);
        string? method = null;
        foreach (var line in CalendarLine.Of(text))
        {
            if (line.Name == "BEGIN")
            {
                if (open.Count == MaxDepth) break;
                open.Push(line.Value.Trim().ToUpperInvariant());
                isCalendar |= open is { Count: 1 } && open.Peek() == "VCALENDAR";
                if (open is { Count: 2 } && open.Peek() == "VEVENT") drafts.Add(new Draft());
                if (drafts.Count > MaxEvents) break;
            }
            else if (line.Name == "END")
            {
                if (open.Count > 0) open.Pop();
                if (open.Count == 0 && isCalendar) break;
            }
            else if (open.Count == 1 && line.Name == "METHOD") method ??= line.Value.Trim();
            else if (open.Count == 2 && open.Peek() == "VEVENT") Add(drafts[^1], line);
        }
        return (isCalendar, method, drafts);
    }

    private static void Add(Draft draft, CalendarLine line)
    {
        if (line.Name == "ATTENDEE") draft.Attendees.Add(line);
        else draft.Others.TryAdd(line.Name, line);
    }

    private static (ReplyFault? Fault, ReplyEvent? Event) Event(Draft draft, string sender)
    {
        var (fault, who) = Speaker(draft, sender);
        if (fault is { } wrong) return (wrong, null);
        if (Answer(who!) is not { } answer) return (ReplyFault.UnknownAnswer, null);
        LocalDateTime? recurrence = null;
        if (draft.Others.TryGetValue("RECURRENCE-ID", out var line) && (recurrence = Moment(line)) is null) return (ReplyFault.BadTime, null);
        var stamp = draft.Others.TryGetValue("DTSTAMP", out var written) && Utc.Parse(written.Value.Trim()) is { Success: true } read ? read.Value : (Instant?)null;
        var sequence = draft.Others.TryGetValue("SEQUENCE", out var number) && int.TryParse(number.Value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
        return (null, new ReplyEvent(draft.Others.GetValueOrDefault("UID")?.Value.Trim() ?? "", recurrence, sequence, stamp, Address(who!.Value)!, answer)
        {
            Comment = Comment(draft.Others.GetValueOrDefault("COMMENT")),
            DelegatedTo = who.Parameter("DELEGATED-TO") is { } to ? Address(to) : null,
            DelegatedFrom = who.Parameter("DELEGATED-FROM") is { } from ? Address(from) : null,
        });
    }

    /// <summary>A reply is one attendee's; of one that names several, he speaks who has said something, and of several such the sender.</summary>
    private static (ReplyFault? Fault, CalendarLine? Line) Speaker(Draft draft, string sender)
    {
        var known = draft.Attendees.Where(line => Address(line.Value) is not null).ToList();
        if (known.Count == 0) return (ReplyFault.NoAttendee, null);
        var speaking = known.Count == 1 ? known : known.Where(line => line.Parameter("PARTSTAT") is { } said && !said.Equals("NEEDS-ACTION", StringComparison.OrdinalIgnoreCase)).ToList();
        if (speaking.Count > 1) speaking = speaking.Where(line => string.Equals(Address(line.Value), sender, StringComparison.OrdinalIgnoreCase)).ToList();
        return speaking.Count == 1 ? (null, speaking[0]) : (ReplyFault.SeveralAttendees, null);
    }

    private static Participation? Answer(CalendarLine who) => who.Parameter("PARTSTAT")?.Trim('"').ToUpperInvariant() switch
    {
        "ACCEPTED" => Participation.Accepted,
        "DECLINED" => Participation.Declined,
        "TENTATIVE" => Participation.Tentative,
        "DELEGATED" => Participation.Delegated,
        _ => null,
    };

    /// <summary>One plain address; a value of several, or of another kind than mail, is none.</summary>
    private static string? Address(string value)
    {
        var bare = value.Trim().Trim('"');
        if (!bare.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)) return null;
        var address = bare["mailto:".Length..].Trim();
        return MailAddress.IsPlausible(address) ? address.ToLowerInvariant() : null;
    }

    /// <summary>
    /// The time a session is named by, as clients give it back: in UTC, in the zone it was told in (under whatever name, which is theirs to choose),
    /// or in another zone whose name everybody knows. A day alone names none of ours, and a range (RFC 5545 3.2.13) is not answered to.
    /// </summary>
    private static LocalDateTime? Moment(CalendarLine line)
    {
        if (line.Parameter("RANGE") is not null) return null;
        var value = line.Value.Trim();
        if (Utc.Parse(value) is { Success: true } utc) return utc.Value.ToLocal();
        if (Local.Parse(value) is not { Success: true } local) return null;
        var zone = line.Parameter("TZID")?.Trim('"');
        if (zone is null or CalendarZone.Name || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } other) return local.Value;
        return local.Value.InZoneLeniently(other).ToInstant().ToLocal();
    }

    /// <summary>A few words of people: no control characters, and nothing that turns the direction of what stands beside them.</summary>
    private static string? Comment(CalendarLine? line)
    {
        if (line is null) return null;
        var text = new StringBuilder();
        foreach (var letter in line.Text().EnumerateRunes())
        {
            if (text.Length + letter.Utf16SequenceLength > MaxComment) break;
            if (letter.Value == '\n' || !(Rune.IsControl(letter) || letter.Value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069)) text.Append(letter.ToString());
        }
        return text.ToString().Trim() is { Length: > 0 } words ? words : null;
    }
}
