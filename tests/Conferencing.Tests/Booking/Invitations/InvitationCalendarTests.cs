using System.Collections.Immutable;
using System.Text;
using Conferencing.Booking.Invitations;
using Conferencing.Tests.Architecture;
using Ical.Net.CalendarComponents;
using NodaTime;
using static Conferencing.Tests.Booking.Invitations.Samples;

namespace Conferencing.Tests.Booking.Invitations;

public sealed class InvitationCalendarTests
{
    private static Letter Only(Round round) => Assert.Single(round.Letters);

    public static TheoryData<string> Cases => [.. Letters.Keys];

    private static readonly ImmutableSortedDictionary<string, Letter> Letters = new Dictionary<string, Letter>
    {
        ["single-request"] = Only(First(Single(), Commune)),
        ["single-update"] = Only(First(Single(), Commune).Then(Single(hour: 14), Commune)),
        ["single-cancel"] = Only(First(Single(), Commune).Then(Single() with { Sessions = [] })),
        ["single-secret"] = Only(First(Single(InvitedMatter.Hidden), Commune)),
        ["series-request"] = Only(First(Weekly(Session(11, 30), Session(12, 14), Session(12, 21, 14)), Commune)),
        ["series-update"] = Only(First(Weekly(), Commune).Then(Weekly() with { Matter = Matter with { Title = "Giao ban tuần (đổi tên)", Pin = null } }, Commune)),
        ["series-cancel"] = Only(First(Weekly(), Commune).Then(Weekly() with { Sessions = [] })),
        ["series-session-moved"] = Only(First(Weekly(), Commune).Then(Weekly(Session(11, 30), Session(12, 7, 14, own: Matter with { Title = "Giao ban mở rộng" }), Session(12, 14), Session(12, 21)), Commune)),
        ["series-session-cancelled"] = Only(First(Weekly(), Commune).Then(Weekly(Session(11, 30), Session(12, 14), Session(12, 21)), Commune)),
        ["series-by-dates"] = Only(First(Weekly(Session(11, 30), Session(12, 9)), Commune)),
        ["series-one-session"] = Only(First(Weekly(Session(12, 7)), Commune with { Days = [new LocalDate(2026, 12, 7)] })),
    }.ToImmutableSortedDictionary();

