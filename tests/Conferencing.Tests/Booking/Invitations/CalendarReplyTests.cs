using System.Text;
using Conferencing.Booking.Invitations;
using NodaTime;

namespace Conferencing.Tests.Booking.Invitations;

/// <summary>What programs of others send back, as it is read: their ways of writing the same, and what is refused.</summary>
public sealed class CalendarReplyTests
{
    private const string Address = "vanthu.dienkhanh@khanhhoa.gov.vn";

    private static string Reply(string attendee = $"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{Address}", string more = "", string method = "METHOD:REPLY") =>
        $"BEGIN:VCALENDAR\r\nPRODID:-//Thử//VI\r\nVERSION:2.0\r\n{method}\r\nBEGIN:VEVENT\r\nUID:{Samples.Uid}\r\nDTSTAMP:20261125T010203Z\r\nSEQUENCE:3\r\n{attendee}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n";

    private static ReplyEvent Read(string text, string sender = "") => Assert.Single(CalendarReply.Read(text, sender) is { Fault: null } read ? read.Events : throw new Xunit.Sdk.XunitException($"Refused: {CalendarReply.Read(text, sender).Fault}"));

    [Fact]
    public void It_says_who_answers_what_to_which_version()
    {
        var read = Read(Reply(more: "COMMENT:Đường Hùng Vương ngập\\, xin\\nđổi\\; chiều\r\n"));
        Assert.Equal((Samples.Uid.ToString(), Address, Participation.Accepted, 3, Instant.FromUtc(2026, 11, 25, 1, 2, 3)), (read.Uid, read.Attendee, read.Answer, read.Sequence, read.Stamp));
        Assert.Equal("Đường Hùng Vương ngập, xin\nđổi; chiều", read.Comment);
        Assert.Null(read.Recurrence);
    }

    [Theory]
    [InlineData("ATTENDEE;PARTSTAT=DECLINED;CN=\"Văn thư: xã; Diên Khánh\":MAILTO:VanThu.DienKhanh@khanhhoa.gov.vn", Participation.Declined)]
    [InlineData("attendee;cn=An;partstat=tentative:mailto:vanthu.dienkhanh@khanhhoa.gov.vn", Participation.Tentative)]
    [InlineData("ATTENDEE;PARTSTAT=ACC\r\n EPTED:mailto:vanthu.dienkh\r\n\tanh@khanhhoa.gov.vn", Participation.Accepted)]
    [InlineData("ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:pct@khanhhoa.gov.vn\":mailto:vanthu.dienkhanh@khanhhoa.gov.vn\r\nATTENDEE;PARTSTAT=NEEDS-ACTION;DELEGATED-FROM=\"mailto:vanthu.dienkhanh@khanhhoa.gov.vn\":mailto:pct@khanhhoa.gov.vn", Participation.Delegated)]
    [InlineData("ATTENDEE;PARTSTAT=DECLINED:mailto:vanthu.dienkhanh@khanhhoa.gov.vn\r\nBEGIN:VALARM\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:khac@khanhhoa.gov.vn\r\nEND:VALARM", Participation.Declined)]
    public void However_a_program_writes_it(string attendee, Participation answer)
    {
        var read = Read(Reply(attendee));
        Assert.Equal((Address, answer), (read.Attendee, read.Answer));
        Assert.Equal(answer == Participation.Delegated ? "pct@khanhhoa.gov.vn" : null, read.DelegatedTo);
        Assert.Equal(read, Read(Reply(attendee).ReplaceLineEndings("\n")));
    }

    [Theory]
    [InlineData("RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261207T080000")]
    [InlineData("RECURRENCE-ID:20261207T010000Z")]
    [InlineData("RECURRENCE-ID;TZID=\"SE Asia Standard Time\":20261207T080000")]
    [InlineData("RECURRENCE-ID;TZID=Europe/Paris:20261207T020000")]
    [InlineData("RECURRENCE-ID:20261207T080000")]
    public void A_session_is_named_by_its_time_in_whatever_zone(string line) =>
        Assert.Equal(new LocalDateTime(2026, 12, 7, 8, 0), Read(Reply(more: line + "\r\n")).Recurrence);

