using System.Text.Json;
using Conferencing.Contract;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>
/// Rooms called at a lower rate as part of a booking. Rooms 1 to 4 hang on a line of 250 kbit/s, room 1 with a device of 512; each other takes 100;
/// rooms 5 and 6 hang on none.
/// </summary>
public sealed class LoweringTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _clerk = null!;
    private ApiClient _approver = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync()
    {
        (_server, _admin, _clerk, _approver, _rooms) = await Desk.Open(6, "--Capacity:RoomKbits", "100");
        await _admin.HangOn(await _admin.AddLine("Tuyến núi", 250), _rooms[..4]);
        await _admin.SetRate(_rooms[0], 512);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static Dictionary<string, object?> Form(Guid[] rooms, int hour = 8, int day = 3) => Bookings.Form(Bookings.Day(day, hour), Bookings.Day(day, hour + 1), rooms);

    private Guid[] Rooms(params int[] numbers) => [.. numbers.Select(number => _rooms[number - 1])];

    private object[] Lowered(params (int Room, int Kbits)[] rooms) => [.. rooms.Select(room => new { roomId = _rooms[room.Room - 1], kbits = room.Kbits })];

    /// <summary>"Phòng 1 128" for each room of a briefing that is lowered.</summary>
    private static string[] Rates(ApiAnswer briefing) => [.. briefing["rooms"].EnumerateArray().Where(room => room.GetProperty("kbits").ValueKind == JsonValueKind.Number)
        .Select(room => $"{room.GetProperty("name").GetString()} {room.GetProperty("kbits").GetInt32()}")];

    private static string[] Notes(ApiAnswer briefing) => [.. briefing["history"].EnumerateArray()
        .Where(line => line.GetProperty("action").GetString()!.StartsWith("rates", StringComparison.Ordinal)).Select(line => $"{line.GetProperty("action").GetString()} {line.GetProperty("detail").GetString()}".TrimEnd())];

    [Fact]
    public async Task What_is_proposed_is_booked_shown_and_counted_for_others()
    {
        var form = Form(Rooms(5, 1, 2));
        var refused = (await _clerk.Post("/api/briefings", form)).Expect(409);
        var lower = Assert.Single(refused["relief"].GetProperty("lower").EnumerateArray());
        Assert.Equal((_rooms[0], 128), (lower.GetProperty("roomId").GetGuid(), lower.GetProperty("kbits").GetInt32()));
        var booked = (await _clerk.Post("/api/briefings", form.With("loweredRooms", Lowered((1, 128))))).Expect(201);
        var briefing = (await _clerk.Get($"/api/briefings/{booked.Id}")).Expect(200);
        Assert.Equal(["Phòng 1 128"], Rates(briefing));
        Assert.Equal(["ratesLowered Phòng 1 128 kbit/s"], Notes(briefing));

        var shortage = (await _clerk.Post("/api/briefings/check", Form(Rooms(3)))).Expect(200)["shortages"][0];
        Assert.Equal((228, 78, 228), (shortage.GetProperty("used").GetInt32(), shortage.GetProperty("missing").GetInt32(), shortage.GetProperty("others")[0].GetProperty("amount").GetInt32()));
        var day = (await _clerk.Get($"/api/capacity?day={Bookings.Day(3):yyyy-MM-dd}")).Expect(200);
        Assert.Equal(228, day["lines"][0].GetProperty("used").GetInt32());
        var found = (await _clerk.Post("/api/briefings/times", new Dictionary<string, object?>
        {
            ["roomIds"] = Rooms(5, 1, 3),
            ["loweredRooms"] = Lowered((1, 150)),
            ["minutes"] = 60,
            ["from"] = Bookings.Day(4).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["to"] = Bookings.Day(4).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["workingDaysOnly"] = false,
        })).Expect(200);
        Assert.Equal(3, found["times"][0].GetProperty("free").GetInt32());
        // It stays so through approval, and its own change is counted with the rate it asks for then.
        (await _approver.Post($"/api/briefings/{booked.Id}/approve")).Expect(200);
        var version = (await _clerk.Get($"/api/briefings/{booked.Id}"))["version"].GetInt32();
        Assert.Equal("capacity", (await _approver.Put($"/api/briefings/{booked.Id}", form.With("version", version))).Expect(409).Problem);
        var changed = (await _approver.Put($"/api/briefings/{booked.Id}", form.With("version", version).With("loweredRooms", Lowered((1, 96), (2, 64))))).Expect(200);
        Assert.Equal(["Phòng 1 96", "Phòng 2 64"], Rates(changed));
        Assert.Equal(["ratesLowered Phòng 1 128 kbit/s", "ratesLowered Phòng 1 96 kbit/s; Phòng 2 64 kbit/s"], Notes(changed));
        // A room that is left out was not lifted; the other is, once it is called at its own rate.
        var less = (await _approver.Put($"/api/briefings/{booked.Id}", Form(Rooms(5, 2)).With("version", version + 1).With("loweredRooms", Lowered((2, 64))))).Expect(200);
        Assert.Equal(Notes(changed), Notes(less));
        var lifted = (await _approver.Put($"/api/briefings/{booked.Id}", Form(Rooms(5, 2)).With("version", version + 2))).Expect(200);
        Assert.Equal([.. Notes(changed), "ratesLifted"], Notes(lifted));
        (await _approver.Post("/api/briefings", Form(Rooms(3)))).Expect(201);
        Assert.Empty(await CapacityCheck.Exceeded(_server, schedulable: 360, usualKbits: 100));
    }

    [Theory]
    [InlineData(1, 63, "Phòng 1: tốc độ thấp nhất là 64 kbit/s (chỉ có tiếng).")]
    [InlineData(1, 513, "Phòng 1: tốc độ không được cao hơn 512 kbit/s của thiết bị.")]
    [InlineData(6, 128, "Phòng 6: tốc độ không được cao hơn 100 kbit/s của thiết bị.")]
    [InlineData(3, 64, "Có điểm cầu được giảm tốc độ nhưng chưa được chọn tham dự.")]
    public async Task A_rate_that_makes_no_sense_is_refused_at_its_field(int room, int kbits, string message)
    {
        var form = Form(Rooms(5, 6, 1)).With("loweredRooms", Lowered((room, kbits)));
        Assert.Equal(message, (await _clerk.Post("/api/briefings/check", form)).Expect(200)["errors"].GetProperty("loweredRooms")[0].GetString());
        Assert.Equal(message, (await _clerk.Post("/api/briefings", form)).Expect(400)["errors"].GetProperty("loweredRooms")[0].GetString());
    }

    [Fact]
    public async Task A_device_that_takes_less_since_leaves_the_booking_as_it_is()
    {
        var form = Form(Rooms(5, 1)).With("loweredRooms", Lowered((1, 200)));
        var booked = (await _approver.Post("/api/briefings", form)).Expect(201);
        await _admin.SetRate(_rooms[0], 150);
        var check = form.With("briefingId", booked.Id).With("title", "Họp đã đổi tên");
        Assert.Empty((await _clerk.Post("/api/briefings/check", check)).Expect(200)["errors"].EnumerateObject());
        var renamed = (await _approver.Put($"/api/briefings/{booked.Id}", form.With("version", 1).With("title", "Họp đã đổi tên"))).Expect(200);
        Assert.Equal(["Phòng 1 200"], Rates(renamed));
        Assert.Equal(150, (await _clerk.Get($"/api/capacity?day={Bookings.Day(3):yyyy-MM-dd}"))["lines"][0].GetProperty("used").GetInt32());
        // Only that rate, and only there.
        const string TooMuch = "Phòng 1: tốc độ không được cao hơn 150 kbit/s của thiết bị.";
        var other = (await _approver.Put($"/api/briefings/{booked.Id}", form.With("version", 2).With("loweredRooms", Lowered((1, 199))))).Expect(400);
        Assert.Equal(TooMuch, other["errors"].GetProperty("loweredRooms")[0].GetString());
        var anew = (await _approver.Post("/api/briefings", Form(Rooms(5, 1), day: 4).With("loweredRooms", Lowered((1, 200))))).Expect(400);
        Assert.Equal(TooMuch, anew["errors"].GetProperty("loweredRooms")[0].GetString());
    }

    [Fact]
    public async Task A_day_with_a_rate_of_its_own_keeps_it_when_its_device_takes_less()
    {
        var start = SeriesForms.Monday();
        var booked = (await _approver.Post("/api/briefings", SeriesForms.Weekly(start, Rooms(5, 1), 3).With("loweredRooms", Lowered((1, 200))))).Expect(201);
        var path = $"/api/briefings/{booked.Id}";
        var own = Bookings.Form(start.AddDays(7), start.AddDays(7).AddHours(1), Rooms(5, 1), "Giao ban tuần")
            .With("scope", "this").With("occurrenceId", booked.Session(1)).With("loweredRooms", Lowered((1, 150)));
        (await _approver.Put(path, own.With("version", 1))).Expect(200);
        await _admin.SetRate(_rooms[0], 120);
        (await _approver.Put(path, own.With("version", 2).With("note", "Mang theo báo cáo"))).Expect(200);
        (await _approver.Put(path, own.With("version", 3).With("loweredRooms", Lowered((1, 200))))).Expect(400);
        var rest = SeriesForms.Weekly(start.AddDays(14), Rooms(5, 1), 1).With("loweredRooms", Lowered((1, 200)));
        var split = (await _approver.Put(path, rest.With("version", 3).With("scope", "following").With("occurrenceId", booked.Session(2)))).Expect(200);
        Assert.Equal(["Phòng 1 200"], Rates(split));
    }

    [Fact]
    public async Task A_series_its_single_days_and_its_second_half_have_their_own()
    {
        var start = SeriesForms.Monday();
        var form = SeriesForms.Weekly(start, Rooms(5, 1), 4).With("loweredRooms", Lowered((1, 200)));
        var booked = (await _approver.Post("/api/briefings", form)).Expect(201);
        var path = $"/api/briefings/{booked.Id}";
        var own = Bookings.Form(start.AddDays(7), start.AddDays(7).AddHours(1), Rooms(5, 1, 2), "Giao ban tuần");
        Assert.Equal("capacity", (await _approver.Put(path, own.With("version", 1).With("scope", "this").With("occurrenceId", booked.Session(1)).With("loweredRooms", Lowered((1, 200))))).Expect(409).Problem);
        var one = (await _approver.Put(path, own.With("version", 1).With("scope", "this").With("occurrenceId", booked.Session(1)).With("loweredRooms", Lowered((1, 150))))).Expect(200);
        var session = Assert.Single(one["occurrences"][1].GetProperty("loweredRooms").EnumerateArray());
        Assert.Equal((_rooms[0], 150), (session.GetProperty("roomId").GetGuid(), session.GetProperty("kbits").GetInt32()));
        Assert.Equal(["Phòng 1 200"], Rates(one));

        var rest = SeriesForms.Weekly(start.AddDays(14), Rooms(5, 1), 2).With("loweredRooms", Lowered((1, 64)));
        var split = (await _approver.Put(path, rest.With("version", 2).With("scope", "following").With("occurrenceId", booked.Session(2)))).Expect(200);
        Assert.Equal(["Phòng 1 64"], Rates(split));
        Assert.Equal(["Phòng 1 200"], Rates((await _approver.Get(path)).Expect(200)));
        int[] used = [200, 250, 64, 64];
        for (var week = 0; week < 4; week++)
        {
            var day = (await _clerk.Get($"/api/capacity?day={start.AddDays(7 * week):yyyy-MM-dd}")).Expect(200);
            Assert.Equal(used[week], day["lines"][0].GetProperty("used").GetInt32());
        }
        // A template of it has it too.
        var template = (await _approver.Post("/api/templates", new { name = "Mẫu", briefingId = split.Id })).Expect(201);
        Assert.Equal(64, (await _approver.Get($"/api/templates/{template.Id}")).Expect(200)["sketch"].GetProperty("loweredRooms")[0].GetProperty("kbits").GetInt32());
    }

    [Fact]
    public async Task Who_is_preferred_is_counted_as_lowered_too()
    {
        var holder = (await _clerk.Post("/api/briefings", Form(Rooms(5, 2)))).Expect(201).Id;
        (await _approver.Post("/api/briefings", Form(Rooms(3)))).Expect(201);
        var rival = (await _clerk.Post("/api/briefings", Form(Rooms(5, 1)).With("competes", true).With("loweredRooms", Lowered((1, 64))))).Expect(409);
        Assert.Equal(14, rival["shortages"][0].GetProperty("missing").GetInt32());
        (await _approver.Post($"/api/briefings/{holder}/cancel", new { })).Expect(200);
        holder = (await _clerk.Post("/api/briefings", Form(Rooms(5)))).Expect(201).Id;
        var waits = (await _clerk.Post("/api/briefings", Form(Rooms(5, 1)).With("competes", true).With("loweredRooms", Lowered((1, 64))))).Expect(201).Id;
        (await _approver.Post($"/api/briefings/{waits}/approve")).Expect(200);
        Assert.Equal("returned", (await _clerk.Get($"/api/briefings/{holder}"))["status"].GetString());
        Assert.Equal(164, (await _clerk.Get($"/api/capacity?day={Bookings.Day(3):yyyy-MM-dd}"))["lines"][0].GetProperty("used").GetInt32());
    }

    [Fact]
    public async Task The_bridge_is_told_and_the_running_session_keeps_it()
    {
        await using var node = await FakeNode.Connect(_server);
        var start = _server.Clock.GetUtcNow().AddSeconds(1);
        var form = Bookings.Form(start, start.AddHours(1), Rooms(5, 1, 2), "Đang chạy").With("loweredRooms", Lowered((1, 128)));
        var running = (await _approver.Post("/api/briefings", form)).Expect(201)["occurrences"][0].GetProperty("id").GetGuid();
        Assert.Equal([null, 128, null], (await node.PresentPlan()).Participants.Select(part => part.MostKbits));
        (await _approver.Post("/api/briefings", Bookings.Form(start.AddMinutes(70), start.AddMinutes(100), Rooms(3)).With("loweredRooms", Lowered((3, 64))))).Expect(201);
        var longer = (await _admin.Post($"/api/conferences/{running}/extend", new { minutes = 15 })).Expect(409);
        Assert.Equal((228, 42), (longer["shortages"][0].GetProperty("needed").GetInt32(), longer["shortages"][0].GetProperty("missing").GetInt32()));
        Assert.Equal(128, (await _admin.Board(running, board => true))["participants"][1].GetProperty("mostKbits").GetInt32());

        // A room of another session takes its rate along; one that is removed and added again has its own.
        var other = Bookings.Form(start, start.AddHours(1), Rooms(6), "Họp bão");
        var target = (await _approver.Post("/api/briefings", other)).Expect(201)["occurrences"][0].GetProperty("id").GetGuid();
        await node.NextPlan();
        (await _admin.Post($"/api/conferences/{running}/participants/{_rooms[0]}/move", new { to = target, way = "sameCall" })).Expect(200);
        var taken = await node.NextPlan();
        Assert.Equal((target, 128), (taken.ConferenceId, taken.Participants.Single(part => part.RoomId == _rooms[0]).MostKbits));
        await node.NextPlan();
        (await _admin.Delete($"/api/conferences/{target}/participants/{_rooms[0]}")).Expect(200);
        await node.NextPlan();
        var added = (await _admin.Post($"/api/conferences/{target}/participants", new { roomId = _rooms[0] })).Expect(200);
        Assert.Equal(362, added["shortages"][0].GetProperty("missing").GetInt32());
        Assert.Null((await node.NextPlan()).Participants.Single(part => part.RoomId == _rooms[0]).MostKbits);
    }

    [Fact]
    public void A_plan_of_before_there_were_rates_is_read()
    {
        var plan = JsonSerializer.Deserialize<ParticipantPlan>("""{"roomId":"00000000-0000-0000-0000-000000000001","name":"Phòng 1","addresses":[]}""", ContractJson.Options)!;
        Assert.Null(plan.MostKbits);
    }
}