    /// <summary>What is sent, to the letter. CONFERENCING_WRITE_GOLDEN=1 writes the files anew: then read what has changed.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_written_as_it_always_was(string name)
    {
        var letter = Letters[name];
        var written = $"{InvitationText.Subject(letter)}\n\n{InvitationText.Plain(letter, Commune)}\n{InvitationCalendar.Write(letter, Office, Commune)}".ReplaceLineEndings("\n");
        var file = Path.Combine(Repository.Root, "tests/Conferencing.Tests/Booking/Invitations/Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("CONFERENCING_WRITE_GOLDEN") == "1") File.WriteAllText(file, written);
        Assert.Equal(File.ReadAllText(file), written);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Lines_are_short_and_say_what_an_independent_reader_reads(string name)
    {
        var (letter, text) = (Letters[name], InvitationCalendar.Write(Letters[name], Office, Commune));
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.Equal(text.Count(sign => sign == '\n'), text.Split("\r\n").Length - 1);
        var calendar = Ical.Net.Calendar.Load(text)!;
        Assert.Equal(InvitationCalendar.Method(letter.Kind), calendar.Method);
        Assert.All(calendar.Events, one => Assert.Equal((Uid.ToString(), letter.Sequence), (one.Uid, one.Sequence)));
        var first = calendar.Events[0]!;
        Assert.Equal(letter.What.MatterOf(letter.What.Sessions[0]).Title, first.Summary);
        Assert.Equal(new Uri($"mailto:{Commune.Address}"), first.Attendees![0].Value);
        Assert.Equal(Commune.Name, first.Attendees[0].CommonName);
        Assert.Equal(letter.Kind == LetterKind.Cancellation ? "CANCELLED" : "CONFIRMED", first.Status);
    }

    /// <summary>Rules, exceptions, moved sessions and dates beside the rule, at random: expanded by another implementation they are the sessions.</summary>
    [Fact]
    public void Another_implementation_finds_exactly_the_sessions()
    {
        string[] rules = ["FREQ=WEEKLY;BYDAY=MO,TH;COUNT=12", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;UNTIL=20270301", "FREQ=DAILY;INTERVAL=3;COUNT=9", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=8", "FREQ=MONTHLY;BYDAY=2TU;COUNT=7"];
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var series = new InvitedSeries(rules[random.Next(rules.Length)], new LocalDate(2026, 11, 20).PlusDays(random.Next(20)), new LocalTime(random.Next(7, 18), 30), 3600);
            var days = Conferencing.Booking.RecurrenceText.Read(series.Rule)!.Days(series.FirstDay, series.FirstDay.PlusYears(2)).ToList();
            var missing = random.Next(3) == 0 ? 2 : 6;
            var kept = days.Where(_ => random.Next(missing) > 0).ToHashSet();
            if (random.Next(4) == 0) kept.Add(days[0].PlusDays(1));
            if (kept.Count == 0) continue;
            ImmutableArray<InvitedSession> sessions = [.. kept.Order().Select(day => Placed(series, day, random.Next(5) == 0 ? random.Next(1, 5) : 0))];
            var letter = First(new Invitation(Uid, Matter, series, sessions), Commune).Letters[0] with { Stamp = Now };
            Assert.Equal(sessions.Select(session => session.Start).Order(), Starts(InvitationCalendar.Write(letter, Office, Commune)).Order());
        }
    }

    private static InvitedSession Placed(InvitedSeries series, LocalDate day, int hoursLater)
    {
        var start = day.At(series.Time).PlusHours(hoursLater).WithOffset(Offset.FromHours(7)).ToInstant();
        return new InvitedSession(day, start, start + Duration.FromHours(1));
    }

    private static IEnumerable<Instant> Starts(string text) => Ical.Net.Calendar.Load(text)!.GetOccurrences<CalendarEvent>()
        .Select(one => Instant.FromDateTimeUtc(one.Period.StartTime.AsUtc));

    [Fact]
    public void No_text_of_people_becomes_a_line_or_a_tag()
    {
        const string Evil = "Họp\r\nATTENDEE:mailto:ke.xau@example.vn\nEND:VEVENT \"trích\" <script>alert(1)</script> & \\n; ,\u0007\u0085\u2028\u0000";
        var matter = Matter with { Title = Evil, Chair = Evil, Place = Evil, Note = Evil, Agenda = Evil, Documents = Evil, Rooms = Evil, Link = null };
        var whom = Commune with { Name = Evil, Rooms = Evil };
        var letter = Only(First(Single(matter), whom));
        var text = InvitationCalendar.Write(letter, new Organizer(Office.Address, Evil), whom);
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        Assert.Equal(1, lines.Count(line => line.StartsWith("ATTENDEE", StringComparison.Ordinal)));
        Assert.Equal(1, lines.Count(line => line == "END:VEVENT"));
        var read = Assert.Single(Ical.Net.Calendar.Load(text)!.Events);
        Assert.StartsWith("Họp\nATTENDEE:mailto", read!.Summary!, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", InvitationText.Html(letter, whom), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", InvitationText.Html(letter, whom), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_words_of_many_octets_are_folded_between_letters()
    {
        var title = string.Concat(Enumerable.Repeat("Đường truyền số liệu chuyên dùng 🏛 ", 6)).Trim();
        var text = InvitationCalendar.Write(Only(First(Single(Matter with { Title = title }), Commune)), Office, Commune);
        Assert.All(text.Split("\r\n"), line => Assert.True(Encoding.UTF8.GetByteCount(line) <= 75 && !line.Contains('\uFFFD', StringComparison.Ordinal)));
        Assert.Equal(title, Ical.Net.Calendar.Load(text)!.Events[0]!.Summary);
    }
}