    [Theory]
    [InlineData(ReplyFault.NotACalendar, "")]
    [InlineData(ReplyFault.NotACalendar, "Tôi đồng ý dự họp.")]
    [InlineData(ReplyFault.NotACalendar, "BEGIN:VEVENT\r\nMETHOD:REPLY\r\nEND:VEVENT\r\n")]
    [InlineData(ReplyFault.NotAReply, "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR")]
    [InlineData(ReplyFault.NotAReply, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nMETHOD:REPLY\r\nEND:VEVENT\r\nEND:VCALENDAR")]
    [InlineData(ReplyFault.NoEvent, "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VTODO\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VTODO\r\nEND:VCALENDAR")]
    [InlineData(ReplyFault.NoEvent, "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR")]
    public void What_is_no_reply_is_named(ReplyFault fault, string text) => Assert.Equal(fault, CalendarReply.Read(text, Address).Fault);

    [Theory]
    [InlineData(ReplyFault.NoAttendee, "DESCRIPTION:không ai")]
    [InlineData(ReplyFault.NoAttendee, "ATTENDEE;PARTSTAT=ACCEPTED:vanthu.dienkhanh@khanhhoa.gov.vn")]
    [InlineData(ReplyFault.NoAttendee, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.vn,c@d.vn")]
    [InlineData(ReplyFault.NoAttendee, "ATTENDEE;PARTSTAT=\"ACCEPTED:mailto:a@b.vn")]
    [InlineData(ReplyFault.UnknownAnswer, "ATTENDEE:mailto:a@b.vn")]
    [InlineData(ReplyFault.UnknownAnswer, "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@b.vn")]
    [InlineData(ReplyFault.UnknownAnswer, "ATTENDEE;PARTSTAT=X-MAYBE:mailto:a@b.vn")]
    [InlineData(ReplyFault.SeveralAttendees, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.vn\r\nATTENDEE;PARTSTAT=DECLINED:mailto:c@d.vn")]
    [InlineData(ReplyFault.SeveralAttendees, "ATTENDEE:mailto:a@b.vn\r\nATTENDEE:mailto:c@d.vn")]
    [InlineData(ReplyFault.BadTime, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.vn\r\nRECURRENCE-ID;VALUE=DATE:20261207")]
    [InlineData(ReplyFault.BadTime, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.vn\r\nRECURRENCE-ID:20261399T990000Z")]
    [InlineData(ReplyFault.BadTime, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.vn\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261207T010000Z")]
    public void An_answer_that_cannot_be_read_is_named(ReplyFault fault, string lines) => Assert.Equal(fault, CalendarReply.Read(Reply(lines), "").Fault);

    [Fact]
    public void Of_several_who_answered_the_sender_speaks() =>
        Assert.Equal(Participation.Declined, Read(Reply($"ATTENDEE;PARTSTAT=ACCEPTED:mailto:khac@b.vn\r\nATTENDEE;PARTSTAT=DECLINED:mailto:{Address}"), Address).Answer);

    [Fact]
    public void A_comment_is_short_and_turns_nothing_around()
    {
        var read = Read(Reply(more: $"COMMENT:\u202Etxt.exe\u0007\u2066 {new string('x', 5_000)}\r\n"));
        Assert.Equal((CalendarReply.MaxComment, true), (read.Comment!.Length, read.Comment.StartsWith("txt.exe x", StringComparison.Ordinal)));
        Assert.Null(Read(Reply(more: "COMMENT: \\n \r\n")).Comment);
    }

    [Fact]
    public void Bombs_are_refused_or_read_in_one_pass()
    {
        var manyEvents = string.Concat(Enumerable.Repeat($"BEGIN:VEVENT\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:{Address}\r\nEND:VEVENT\r\n", CalendarReply.MaxEvents + 1));
        var deep = string.Concat(Enumerable.Repeat("BEGIN:VEVENT\r\n", 4_000));
        Assert.Equal(ReplyFault.TooManyEvents, CalendarReply.Read($"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{manyEvents[..^4]}", "").Fault);
        Assert.Equal(ReplyFault.NoAttendee, CalendarReply.Read($"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n{deep}", "").Fault);
        Assert.Equal(ReplyFault.TooLong, CalendarReply.Read(Reply(more: $"X-A:{new string('x', CalendarReply.MaxLength)}\r\n"), "").Fault);
        Assert.Equal(Participation.Accepted, Read(Reply(more: $"X-A{string.Concat(Enumerable.Repeat(";A=\"b\"", 9_000))}:x\r\n")).Answer);
        Assert.Equal(Participation.Accepted, Read(Reply(more: string.Concat(Enumerable.Repeat("\n ", 15_000)) + "\r\n")).Answer);
        Assert.Equal(0, Read(Reply(more: "").Replace("SEQUENCE:3", "SEQUENCE:99999999999999999999", StringComparison.Ordinal)).Sequence);
    }

    [Fact]
    public void Whatever_is_sent_it_is_read_or_refused_and_what_is_read_is_a_plain_address()
    {
        var (random, known) = (new Random(20261128), Reply(more: "RECURRENCE-ID;TZID=Asia/Ho_Chi_Minh:20261207T080000\r\nCOMMENT:bận\r\n"));
        var readable = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = new StringBuilder(known);
            for (var times = random.Next(1, 6); times > 0; times--) Mutate(text, random);
            var read = CalendarReply.Read(text.ToString(), Address);
            Assert.Equal(read.Fault is null, !read.Events.IsEmpty);
            Assert.All(read.Events, one => Assert.True(MailAddress.IsPlausible(one.Attendee) && (one.DelegatedTo is null || MailAddress.IsPlausible(one.DelegatedTo)), $"round {round}: {text}"));
            readable += read.Events.Length;
        }
        Assert.InRange(readable, 1_000, 20_000 * 3);
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        if (random.Next(3) == 0) text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
        else if (random.Next(2) == 0) text.Insert(at, "\r\n;:=\",\\ \t\0BEGIN:VEVENT END:"[random.Next(27)]);
        else text.Insert(at, text.ToString(at, Math.Min(random.Next(1, 60), text.Length - at)));
        if (text.Length == 0) text.Append('B');
    }
}
