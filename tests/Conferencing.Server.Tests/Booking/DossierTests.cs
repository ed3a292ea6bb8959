using System.Text.Json;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Booking;

/// <summary>The papers and people of a briefing, its set-up time and the rooms it can do without, through the API.</summary>
public sealed class DossierTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = SeriesForms.Monday();

    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _clerk = null!;
    private ApiClient _approver = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync() => (_server, _admin, _clerk, _approver, _rooms) = await Desk.Open(4);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private Dictionary<string, object?> Form(object? dossier = null, params Guid[] rooms) =>
        Bookings.Form(Start, Start.AddHours(1), rooms.Length > 0 ? rooms : _rooms[..3]).With("dossier", dossier);

    private static Dictionary<string, object?> Dossier(string field, object? value) => new() { [field] = value };

    private Dictionary<string, object?> Whole(Guid? host = null) => new()
    {
        ["invitationNumber"] = " 125/GM-UBND ",
        ["hostUnitId"] = host,
        ["chairPerson"] = "Ông Trần <b>Văn</b> A",
        ["secretary"] = "Lê Thị B",
        ["mode"] = "lecture",
        ["helpWanted"] = true,
        ["helpNote"] = "Cần micro không dây",
        ["technicianNote"] = Secret,
        ["agenda"] = new object[] { new { topic = "Tình hình mưa lũ", speaker = "Sở NN&MT", roomId = _rooms[1], minutes = 15 }, new { speaker = "Xã Diên Khánh" }, new { topic = " " } },
        ["links"] = new[] { new { title = "Dự thảo", url = "https://tailieu.vn/a.pdf" } },
    };

    private const string Secret = "mã két phòng máy 4711";

    [Fact]
    public async Task It_is_kept_as_it_was_written_and_a_change_that_does_not_name_it_leaves_it()
    {
        var unit = (await _admin.Post("/api/units", new { name = "Văn phòng UBND tỉnh", kind = "văn phòng", validFrom = "2020-01-01" })).Expect(201).Id;
        var id = (await _clerk.Post("/api/briefings", Form(Whole(unit)))).Expect(201).Id;
        var read = (await _clerk.Get($"/api/briefings/{id}")).Expect(200);
        var dossier = read["dossier"];
        Assert.Equal(("125/GM-UBND", "Văn phòng UBND tỉnh", "Ông Trần <b>Văn</b> A", "lecture"), (Text(dossier, "invitationNumber"), Text(dossier, "hostUnitName"), Text(dossier, "chairPerson"), Text(dossier, "mode")));
        Assert.Equal(2, dossier.GetProperty("agenda").GetArrayLength());
        Assert.Equal(_rooms[1], dossier.GetProperty("agenda")[0].GetProperty("roomId").GetGuid());
        Assert.Equal("https://tailieu.vn/a.pdf", Text(dossier.GetProperty("links")[0], "url"));
        var form = Form(null);
        form.Remove("dossier");
        var changed = (await _clerk.Put($"/api/briefings/{id}", form.With("title", "Tên mới").With("version", 1))).Expect(200);
        Assert.Equal(dossier.GetRawText(), changed["dossier"].GetRawText());
        var emptied = (await _clerk.Put($"/api/briefings/{id}", Form(new Dictionary<string, object?>()).With("version", 2))).Expect(200);
        Assert.Equal((JsonValueKind.Null, 0), (emptied["dossier"].GetProperty("secretary").ValueKind, emptied["dossier"].GetProperty("agenda").GetArrayLength()));
    }

    [Fact]
    public async Task One_session_of_a_series_has_an_agenda_of_its_own_and_what_is_split_off_keeps_all()
    {
        var series = (await _approver.Post("/api/briefings", SeriesForms.Weekly(Start, _rooms[..2], 4).With("dossier", Dossier("secretary", "Lê Thị B")))).Expect(201);
        var one = Bookings.Form(Start.AddDays(7), Start.AddDays(7).AddHours(1), _rooms[..2], "Giao ban tuần")
            .With("dossier", Dossier("agenda", new[] { new { topic = "Riêng tuần này" } })).With("version", 1).With("scope", "this").With("occurrenceId", series.Session(1));
        var read = (await _approver.Put($"/api/briefings/{series.Id}", one)).Expect(200);
        Assert.Equal("Riêng tuần này", Text(read["occurrences"][1].GetProperty("dossier").GetProperty("agenda")[0], "topic"));
        Assert.Equal("Lê Thị B", Text(read["dossier"], "secretary"));
        Assert.Equal(JsonValueKind.Null, read["occurrences"][0].GetProperty("dossier").ValueKind);
        (await Upload(_approver, series.Id, "chuong-trinh.pdf", "%PDF-1.7 một"u8.ToArray())).Expect(201);
        var following = SeriesForms.Weekly(Start.AddDays(14).AddHours(2), _rooms[..2], 2).With("version", 2).With("scope", "following").With("occurrenceId", series.Session(2));
        var split = (await _approver.Put($"/api/briefings/{series.Id}", following)).Expect(200);
        Assert.NotEqual(series.Id, split.Id);
        Assert.Equal("Lê Thị B", Text(split["dossier"], "secretary"));
        // The file is shared: it stays until nobody names it.
        var (own, shared) = (read.Id, split["documents"][0].GetProperty("id").GetGuid());
        var document = (await _approver.Get($"/api/briefings/{own}")).Expect(200)["documents"][0].GetProperty("id").GetGuid();
        (await _approver.Delete($"/api/briefings/{own}/documents/{document}")).Expect(204);
        (await _approver.Get($"/api/briefings/{split.Id}/documents/{shared}")).Expect(200);
        (await _approver.Delete($"/api/briefings/{split.Id}/documents/{shared}")).Expect(204);
        Assert.Empty(Directory.GetFiles(Path.Combine(_server.Folder, "documents")));
    }

    [Fact]
    public async Task The_technicians_note_reaches_technicians_and_who_booked_it_and_nobody_else()
    {
        var technician = await _server.SignedIn("technician", Role.Technician);
        var other = await _server.SignedIn("clerk2", Role.Clerk);
        var series = SeriesForms.Weekly(Start, _rooms[..3], 2).With("dossier", Whole());
        var id = (await _clerk.Post("/api/briefings", series)).Expect(201).Id;
        (await _approver.Post($"/api/briefings/{id}/approve")).Expect(200);
        foreach (var reader in new[] { technician, _clerk, _admin }) Assert.Contains(Secret, await Everything(reader, id));
        foreach (var reader in new[] { other, _approver }) Assert.DoesNotContain(Secret, await Everything(reader, id));
        // An approver who changes the rest neither sees nor loses it.
        var version = (await _approver.Get($"/api/briefings/{id}")).Expect(200)["version"].GetInt32();
        var changed = (await _approver.Put($"/api/briefings/{id}", series.With("dossier", Dossier("technicianNote", "đè lên")).With("version", version))).Expect(200);
        Assert.DoesNotContain(Secret, changed.Body.GetRawText());
        Assert.False(changed["may"].GetProperty("readTechnicianNote").GetBoolean());
        Assert.Contains(Secret, await Everything(technician, id));
        var one = Bookings.Form(Start, Start.AddHours(1), _rooms[..3], "Một buổi").With("dossier", Dossier("secretary", "C")).With("version", version + 1).With("scope", "this");
        var first = (await _approver.Get($"/api/briefings/{id}")).Session(0);
        Assert.DoesNotContain(Secret, (await _approver.Put($"/api/briefings/{id}", one.With("occurrenceId", first))).Expect(200).Body.GetRawText());
        Assert.Equal(2, (await Everything(technician, id)).Split(Secret).Length - 1);
    }

    [Theory]
    [InlineData("invitationNumber", "dossier.invitationNumber", 51, "Dài quá 50 ký tự.")]
    [InlineData("chairPerson", "dossier.chairPerson", 151, "Dài quá 150 ký tự.")]
    [InlineData("secretary", "dossier.secretary", 151, "Dài quá 150 ký tự.")]
    [InlineData("helpNote", "dossier.helpNote", 1001, "Dài quá 1000 ký tự.")]
    [InlineData("technicianNote", "dossier.technicianNote", 4001, "Dài quá 4000 ký tự.")]
    public async Task Every_limit_has_its_words_by_its_field(string member, string field, int length, string words)
    {
        var refused = (await _clerk.Post("/api/briefings", Form(Dossier(member, new string('a', length))))).Expect(400);
        Assert.Equal(words, refused["errors"].GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task Lists_and_links_name_the_line_that_is_wrong()
    {
        var dossier = new Dictionary<string, object?>
        {
            ["hostUnitId"] = Guid.NewGuid(),
            ["agenda"] = new object?[] { new { topic = "a" }, new { topic = "b", roomId = _rooms[3], minutes = 0 }, null },
            ["links"] = new[] { new { title = "a", url = "javascript:alert(1)" } },
        };
        var errors = (await _clerk.Post("/api/briefings/check", Form(dossier))).Expect(200)["errors"];
        Assert.Equal("Không có đơn vị này.", errors.GetProperty("dossier.hostUnitId")[0].GetString());
        Assert.Equal("Điểm cầu này không có trong phiên họp.", errors.GetProperty("dossier.agenda[1].roomId")[0].GetString());
        Assert.Equal("Thời lượng từ 1 đến 480 phút.", errors.GetProperty("dossier.agenda[1].minutes")[0].GetString());
        Assert.StartsWith("Liên kết phải bắt đầu bằng", errors.GetProperty("dossier.links[0].url")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_set_up_time_holds_the_rooms_and_others_are_told_of_it()
    {
        var booked = (await _approver.Post("/api/briefings", Form().With("setUpMinutes", 60))).Expect(201);
        Assert.Equal(Start, booked["occurrences"][0].GetProperty("start").GetDateTimeOffset());
        var clash = (await _clerk.Post("/api/briefings", Bookings.Form(Start.AddMinutes(-90), Start.AddMinutes(-30), _rooms[2..4]))).Expect(409);
        var other = clash["clashes"][0];
        Assert.Equal((Start.AddHours(-1), 60), (other.GetProperty("start").GetDateTimeOffset(), other.GetProperty("setUpMinutes").GetInt32()));
        (await _clerk.Post("/api/briefings", Bookings.Form(Start.AddMinutes(-90), Start.AddMinutes(-60), _rooms[2..4]))).Expect(201);
        // One's own set-up counts as well: the next time begins that much after the other.
        var mine = (await _clerk.Post("/api/briefings", Form(null, _rooms[0], _rooms[3]).With("setUpMinutes", 45))).Expect(409);
        Assert.Equal(Start.AddMinutes(105), mine["nextFree"].GetProperty("start").GetDateTimeOffset());
        var changed = (await _approver.Put($"/api/briefings/{booked.Id}", Form().With("setUpMinutes", 0).With("version", 1))).Expect(200);
        Assert.Equal(0, changed["setUpMinutes"].GetInt32());
        (await _clerk.Post("/api/briefings", Bookings.Form(Start.AddMinutes(-60), Start, _rooms[..3]))).Expect(201);
        Assert.Equal("Thời gian chuẩn bị từ 0 đến 240 phút.", (await _clerk.Post("/api/briefings", Form().With("setUpMinutes", 241))).Expect(400)["errors"].GetProperty("setUpMinutes")[0].GetString());
    }

    [Fact]
    public async Task An_optional_room_that_is_taken_does_not_block_and_the_session_is_held_without_it()
    {
        var other = (await _approver.Post("/api/briefings", Bookings.Form(Start.AddDays(7), Start.AddDays(7).AddHours(1), _rooms[2..4], "Tập huấn"))).Expect(201);
        var form = SeriesForms.Weekly(Start, _rooms[..3], 3).With("optionalRoomIds", new[] { _rooms[2] });
        var check = (await _clerk.Post("/api/briefings/check", form)).Expect(200);
        Assert.Equal([0, 1, 0], check["dates"].EnumerateArray().Select(date => date.GetProperty("waived").GetArrayLength()));
        var id = (await _approver.Post("/api/briefings", form)).Expect(201).Id;
        var read = (await _clerk.Get($"/api/briefings/{id}")).Expect(200);
        Assert.Equal([0, 1, 0], read["occurrences"].EnumerateArray().Select(one => one.GetProperty("withoutRoomIds").GetArrayLength()));
        Assert.True(read["rooms"].EnumerateArray().Single(room => room.GetProperty("id").GetGuid() == _rooms[2]).GetProperty("optional").GetBoolean());
        Assert.Equal(0, await OverlapCheck.Count(_server));
        // Saved again once the room is free, it takes part.
        (await _approver.Post($"/api/briefings/{other.Id}/cancel")).Expect(200);
        var again = (await _approver.Put($"/api/briefings/{id}", form.With("version", 1))).Expect(200);
        Assert.All(again["occurrences"].EnumerateArray(), one => Assert.Equal(0, one.GetProperty("withoutRoomIds").GetArrayLength()));
        (await _clerk.Post("/api/briefings", Bookings.Form(Start.AddDays(7), Start.AddDays(7).AddHours(1), [_rooms[2]]))).Expect(409);
        var refused = (await _clerk.Post("/api/briefings", Form().With("optionalRoomIds", new[] { _rooms[0], _rooms[3] }))).Expect(400);
        Assert.Equal(2, refused["errors"].GetProperty("optionalRoomIds").GetArrayLength());
    }

    [Fact]
    public async Task A_room_it_goes_without_is_not_called_and_in_a_lecture_only_the_chair_speaks()
    {
        var soon = DateTimeOffset.UtcNow.AddMinutes(3);
        (await _approver.Post("/api/briefings", Bookings.Form(soon, soon.AddHours(1), [_rooms[2]], "Tập huấn"))).Expect(201);
        await using var node = await FakeNode.Connect(_server);
        var form = Bookings.Form(soon, soon.AddHours(1), _rooms, "Phổ biến").With("optionalRoomIds", new[] { _rooms[2] }).With("dossier", Whole());
        var booked = (await _approver.Post("/api/briefings", form)).Expect(201);
        var plan = await node.NextPlan();
        while (plan.ConferenceId != booked.Session(0)) plan = await node.NextPlan();
        Assert.Equal([(_rooms[0], false), (_rooms[1], true), (_rooms[3], true)], plan.Participants.Select(part => (part.RoomId, part.Muted)));
        Assert.True(plan.GuestsMuted);

        var technician = await _server.SignedIn("technician", Role.Technician);
        (await technician.Post($"/api/conferences/{booked.Session(0)}/agenda", new { point = new { speaker = "Xã Diên Khánh" } })).Expect(200);
        var session = (await _clerk.Get($"/api/briefings/{booked.Id}")).Expect(200)["occurrences"][0];
        Assert.Equal((1, JsonValueKind.String), (session.GetProperty("agendaPoint").GetInt32(), session.GetProperty("agendaSince").ValueKind));
        Assert.StartsWith("Chương trình không có mục này", (await technician.Post($"/api/conferences/{booked.Session(0)}/agenda", new { point = new { topic = "Mục đã bỏ" } })).Expect(400)["errors"].GetProperty("point")[0].GetString());

        // One comes before it, then it is dropped.
        var (opening, called) = (new { topic = "Khai mạc" }, new { speaker = "Xã Diên Khánh" });
        Assert.Equal(2, await PointAfter(opening, new { topic = "Tình hình mưa lũ" }, called));
        Assert.Null(await PointAfter(opening, new { topic = "Tình hình mưa lũ" }, new { topic = "Kết luận" }));
        // Whoever still reads the agenda of before calls what he reads, or hears that it is gone; never another.
        (await technician.Post($"/api/conferences/{booked.Session(0)}/agenda", new { point = new { topic = "Tình hình mưa lũ" } })).Expect(200);
        Assert.Equal(1, (await _clerk.Get($"/api/briefings/{booked.Id}")).Expect(200)["occurrences"][0].GetProperty("agendaPoint").GetInt32());
        Assert.Equal(400, (await technician.Post($"/api/conferences/{booked.Session(0)}/agenda", new { point = called })).Code);

        async Task<int?> PointAfter(params object[] agenda)
        {
            var version = (await _clerk.Get($"/api/briefings/{booked.Id}")).Expect(200)["version"].GetInt32();
            var kept = (await _approver.Put($"/api/briefings/{booked.Id}/papers", new { version, agenda })).Expect(200)["occurrences"][0];
            var point = kept.GetProperty("agendaPoint");
            Assert.Equal(point.ValueKind == JsonValueKind.Null, kept.GetProperty("agendaSince").ValueKind == JsonValueKind.Null);
            return point.ValueKind == JsonValueKind.Null ? null : point.GetInt32();
        }
    }

    /// <summary>All that the API tells somebody about a briefing.</summary>
    private static async Task<string> Everything(ApiClient reader, Guid id)
    {
        var window = $"from={Uri.EscapeDataString(Bookings.Text(Start.AddDays(-1)))}&to={Uri.EscapeDataString(Bookings.Text(Start.AddDays(9)))}";
        var answers = new[] { await reader.Get($"/api/briefings/{id}"), await reader.Get($"/api/briefings?{window}"), await reader.Get("/api/conferences"), await reader.Get($"/api/briefings/{id}/attendance") };
        return string.Join('\n', answers.Select(answer => answer.Body.ToString()));
    }

    private static string? Text(JsonElement of, string member) => of.GetProperty(member).GetString();

    private static Task<ApiAnswer> Upload(ApiClient client, Guid id, string name, byte[] content) => DocumentTests.Upload(client, id, name, content);
}
