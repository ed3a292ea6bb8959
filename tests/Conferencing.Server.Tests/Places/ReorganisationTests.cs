using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Jobs;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Places;

/// <summary>Units are renamed, merged, divided and abolished, and everything that hung on them is found where it should be.</summary>
public sealed class ReorganisationTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private Guid _province;
    private Guid _building;
    private Guid _transport;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(2);
        _province = await Unit("UBND tỉnh", null);
        _building = await Unit("Sở Xây dựng", _province);
        _transport = await Unit("Sở Giao thông", _province);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private ApiClient Admin => _desk.Admin;

    private async Task<Guid> Unit(string name, Guid? parentId, string? mail = null) =>
        (await Admin.Post("/api/units", new { name, kind = "sở", parentId, validFrom = "2020-01-01", mail })).Expect(201).Id;

    private async Task<Guid> Site(string name, Guid unitId) => (await Admin.Post("/api/sites", new { name, unitId })).Expect(201).Id;

    private async Task<Guid> Room(string name, Guid? unitId, Guid? siteId = null) =>
        (await Admin.Post("/api/rooms", new { name, unitId, siteId, endpoints = new[] { new { address = $"sip:{Guid.NewGuid():N}@127.0.0.1" } } })).Expect(201).Id;

    private async Task<(Guid Id, ApiClient Client)> Person(string userName, string role, Guid unitId)
    {
        var form = new { userName, displayName = $"Người {userName}", roles = Array.Empty<string>(), unitRoles = new[] { new { role, unitId } }, password = RunningServer.Password };
        return ((await Admin.Post("/api/accounts", form)).Expect(201).Id, await _desk.Server.SignedIn(userName));
    }

    private static string Day(int days) => Bookings.Day(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static object Act(string act, int days, Guid[] sourceIds, params object[] successors) => new { act, from = Day(days), sourceIds, successors };

    private object New(string name) => new { name, kind = "sở", parentId = _province };

    private static object There(Guid unitId) => new { unitId };

    private Task<ApiAnswer> Preview(object act) => Admin.Post("/api/reorganisations/preview", act);

    private Task<ApiAnswer> Send(object act, string? tag) => Admin.Send(HttpMethod.Post, "/api/reorganisations", JsonContent.Create(act), tag is null ? [] : [("If-Match", tag)]);

    private async Task<ApiAnswer> Carry(object act) => (await Send(act, (await Preview(act)).Expect(200).Message.Headers.ETag!.Tag)).Expect(201);

    private async Task<JsonElement> UnitNow(Guid id) => (await Admin.Get("/api/units")).Expect(200).Body.EnumerateArray().Single(unit => unit.GetProperty("id").GetGuid() == id);

    private async Task<Guid> Named(string name) =>
        (await Admin.Get("/api/units")).Expect(200).Body.EnumerateArray().Single(unit => unit.GetProperty("name").GetString() == name && unit.GetProperty("validTo").ValueKind == JsonValueKind.Null).GetProperty("id").GetGuid();

    private async Task<JsonElement> Listed(Guid id) => (await Admin.Get("/api/reorganisations")).Expect(200).Body.EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == id);

    private Task<Guid?> UnitOfRoom(Guid id) => _desk.Server.Read(db => db.Rooms.Where(room => room.Id == id).Select(room => room.UnitId ?? room.Site!.UnitId).SingleAsync());

    private Task<ApiAnswer> Book(ApiClient who, Guid host, int days, string title = "Giao ban") =>
        who.Post("/api/briefings", Bookings.Form(Bookings.Day(days), Bookings.Day(days, 9), _desk.Rooms, title).With("dossier", new { hostUnitId = host, chairPerson = "Ông Ba" }));

    private async Task RunJob() => await _desk.Server.Service<ReorganiseJob>().Run(CancellationToken.None);

    private static string HostOf(JsonElement told) => told.GetProperty("dossier").GetProperty("hostUnitName").GetString()!;

    [Fact]
    public async Task A_merger_shows_what_goes_over_and_then_takes_it_over()
    {
        var site = await Site("Trụ sở Xây dựng", _building);
        var (follows, own, child) = (await Room("Phòng A", null, site), await Room("Phòng B", _building), await Unit("Thanh tra Sở", _building));
        var (person, clerk) = await Person("lan", "clerk", _building);
        using var _ = clerk;
        foreach (var unit in new[] { _building, _transport }) (await _desk.Clerk.Post("/api/room-groups", new { name = "Khối sở", unitId = unit, roomIds = _desk.Rooms })).Expect(201);
        var briefing = (await Book(clerk, _building, 3)).Expect(201).Id;
        var template = (await clerk.Post("/api/templates", new { name = "Mẫu riêng", briefingId = briefing })).Expect(201).Id;
        var feed = (await clerk.Post("/api/feeds", new { kind = "unit", targetId = _building })).Expect(201);

        var act = Act("merge", 0, [_building], There(_transport));
        var preview = (await Preview(act)).Expect(200);
        Assert.Equal(
            [
                "site Trụ sở Xây dựng", "room Phòng A", "room Phòng B", "childUnit Thanh tra Sở", "role Người lan", "roomGroup Khối sở = Khối sở (Sở Xây dựng)", "hostedTemplate Người lan", "feed Người lan", "briefing Giao ban",
            ],
            preview["moves"].EnumerateArray().Select(move => $"{move.GetProperty("kind").GetString()} {move.GetProperty("name").GetString()}{(move.GetProperty("newName").GetString() is { } name ? $" = {name}" : "")}"));
        Assert.Equal((true, Day(-1), "Sở Giao thông"), (preview["isToday"].GetBoolean(), preview["ending"][0].GetProperty("lastDay").GetString(), preview["successors"][0].GetString()));

        var done = (await Send(act, preview.Message.Headers.ETag!.Tag)).Expect(201);
        Assert.Equal(("done", "Sở Xây dựng → Sở Giao thông"), (done["state"].GetString(), done["title"].GetString()));
        Assert.Equal(Day(-1), (await UnitNow(_building)).GetProperty("validTo").GetString());
        Assert.Equal(_transport, (await UnitNow(child)).GetProperty("parentId").GetGuid());
        Assert.Equal((_transport, _transport), (await UnitOfRoom(follows), await UnitOfRoom(own)));
        Assert.Null(await _desk.Server.Read(db => db.Rooms.Where(room => room.Id == follows).Select(room => room.UnitId).SingleAsync()));
        Assert.Equal(["Khối sở", "Khối sở (Sở Xây dựng)"], (await clerk.Get("/api/room-groups")).Expect(200).Body.EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal([_building, _transport], await _desk.Server.Read(async db => (await db.Users.SingleAsync(account => account.Id == person)).UnitRoles.Select(role => role.UnitId)));
        Assert.Equal("Sở Giao thông", HostOf((await clerk.Get($"/api/templates/{template}")).Expect(200)["sketch"]));
        var moved = (await clerk.Get($"/api/briefings/{briefing}")).Expect(200);
        Assert.Equal(("Sở Giao thông", 2), (HostOf(moved.Body), moved["version"].GetInt32()));
        Assert.Contains(moved["history"].EnumerateArray(), line => line.GetProperty("action").GetString() == "reorganised" && line.GetProperty("detail").GetString() == "Sở Xây dựng → Sở Giao thông");
        // The secret address is the same, its calendar the successor's.
        Assert.Contains("Sở Giao thông", await clerk.Http.GetStringAsync(new Uri(feed["path"].GetString()!, UriKind.Relative)), StringComparison.Ordinal);
        // Whose unit it was books for the successor now, and the audit trail has it all.
        (await Book(clerk, _transport, 4)).Expect(201);
        Assert.Equal("dossier.hostUnitId", Assert.Single((await Book(clerk, _building, 5)).Expect(400)["errors"].EnumerateObject()).Name);
        var told = await _desk.Server.Read(db => db.AuditRows.Where(line => line.Kind == "reorganisation" || line.Became!.Contains(_transport.ToString())).Select(line => line.Kind).Distinct().ToListAsync());
        Assert.Equal(["account", "briefing", "feed", "preset", "reorganisation", "room", "site", "unit"], told.Order());
        Assert.Equal("reorganisationDone", (await Admin.Delete($"/api/reorganisations/{done.Id}")).Expect(409).Problem);
    }

    [Fact]
    public async Task A_split_gives_each_thing_to_whom_it_was_given()
    {
        var (site, other) = (await Site("Trụ sở", _building), await Site("Cơ sở 2", _building));
        var (stays, leaves, second) = (await Room("Phòng A", null, site), await Room("Phòng B", null, site), await Room("Phòng C", null, other));
        var (person, client) = await Person("lan", "technician", _building);
        using var _ = client;
        var act = new
        {
            act = "split",
            from = Day(0),
            sourceIds = new[] { _building },
            successors = new[] { New("Sở Xây dựng"), New("Sở Quy hoạch") },
            placements = new[] { new { id = other, successor = 1 }, new { id = leaves, successor = 1 } },
        };
        await Carry(act);
        var (first, next) = (await Named("Sở Xây dựng"), await Named("Sở Quy hoạch"));
        Assert.Equal((first, next, next), (await UnitOfRoom(stays), await UnitOfRoom(leaves), await UnitOfRoom(second)));
        Assert.Equal([_building, first, next], await _desk.Server.Read(async db => (await db.Users.SingleAsync(account => account.Id == person)).UnitRoles.Select(role => role.UnitId)));
    }

    [Fact]
    public async Task Nobody_may_do_more_because_his_unit_went_up_in_the_one_above()
    {
        var below = await Unit("Thanh tra Sở", _building);
        var (person, client) = await Person("thu", "approver", below);
        using var _ = client;
        var up = Act("abolish", 0, [below], There(_building));
        var preview = (await Preview(up)).Expect(200);
        var stays = Assert.Single(preview["staying"].EnumerateArray());
        Assert.Equal((person, "Người thu", "approver", below), (stays.GetProperty("id").GetGuid(), stays.GetProperty("name").GetString(), stays.GetProperty("role").GetString(), stays.GetProperty("unitId").GetGuid()));
        Assert.Equal((0, false), (preview["moves"].GetArrayLength(), preview["widens"].GetBoolean()));
        // Into one beside it, the role goes over, and the preview says that it holds for more.
        var beside = (await Preview(Act("abolish", 0, [below], There(_transport)))).Expect(200);
        Assert.Equal((0, 1, true), (beside["staying"].GetArrayLength(), beside["moves"].GetArrayLength(), beside["widens"].GetBoolean()));

        var departments = (await Book(_desk.Clerk, _building, 3)).Expect(201).Id;
        await Carry(up);
        Assert.Equal([below], await _desk.Server.Read(async db => (await db.Users.SingleAsync(account => account.Id == person)).UnitRoles.Select(role => role.UnitId)));
        (await client.Post($"/api/briefings/{departments}/approve", new { version = 1 })).Expect(403);
    }

    [Fact]
    public async Task What_has_changed_since_the_preview_is_looked_at_again_and_nothing_is_half_done()
    {
        var act = Act("rename", 0, [_building], New("Sở Xây dựng và Đô thị"));
        var tag = (await Preview(act)).Expect(200).Message.Headers.ETag!.Tag;
        Assert.True((await Send(act, null)).Expect(400)["errors"].TryGetProperty("preview", out _));
        var site = await Site("Trụ sở mới", _building);
        Assert.Equal("previewStale", (await Send(act, tag)).Expect(412).Problem);
        Assert.Equal("previewStale", (await Send(Act("rename", 0, [_building], New("Sở khác")), (await Preview(act)).Message.Headers.ETag!.Tag)).Expect(412).Problem);
        Assert.Equal(JsonValueKind.Null, (await UnitNow(_building)).GetProperty("validTo").ValueKind);
        Assert.Empty((await Admin.Get("/api/reorganisations")).Expect(200).Body.EnumerateArray());
        await Carry(act);
        Assert.Equal(await Named("Sở Xây dựng và Đô thị"), await _desk.Server.Read(db => db.Sites.Where(one => one.Id == site).Select(one => one.UnitId).SingleAsync()));
    }

    [Fact]
    public async Task What_is_wrong_has_its_reason_at_its_field()
    {
        var below = await Unit("Thanh tra Sở", _building);
        foreach (var (field, text, act) in new (string, string, object)[]
        {
            ("act", "Xin chọn việc cần làm.", new { from = Day(0), sourceIds = new[] { _building }, successors = new[] { New("Sở A") } }),
            ("from", "Ngày có hiệu lực phải là hôm nay hoặc sau hôm nay.", Act("rename", -1, [_building], New("Sở A"))),
            ("sourceIds", "Không có đơn vị này.", Act("rename", 0, [Guid.NewGuid()], New("Sở A"))),
            ("sourceIds", "Chỉ chọn được nhiều nhất 50 đơn vị cho việc này.", Act("merge", 0, [.. Enumerable.Range(0, 51).Select(_ => Guid.NewGuid())], New("Sở A"))),
            ("successors", "Xin chọn đơn vị tiếp nhận, hoặc nhập đơn vị mới.", Act("abolish", 0, [_building])),
            ("successors[0].name", "Dài quá 150 ký tự.", Act("rename", 0, [_building], New(new string('x', 151)))),
            ("successors[0].name", "Ngày đó đã có đơn vị \"Sở Giao thông\" cùng cấp trên.", Act("rename", 0, [_building], New("Sở Giao thông"))),
            ("successors[0].kind", "Dài quá 50 ký tự.", Act("rename", 0, [_building], new { name = "Sở A", kind = new string('x', 51) })),
            ("successors[0].unitId", "Thanh tra Sở trực thuộc đơn vị kết thúc, nên không tiếp nhận được.", Act("merge", 0, [_building], There(below))),
            ("successors[0].unitId", "Xin chọn đơn vị tiếp nhận, hoặc nhập đơn vị mới.", Act("merge", 0, [_building], new { unitId = _transport, name = "Sở A", kind = "sở" })),
            ("placements", "Có mục được giao hai lần.", new { act = "rename", from = Day(0), sourceIds = new[] { _building }, successors = new[] { New("Sở A") }, placements = new[] { new { id = below, successor = 0 }, new { id = below, successor = 0 } } }),
            ("placements", "Có mục được giao cho đơn vị không có trong danh sách tiếp nhận.", new { act = "rename", from = Day(0), sourceIds = new[] { _building }, successors = new[] { New("Sở A") }, placements = new object?[] { null } }),
        })
        {
            Assert.Equal(text, (await Preview(act)).Expect(400)["errors"].GetProperty(field)[0].GetString());
            Assert.Equal(text, (await Send(act, "\"x\"")).Expect(400)["errors"].GetProperty(field)[0].GetString());
        }
    }

    [Fact]
    public async Task A_day_to_come_changes_nothing_until_it_comes_and_can_be_taken_back()
    {
        var site = await Site("Trụ sở", _building);
        var rename = await Carry(Act("rename", 3, [_building], New("Sở Xây dựng và Đô thị")));
        Assert.Equal("planned", rename["state"].GetString());
        var merge = Act("merge", 5, [_transport], There(_building));
        Assert.Contains(Bookings.Day(3).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), (await Preview(merge)).Expect(400)["errors"].GetProperty("sourceIds")[0].GetString()!, StringComparison.Ordinal);
        (await Admin.Delete($"/api/reorganisations/{Guid.NewGuid()}")).Expect(404);
        (await Admin.Delete($"/api/reorganisations/{rename.Id}")).Expect(204);
        Assert.Empty((await Admin.Get("/api/reorganisations")).Expect(200).Body.EnumerateArray());
        var merged = await Carry(merge);
        await RunJob();
        Assert.Equal("planned", (await Listed(merged.Id)).GetProperty("state").GetString());

        // A minute before the day, nothing; as it begins, all of it.
        _desk.Server.Clock.Move(Bookings.Day(5, 0).AddMinutes(-1) - _desk.Server.Clock.GetUtcNow());
        await RunJob();
        Assert.Equal(JsonValueKind.Null, (await UnitNow(_transport)).GetProperty("validTo").ValueKind);
        _desk.Server.Clock.Move(TimeSpan.FromMinutes(1));
        await RunJob();
        Assert.Equal("done", (await Listed(merged.Id)).GetProperty("state").GetString());
        Assert.Equal(Day(4), (await UnitNow(_transport)).GetProperty("validTo").GetString());
        Assert.Equal(_building, await _desk.Server.Read(db => db.Sites.Where(one => one.Id == site).Select(one => one.UnitId).SingleAsync()));
        var line = await _desk.Server.Read(db => db.AuditRows.Where(row => row.Kind == "unit" && row.ThingId == _transport.ToString()).OrderByDescending(row => row.Number).FirstAsync());
        Assert.Equal((AuditWay.Itself, ReorganiseJob.Name), (line.Way, line.Who));
        await RunJob();
        Assert.Equal(Day(4), (await UnitNow(_transport)).GetProperty("validTo").GetString());
    }

    [Fact]
    public async Task What_cannot_be_done_on_its_day_says_why_and_is_done_once_it_can()
    {
        var merge = await Carry(Act("merge", 3, [_transport], There(_building)));
        async Task End(string? validTo) => (await Admin.Put($"/api/units/{_building}", new { name = "Sở Xây dựng", kind = "sở", parentId = _province, validFrom = "2020-01-01", validTo })).Expect(200);
        await End(Day(1));
        _desk.Server.Clock.Move(TimeSpan.FromDays(4));
        await RunJob();
        var told = await Listed(merge.Id);
        Assert.Equal(("planned", "Sở Xây dựng không tồn tại vào ngày đó."), (told.GetProperty("state").GetString(), told.GetProperty("faults")[0].GetString()));
        Assert.Equal(JsonValueKind.Null, (await UnitNow(_transport)).GetProperty("validTo").ValueKind);
        await End(null);
        await RunJob();
        told = await Listed(merge.Id);
        Assert.Equal(("done", 0), (told.GetProperty("state").GetString(), told.GetProperty("faults").GetArrayLength()));
        Assert.Equal(Day(2), (await UnitNow(_transport)).GetProperty("validTo").GetString());
    }

    [Fact]
    public async Task A_day_that_was_missed_is_made_up_for_at_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("conferencing-reorganise-").FullName;
        try
        {
            var clock = new ShiftedClock();
            var first = await RunningServer.Start(folder, clock);
            using (var admin = await first.SignedIn("admin", Role.Administrator))
            {
                var unit = (await admin.Post("/api/units", new { name = "Sở cũ", kind = "sở", validFrom = "2020-01-01" })).Expect(201).Id;
                var act = Act("rename", 2, [unit], new { name = "Sở mới", kind = "sở" });
                var tag = (await admin.Post("/api/reorganisations/preview", act)).Expect(200).Message.Headers.ETag!.Tag;
                (await admin.Send(HttpMethod.Post, "/api/reorganisations", JsonContent.Create(act), ("If-Match", tag))).Expect(201);
            }
            await first.Stop();
            clock.Move(TimeSpan.FromDays(7));
            await using var second = await RunningServer.Start(folder, clock);
            using var again = await second.SignedIn("admin");
            async Task<string[]> Units() => [.. (await again.Get("/api/units")).Expect(200).Body.EnumerateArray().Select(unit => $"{unit.GetProperty("name").GetString()} {unit.GetProperty("validFrom").GetString()} {unit.GetProperty("validTo").GetString()}")];
            for (var tries = 0; tries < 300 && (await Units()).Length < 2; tries++) await Task.Delay(50);
            Assert.Equal([$"Sở cũ 2020-01-01 {Day(1)}", $"Sở mới {Day(2)} "], await Units());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            await TestDatabases.Forget(folder);
        }
    }

    [Fact]
    public async Task What_was_held_keeps_its_old_names_in_pages_and_reports_and_what_is_to_come_can_be_changed()
    {
        var room = await Room("Phòng Giao thông", _transport);
        var monday = SeriesForms.Monday();
        var (split, end) = ((int)(monday.Date - DateTime.UtcNow.AddHours(7).Date).TotalDays + 3, monday.AddDays(40));
        var form = SeriesForms.Weekly(monday, [room], 3).With("dossier", new { hostUnitId = _transport, chairPerson = "Ông Ba" });
        var series = (await _desk.Approver.Post("/api/briefings", form)).Expect(201).Id;
        await Carry(Act("merge", split, [_transport, _building], New("Sở Hạ tầng")));
        _desk.Server.Clock.Move(Bookings.Day(split) - _desk.Server.Clock.GetUtcNow());
        await RunJob();

        var read = (await Admin.Get($"/api/briefings/{series}")).Expect(200);
        Assert.Equal(["Sở Giao thông", "Sở Hạ tầng", "Sở Hạ tầng"], read["occurrences"].EnumerateArray().Select(one => one.GetProperty("dossier") is { ValueKind: JsonValueKind.Object } ? HostOf(one) : HostOf(read.Body)));
        var changed = form.With("dossier", new { hostUnitId = await Named("Sở Hạ tầng"), chairPerson = "Bà Tư" }).With("version", read["version"].GetInt32());
        (await _desk.Approver.Put($"/api/briefings/{series}", changed)).Expect(200);

        async Task<string> Units(DateTimeOffset from, DateTimeOffset to)
        {
            var report = (await Admin.Get($"/api/reports/use?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}")).Expect(200);
            return $"{report["units"][0].GetProperty("name").GetString()} {report["rooms"].EnumerateArray().Single(one => one.GetProperty("roomId").GetGuid() == room).GetProperty("unit").GetString()}";
        }

        Assert.Equal("Sở Giao thông (nay là Sở Hạ tầng) Sở Giao thông (nay là Sở Hạ tầng)", await Units(monday, monday));
        Assert.Equal("Sở Hạ tầng Sở Hạ tầng", await Units(monday.AddDays(14), end));
    }

    [Fact]
    public async Task As_last_time_finds_what_a_predecessor_hosted()
    {
        async Task<ApiAnswer> Last(Guid host) => await _desk.Clerk.Get($"/api/briefings/latest?title=Khác&hostUnitId={host}");
        var held = (await Book(_desk.Clerk, _building, 1)).Expect(201).Id;
        await Carry(Act("rename", 2, [_building], New("Sở Xây dựng và Đô thị")));
        _desk.Server.Clock.Move(TimeSpan.FromDays(2));
        await RunJob();
        var renamed = await Named("Sở Xây dựng và Đô thị");
        Assert.Equal(held, (await Last(renamed)).Expect(200).Id);
        Assert.Equal("noneBefore", (await Last(_transport)).Expect(404).Problem);
        await Carry(Act("merge", 3, [renamed], There(_transport)));
        Assert.Equal("noneBefore", (await Last(_transport)).Expect(404).Problem);
        _desk.Server.Clock.Move(TimeSpan.FromDays(1));
        await RunJob();
        Assert.Equal(held, (await Last(_transport)).Expect(200).Id);
        Assert.Equal("noneBefore", (await Last(_province)).Expect(404).Problem);
    }

    [Fact]
    public async Task What_could_not_be_carried_out_stays_on_the_list_however_much_is_over()
    {
        var asker = await _desk.Server.Read(db => db.Users.Select(account => account.Id).FirstAsync());
        ReorganisationRow Row(ReorganisationState state, int days) => new()
        {
            Id = Guid.NewGuid(),
            FromDay = Bookings.Day(days).ToInstant().InZone(Times.Zone).Date,
            Title = $"{state}",
            Wish = "{}",
            State = state,
            AskedById = asker,
            AskedAt = Bookings.Day(days).ToInstant(),
        };
        await _desk.Server.Service<WriteGate>().Write(db =>
        {
            db.Reorganisations.AddRange(Enumerable.Range(0, 120).Select(number => Row(ReorganisationState.Done, -number)));
            db.Reorganisations.AddRange(Row(ReorganisationState.Planned, -500), Row(ReorganisationState.TakenBack, 1));
            return db.SaveChangesAsync();
        }, CancellationToken.None);
        var titles = (await Admin.Get("/api/reorganisations")).Expect(200).Body.EnumerateArray().Select(one => one.GetProperty("title").GetString()).ToList();
        Assert.Equal((100, "Planned", "Done"), (titles.Count, titles[0], Assert.Single(titles.Skip(1).Distinct())));
    }

    [Fact]
    public async Task A_unit_stands_under_one_that_has_begun()
    {
        async Task<ApiAnswer> Under(string from) =>
            await Admin.Post("/api/units", new { name = "Thanh tra", kind = "sở", validFrom = from, parentId = (await Admin.Post("/api/units", new { name = "Sở mới", kind = "sở", validFrom = Day(4) })).Expect(201).Id });
        var day = Bookings.Day(4).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        Assert.Equal(
            $"Đơn vị cấp trên đến ngày {day} mới bắt đầu; từ ngày đó mới trực thuộc được.", (await Under("2020-01-01")).Expect(400)["errors"].GetProperty("parentId")[0].GetString());
        (await Under(Day(4))).Expect(201);
        _desk.Server.Clock.Move(TimeSpan.FromDays(4));
        (await Under("2020-01-01")).Expect(201);
    }

    [Fact]
    public async Task A_role_for_a_unit_still_opens_what_the_unit_hosted()
    {
        var (_, approver) = await Person("duyet", "approver", _building);
        using var theirs = approver;
        await Admin.Certify(new DateOnly(2099, 1, 1), _desk.Rooms);
        var secret = (await _desk.Approver.Post("/api/briefings", SecretForms.Secret(Bookings.Day(1), _desk.Rooms).With("dossier", new { hostUnitId = _building }))).Expect(201).Id;
        await Carry(Act("rename", 2, [_building], New("Sở Xây dựng và Đô thị")));
        _desk.Server.Clock.Move(TimeSpan.FromDays(2));
        await RunJob();
        (await approver.Get($"/api/briefings/{secret}")).Expect(200);
        (await approver.Post("/api/briefings", Bookings.Form(Bookings.Day(6), Bookings.Day(6, 9), _desk.Rooms).With("dossier", new { hostUnitId = await Named("Sở Xây dựng và Đô thị") }))).Expect(201);
    }

    [Fact]
    public async Task A_unit_that_begins_is_written_to_where_its_predecessor_was()
    {
        var office = await Unit("Văn phòng", _province, "vanphong@tinh.vn");
        await Carry(Act("rename", 0, [office], New("Văn phòng UBND")));
        Assert.Equal("vanphong@tinh.vn", (await UnitNow(await Named("Văn phòng UBND"))).GetProperty("mail").GetString());
    }
}
