using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>Finding a time for many rooms, as the form asks for it.</summary>
public sealed class TimesTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _clerk = null!;
    private ApiClient _approver = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync() => (_server, _, _clerk, _approver, _rooms) = await Desk.Open(5);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_best_time_comes_first_and_others_say_who_would_be_missing()
    {
        (await _approver.Post("/api/briefings", Bookings.Form(Bookings.Day(3, 7), Bookings.Day(3, 9), _rooms[3..], "Họp kín"))).Expect(201);
        var answer = (await _clerk.Post("/api/briefings/times", Question(120))).Expect(200);
        Assert.Equal(5, answer["rooms"].GetInt32());
        var times = answer["times"].EnumerateArray().ToList();
        Assert.Equal(Bookings.Day(3, 9), times[0].GetProperty("start").GetDateTimeOffset());
        Assert.Equal(5, times[0].GetProperty("free").GetInt32());
        var second = times.Find(time => time.GetProperty("free").GetInt32() == 3);
        Assert.Equal(["Phòng 4", "Phòng 5"], second.GetProperty("missing").EnumerateArray().Select(room => room.GetProperty("roomName").GetString()));
        Assert.DoesNotContain("Họp kín", answer.Body.GetRawText(), StringComparison.Ordinal);

        var booked = (await _clerk.Post("/api/briefings", Bookings.Form(times[0].GetProperty("start").GetDateTimeOffset(), times[0].GetProperty("end").GetDateTimeOffset(), _rooms))).Expect(201);
        var own = Question(120);
        own["occurrenceId"] = booked["occurrences"][0].GetProperty("id").GetGuid();
        Assert.Equal(Bookings.Day(3, 9), (await _clerk.Post("/api/briefings/times", own)).Expect(200)["times"][0].GetProperty("start").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("minutes", 0, "minutes")]
    [InlineData("minutes", 1441, "minutes")]
    [InlineData("setUpMinutes", 9999, "setUpMinutes")]
    [InlineData("from", null, "from")]
    [InlineData("to", "2020-01-01", "to")]
    [InlineData("to", "2099-01-01", "to")]
    [InlineData("dayEnds", "06:00", "to")]
    public async Task A_question_that_makes_no_sense_is_refused_by_field(string field, object? value, string named)
    {
        var question = Question(60);
        question[field] = value;
        var refused = (await _clerk.Post("/api/briefings/times", question)).Expect(400);
        Assert.NotEmpty(refused["errors"].GetProperty(named).EnumerateArray());
    }

    [Theory]
    [InlineData(2, 1, "Tốc độ giảm của điểm cầu phải từ 64 đến 100000 kbit/s.")]
    [InlineData(2, 63, "Tốc độ giảm của điểm cầu phải từ 64 đến 100000 kbit/s.")]
    [InlineData(2, -100_000, "Tốc độ giảm của điểm cầu phải từ 64 đến 100000 kbit/s.")]
    [InlineData(2, 100_001, "Tốc độ giảm của điểm cầu phải từ 64 đến 100000 kbit/s.")]
    [InlineData(2, null, "Tốc độ giảm của điểm cầu phải từ 64 đến 100000 kbit/s.")]
    [InlineData(5, 64, "Có điểm cầu được giảm tốc độ nhưng chưa được chọn tham dự.")]
    [InlineData(1, 64, "Có điểm cầu được giảm tốc độ hai lần.")]
    public async Task A_lower_rate_that_makes_no_sense_is_refused_by_field(int room, int? kbits, string message)
    {
        var question = Question(60);
        question["roomIds"] = _rooms[1..4];
        question["loweredRooms"] = new object?[] { null, new { roomId = _rooms[0], kbits = 64 }, new { roomId = _rooms[room - 1], kbits } };
        var refused = (await _clerk.Post("/api/briefings/times", question)).Expect(400);
        Assert.Equal(message, Assert.Single(refused["errors"].GetProperty("loweredRooms").EnumerateArray()).GetString());
        // The chair's room takes part without being in the list, and an entry that is null is none.
        question["loweredRooms"] = new object?[] { null, new { roomId = _rooms[0], kbits = 64 } };
        (await _clerk.Post("/api/briefings/times", question)).Expect(200);
    }

    [Fact]
    public async Task Rooms_that_are_not_there_are_named()
    {
        var question = Question(60);
        question["roomIds"] = new[] { Guid.NewGuid() };
        Assert.NotEmpty((await _clerk.Post("/api/briefings/times", question)).Expect(400)["errors"].GetProperty("roomIds").EnumerateArray());
    }

    private Dictionary<string, object?> Question(int minutes) => new()
    {
        ["chairRoomId"] = _rooms[0],
        ["roomIds"] = _rooms,
        ["minutes"] = minutes,
        ["from"] = Bookings.Day(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["to"] = Bookings.Day(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["dayBegins"] = "07:00",
        ["workingDaysOnly"] = false,
    };
}
