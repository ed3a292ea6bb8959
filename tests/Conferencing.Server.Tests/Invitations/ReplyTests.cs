using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Invitations;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Invitations;

/// <summary>
/// Answers on their whole way: an invitation goes through a real mail server into a real mailbox, is read there and answered by programs nobody here
/// wrote, and the answer is read by IMAP and shown.
/// </summary>
public sealed class ReplyTests : IAsyncLifetime
{
    private const string Address = "vanthu.dienkhanh@khanhhoa.gov.vn";
    private MailServer _mail = null!;
    private MailServer _office = null!;
    private ImapServer _mailbox = null!;
    private InvitedPerson _person = null!;
    private Desk _desk = null!;

    public async Task InitializeAsync()
    {
        (_mail, _office) = (await MailServer.Start(), await MailServer.Start());
        _mailbox = await ImapServer.Start(_office.Folder, _mail.Folder);
        _person = new InvitedPerson(_mailbox, _office);
        // It is read when the test says so.
        _desk = await Desk.Open(3, [.. _mail.Settings, .. _mailbox.Settings, "--MailReplies:PauseSeconds", "86400"]);
        await SetContact(_desk.Rooms[1], Address);
    }

    public async Task DisposeAsync()
    {
        await _desk.DisposeAsync();
        _mailbox.Dispose();
        await _office.DisposeAsync();
        await _mail.DisposeAsync();
    }

    private async Task SetContact(Guid room, string mail)
    {
        var known = (await _desk.Admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == room);
        (await _desk.Admin.Put($"/api/rooms/{room}", new { name = known.GetProperty("name").GetString(), endpoints = known.GetProperty("endpoints").EnumerateArray().Select(one => new { address = one.GetProperty("address").GetString() }).ToArray(), mail })).Expect(200);
    }

    private async Task<Guid> Book(Dictionary<string, object?>? form = null)
    {
        var start = Bookings.Day(3);
        return (await _desk.Approver.Post("/api/briefings", form ?? Bookings.Form(start, start.AddHours(1), _desk.Rooms, "Giao ban"))).Expect(201).Id;
    }

    private Task<bool> ReadMailbox() => _desk.Server.Service<ReplyMailbox>().Read(CancellationToken.None);

    /// <summary>"who [instead of whom] answer [earlier] [comment]" of all who are invited.</summary>
    private async Task<string[]> Shown(Guid briefing)
    {
        var read = (await _desk.Clerk.Get($"/api/briefings/{briefing}/invitations")).Expect(200);
        return
        [
            .. read["invited"].EnumerateArray().SelectMany(one => one.GetProperty("answers").EnumerateArray().Select(answer => string.Join(' ', new[]
            {
                one.GetProperty("address").GetString()!.Split('@')[0], one.GetProperty("insteadOf").ValueKind == JsonValueKind.Null ? "" : "instead", answer.GetProperty("answer").GetString() ?? "-",
                answer.GetProperty("earlier").GetBoolean() ? "earlier" : "", answer.GetProperty("comment").GetString() ?? "", $"{answer.GetProperty("count").GetInt32()}",
            }.Where(word => word.Length > 0)))),
        ];
    }

    private async Task<string[]> Declined() =>
        [.. (await _desk.Clerk.Get("/api/replies/declined")).Expect(200).Body.EnumerateArray().Select(one => $"{one.GetProperty("title").GetString()}: {string.Join(' ', one.GetProperty("rooms").EnumerateArray())}")];

    private async Task<(long Noted, long Refused)> Counted()
    {
        var mailbox = (await _desk.Clerk.Get("/api/outbox")).Expect(200)["mailbox"];
        return (mailbox.GetProperty("noted").GetInt64(), mailbox.GetProperty("refused").GetInt64());
    }

    [Fact]
    public async Task A_yes_is_shown_and_a_later_no_of_a_required_site_is_brought_to_notice()
    {
        var id = await Book();
        Assert.Equal(["vanthu.dienkhanh - 1"], await Shown(id));
        await _person.Answers(id, "ACCEPTED");
        Assert.True(await ReadMailbox());
        Assert.Equal(["vanthu.dienkhanh accepted 1"], await Shown(id));
        Assert.Empty(await Declined());
        await _person.Answers(id, "DECLINED", "Đường Hùng Vương ngập, <b>không đến được</b>");
        Assert.True(await ReadMailbox());
        Assert.Equal(["vanthu.dienkhanh declined Đường Hùng Vương ngập, <b>không đến được</b> 1"], await Shown(id));
        Assert.Equal(["Giao ban: Phòng 2"], await Declined());
        Assert.Equal((2, 0), await Counted());
        // The answer decides nothing, is put away, and read again is nothing new.
        Assert.Equal("approved", (await _desk.Clerk.Get($"/api/briefings/{id}")).Expect(200)["status"].GetString());
        Assert.Empty(await _person.OfficeHas("INBOX"));
        Assert.Equal(["Accepted: Giao ban", "Declined: Giao ban"], await _person.OfficeHas("Replies"));
        Assert.True(await ReadMailbox());
        Assert.Equal((2, 0), await Counted());
    }

