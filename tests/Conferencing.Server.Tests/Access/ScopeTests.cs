using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Access;

/// <summary>Roles for a unit and what is below it, and for nothing else.</summary>
public sealed class ScopeTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private Guid _district;
    private Guid _commune;
    private Guid _other;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
        _district = await Unit("Huyện A", null);
        _commune = await Unit("Xã A1", _district);
        _other = await Unit("Huyện B", null);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private async Task<Guid> Unit(string name, Guid? parent) =>
        (await _admin.Post("/api/units", new { name, kind = "huyện", parentId = parent, validFrom = "2020-01-01" })).Expect(201).Id;

    private async Task<ApiClient> Person(string userName, Role role, Guid unit)
    {
        var account = (await _admin.Post("/api/accounts", new { userName, displayName = userName, roles = Array.Empty<string>(), unitRoles = new[] { new { role = Word(role), unitId = unit } }, password = "mot-mat-khau-dai" })).Expect(201);
        Assert.Equal(0, account["roles"].GetArrayLength());
        return await _server.SignedIn(userName);
    }

    private static string Word(Role role) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(role.ToString());

    private static object Room(string name, Guid? unit, Guid? site = null) => new { name, unitId = unit, siteId = site, endpoints = new[] { new { address = $"sip:{Guid.NewGuid():N}@127.0.0.1" } } };

    [Fact]
    public async Task An_it_officer_of_a_unit_keeps_rooms_and_sites_of_it_and_below_and_contacts_but_not_the_tree()
    {
        using var officer = await Person("cntt", Role.ItOfficer, _district);
        // By which the pages know where to show what he may do.
        var part = Assert.Single((await officer.Get("/api/session"))["user"].GetProperty("unitRoles").EnumerateArray());
        Assert.Equal(("itOfficer", _district), (part.GetProperty("role").GetString(), part.GetProperty("unitId").GetGuid()));
        var own = (await officer.Post("/api/rooms", Room("Của huyện", _district))).Expect(201).Id;
        var below = (await officer.Post("/api/rooms", Room("Của xã", _commune))).Expect(201).Id;
        var site = (await officer.Post("/api/sites", new { name = "Trụ sở xã", unitId = _commune })).Expect(201).Id;
        (await officer.Post("/api/rooms", Room("Theo nơi đặt", null, site))).Expect(201);
        foreach (var refused in new[]
        {
            await officer.Post("/api/rooms", Room("Của huyện khác", _other)), await officer.Post("/api/rooms", Room("Của không ai", null)),
            await officer.Put($"/api/rooms/{own}", Room("Đem cho", _other)), await officer.Post("/api/sites", new { name = "Chỗ khác", unitId = _other }), await officer.Put($"/api/sites/{site}", new { name = "Đem cho", unitId = _other }),
            await officer.Put($"/api/units/{_district}", new { name = "Đổi tên", kind = "huyện", validFrom = "2020-01-01" }),
            await officer.Put($"/api/units/{_other}", new { name = "Huyện B", kind = "huyện", validFrom = "2020-01-01", mail = "b@tinh.vn" }),
        })
            Assert.Equal("notYourUnit", refused.Expect(403).Problem);
        var foreign = (await _admin.Post("/api/rooms", Room("Huyện khác", _other))).Expect(201).Id;
        Assert.Equal("notYourUnit", (await officer.Put($"/api/rooms/{foreign}", Room("Lấy về", _district))).Expect(403).Problem);
        Assert.Equal("notYourUnit", (await officer.Delete($"/api/rooms/{foreign}")).Expect(403).Problem);
        (await officer.Put($"/api/rooms/{own}", Room("Của xã rồi", _commune))).Expect(200);
        (await officer.Delete($"/api/rooms/{below}")).Expect(204);
        (await officer.Put($"/api/units/{_district}", new { name = "Huyện A", kind = "huyện", validFrom = "2020-01-01", mail = "a@tinh.vn", contactName = "Văn phòng" })).Expect(200);
        Assert.Equal("notAllowed", (await officer.Post("/api/units", new { name = "Mới", kind = "xã", parentId = _district, validFrom = "2020-01-01" })).Expect(403).Problem);
    }

    [Fact]
    public async Task A_technician_of_a_unit_acts_on_its_rooms_anywhere_and_on_all_of_what_it_hosts_and_a_secretary_leads_only_that()
    {
        var mine = (await _admin.Post("/api/rooms", Room("Của xã", _commune))).Expect(201).Id;
        var theirs = (await _admin.Post("/api/rooms", Room("Của huyện khác", _other))).Expect(201).Id;
        var abroad = await Running([theirs, mine], _other, 0);
        var home = await Running([(await _admin.Post("/api/rooms", Room("Hội trường", _other))).Expect(201).Id], _commune, 0);
        using var technician = await Person("kythuat", Role.Technician, _district);
        using var secretary = await Person("thuky", Role.Secretary, _district);
        Assert.Equal("notYourUnit", (await technician.Post($"/api/conferences/{abroad}/participants/{theirs}/mute")).Expect(403).Problem);
        Assert.Equal("notYourUnit", (await technician.Post($"/api/conferences/{abroad}/participants/mute-all")).Expect(403).Problem);
        Assert.Equal("notYourUnit", (await technician.Post($"/api/conferences/{abroad}/end")).Expect(403).Problem);
        Assert.Equal("notYourUnit", (await technician.Get($"/api/conferences/{abroad}/participants/{theirs}/trace")).Expect(403).Problem);
        Assert.NotEqual(403, (await technician.Post($"/api/conferences/{abroad}/participants/{mine}/mute")).Code);
        Assert.NotEqual(403, (await technician.Post($"/api/conferences/{home}/participants/mute-all")).Code);
        Assert.Equal("notYourUnit", (await secretary.Post($"/api/conferences/{abroad}/participants/{mine}/floor")).Expect(403).Problem);
        Assert.Equal("notYourUnit", (await secretary.Post($"/api/conferences/{abroad}/agenda", new { })).Expect(403).Problem);
        Assert.NotEqual(403, (await secretary.Post($"/api/conferences/{home}/agenda", new { })).Code);
        Assert.Equal("notAllowed", (await secretary.Post($"/api/conferences/{home}/participants/mute-all")).Expect(403).Problem);
        // A unit that moves takes its rights along at once.
        (await _admin.Put($"/api/units/{_commune}", new { name = "Xã A1", kind = "xã", parentId = _other, validFrom = "2020-01-01" })).Expect(200);
        Assert.Equal("notYourUnit", (await technician.Post($"/api/conferences/{home}/participants/mute-all")).Expect(403).Problem);
    }

    [Fact]
    public async Task A_clerk_of_a_unit_books_what_it_hosts_in_any_room_and_an_approver_of_a_unit_decides_that_only()
    {
        var room = (await _admin.Post("/api/rooms", Room("Của huyện khác", _other))).Expect(201).Id;
        using var clerk = await Person("vanthu", Role.Clerk, _district);
        using var approver = await Person("chanhvp", Role.Approver, _district);
        using var foreign = await Person("chanhvpb", Role.Approver, _other);
        using var anyone = await _server.SignedIn("clerk", Role.Clerk);
        Dictionary<string, object?> Form(Guid? host, int hour) => new(Bookings.Form(Bookings.Day(4, hour), Bookings.Day(4, hour + 1), [room])) { ["dossier"] = new { hostUnitId = host } };
        foreach (var host in new[] { _other, (Guid?)null })
            Assert.True((await clerk.Post("/api/briefings", Form(host, 8))).Expect(400)["errors"].TryGetProperty("dossier.hostUnitId", out _));
        var mine = (await clerk.Get($"/api/briefings/{(await clerk.Post("/api/briefings", Form(_commune, 8))).Expect(201).Id}")).Expect(200);
        var theirs = (await anyone.Post("/api/briefings", Form(_other, 10))).Expect(201).Id;
        var nobodys = (await anyone.Post("/api/briefings", Form(null, 12))).Expect(201).Id;
        Assert.Equal("pending", mine["status"].GetString());
        (await clerk.Get($"/api/briefings/{theirs}")).Expect(200);
        foreach (var id in new[] { theirs, nobodys })
        {
            Assert.NotEqual(200, (await approver.Post($"/api/briefings/{id}/approve")).Code);
            Assert.NotEqual(200, (await approver.Post($"/api/briefings/{id}/return", new { reason = "Không" })).Code);
            (await approver.Post($"/api/briefings/{id}/cancel", new { reason = "Không" })).Expect(403);
            Assert.Equal("pending", (await anyone.Get($"/api/briefings/{id}"))["status"].GetString());
        }
        Assert.NotEqual(200, (await foreign.Post($"/api/briefings/{mine.Id}/approve")).Code);
        // Nor by giving it another host on the way.
        var given = new Dictionary<string, object?>(Form(_other, 8)) { ["version"] = mine["version"].GetInt32() };
        (await clerk.Put($"/api/briefings/{mine.Id}", given)).Expect(400);
        (await approver.Post($"/api/briefings/{mine.Id}/approve")).Expect(200);
        Assert.Equal("approved", (await clerk.Get($"/api/briefings/{mine.Id}"))["status"].GetString());
        // What an approver of the unit books himself for it is approved; for others he may not book.
        var own = (await approver.Post("/api/briefings", Form(_district, 14))).Expect(201).Id;
        Assert.Equal("approved", (await approver.Get($"/api/briefings/{own}"))["status"].GetString());
        (await approver.Post("/api/briefings", Form(_other, 16))).Expect(400);
    }

    [Fact]
    public async Task Roles_that_are_about_the_installation_are_not_had_for_a_unit_and_a_role_for_the_province_leaves_none_for_a_part()
    {
        object Form(string role, Guid unit, params string[] roles) => new { userName = $"x{Guid.NewGuid():N}", displayName = "X", roles, unitRoles = new[] { new { role, unitId = unit } }, password = "mot-mat-khau-dai" };
        Assert.True((await _admin.Post("/api/accounts", Form("administrator", _district))).Expect(400)["errors"].TryGetProperty("unitRoles", out _));
        Assert.True((await _admin.Post("/api/accounts", Form("auditor", _district))).Expect(400)["errors"].TryGetProperty("unitRoles", out _));
        Assert.True((await _admin.Post("/api/accounts", Form("clerk", Guid.NewGuid()))).Expect(400)["errors"].TryGetProperty("unitRoles", out _));
        Assert.Equal(0, (await _admin.Post("/api/accounts", Form("technician", _district, "technician"))).Expect(201)["unitRoles"].GetArrayLength());
        using var technician = await Person("kythuat", Role.Technician, _district);
        Assert.Equal("technician", (await technician.Get("/api/session"))["user"].GetProperty("roles")[0].GetString());
    }

    /// <summary>The identifier of a session that has not begun: whom the guard lets pass is told so, with another refusal.</summary>
    private async Task<Guid> Running(Guid[] rooms, Guid host, int hour)
    {
        var form = Bookings.Form(Bookings.Day(4, 8 + hour), Bookings.Day(4, 9 + hour), rooms);
        form["dossier"] = new { hostUnitId = host };
        return (await _admin.Post("/api/briefings", form)).Expect(201)["occurrences"][0].GetProperty("id").GetGuid();
    }
}
