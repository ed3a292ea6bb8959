using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Presets;

/// <summary>Templates, groups of rooms, and "as last time": who sees and changes what, what they hold, what is refused.</summary>
public sealed class PresetTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private ApiClient _other = null!;
    private ApiClient _technician = null!;
    private Guid _unit;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(3);
        _other = await _desk.Server.SignedIn("other", Role.Clerk);
        _technician = await _desk.Server.SignedIn("technician", Role.Technician);
        _unit = (await _desk.Admin.Post("/api/units", new { name = "Sở Y tế", kind = "sở", validFrom = "2020-01-01" })).Expect(201).Id;
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private async Task<Guid> Book(Dictionary<string, object?> form) => (await _desk.Clerk.Post("/api/briefings", form)).Expect(201).Id;

    private Task<ApiAnswer> Group(ApiClient who, string name, Guid? unitId = null, Guid[]? roomIds = null) =>
        who.Post("/api/room-groups", new { name, unitId, roomIds = roomIds ?? _desk.Rooms[..2] });

    private static IEnumerable<string> Names(ApiAnswer list) => list.Expect(200).Body.EnumerateArray().Select(one => one.GetProperty("name").GetString()!);

    [Fact]
    public async Task Ones_own_is_ones_own_and_what_is_shared_is_everybodys()
    {
        var own = (await Group(_desk.Clerk, "Của tôi")).Expect(201).Id;
        var shared = (await Group(_desk.Clerk, "Khối sở", _unit)).Expect(201).Id;
        Assert.Equal(["Của tôi", "Khối sở"], Names(await _desk.Clerk.Get("/api/room-groups")));
        Assert.Equal(["Khối sở"], Names(await _other.Get("/api/room-groups")));
        Assert.Equal(["Khối sở"], Names(await _technician.Get("/api/room-groups")));
        (await _other.Get($"/api/room-groups/{own}")).Expect(404);
        (await _other.Delete($"/api/room-groups/{own}")).Expect(404);
        var form = new { name = "Khối sở, ngành", unitId = _unit, roomIds = _desk.Rooms, version = 1 };
        Assert.Equal("presetNotYours", (await _other.Put($"/api/room-groups/{shared}", form)).Expect(403).Problem);
        Assert.Equal("presetNotYours", (await _other.Delete($"/api/room-groups/{shared}")).Expect(403).Problem);
        Assert.Equal(2, (await _desk.Approver.Put($"/api/room-groups/{shared}", form)).Expect(200)["version"].GetInt32());
        Assert.Equal("presetStale", (await _desk.Clerk.Put($"/api/room-groups/{shared}", form)).Expect(409).Problem);
        var read = (await _other.Get($"/api/room-groups/{shared}")).Expect(200);
        Assert.Equal(["made  Người clerk", "roomsChanged Khối sở → Khối sở, ngành Người approver"], read["history"].EnumerateArray()
            .Select(line => $"{line.GetProperty("action").GetString()} {line.GetProperty("detail").GetString()} {line.GetProperty("who").GetString()}"));
        Assert.Equal(_desk.Rooms, read["preset"].GetProperty("roomIds").EnumerateArray().Select(id => id.GetGuid()));
        (await _desk.Approver.Delete($"/api/room-groups/{shared}")).Expect(204);
        Assert.Empty(Names(await _other.Get("/api/room-groups")));
    }

    [Fact]
    public async Task What_is_wrong_has_its_reason_at_its_field()
    {
        await Group(_desk.Clerk, "Khối sở");
        var twice = new[] { _desk.Rooms[0], _desk.Rooms[0] };
        foreach (var (field, code, answer) in new[]
        {
            ("name", "Xin nhập tên.", await Group(_desk.Clerk, " ")),
            ("name", "Dài quá 150 ký tự.", await Group(_desk.Clerk, new string('x', 151))),
            ("name", "Có ký tự không hiển thị được.", await Group(_desk.Clerk, "Khối\nsở")),
            ("name", "Đã có mẫu hoặc nhóm tên này.", await Group(_desk.Clerk, " Khối sở ")),
            ("unitId", "Không có đơn vị này.", await Group(_desk.Clerk, "Khác", Guid.NewGuid())),
            ("roomIds", "Xin chọn ít nhất một phòng họp.", await Group(_desk.Clerk, "Khác", roomIds: [])),
            ("roomIds", "Có phòng không tồn tại.", await Group(_desk.Clerk, "Khác", roomIds: [Guid.NewGuid()])),
            ("roomIds", "Có phòng được chọn hai lần.", await Group(_desk.Clerk, "Khác", roomIds: twice)),
            ("briefingId", "Không tìm thấy mục này; có thể đã bị xóa.", await _desk.Clerk.Post("/api/templates", new { name = "Khác", briefingId = Guid.NewGuid() })),
        }) Assert.Equal(code, answer.Expect(400)["errors"].GetProperty(field)[0].GetString());
        (await Group(_other, "Khối sở")).Expect(201);
        (await Group(_desk.Clerk, "Khối sở", _unit)).Expect(201);
    }

    [Fact]
    public async Task Nobody_keeps_more_than_a_hundred_of_his_own()
    {
        for (var number = 0; number < 100; number++) (await Group(_desk.Clerk, $"Nhóm {number}")).Expect(201);
        Assert.Equal("presetsTooMany", (await Group(_desk.Clerk, "Nhóm 100")).Expect(409).Problem);
        (await Group(_desk.Clerk, "Nhóm 100", _unit)).Expect(201);
    }

    [Fact]
    public async Task A_template_holds_all_of_a_briefing_but_its_day()
    {
        var monday = SeriesForms.Monday();
        var form = SeriesForms.Weekly(monday, _desk.Rooms, 3).With("note", "Mang theo số liệu").With("setUpMinutes", 30).With("optionalRoomIds", _desk.Rooms[2..])
            .With("encryption", "required").With("recording", "mix")
            .With("dossier", new { hostUnitId = _unit, chairPerson = "Ông Ba", technicianNote = "Mã két", agenda = new[] { new { topic = "Mưa lũ", minutes = 15 } } });
        var template = (await _desk.Clerk.Post("/api/templates", new { name = "Giao ban", unitId = _unit, briefingId = await Book(form) })).Expect(201).Id;
        var read = (await _other.Get($"/api/templates/{template}")).Expect(200);
        var sketch = read["sketch"];
        Assert.Equal(("Giao ban tuần", "Mang theo số liệu", 30, "required", "mix", "open"), (
            sketch.GetProperty("title").GetString(), sketch.GetProperty("note").GetString(), sketch.GetProperty("setUpMinutes").GetInt32(),
            sketch.GetProperty("encryption").GetString(), sketch.GetProperty("recording").GetString(), sketch.GetProperty("secrecy").GetString()));
        Assert.Equal((monday, TimeSpan.FromHours(1)), (sketch.GetProperty("start").GetDateTimeOffset(), sketch.GetProperty("end").GetDateTimeOffset() - monday));
        Assert.Equal(_desk.Rooms[2], sketch.GetProperty("optionalRoomIds")[0].GetGuid());
        Assert.Equal("weekly", sketch.GetProperty("series").GetProperty("frequency").GetString());
        var dossier = sketch.GetProperty("dossier");
        Assert.Equal(("Ông Ba", "Sở Y tế", "Mưa lũ"), (dossier.GetProperty("chairPerson").GetString(), dossier.GetProperty("hostUnitName").GetString(), dossier.GetProperty("agenda")[0].GetProperty("topic").GetString()));
        // The note for technicians is theirs and the owner's.
        foreach (var (who, note) in new (ApiClient, string?)[] { (_other, null), (_technician, "Mã két"), (_desk.Clerk, "Mã két") })
            Assert.Equal(note, (await who.Get($"/api/templates/{template}"))["sketch"].GetProperty("dossier").GetProperty("technicianNote").GetString());

        (await _desk.Clerk.Put($"/api/templates/{template}", new { name = "Giao ban tuần", unitId = (Guid?)null, version = 1 })).Expect(200);
        Assert.Empty(Names(await _other.Get("/api/templates")));
        (await _desk.Clerk.Delete($"/api/templates/{template}")).Expect(204);
        (await _desk.Clerk.Get($"/api/templates/{template}")).Expect(404);
    }

    [Fact]
    public async Task A_secret_is_neither_shared_nor_made_a_template_by_who_may_not_know_it()
    {
        await _desk.Admin.Certify(new DateOnly(2099, 1, 1), _desk.Rooms);
        var secret = await Book(SecretForms.Secret(Bookings.Day(4), _desk.Rooms));
        Assert.Equal("secretHidden", (await _other.Post("/api/templates", new { name = "Lén", briefingId = secret })).Expect(403).Problem);
        Assert.True((await _desk.Clerk.Post("/api/templates", new { name = "Mật", unitId = _unit, briefingId = secret })).Expect(400)["errors"].TryGetProperty("unitId", out _));
        var own = (await _desk.Clerk.Post("/api/templates", new { name = "Mật", briefingId = secret })).Expect(201).Id;
        Assert.True((await _desk.Clerk.Put($"/api/templates/{own}", new { name = "Mật", unitId = _unit, version = 1 })).Expect(400)["errors"].TryGetProperty("unitId", out _));
        Assert.Equal("secret", (await _desk.Clerk.Get($"/api/templates/{own}"))["sketch"].GetProperty("secrecy").GetString());
    }

    [Theory]
    [InlineData("Giao ban tuần 48", true)]
    [InlineData("GIAO BAN TUAN 47/2026", true)]
    [InlineData("  giao-ban tuần  ", true)]
    [InlineData("Giao ban tháng", false)]
    [InlineData("", false)]
    public async Task As_last_time_is_by_title_numbers_and_diacritics_aside(string title, bool isFound)
    {
        await Book(Bookings.Form(Bookings.Day(2), Bookings.Day(2, 9), _desk.Rooms[..2], "Giao ban tuần 46"));
        var last = await Book(Bookings.Form(Bookings.Day(3), Bookings.Day(3, 9), _desk.Rooms[..2], "Giao ban tuần 47"));
        await Book(Bookings.Form(Bookings.Day(4), Bookings.Day(4, 9), _desk.Rooms[..2], "Họp khác"));
        var answer = await _other.Get($"/api/briefings/latest?title={Uri.EscapeDataString(title)}");
        if (isFound) Assert.Equal(last, answer.Expect(200).Id);
        else Assert.Equal("noneBefore", answer.Expect(404).Problem);
    }

    [Fact]
    public async Task As_last_time_is_by_host_unit_where_no_title_fits_and_never_a_strangers_secret()
    {
        await _desk.Admin.Certify(new DateOnly(2099, 1, 1), _desk.Rooms);
        var open = await Book(Bookings.Form(Bookings.Day(2), Bookings.Day(2, 9), _desk.Rooms[..2], "Họp y tế").With("dossier", new { hostUnitId = _unit }));
        var secret = await Book(Bookings.Form(Bookings.Day(3), Bookings.Day(3, 9), _desk.Rooms[..2], "Họp y tế").With("dossier", new { hostUnitId = _unit }).With("secrecy", "secret"));
        Assert.Equal(secret, (await _desk.Clerk.Get($"/api/briefings/latest?title=Giao%20ban&hostUnitId={_unit}")).Expect(200).Id);
        Assert.Equal(open, (await _other.Get($"/api/briefings/latest?hostUnitId={_unit}")).Expect(200).Id);
        (await _desk.Clerk.Post($"/api/briefings/{secret}/cancel")).Expect(200);
        Assert.Equal(open, (await _desk.Clerk.Get($"/api/briefings/latest?title=hop%20y%20te")).Expect(200).Id);
    }
}
