using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Invitations;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Invitations;

/// <summary>Invitations on their whole way: booked through the API, given to a real mail server, read by programs nobody here wrote.</summary>
public sealed class MailTests : IAsyncLifetime
{
    private const string Address = "vanthu.dienkhanh@khanhhoa.gov.vn";
    private MailServer _mail = null!;
    private Desk _desk = null!;

    public async Task InitializeAsync()
    {
        _mail = await MailServer.Start();
        _desk = await Desk.Open(3, _mail.Settings);
        await SetContact(_desk.Admin, _desk.Rooms[1], Address, "Văn thư xã Diên Khánh");
    }

    public async Task DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _mail.DisposeAsync();
    }

    private static async Task SetContact(ApiClient admin, Guid room, string mail, string? contactName = null)
    {
        var known = (await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == room);
        (await admin.Put($"/api/rooms/{room}", new { name = known.GetProperty("name").GetString(), endpoints = known.GetProperty("endpoints").EnumerateArray().Select(one => new { address = one.GetProperty("address").GetString() }).ToArray(), mail, contactName })).Expect(200);
    }

    private async Task<Guid> Book(Dictionary<string, object?> form)
    {
        var booked = (await _desk.Clerk.Post("/api/briefings", form)).Expect(201);
        return booked.Id;
    }

    private async Task Approve(Guid id) => (await _desk.Approver.Post($"/api/briefings/{id}/approve")).Expect(200);

    [Fact]
    public async Task The_account_named_as_secretary_is_written_to_where_it_says_and_no_more_once_un_named()
    {
        const string hers = "lan@khanhhoa.gov.vn";
        using var secretary = await _desk.Server.SignedIn("lan");
        (await secretary.Put("/api/session/mail", new { mail = hers })).Expect(204);
        var account = (await secretary.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        var form = Bookings.Form(Bookings.Day(3), Bookings.Day(3).AddHours(1), _desk.Rooms[..1]);
        var id = await Book(form.With("dossier", new { secretaryId = account }));
        await Approve(id);
        var invited = Assert.Single(await _mail.Received(1));
        Assert.Equal((hers, "Người lan", "REQUEST"), (invited.To, invited.ToName, invited.Method));
        (await _desk.Clerk.Put($"/api/briefings/{id}", form.With("dossier", new { }).With("version", 2))).Expect(200);
        var cancelled = (await _mail.Received(2))[1];
        Assert.Equal((hers, "CANCEL"), (cancelled.To, cancelled.Method));
    }

    [Fact]
    public async Task It_is_invited_when_approved_changed_when_moved_and_cancelled()
    {
        var start = Bookings.Day(3);
        var form = Bookings.Form(start, start.AddHours(1), _desk.Rooms, "Giao ban tuần: \"số liệu\" & <b>đường truyền</b>");
        var id = await Book(form);
        Assert.Empty(_mail.Files);
        await Approve(id);
        var invited = Assert.Single(await _mail.Received(1));
        Assert.Equal((Address, "Văn thư xã Diên Khánh", "hop@khanhhoa.gov.vn"), (invited.To, invited.ToName, invited.From));
        Assert.Equal(("REQUEST", "REQUEST", id.ToString(), 0, "CONFIRMED", $"mailto:{Address}"), (invited.Method, invited.ContentMethod, invited.Uid, invited.Sequence, invited.Status, invited.Attendee));
        Assert.Equal([$"{start:yyyy-MM-dd HH:mm}"], invited.Starts);
        Assert.Equal((string)form["title"]!, invited.Summary);
        Assert.Contains((string)form["title"]!, invited.Subject, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;đường truyền&lt;/b&gt;", invited.Html, StringComparison.Ordinal);
        Assert.Contains("Điểm cầu của đơn vị: Phòng 2", invited.Plain, StringComparison.Ordinal);
        Assert.Contains("Số gọi vào: 8001, mã PIN ", invited.Plain, StringComparison.Ordinal);

        var later = Bookings.Form(start.AddHours(2), start.AddHours(3), _desk.Rooms, "Giao ban tuần").With("version", 2);
        (await _desk.Clerk.Put($"/api/briefings/{id}", later)).Expect(200);
        await Approve(id);
        var changed = (await _mail.Received(2))[1];
        Assert.Equal(("REQUEST", id.ToString(), 1, "Giao ban tuần"), (changed.Method, changed.Uid, changed.Sequence, changed.Summary));
        Assert.Equal([$"{start.AddHours(2):yyyy-MM-dd HH:mm}"], changed.Starts);

        (await _desk.Clerk.Post($"/api/briefings/{id}/cancel", new { reason = "bão" })).Expect(200);
        var cancelled = (await _mail.Received(3))[2];
        Assert.Equal(("CANCEL", "CANCEL", id.ToString(), 2, "CANCELLED"), (cancelled.Method, cancelled.ContentMethod, cancelled.Uid, cancelled.Sequence, cancelled.Status));
        var pieces = (await _desk.Clerk.Get($"/api/briefings/{id}/invitations")).Expect(200)["pieces"];
        Assert.Equal(["sent", "sent", "sent"], pieces.EnumerateArray().Select(piece => piece.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task A_series_is_one_invitation_and_its_sessions_are_changed_and_cancelled_by_themselves()
    {
        var monday = SeriesForms.Monday();
        var id = await Book(SeriesForms.Weekly(monday, _desk.Rooms, 4));
        await Approve(id);
        var invited = Assert.Single(await _mail.Received(1));
        Assert.Contains("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4", invited.Calendar!, StringComparison.Ordinal);
        Assert.Equal(SeriesForms.Weeks(monday, 0, 1, 2, 3), invited.Starts);

        var read = (await _desk.Approver.Get($"/api/briefings/{id}")).Expect(200);
        var moved = Bookings.Form(monday.AddDays(7).AddHours(5), monday.AddDays(7).AddHours(6), _desk.Rooms, "Giao ban mở rộng").With("scope", "this").With("occurrenceId", read.Session(1)).With("version", read["version"].GetInt32());
        (await _desk.Approver.Put($"/api/briefings/{id}", moved)).Expect(200);
        var changed = (await _mail.Received(2))[1];
        Assert.Equal(("REQUEST", id.ToString(), 1, "Giao ban mở rộng"), (changed.Method, changed.Uid, changed.Sequence, changed.Summary));
        Assert.Equal((SeriesForms.Weeks(monday, 1)[0], $"{monday.AddDays(7).AddHours(5):yyyy-MM-dd HH:mm}"), (Assert.Single(changed.Recurrences), Assert.Single(changed.Starts)));

        (await _desk.Approver.Post($"/api/briefings/{id}/cancel", new { scope = "this", occurrenceId = read.Session(2) })).Expect(200);
        var cancelled = (await _mail.Received(3))[2];
        Assert.Equal(("CANCEL", 2, SeriesForms.Weeks(monday, 2)[0]), (cancelled.Method, cancelled.Sequence, Assert.Single(cancelled.Recurrences)));

        // Asked to be told again: all of it, as it is now, under the same number.
        Assert.Equal(1, (await _desk.Approver.Post($"/api/briefings/{id}/invitations")).Expect(200)["count"].GetInt32());
        var again = (await _mail.Received(4))[3];
        Assert.Equal(("REQUEST", 2), (again.Method, again.Sequence));
        Assert.Equal([SeriesForms.Weeks(monday, 0)[0], $"{monday.AddDays(7).AddHours(5):yyyy-MM-dd HH:mm}", SeriesForms.Weeks(monday, 3)[0]], again.Starts);
    }

    [Fact]
    public async Task Who_is_added_is_invited_who_is_removed_is_told_and_a_site_or_unit_answers_for_its_rooms()
    {
        var unit = (await _desk.Admin.Post("/api/units", new { name = "Sở Nội vụ", kind = "sở", validFrom = "2020-01-01", mail = "vanphong@snv.khanhhoa.gov.vn", phone = "0258 382 2222" })).Expect(201).Id;
        var site = (await _desk.Admin.Post("/api/sites", new { name = "Trụ sở Sở Nội vụ", unitId = unit })).Expect(201).Id;
        var room = (await _desk.Admin.Post("/api/rooms", new { name = "Phòng họp Sở Nội vụ", siteId = site, endpoints = new[] { new { address = "sip:snv@127.0.0.1:24999" } } })).Expect(201).Id;
        var start = Bookings.Day(3);
        var form = Bookings.Form(start, start.AddHours(1), [_desk.Rooms[0], _desk.Rooms[1]]);
        var id = (await _desk.Approver.Post("/api/briefings", form)).Expect(201).Id;
        await _mail.Received(1);
        (await _desk.Approver.Put($"/api/briefings/{id}", Bookings.Form(start, start.AddHours(1), [_desk.Rooms[0], room]).With("version", 1))).Expect(200);
        var after = (await _mail.Received(3))[1..];
        Assert.Equal(["CANCEL 1 vanthu.dienkhanh@khanhhoa.gov.vn", "REQUEST 1 vanphong@snv.khanhhoa.gov.vn"], after.Select(mail => $"{mail.Method} {mail.Sequence} {mail.To}").Order());
        // The site has its own from now on.
        (await _desk.Admin.Put($"/api/sites/{site}", new { name = "Trụ sở Sở Nội vụ", unitId = unit, mail = "tructrinh@snv.khanhhoa.gov.vn" })).Expect(200);
        (await _desk.Approver.Post($"/api/briefings/{id}/cancel")).Expect(200);
        Assert.Equal("CANCEL vanphong@snv.khanhhoa.gov.vn", (await _mail.Received(4)).Select(mail => $"{mail.Method} {mail.To}").Last());
    }

    [Fact]
    public async Task A_secret_one_says_that_the_room_is_busy_and_no_more()
    {
        await _desk.Admin.Certify(new DateOnly(2099, 12, 31), _desk.Rooms);
        var id = await Book(SecretForms.Secret(Bookings.Day(3), _desk.Rooms));
        await Approve(id);
        var mail = Assert.Single(await _mail.Received(1));
        Assert.Equal(("Bận", Address), (mail.Summary, mail.To));
        Assert.DoesNotContain("4711", mail.Subject + mail.Plain + mail.Html + mail.Calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("bí mật", mail.Subject + mail.Plain + mail.Html + mail.Calendar, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Long_and_hostile_words_stay_words()
    {
        var title = string.Concat(Enumerable.Repeat("Hội nghị trực tuyến \"đường truyền\" <script>; ", 10))[..200].Trim();
        (await _desk.Clerk.Post("/api/briefings", Bookings.Form(Bookings.Day(3), Bookings.Day(3).AddHours(1), _desk.Rooms, "Họp\r\nX-Evil: 1"))).Expect(400);
        foreach (var contact in new object[] { new { name = "Nơi", contactName = "A\r\nX-Evil: 1" }, new { name = "Nơi", mail = "a@b.vn\r\nBcc: c@d.vn" }, new { name = "Nơi", phone = "gọi tôi" } })
            (await _desk.Admin.Post("/api/sites", contact)).Expect(400);
        var start = Bookings.Day(4);
        var form = Bookings.Form(start, start.AddHours(1), _desk.Rooms, title).With("note", "dòng 1\r\nX-Evil: 2\r\n.\r\nQUIT\r\n").With("dossier", new { chairPerson = "Ông \"Hòa\"; ,\\", agenda = new[] { new { topic = "ATTENDEE:mailto:ke.xau@example.vn" } } });
        (await _desk.Approver.Post("/api/briefings", form)).Expect(201);
        var mail = Assert.Single(await _mail.Received(1));
        Assert.Equal(title, mail.Summary);
        Assert.Contains(title, mail.Subject, StringComparison.Ordinal);
        Assert.Equal("1 0 0 1 1 0", string.Join(' ', new[] { "To", "Cc", "Bcc", "From", "Subject", "X-Evil" }.Select(name => mail.Headers[name])));
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal($"mailto:{Address}", mail.Attendee);
        Assert.Contains("QUIT", mail.Plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_brought_to_mind_once()
    {
        var start = Bookings.Day(2);
        (await _desk.Approver.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), _desk.Rooms, "Giao ban"))).Expect(201);
        await _mail.Received(1);
        var reminders = _desk.Server.Service<ReminderDesk>();
        Assert.Equal(0, await reminders.Write(CancellationToken.None));
        _desk.Server.Clock.Move(start.AddMinutes(-59) - _desk.Server.Clock.GetUtcNow());
        await reminders.Write(CancellationToken.None);
        _desk.Server.Service<OutboxCourier>().Wake();
        var reminded = (await _mail.Received(2))[1];
        Assert.StartsWith("Nhắc họp: Giao ban", reminded.Subject, StringComparison.Ordinal);
        Assert.Null(reminded.Method);
        Assert.Equal(0, await reminders.Write(CancellationToken.None));
        Assert.Equal(1, await _desk.Server.Read(db => db.Letters.CountAsync(letter => letter.LeadMinutes == 60)));
    }

    [Fact]
    public async Task Only_who_books_reads_the_outbox()
    {
        using var guest = await _desk.Server.SignedIn("guest");
        (await guest.Get("/api/outbox")).Expect(403);
        (await guest.Post("/api/outbox/again")).Expect(403);
        var outbox = (await _desk.Clerk.Get("/api/outbox")).Expect(200);
        Assert.Equal((true, 0, 0), (outbox["configured"].GetBoolean(), outbox["waiting"].GetInt32(), outbox["failed"].GetInt32()));
        (await _desk.Clerk.Post($"/api/outbox/{Guid.NewGuid()}/again")).Expect(404);
        (await _desk.Clerk.Post($"/api/outbox/{Guid.NewGuid()}/give-up")).Expect(404);
    }
}

/// <summary>What becomes of mail when the mail server is away, refuses, or is not there at all.</summary>
public sealed class OutboxTests
{
    private static async Task<Guid> Invite(ApiClient admin)
    {
        var room = (await admin.Post("/api/rooms", new { name = "Phòng A", mail = "a@khanhhoa.gov.vn", endpoints = new[] { new { address = "sip:a@127.0.0.1:24998" } } })).Expect(201).Id;
        var start = Bookings.Day(3);
        return (await admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), [room], "Giao ban"))).Expect(201).Id;
    }

    private static async Task<ApiAnswer> Until(ApiClient admin, Func<ApiAnswer, bool> shows)
    {
        for (var tries = 0; ; tries++, await Task.Delay(50))
        {
            var outbox = (await admin.Get("/api/outbox?all=true")).Expect(200);
            if (tries == 2400 || shows(outbox)) return outbox;
        }
    }

    private static string? First(ApiAnswer outbox, string member) => outbox["pieces"][0].GetProperty(member).GetString();

    [Fact]
    public async Task While_the_mail_server_is_away_it_waits_also_over_a_restart_and_is_sent_once_when_it_is_back()
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-outbox-").FullName;
        await using var mail = MailServer.Away();
        try
        {
            await using (var before = await RunningServer.Start(folder, null, mail.Settings))
            {
                using var admin = await before.SignedIn("admin", Role.Administrator);
                await Invite(admin);
                var outbox = await Until(admin, one => one["pieces"].GetArrayLength() == 1 && First(one, "error") is not null);
                Assert.Equal(("waiting", 1, $"127.0.0.1:{mail.Port}"), (First(outbox, "state"), outbox["waiting"].GetInt32(), outbox["server"].GetString()));
                Assert.True(outbox["pieces"][0].GetProperty("attempts").GetInt32() >= 1);
                Assert.StartsWith("Giấy mời: Giao ban", First(outbox, "subject"), StringComparison.Ordinal);
            }
            await mail.Open();
            await using var after = await RunningServer.Start(folder, null, mail.Settings);
            using var again = await after.SignedIn("admin", Role.Administrator);
            (await again.Post("/api/outbox/again")).Expect(200);
            // Its counts are read beside its pieces.
            var sent = await Until(again, one => First(one, "state") == "sent" && one["waiting"].GetInt32() == 0);
            Assert.Equal(0, sent["failed"].GetInt32());
            var message = Assert.Single(await mail.Received(1));
            Assert.Equal($"<{Guid.Parse(First(sent, "id")!):N}@khanhhoa.gov.vn>", message.Id);
            // Nothing is left to do, however often it is asked.
            for (var times = 0; times < 3; times++) Assert.Equal(0, await after.Service<OutboxCourier>().SendDue(CancellationToken.None));
            Assert.Single(mail.Files);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_the_server_refuses_for_good_is_shown_with_its_reason_and_a_person_decides()
    {
        await using var mail = await MailServer.Start("-s", "300");
        await using var server = await RunningServer.Start(null, null, mail.Settings);
        using var admin = await server.SignedIn("admin", Role.Administrator);
        await Invite(admin);
        var outbox = await Until(admin, one => one["failed"].GetInt32() == 1);
        Assert.Equal(("failed", 1), (First(outbox, "state"), outbox["failed"].GetInt32()));
        Assert.Contains("size", First(outbox, "error"), StringComparison.OrdinalIgnoreCase);
        var id = First(outbox, "id");
        (await admin.Post($"/api/outbox/{id}/again")).Expect(204);
        await Until(admin, one => one["failed"].GetInt32() == 1);
        (await admin.Post($"/api/outbox/{id}/give-up")).Expect(204);
        Assert.Empty((await admin.Get("/api/outbox")).Expect(200)["pieces"].EnumerateArray());
        Assert.Equal("givenUp", First((await admin.Get("/api/outbox?all=true")).Expect(200), "state"));
    }

    [Fact]
    public async Task Without_a_mail_server_nothing_is_kept_and_it_says_so()
    {
        await using var server = await RunningServer.Start();
        using var admin = await server.SignedIn("admin", Role.Administrator);
        var id = await Invite(admin);
        var outbox = (await admin.Get("/api/outbox?all=true")).Expect(200);
        Assert.Equal((false, 0), (outbox["configured"].GetBoolean(), outbox["pieces"].GetArrayLength()));
        Assert.Equal("mailNotConfigured", (await admin.Post($"/api/briefings/{id}/invitations")).Expect(409).Problem);
    }

    [Fact]
    public async Task What_cannot_be_stored_is_not_told_and_a_full_outbox_takes_no_more()
    {
        await using var mail = MailServer.Away();
        await using var server = await RunningServer.Start(null, null, [.. mail.Settings, "--Mail:MaxWaiting", "1"]);
        using var admin = await server.SignedIn("admin", Role.Administrator);
        await Invite(admin);
        var start = Bookings.Day(3);
        var room = (await admin.Get("/api/rooms")).Expect(200).Body[0].GetProperty("id").GetGuid();
        (await admin.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), [room], "Trùng"))).Expect(409);
        Assert.Equal(1, (await admin.Get("/api/outbox?all=true"))["pieces"].GetArrayLength());
        var next = (await admin.Post("/api/briefings", Bookings.Form(start.AddDays(1), start.AddDays(1).AddHours(1), [room], "Sau"))).Expect(201).Id;
        Assert.Empty((await admin.Get($"/api/briefings/{next}/invitations")).Expect(200)["pieces"].EnumerateArray());
        Assert.Equal(1, (await admin.Get("/api/outbox?all=true"))["pieces"].GetArrayLength());
    }
}
