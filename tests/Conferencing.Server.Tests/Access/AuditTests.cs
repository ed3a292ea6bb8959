using System.Text.Json;
using Conferencing.Server.Audit;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Access;

/// <summary>Every change by people is in the trail, once, with who and what was before; secrets are not.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _clerk = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _clerk = await _server.SignedIn("clerk", Role.Clerk);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>The newest lines, as "act kind thing: field was → became".</summary>
    private async Task<List<string>> Newest(int count, string query = "")
    {
        var lines = (await _admin.Get($"/api/audit?take={count}{query}")).Expect(200)["lines"].EnumerateArray().Select(line =>
            $"{line.GetProperty("act").GetString()} {line.GetProperty("kind").GetString()} {line.GetProperty("thing").GetString()}: "
            + string.Join(", ", line.GetProperty("fields").EnumerateArray().Select(field => $"{field.GetProperty("name").GetString()} {field.GetProperty("was").GetString() ?? "∅"} → {field.GetProperty("became").GetString() ?? "∅"}")));
        return [.. lines];
    }

    [Fact]
    public async Task A_line_says_who_changed_which_thing_from_where_and_what_it_was_before()
    {
        var room = (await _admin.Post("/api/rooms", new { name = "Phòng họp A", endpoints = new[] { new { address = "sip:a@10.0.0.1" } } })).Expect(201).Id;
        (await _admin.Put($"/api/rooms/{room}", new { name = "Phòng họp A1", endpoints = new[] { new { address = "sip:a@10.0.0.2" } } })).Expect(200);
        var lines = (await _admin.Get("/api/audit?take=2&thing=" + room)).Expect(200)["lines"];
        Assert.Equal(2, lines.GetArrayLength());
        var line = lines[0];
        Assert.Equal(("Người admin (admin) [thử]", "token", "127.0.0.1", "changed", "room", room.ToString()), (
            line.GetProperty("who").GetString(), line.GetProperty("way").GetString(), line.GetProperty("address").GetString(), line.GetProperty("act").GetString(), line.GetProperty("kind").GetString(), line.GetProperty("thingId").GetString()));
        var read = await Newest(1, "&thing=" + room);
        Assert.Contains("tên Phòng họp A → Phòng họp A1", read[0], StringComparison.Ordinal);
        Assert.Contains("sip:a@10.0.0.1; thứ tự: 0 → địa chỉ: sip:a@10.0.0.2", read[0], StringComparison.Ordinal);
        Assert.StartsWith("added room Phòng họp A: tên ∅ → Phòng họp A", (await Newest(2, "&thing=" + room))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_write_is_told_as_they_wrote_it_though_it_be_the_word_of_a_role()
    {
        (await _admin.Post("/api/accounts", new { userName = "secretary", displayName = "clerk", password = "mật khẩu dài", roles = new[] { "secretary" } })).Expect(201);
        var line = (await Newest(1, "&kind=account"))[0];
        Assert.Contains("tên đăng nhập ∅ → secretary", line, StringComparison.Ordinal);
        Assert.Contains("họ tên ∅ → clerk", line, StringComparison.Ordinal);
        Assert.Contains("quyền ∅ → thư ký phiên họp", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_life_of_a_briefing_is_one_line_an_act_with_names_in_place_of_identifiers()
    {
        var rooms = await _admin.AddRooms(2);
        var start = Bookings.Day(5);
        var id = (await _clerk.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), rooms, "Họp quý IV"))).Expect(201).Id;
        (await _admin.Post($"/api/briefings/{id}/return", new { reason = "Sai phòng" })).Expect(200);
        var form = Bookings.Form(start.AddHours(1), start.AddHours(2), rooms, "Họp quý IV (sửa)");
        form["version"] = (await _clerk.Get($"/api/briefings/{id}"))["version"].GetInt32();
        (await _clerk.Put($"/api/briefings/{id}", form)).Expect(200);
        (await _admin.Post($"/api/briefings/{id}/cancel", new { reason = "Hoãn" })).Expect(200);
        var lines = await Newest(10, "&thing=" + id);
        Assert.Equal(4, lines.Count);
        Assert.StartsWith("added briefing Họp quý IV:", lines[3], StringComparison.Ordinal);
        Assert.Contains("Phòng 1", lines[3], StringComparison.Ordinal);
        Assert.Contains("tình trạng ∅ → chờ duyệt", lines[3], StringComparison.Ordinal);
        Assert.Contains("chờ duyệt → trả lại", lines[2], StringComparison.Ordinal);
        Assert.Contains("lý do trả lại ∅ → Sai phòng", lines[2], StringComparison.Ordinal);
        Assert.Contains("Họp quý IV → Họp quý IV (sửa)", lines[1], StringComparison.Ordinal);
        Assert.Contains($"bắt đầu: {start.AddHours(1):HH:mm dd/MM/yyyy}", lines[1], StringComparison.Ordinal);
        Assert.Contains("→ đã hủy", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_series_is_one_line_and_what_was_refused_is_none()
    {
        var rooms = await _admin.AddRooms(2);
        var before = await Count();
        (await _clerk.Post("/api/briefings", SeriesForms.Weekly(SeriesForms.Monday(), rooms, 60))).Expect(201);
        Assert.Equal(before + 1, await Count());
        Assert.Contains("số lượng: 60", (await Newest(1))[0], StringComparison.Ordinal);
        var start = SeriesForms.Monday(2);
        (await _clerk.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), rooms))).Expect(409);
        (await _clerk.Post("/api/rooms", new { name = "Không được" })).Expect(403);
        Assert.Equal(before + 1, await Count());
    }

    [Fact]
    public async Task Accounts_their_passwords_and_sign_ins_are_told_and_no_secret_is()
    {
        const string Password = "mat-khau-rat-bi-mat-1", Second = "mat-khau-rat-bi-mat-2";
        var made = (await _admin.Post("/api/accounts", new { userName = "ha", displayName = "Thu Hà", roles = new[] { "clerk" }, password = Password })).Expect(201);
        (await _admin.Put($"/api/accounts/{made.Id}", new { displayName = "Thu Hà", roles = new[] { "approver" }, newPassword = Second })).Expect(200);
        using var page = _server.Client();
        (await page.Post("/api/session", new { userName = "ha", password = Second })).Expect(200);
        (await page.Put("/api/session/phone", new { phone = "sip:ha@10.1.1.1" })).Expect(204);
        var token = (await page.Post("/api/tokens", new { name = "máy in" })).Expect(201)["token"].GetString()!;
        var feed = (await page.Post("/api/feeds", new { kind = "person", targetId = (Guid?)null })).Expect(201);
        var sip = (await _admin.Post("/api/sip/accounts", new { userName = "phong1" })).Expect(201);
        (await _admin.Post("/api/rooms", new { name = "Có mật khẩu", endpoints = new[] { new { address = "sip:x@10.0.0.9", outgoingUser = "goi", outgoingPassword = Password } } })).Expect(201);
        var lines = await Newest(50);
        Assert.Contains(lines, line => line.Contains("quyền chuyên viên văn phòng → người duyệt", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("mật khẩu ••• → ••••••", StringComparison.Ordinal));
        Assert.Contains(lines, line => line == "done account Thu Hà (ha): việc ∅ → đăng nhập");
        Assert.Contains(lines, line => line.Contains("địa chỉ điện thoại ∅ → sip:ha@10.1.1.1", StringComparison.Ordinal));
        var all = await _server.Read(db => db.AuditRows.AsNoTracking().Select(row => row.Was + row.Became + row.Who + row.Thing).ToListAsync());
        var secrets = await _server.Read(async db => (await db.Users.Select(one => one.PasswordHash + " " + one.SecurityStamp).ToListAsync())
            .Concat(await db.Tokens.Select(one => one.Hash).ToListAsync()).Concat(await db.Feeds.Select(one => one.Hash).ToListAsync())
            .Concat(await db.SipAccounts.Select(one => one.Md5 + " " + one.Sha256).ToListAsync()).Concat(await db.Endpoints.Select(one => one.OutgoingSecret ?? "").ToListAsync()).ToList());
        var words = secrets.SelectMany(one => one.Split(' ')).Where(word => word.Length > 0).Concat([Password, Second, token]).Concat(Texts(sip.Body).Concat(Texts(feed.Body)).Where(text => text.Length >= 16 && !Guid.TryParse(text, out _)));
        Assert.All(words, word => Assert.DoesNotContain(all, line => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    private static IEnumerable<string> Texts(JsonElement answer) =>
        answer.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.String).Select(member => member.Value.GetString()!.Split('/', '?')[^1].Replace(".ics", "", StringComparison.Ordinal));

    [Fact]
    public async Task An_auditor_reads_of_secret_briefings_that_something_was_done_and_cannot_find_them_by_name()
    {
        var rooms = await _admin.AddRooms(1);
        await _admin.Certify(DateOnly.FromDateTime(DateTime.Today.AddYears(2)), rooms);
        var id = (await _clerk.Post("/api/briefings", SecretForms.Secret(Bookings.Day(6), rooms))).Expect(201).Id;
        using var auditor = await _server.SignedIn("kiemtra", Role.Auditor);
        var answer = (await auditor.Get($"/api/audit?thing={id}")).Expect(200);
        var line = Assert.Single(answer["lines"].EnumerateArray());
        Assert.Equal(("Bận", true, 0), (line.GetProperty("thing").GetString(), line.GetProperty("hidden").GetBoolean(), line.GetProperty("fields").GetArrayLength()));
        Assert.DoesNotContain(SecretForms.Word, (await auditor.Get("/api/audit")).Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(SecretForms.Word, await (await auditor.Http.GetAsync(new Uri("/api/audit/sheet?format=csv", UriKind.Relative))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await auditor.Get("/api/audit?text=4711")).Expect(200)["lines"].GetArrayLength());
        Assert.NotEqual(0, (await _admin.Get("/api/audit?text=bi-MAT-4711")).Expect(200)["lines"].GetArrayLength());
    }

    [Fact]
    public async Task Lines_are_found_by_day_person_kind_and_name_and_come_page_by_page()
    {
        await _admin.AddRooms(5, "Hội trường Đông");
        Assert.Equal(5, (await Newest(200, "&text=hoi%20truong%20dong")).Count);
        Assert.Empty(await Newest(200, "&to=2020-01-01"));
        var clerk = (await _clerk.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        Assert.Empty(await Newest(200, "&kind=room&person=" + clerk));
        var first = (await _admin.Get("/api/audit?take=3&kind=room")).Expect(200);
        Assert.True(first["more"].GetBoolean());
        var before = first["lines"][2].GetProperty("number").GetInt64();
        var second = (await _admin.Get($"/api/audit?take=3&kind=room&before={before}")).Expect(200);
        Assert.Equal((2, false), (second["lines"].GetArrayLength(), second["more"].GetBoolean()));
    }

    [Fact]
    public async Task It_is_taken_away_as_a_spreadsheet_and_that_is_told()
    {
        (await _admin.Post("/api/rooms", new { name = "=cmd|' /C calc'!A0", endpoints = new[] { new { address = "sip:z@10.0.0.7" } } })).Expect(201);
        var bytes = await _admin.Http.GetByteArrayAsync(new Uri("/api/audit/sheet?format=csv", UriKind.Relative));
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var csv = System.Text.Encoding.UTF8.GetString(bytes.AsSpan(3));
        Assert.StartsWith("Số,Lúc,Người", csv, StringComparison.Ordinal);
        Assert.Contains("'=cmd", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=cmd", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("\"=cmd", csv, StringComparison.Ordinal);
        var xlsx = await _admin.Http.GetAsync(new Uri("/api/audit/sheet", UriKind.Relative));
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.Content.Headers.ContentType?.MediaType);
        Assert.Contains("done audit : việc ∅ → xuất nhật ký", await Newest(2));
    }

    [Fact]
    public async Task Lines_of_many_at_once_are_one_chain_without_a_gap()
    {
        var rooms = await _admin.AddRooms(2);
        var start = Bookings.Day(9);
        await Task.WhenAll(Enumerable.Range(0, 24).Select(number => number % 3 == 0
            ? _admin.Post("/api/accounts", new { userName = $"nguoi{number}", displayName = "Người", roles = new[] { "clerk" }, password = "mot-mat-khau-dai" })
            : _clerk.Post("/api/briefings", Bookings.Form(start.AddMinutes(number * 15), start.AddMinutes(number * 15 + 15), [rooms[number % 2]]))));
        var verdict = (await _admin.Post("/api/audit/verify")).Expect(200);
        Assert.True(verdict["intact"].GetBoolean(), verdict.Body.ToString());
        Assert.Equal((1, verdict["last"].GetInt64()), (verdict["first"].GetInt64(), verdict["lines"].GetInt64()));
        Assert.Equal(16, (await Newest(200, "&kind=briefing")).Count);
    }

    [Fact]
    public async Task Old_days_are_removed_whole_and_the_chain_goes_on_from_there()
    {
        var clock = new ShiftedClock();
        clock.Move(TimeSpan.FromDays(-400));
        await using var server = await RunningServer.Start(null, clock, "--Audit:KeepDays", "366");
        using var admin = await server.SignedIn("admin", Role.Administrator);
        await admin.AddRooms(3);
        clock.Move(TimeSpan.FromDays(400));
        (await admin.Post("/api/rooms", new { name = "Mới", endpoints = new[] { new { address = "sip:moi@10.0.0.7" } } })).Expect(201);
        var before = (await admin.Post("/api/audit/verify")).Expect(200);
        await server.Service<AuditRetentionJob>().Run(CancellationToken.None);
        var after = (await admin.Post("/api/audit/verify")).Expect(200);
        Assert.True(before["intact"].GetBoolean() && after["intact"].GetBoolean(), after.Body.ToString());
        Assert.Equal(1, before["first"].GetInt64());
        Assert.True(after["first"].GetInt64() > 4);
        var names = (await admin.Get("/api/audit")).Expect(200)["lines"].EnumerateArray().Select(line => line.GetProperty("thing").GetString()).ToList();
        Assert.Contains("Mới", names);
        Assert.DoesNotContain("Phòng 1", names);
        // Once more removes nothing, and says nothing.
        await server.Service<AuditRetentionJob>().Run(CancellationToken.None);
        Assert.Equal(after["last"].GetInt64() + 1, (await admin.Post("/api/audit/verify")).Expect(200)["last"].GetInt64());
    }

    private Task<int> Count() => _server.Read(db => db.AuditRows.CountAsync());
}