    [Fact]
    public async Task One_session_of_a_series_is_answered_by_itself_and_a_changed_one_makes_the_answer_an_earlier_one()
    {
        var monday = SeriesForms.Monday();
        var id = await Book(SeriesForms.Weekly(monday, _desk.Rooms, 4));
        await _person.Answers(id, "ACCEPTED");
        await _person.Answers(id, "DECLINED", session: 14);
        Assert.True(await ReadMailbox());
        Assert.Equal(["vanthu.dienkhanh accepted 3", "vanthu.dienkhanh declined 1"], await Shown(id));
        var read = (await _desk.Approver.Get($"/api/briefings/{id}")).Expect(200);
        var moved = Bookings.Form(monday.AddDays(14).AddHours(5), monday.AddDays(14).AddHours(6), _desk.Rooms).With("scope", "this").With("occurrenceId", read.Session(2)).With("version", read["version"].GetInt32());
        (await _desk.Approver.Put($"/api/briefings/{id}", moved)).Expect(200);
        Assert.Equal(["vanthu.dienkhanh accepted 3", "vanthu.dienkhanh declined earlier 1"], await Shown(id));
        Assert.Empty(await Declined());
    }

    [Fact]
    public async Task Who_is_sent_instead_answers_for_himself()
    {
        var id = await Book();
        await _person.Answers(id, "DELEGATED", to: "pct@khanhhoa.gov.vn");
        var instead = Write("Accepted", $"ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM=\"mailto:{Address}\":mailto:pct@khanhhoa.gov.vn", id);
        await _person.Sends(instead);
        Assert.True(await ReadMailbox());
        Assert.Equal(["vanthu.dienkhanh delegated 1", "pct instead accepted 1"], await Shown(id));
        File.Delete(instead);
    }

    [Fact]
    public async Task Hostile_and_foreign_mail_is_counted_and_left_and_the_mailbox_goes_on()
    {
        var id = await Book();
        var yes = $"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{Address}";
        var nested = string.Concat(Enumerable.Range(0, 60).Select(level => $"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n")) + Part(Calendar(yes, id));
        string[] files =
        [
            Write("big", yes, id, $"X-BIG:{new string('x', 1_100_000)}\r\n"),
            Write("long", yes, id, $"X-LONG:{new string('x', 100_000)}\r\n"),
            Write("bomb", $"RRULE:FREQ=SECONDLY\r\n{string.Concat(Enumerable.Repeat("BEGIN:VEVENT\r\n", 3_000))}{yes}", id),
            Save("nested", nested),
            Write("stranger", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ke.la@example.vn", id),
            Write("unknown", yes, Guid.NewGuid()),
            Save("request", Part(Calendar(yes, id).Replace("METHOD:REPLY", "METHOD:REQUEST", StringComparison.Ordinal))),
            Save("charset", "Content-Type: text/calendar; charset=utf-99; method=REPLY\r\nContent-Transfer-Encoding: base64\r\n\r\n=== không phải base64 ===\r\n"),
            Save("ordinary", "Content-Type: text/plain; charset=utf-8\r\n\r\nKính gửi văn phòng, METHOD:REPLY không phải thư trả lời.\r\n"),
            Write("good", yes, id, "COMMENT:Xin chào\\nBcc: ai-do@example.vn\r\n"),
        ];
        await _person.Sends(files);
        Assert.True(await ReadMailbox());
        Assert.Equal(["vanthu.dienkhanh accepted Xin chào\nBcc: ai-do@example.vn 1"], await Shown(id));
        var other = Assert.Single((await _desk.Clerk.Get($"/api/briefings/{id}/invitations")).Expect(200)["others"].EnumerateArray());
        Assert.Equal(("ke.la@example.vn", "stranger"), (other.GetProperty("address").GetString(), other.GetProperty("standing").GetString()));
        var (noted, refused) = await Counted();
        Assert.Equal(1, noted);
        Assert.InRange(refused, 6, 8);
        Assert.Equal(["stranger", "good"], await _person.OfficeHas("Replies"));
        Assert.Contains("*ordinary", await _person.OfficeHas("INBOX"));
        Assert.Contains("*unknown", await _person.OfficeHas("INBOX"));
        // The same message once more, as two servers on one mailbox see it.
        await _person.Sends(files[^1]);
        Assert.True(await ReadMailbox());
        Assert.Equal((1, refused), await Counted());
        foreach (var file in files) File.Delete(file);
    }

    [Fact]
    public async Task A_piece_that_comes_back_undelivered_is_shown_with_its_reason()
    {
        var id = await Book();
        var piece = await Sent(id);
        var report = Save("report",
            $"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            + $"Reporting-MTA: dns; mx.khanhhoa.gov.vn\r\n\r\nFinal-Recipient: rfc822; {Address}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 No such user here\r\n\r\n"
            + $"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{piece:N}@khanhhoa.gov.vn>\r\nSubject: x\r\n\r\n--b--\r\n");
        await _person.Sends(report);
        Assert.True(await ReadMailbox());
        var shown = (await _desk.Clerk.Get("/api/outbox")).Expect(200)["pieces"].EnumerateArray().Single();
        Assert.Equal((piece, "failed", "5.1.1 smtp; 550 No such user here"), (shown.GetProperty("id").GetGuid(), shown.GetProperty("state").GetString(), shown.GetProperty("error").GetString()));
        Assert.Equal(["report"], await _person.OfficeHas("Replies"));
        File.Delete(report);
    }

    /// <summary>Waits until the only piece of a briefing was sent.</summary>
    private async Task<Guid> Sent(Guid id)
    {
        for (var tries = 0; ; tries++, await Task.Delay(50))
        {
            var piece = (await _desk.Clerk.Get($"/api/briefings/{id}/invitations")).Expect(200)["pieces"].EnumerateArray().Single();
            if (piece.GetProperty("state").GetString() == "sent") return piece.GetProperty("id").GetGuid();
            Assert.True(tries < 2400, piece.ToString());
        }
    }

    private static string Calendar(string attendee, Guid id, string more = "") =>
        $"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{id}\r\nDTSTAMP:20261125T010203Z\r\n{attendee}\r\n{more}END:VEVENT\r\nEND:VCALENDAR\r\n";

    private static string Part(string calendar) => $"Content-Type: text/calendar; method=REPLY; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(calendar), Base64FormattingOptions.InsertLineBreaks) + "\r\n";

    private static string Write(string subject, string attendee, Guid id, string more = "") => Save(subject, Part(Calendar(attendee, id, more)));

    private static string Save(string subject, string rest)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, $"From: ke.la@example.vn\r\nTo: hop@khanhhoa.gov.vn\r\nSubject: {subject}\r\nMessage-ID: <{Guid.NewGuid():N}@example.vn>\r\nMIME-Version: 1.0\r\n{rest}");
        return file;
    }
}

