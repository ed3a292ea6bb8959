using System.Net.Http.Json;
using System.Text.Json;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>A series through the API: booked, looked at before, changed and cancelled in part and whole.</summary>
public sealed class SeriesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = SeriesForms.Monday();

    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _clerk = null!;
    private ApiClient _approver = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync()
    {
        (_server, _admin, _clerk, _approver, _rooms) = await Desk.Open(4);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_series_is_sessions_at_the_same_hour_that_hold_their_rooms_and_carry_its_rule()
    {
        var booked = (await _approver.Post("/api/briefings", SeriesForms.Weekly(Start, _rooms[..2], 5))).Expect(201);
        Assert.Equal(SeriesForms.Weeks(Start, 0, 1, 2, 3, 4), booked.Times());
        var read = (await _clerk.Get($"/api/briefings/{booked.Id}")).Expect(200);
        Assert.Equal("FREQ=WEEKLY;BYDAY=MO;COUNT=5", read["series"].GetProperty("rule").GetString());
        Assert.Equal("Asia/Ho_Chi_Minh", read["series"].GetProperty("zone").GetString());
        Assert.Equal("\"1\"", read.Message.Headers.ETag!.Tag);
        var clash = (await _clerk.Post("/api/briefings", Bookings.Form(Start.AddDays(14), Start.AddDays(14).AddHours(1), _rooms[1..3]))).Expect(409);
        Assert.Equal(booked.Session(2), clash["clashes"][0].GetProperty("occurrenceId").GetGuid());
        Assert.Equal(3, clash["freeTimes"].GetArrayLength());
        var week = (await _clerk.Get($"/api/briefings?from={Uri.EscapeDataString(Bookings.Text(Start.AddDays(7)))}&to={Uri.EscapeDataString(Bookings.Text(Start.AddDays(13)))}")).Expect(200);
        Assert.True(Assert.Single(week.Body.EnumerateArray()).GetProperty("recurring").GetBoolean());
    }

    [Fact]
    public async Task The_preview_marks_every_clashing_day_with_the_other_session_and_where_it_could_move()
    {
        var other = (await _approver.Post("/api/briefings", Bookings.Form(Start.AddDays(14), Start.AddDays(14).AddMinutes(90), _rooms[1..3], "Kiểm tra đê điều"))).Expect(201);
        var form = SeriesForms.Weekly(Start, _rooms[..3], 4);
        var check = (await _clerk.Post("/api/briefings/check", form)).Expect(200);
        var dates = check["dates"].EnumerateArray().ToList();
        Assert.Equal(["held", "held", "clashing", "held"], dates.Select(date => date.GetProperty("fate").GetString()));
        var clash = Assert.Single(dates[2].GetProperty("clashes").EnumerateArray());
        Assert.Equal((other.Id, 2, "Kiểm tra đê điều"), (clash.GetProperty("briefingId").GetGuid(), clash.GetProperty("rooms").GetInt32(), clash.GetProperty("title").GetString()));
        Assert.Equal(Start.AddDays(14).AddMinutes(90), dates[2].GetProperty("offer").GetProperty("start").GetDateTimeOffset());
        var refused = (await _clerk.Post("/api/briefings", form)).Expect(409);
        Assert.Equal(("clash", 4), (refused.Problem, refused["dates"].GetArrayLength()));
    }

    [Theory]
    [InlineData("skip", 3, false)]
    [InlineData("move", 4, false)]
    [InlineData("defective", 4, true)]
    public async Task A_clashing_day_is_skipped_moved_or_kept_as_defective(string choice, int sessions, bool defective)
    {
        (await _approver.Post("/api/briefings", Bookings.Form(Start.AddDays(14), Start.AddDays(14).AddMinutes(90), _rooms[1..3]))).Expect(201);
        var choices = new[] { new { day = Start.AddDays(14).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), onClash = choice } };
        var booked = (await _approver.Post("/api/briefings", SeriesForms.Weekly(Start, _rooms[..3], 4, choices: choices))).Expect(201);
        var list = booked["occurrences"].EnumerateArray().ToList();
        Assert.Equal(sessions, list.Count);
        Assert.Equal(defective ? 1 : 0, list.Count(one => one.GetProperty("defective").GetBoolean()));
        if (choice == "move") Assert.Equal(Start.AddDays(14).AddMinutes(90), list[2].GetProperty("start").GetDateTimeOffset());
        if (!defective) return;
        // It holds nothing, is not started, and is mended by moving it to a free time.
        (await _approver.Post("/api/briefings", Bookings.Form(Start.AddDays(14), Start.AddDays(14).AddHours(1), _rooms[..1]))).Expect(201);
        _server.Clock.Move(Start.AddDays(14).AddMinutes(5) - DateTimeOffset.UtcNow);
        Assert.DoesNotContain((await _admin.Get("/api/conferences")).Body.EnumerateArray(), one => one.GetProperty("id").GetGuid() == booked.Session(2));
        var later = Bookings.Form(Start.AddDays(14).AddHours(3), Start.AddDays(14).AddHours(4), _rooms[..3], "Giao ban tuần");
        var mended = (await _approver.Put($"/api/briefings/{booked.Id}", later.With("version", 1).With("scope", "this").With("occurrenceId", booked.Session(2)))).Expect(200);
        Assert.DoesNotContain(mended["occurrences"].EnumerateArray(), one => one.GetProperty("defective").GetBoolean());
    }

    [Fact]
    public async Task A_change_of_all_keeps_what_was_edited_by_itself_unless_told_otherwise()
    {
        var form = SeriesForms.Weekly(Start, _rooms[..2], 5);
        var booked = (await _approver.Post("/api/briefings", form)).Expect(201);
        var path = $"/api/briefings/{booked.Id}";
        var own = Bookings.Form(Start.AddDays(8), Start.AddDays(8).AddHours(2), _rooms[1..3], "Giao ban mở rộng");
        var one = (await _approver.Put(path, own.With("version", 1).With("scope", "this").With("occurrenceId", booked.Session(1)))).Expect(200);
        Assert.Equal([false, true, false, false, false], one["occurrences"].EnumerateArray().Select(session => session.GetProperty("edited").GetBoolean()));
        Assert.Equal("Giao ban mở rộng", one["occurrences"][1].GetProperty("title").GetString());
        Assert.Equal(_rooms[1..3].Order(), one["occurrences"][1].GetProperty("roomIds").EnumerateArray().Select(room => room.GetGuid()).Order());
        (await _approver.Post(path + "/cancel", new { scope = "this", occurrenceId = booked.Session(3) })).Expect(200);

        var moved = SeriesForms.Weekly(Start.AddMinutes(90), _rooms[..2], 5);
        var all = (await _approver.Put(path, moved.With("version", 3))).Expect(200);
        Assert.Equal([.. SeriesForms.Weeks(Start.AddMinutes(90), 0), .. SeriesForms.Weeks(Start.AddDays(1), 1), .. SeriesForms.Weeks(Start.AddMinutes(90), 2, 4)], all.Times());
        Assert.Equal(booked.Session(4), all.Session(4));

        var over = (await _approver.Put(path, moved.With("version", 4).With("overwriteEdited", true))).Expect(200);
        Assert.Equal(SeriesForms.Weeks(Start.AddMinutes(90), 0, 1, 2, 3, 4), over.Times());
        Assert.DoesNotContain(over["occurrences"].EnumerateArray(), session => session.GetProperty("edited").GetBoolean());
    }

    [Fact]
    public async Task From_a_session_on_the_series_becomes_two_and_what_was_before_stays()
    {
        var booked = (await _approver.Post("/api/briefings", SeriesForms.Weekly(Start, _rooms[..2], 6))).Expect(201);
        var next = SeriesForms.Weekly(Start.AddDays(22), _rooms[..3], 3, "Giao ban từ tháng sau");
        var split = (await _approver.Put($"/api/briefings/{booked.Id}", next.With("version", 1).With("scope", "following").With("occurrenceId", booked.Session(3)))).Expect(200);
        Assert.NotEqual(booked.Id, split.Id);
        Assert.Equal(SeriesForms.Weeks(Start.AddDays(1), 3, 4, 5), split.Times());
        var before = (await _approver.Get($"/api/briefings/{booked.Id}")).Expect(200);
        Assert.Equal(SeriesForms.Weeks(Start, 0, 1, 2), before.Times());
        Assert.EndsWith(Start.AddDays(20).ToString("'UNTIL='yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture), before["series"].GetProperty("rule").GetString(), StringComparison.Ordinal);
        Assert.Equal("splitOff", before["history"].EnumerateArray().Last().GetProperty("action").GetString());
        (await _approver.Post("/api/briefings", Bookings.Form(Start.AddDays(21), Start.AddDays(21).AddHours(1), _rooms[..2]))).Expect(201);
    }

    [Fact]
    public async Task While_one_session_runs_all_means_those_to_come_and_what_has_begun_is_left()
    {
        var booked = (await _approver.Post("/api/briefings", SeriesForms.Weekly(Start, _rooms[..2], 4))).Expect(201);
        _server.Clock.Move(Start.AddDays(7).AddMinutes(10) - DateTimeOffset.UtcNow);
        var path = $"/api/briefings/{booked.Id}";
        var moved = SeriesForms.Weekly(Start.AddHours(2), _rooms[..2], 4);
        Assert.Equal("hasBegun", (await _approver.Put(path, moved.With("version", 1).With("scope", "this").With("occurrenceId", booked.Session(1)))).Expect(409).Problem);
        var all = (await _approver.Put(path, moved.With("version", 1))).Expect(200);
        Assert.Equal([.. SeriesForms.Weeks(Start, 0, 1), .. SeriesForms.Weeks(Start.AddHours(2), 2, 3)], all.Times());
        var gone = (await _approver.Post(path + "/cancel", new { scope = "following", occurrenceId = booked.Session(2) })).Expect(200);
        Assert.Equal(SeriesForms.Weeks(Start, 0, 1), gone.Times());
        Assert.Equal("approved", gone["occurrences"][1].GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_clerks_change_of_one_session_asks_again_for_that_one_only()
    {
        var booked = (await _clerk.Post("/api/briefings", SeriesForms.Weekly(Start, _rooms[..2], 3))).Expect(201);
        var path = $"/api/briefings/{booked.Id}";
        (await _approver.Post(path + "/approve")).Expect(200);
        var own = Bookings.Form(Start.AddDays(8), Start.AddDays(8).AddHours(1), _rooms[..2], "Giao ban tuần");
        var changed = (await _clerk.Put(path, own.With("version", 2).With("scope", "this").With("occurrenceId", booked.Session(1)))).Expect(200);
        Assert.Equal("pending", changed["status"].GetString());
        Assert.Equal(["approved", "pending", "approved"], changed["occurrences"].EnumerateArray().Select(one => one.GetProperty("status").GetString()));
        var returned = (await _approver.Post(path + "/return", new { reason = "Trùng lịch lãnh đạo" })).Expect(200);
        Assert.Equal(["approved", "returned", "approved"], returned["occurrences"].EnumerateArray().Select(one => one.GetProperty("status").GetString()));
        (await _approver.Post("/api/briefings", Bookings.Form(Start.AddDays(8), Start.AddDays(8).AddHours(1), _rooms[..2]))).Expect(201);
    }

    [Fact]
    public async Task A_creation_sent_twice_with_one_key_is_one_and_a_stale_tag_changes_nothing()
    {
        var form = SeriesForms.Weekly(Start, _rooms[..2], 3);
        var first = await _clerk.Send(HttpMethod.Post, "/api/briefings", JsonContent.Create(form), ("Idempotency-Key", "don-1"));
        var again = await _clerk.Send(HttpMethod.Post, "/api/briefings", JsonContent.Create(form), ("Idempotency-Key", "don-1"));
        Assert.Equal(first.Expect(201).Id, again.Expect(201).Id);
        Assert.Equal(3, again["occurrences"].GetArrayLength());
        var other = await _clerk.Send(HttpMethod.Post, "/api/briefings", JsonContent.Create(form.With("title", "Khác")), ("Idempotency-Key", "don-1"));
        Assert.Equal("keyReused", other.Expect(409).Problem);

        var change = form.With("title", "Tên mới");
        (await _clerk.Send(HttpMethod.Put, $"/api/briefings/{first.Id}", JsonContent.Create(change), ("If-Match", "\"1\""))).Expect(200);
        var stale = await _clerk.Send(HttpMethod.Put, $"/api/briefings/{first.Id}", JsonContent.Create(change), ("If-Match", "\"1\""));
        Assert.Equal("staleVersion", stale.Expect(412).Problem);
        var cancel = await _clerk.Send(HttpMethod.Post, $"/api/briefings/{first.Id}/cancel", JsonContent.Create(new { }), ("If-Match", "\"1\""));
        cancel.Expect(412);
        (await _clerk.Put($"/api/briefings/{first.Id}", change)).Expect(400);
    }

    [Theory]
    [InlineData("""{"frequency":"weekly","weekdays":["monday"]}""", "recurrence.until", "Xin nhập ngày kết thúc hoặc số buổi.")]
    [InlineData("""{"frequency":"weekly","count":3}""", "recurrence", "Xin chọn lặp lại vào những ngày nào.")]
    [InlineData("""{"frequency":"daily","count":1001}""", "recurrence.count", "Số buổi phải từ 1 đến 1000.")]
    [InlineData("""{"frequency":"daily","interval":0,"count":3}""", "recurrence.interval", "Khoảng cách lặp phải từ 1 đến 99.")]
    [InlineData("""{"frequency":"monthly","monthDay":1,"until":"2099-01-01"}""", "recurrence.until", "Chuỗi phiên họp kéo dài nhiều nhất 5 năm kể từ hôm nay.")]
    [InlineData("""{"frequency":"daily","interval":2147483647,"count":2147483647}""", "recurrence.interval", "Khoảng cách lặp phải từ 1 đến 99.")]
    [InlineData("""{"frequency":"hourly","count":3}""", "recurrence", "Giá trị không đúng kiểu.")]
    [InlineData("""{"frequency":"monthly","monthDay":1,"until":"31/12/2027"}""", "recurrence", "Giá trị không đúng kiểu.")]
    public async Task A_rule_that_cannot_be_is_refused_at_its_field(string rule, string field, string message)
    {
        var form = Bookings.Form(Start, Start.AddHours(1), _rooms[..2]).With("recurrence", JsonDocument.Parse(rule).RootElement);
        Assert.Equal(message, (await _clerk.Post("/api/briefings", form)).Expect(400)["errors"].GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task A_holiday_is_what_the_table_says_until_an_administrator_says_otherwise()
    {
        var newYear = $"{Start.Year + 1}-01-01";
        var path = $"/api/holidays/{newYear}";
        async Task<string[]> Names() => [.. (await _clerk.Get($"/api/holidays?from={newYear}&to={newYear}")).Expect(200).Body.EnumerateArray().Select(day => $"{day.GetProperty("kind")} {day.GetProperty("name")}")];
        Assert.Equal(["holiday Tết Dương lịch"], await Names());
        (await _clerk.Put(path, new { kind = "holiday", name = "Nghỉ" })).Expect(403);
        (await _admin.Put(path, new { kind = (string?)null, name = "Ngày thường" })).Expect(204);
        Assert.Equal([" Ngày thường"], await Names());
        (await _admin.Delete(path)).Expect(204);
        Assert.Equal(["holiday Tết Dương lịch"], await Names());
        (await _admin.Put($"/api/holidays/{Start.AddDays(7):yyyy-MM-dd}", new { kind = "holiday", name = "Nghỉ riêng" })).Expect(204);
        var form = SeriesForms.Weekly(Start, _rooms[..2], 3);
        ((Dictionary<string, object?>)form["recurrence"]!)["onHoliday"] = "skip";
        Assert.Equal(SeriesForms.Weeks(Start, 0, 2), (await _approver.Post("/api/briefings", form)).Expect(201).Times());
    }
}
