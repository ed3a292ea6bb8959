using System.Text.Json;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>Lines and ports as the form, the desk and the board meet them. Rooms 1 to 4 hang on a line that carries two; rooms 5 and 6 on none.</summary>
public sealed class CapacityTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _clerk = null!;
    private ApiClient _approver = null!;
    private Guid[] _rooms = [];
    private Guid _line;

    public async Task InitializeAsync()
    {
        (_server, _admin, _clerk, _approver, _rooms) = await Desk.Open(6, "--Capacity:Ports", "6", "--Capacity:RoomKbits", "100", "--Capacity:ContingencyPercent", "0");
        _line = await _admin.AddLine("Tuyến núi", 250);
        await _admin.HangOn(_line, _rooms[..4]);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static Dictionary<string, object?> Form(Guid[] rooms, string title = "Giao ban", int day = 3, int hour = 8) => Bookings.Form(Bookings.Day(day, hour), Bookings.Day(day, hour + 1), rooms, title);

    private Guid[] Rooms(params int[] numbers) => [.. numbers.Select(number => _rooms[number - 1])];

    private static string[] Names(JsonElement list, string name) => [.. list.EnumerateArray().Select(one => one.GetProperty(name).GetString()!)];

    [Fact]
    public async Task A_line_that_is_full_refuses_the_third_says_so_and_what_would_help()
    {
        (await _clerk.Post("/api/briefings", Form(Rooms(5, 1), "Phiên một"))).Expect(201);
        (await _approver.Post("/api/briefings", Form(Rooms(2), "Phiên hai"))).Expect(201);
        var wish = Form(Rooms(6, 3), "Phiên ba");
        var check = (await _clerk.Post("/api/briefings/check", wish)).Expect(200);
        Assert.Empty(check["clashes"].EnumerateArray());
        var shortage = Assert.Single(check["shortages"].EnumerateArray());
        Assert.Equal(("Tuyến núi", 250, 100, 200, 50), (shortage.GetProperty("lineName").GetString(), shortage.GetProperty("limit").GetInt32(),
            shortage.GetProperty("needed").GetInt32(), shortage.GetProperty("used").GetInt32(), shortage.GetProperty("missing").GetInt32()));
        Assert.Equal(["Phiên hai", "Phiên một"], Names(shortage.GetProperty("others"), "title").Order());
        Assert.Equal(["Phòng 3"], Names(check["relief"].GetProperty("leaveOut"), "roomName"));
        Assert.Equal(Bookings.Day(3, 9), check["nextFree"].GetProperty("start").GetDateTimeOffset());

        var refused = (await _clerk.Post("/api/briefings", wish)).Expect(409);
        Assert.Equal(("capacity", 50), (refused.Problem, refused["shortages"][0].GetProperty("missing").GetInt32()));
        (await _clerk.Post("/api/briefings", Form(Rooms(6), "Phiên ba"))).Expect(201);
        (await _clerk.Post("/api/briefings", Form(Rooms(6, 3), "Phiên bốn", hour: 9))).Expect(201);
    }

    [Fact]
    public async Task What_waits_for_approval_has_its_part_and_what_is_returned_gives_it_back()
    {
        var pending = (await _clerk.Post("/api/briefings", Form(Rooms(1, 2)))).Expect(201);
        Assert.Equal("capacity", (await _approver.Post("/api/briefings", Form(Rooms(3)))).Expect(409).Problem);
        (await _approver.Post($"/api/briefings/{pending.Id}/return", new { reason = "Đổi giờ" })).Expect(200);
        (await _approver.Post("/api/briefings", Form(Rooms(3)))).Expect(201);
        // Mended as it was it no longer fits; without a room it does.
        var again = Form(Rooms(1, 2)).With("version", (await _clerk.Get($"/api/briefings/{pending.Id}"))["version"].GetInt32());
        Assert.Equal("capacity", (await _clerk.Put($"/api/briefings/{pending.Id}", again)).Expect(409).Problem);
        (await _clerk.Put($"/api/briefings/{pending.Id}", again.With("roomIds", Rooms(1)))).Expect(200);
    }

    [Fact]
    public async Task A_booking_keeps_what_it_had_when_its_line_becomes_thinner()
    {
        var booked = (await _approver.Post("/api/briefings", Form(Rooms(1, 2)))).Expect(201);
        (await _admin.Put($"/api/lines/{_line}", new { name = "Tuyến núi", kbits = 120 })).Expect(200);
        var renamed = Form(Rooms(1, 2), "Tên mới").With("version", 1);
        (await _approver.Put($"/api/briefings/{booked.Id}", renamed)).Expect(200);
        Assert.Equal("capacity", (await _approver.Put($"/api/briefings/{booked.Id}", Form(Rooms(1, 2), "Tên mới", hour: 14).With("version", 2))).Expect(409).Problem);
        (await _approver.Put($"/api/briefings/{booked.Id}", Form(Rooms(1), "Tên mới").With("version", 2))).Expect(200);
    }

    [Fact]
    public async Task Ports_are_counted_over_all_sessions()
    {
        await using var few = await Desk.Open(5, "--Capacity:Ports", "4", "--Capacity:ContingencyPercent", "10");
        (await few.Approver.Post("/api/briefings", Form(few.Rooms[..2]))).Expect(201);
        var refused = (await few.Approver.Post("/api/briefings", Form(few.Rooms[2..4]))).Expect(409);
        var shortage = refused["shortages"][0];
        Assert.Equal((JsonValueKind.Null, 3, 2, 2, 1), (shortage.GetProperty("lineId").ValueKind, shortage.GetProperty("limit").GetInt32(),
            shortage.GetProperty("needed").GetInt32(), shortage.GetProperty("used").GetInt32(), shortage.GetProperty("missing").GetInt32()));
        Assert.Equal(JsonValueKind.Array, refused["relief"].GetProperty("leaveOut").ValueKind);
        var capacity = (await few.Clerk.Get($"/api/capacity?day={Bookings.Day(3):yyyy-MM-dd}")).Expect(200);
        Assert.Equal((4, 3, 2, 5), (capacity["ports"].GetInt32(), capacity["schedulable"].GetInt32(), capacity["portUse"].GetProperty("used").GetInt32(), capacity["portUse"].GetProperty("most").GetInt32()));
        (await few.Approver.Post("/api/briefings", Form(few.Rooms[2..3]))).Expect(201);
    }

    [Theory]
    [InlineData("skip", "held skipped held")]
    [InlineData("move", "held moved held")]
    [InlineData("defective", "held defective held")]
    [InlineData("refuse", "held clashing held")]
    public async Task Days_of_a_series_have_the_same_choices(string onClash, string fates)
    {
        var start = SeriesForms.Monday();
        (await _approver.Post("/api/briefings", Bookings.Form(start.AddDays(7), start.AddDays(7).AddHours(1), Rooms(1, 2), "Chiếm đường"))).Expect(201);
        var form = SeriesForms.Weekly(start, Rooms(5, 3), 3, onClash: onClash);
        var check = (await _clerk.Post("/api/briefings/check", form)).Expect(200);
        Assert.Equal(fates, string.Join(' ', Names(check["dates"], "fate")));
        Assert.Equal("Tuyến núi", check["dates"][1].GetProperty("shortages")[0].GetProperty("lineName").GetString());
        Assert.Equal(start.AddDays(7).AddHours(1), check["dates"][1].GetProperty("offer").GetProperty("start").GetDateTimeOffset());
        Assert.Equal(onClash == "refuse" ? ["Phòng 3"] : [], check["relief"].ValueKind == JsonValueKind.Null ? [] : Names(check["relief"].GetProperty("leaveOut"), "roomName"));
        (await _clerk.Post("/api/briefings", form)).Expect(onClash == "refuse" ? 409 : 201);
        Assert.Empty(await CapacityCheck.Exceeded(_server, schedulable: 6, usualKbits: 100));
    }

    [Fact]
    public async Task Others_secrets_are_busy_here_too()
    {
        await CertifyOnTheLine(Rooms(1, 2));
        (await _approver.Post("/api/briefings", SecretForms.Secret(Bookings.Day(3), Rooms(1, 2)))).Expect(201);
        var check = (await _clerk.Post("/api/briefings/check", Form(Rooms(3)))).Expect(200);
        Assert.Equal(["Bận"], Names(check["shortages"][0].GetProperty("others"), "title"));
        Assert.DoesNotContain(SecretForms.Word, check.Body.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(SecretForms.Word, (await _approver.Post("/api/briefings/check", Form(Rooms(3)))).Expect(200).Body.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_is_found_with_lines_in_mind()
    {
        (await _approver.Post("/api/briefings", Form(Rooms(1, 2), "Chiếm đường", hour: 7))).Expect(201);
        var found = (await _clerk.Post("/api/briefings/times", new Dictionary<string, object?>
        {
            ["chairRoomId"] = _rooms[4],
            ["roomIds"] = Rooms(5, 6, 3),
            ["minutes"] = 60,
            ["from"] = Bookings.Day(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["to"] = Bookings.Day(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["dayEnds"] = "09:00",
            ["workingDaysOnly"] = false,
        })).Expect(200);
        Assert.Equal([Bookings.Day(3, 8), Bookings.Day(3, 7)], found["times"].EnumerateArray().Select(time => time.GetProperty("start").GetDateTimeOffset()));
        var missing = Assert.Single(found["times"][1].GetProperty("missing").EnumerateArray());
        Assert.Equal(("Phòng 3", true), (missing.GetProperty("roomName").GetString(), missing.GetProperty("squeezed").GetBoolean()));
    }

    [Fact]
    public async Task A_running_session_is_not_made_longer_past_its_line_but_a_technician_may_add_a_room()
    {
        await using var node = await FakeNode.Connect(_server);
        var start = _server.Clock.GetUtcNow().AddSeconds(1);
        var running = (await _approver.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), Rooms(1, 2), "Đang chạy"))).Expect(201)["occurrences"][0].GetProperty("id").GetGuid();
        (await _approver.Post("/api/briefings", Bookings.Form(start.AddMinutes(70), start.AddMinutes(100), Rooms(3), "Phiên sau"))).Expect(201);
        var refused = (await _admin.Post($"/api/conferences/{running}/extend", new { minutes = 15 })).Expect(409);
        Assert.Equal(("capacity", "Phiên sau"), (refused.Problem, refused["shortages"][0].GetProperty("others")[0].GetProperty("title").GetString()));

        var added = (await _admin.Post($"/api/conferences/{running}/participants", new { roomId = _rooms[3] })).Expect(200);
        Assert.Equal(("Tuyến núi", 50), (added["shortages"][0].GetProperty("lineName").GetString(), added["shortages"][0].GetProperty("missing").GetInt32()));
        Assert.Empty((await _admin.Post($"/api/conferences/{running}/participants", new { roomId = _rooms[4] })).Expect(200)["shortages"].EnumerateArray());
        var briefing = (await _admin.Get("/api/conferences")).Body[0].GetProperty("briefingId").GetGuid();
        var line = (await _admin.Get($"/api/briefings/{briefing}"))["history"].EnumerateArray().Single(one => one.GetProperty("action").GetString() == "overCapacity");
        Assert.Equal("Phòng 4 – Tuyến núi 300/250 kbit/s", line.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_device_with_a_rate_of_its_own_counts_with_it_and_can_be_lowered()
    {
        await _admin.SetRate(_rooms[0], 512);
        var check = (await _clerk.Post("/api/briefings/check", Form(Rooms(5, 1, 2)))).Expect(200);
        Assert.Equal(612, check["shortages"][0].GetProperty("needed").GetInt32());
        Assert.Equal(["Phòng 1"], Names(check["relief"].GetProperty("leaveOut"), "roomName"));
        var lower = Assert.Single(check["relief"].GetProperty("lower").EnumerateArray());
        Assert.Equal(("Phòng 1", 128), (lower.GetProperty("roomName").GetString(), lower.GetProperty("kbits").GetInt32()));
    }

    private async Task CertifyOnTheLine(Guid[] rooms)
    {
        var site = (await _admin.Get("/api/sites")).Body.EnumerateArray().Single().GetProperty("id").GetGuid();
        foreach (var id in rooms)
        {
            var name = (await _admin.Get("/api/rooms")).Body.EnumerateArray().First(one => one.GetProperty("id").GetGuid() == id).GetProperty("name").GetString();
            (await _admin.Put($"/api/rooms/{id}", new { name, siteId = site, endpoints = new[] { new { address = $"sip:{id:N}@10.0.0.1", certificate = "CY-1", certifiedUntil = DateTime.UtcNow.AddYears(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) } } })).Expect(200);
        }
    }
}