/// <summary>What becomes of reading answers when the mailbox is not there.</summary>
public sealed class MailboxTests
{
    private static async Task<ApiAnswer> Until(ApiClient admin, Func<JsonElement, bool> shows)
    {
        for (var tries = 0; ; tries++, await Task.Delay(50))
        {
            var outbox = (await admin.Get("/api/outbox")).Expect(200);
            if (tries == 2400 || shows(outbox["mailbox"])) return outbox;
        }
    }

    private static string? Error(JsonElement mailbox) => mailbox.GetProperty("error").GetString();

    [Fact]
    public async Task While_it_is_away_it_says_so_without_the_password_and_it_is_read_when_it_is_back()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"conferencing-mail-{Guid.NewGuid():N}");
        var port = MailServer.FreePort();
        string[] settings = ["--MailReplies:Host", "127.0.0.1", "--MailReplies:Port", $"{port}", "--MailReplies:Tls", "None", "--MailReplies:User", "hop", "--MailReplies:Password", ImapServer.Password];
        await using var server = await RunningServer.Start(null, null, settings);
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var away = await Until(admin, mailbox => Error(mailbox) is not null && mailbox.GetProperty("nextAt").ValueKind == JsonValueKind.String);
        Assert.DoesNotContain(ImapServer.Password, away.Body.ToString(), StringComparison.Ordinal);
        Assert.Equal($"127.0.0.1:{port}", away["mailbox"].GetProperty("server").GetString());
        using var mailbox = await ImapServer.Start(folder, folder, port);
        (await admin.Post("/api/outbox/mailbox/read")).Expect(204);
        var back = await Until(admin, state => Error(state) is null && state.GetProperty("readAt").ValueKind == JsonValueKind.String);
        Assert.Null(Error(back["mailbox"]));
        using var guest = await server.SignedIn("guest");
        (await guest.Post("/api/outbox/mailbox/read")).Expect(403);
        (await guest.Get("/api/replies/declined")).Expect(403);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_wrong_password_is_said_in_the_servers_words()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"conferencing-mail-{Guid.NewGuid():N}");
        using var mailbox = await ImapServer.Start(folder, folder);
        await using var server = await RunningServer.Start(null, null, [.. mailbox.Settings, "--MailReplies:Password", "sai-mat-khau"]);
        Assert.False(await server.Service<ReplyMailbox>().Read(CancellationToken.None));
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var state = (await admin.Get("/api/outbox")).Expect(200)["mailbox"];
        Assert.Contains("AUTHENTICATIONFAILED", Error(state)!.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, await server.Read(db => db.Facts.CountAsync(fact => fact.Name == FactRow.RepliesRead)));
    }
}
