using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

public sealed class BriefingTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private ApiClient _clerk = null!;
    private ApiClient _approver = null!;
    private Guid[] _rooms = [];

    public async Task InitializeAsync()
    {
        (_server, _admin, _clerk, _approver, _rooms) = await Desk.Open(5);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_clash_names_every_room_the_other_briefing_its_time_and_the_next_free_slot()
    {
        var first = (await _approver.Post("/api/briefings", Bookings.Form(Bookings.Day(3), Bookings.Day(3, 9, 30), _rooms[..3], "Giao ban đầu tuần"))).Expect(201);
        var second = (await _clerk.Post("/api/briefings", Bookings.Form(Bookings.Day(3, 9), Bookings.Day(3, 10), _rooms[1..4]))).Expect(409);
        Assert.Equal("clash", second.Problem);
        var clashes = second["clashes"].EnumerateArray().ToList();
        Assert.Equal(["Phòng 2", "Phòng 3"], clashes.Select(clash => clash.GetProperty("roomName").GetString()));
        Assert.All(clashes, clash =>
        {
            Assert.Equal(first.Id, clash.GetProperty("briefingId").GetGuid());
            Assert.Equal(first["occurrences"][0].GetProperty("id").GetGuid(), clash.GetProperty("occurrenceId").GetGuid());
            Assert.Equal("Giao ban đầu tuần", clash.GetProperty("title").GetString());
            Assert.Equal((Bookings.Day(3), Bookings.Day(3, 9, 30)), (clash.GetProperty("start").GetDateTimeOffset(), clash.GetProperty("end").GetDateTimeOffset()));
            Assert.Equal("approved", clash.GetProperty("status").GetString());
        });
        Assert.Equal(Bookings.Day(3, 9, 30), second["nextFree"].GetProperty("start").GetDateTimeOffset());
        Assert.Equal(Bookings.Day(3, 10, 30), second["nextFree"].GetProperty("end").GetDateTimeOffset());
        Assert.Equal("Một số phòng đã có phiên khác vào giờ này.", second["detail"].GetString());
    }

    [Fact]
    public async Task The_page_hears_of_the_same_clash_while_typing_and_of_every_wrong_field()
    {
        await _approver.Post("/api/briefings", Bookings.Form(Bookings.Day(3), Bookings.Day(3, 9), _rooms[..2]));
        var form = Bookings.Form(Bookings.Day(3), Bookings.Day(3, 9), _rooms[1..4], title: "");
        var check = (await _clerk.Post("/api/briefings/check", form)).Expect(200);
        Assert.Equal("Xin nhập tên phiên họp.", check["errors"].GetProperty("title")[0].GetString());
        Assert.Equal("Phòng 2", Assert.Single(check["clashes"].EnumerateArray()).GetProperty("roomName").GetString());
        Assert.Equal(2, check["freeRoomsCount"].GetInt32());
        Assert.Equal(Bookings.Day(3, 9), check["nextFree"].GetProperty("start").GetDateTimeOffset());
        var free = (await _clerk.Post("/api/briefings/check", Bookings.Form(Bookings.Day(3, 9), Bookings.Day(3, 10), _rooms))).Expect(200);
        Assert.Empty(free["clashes"].EnumerateArray());
        Assert.Equal(5, free["freeRoomsCount"].GetInt32());
    }

    [Fact]
    public async Task Who_may_approve_is_approved_at_once_others_wait_and_hold_their_rooms_meanwhile()
    {
        var pending = (await _clerk.Post("/api/briefings", Bookings.Form(Bookings.Day(4), Bookings.Day(4, 9), _rooms[..2]))).Expect(201);
        Assert.Equal("pending", pending["status"].GetString());
        var rival = (await _approver.Post("/api/briefings", Bookings.Form(Bookings.Day(4), Bookings.Day(4, 9), _rooms[..2]))).Expect(409);
        Assert.Equal("pending", rival["clashes"][0].GetProperty("status").GetString());
        Assert.Equal("approved", (await _approver.Post($"/api/briefings/{pending.Id}/approve")).Expect(200)["status"].GetString());
        Assert.Equal("notPending", (await _approver.Post($"/api/briefings/{pending.Id}/approve")).Expect(409).Problem);
        Assert.Equal("approved", (await _approver.Post("/api/briefings", Bookings.Form(Bookings.Day(4, 9), Bookings.Day(4, 10), _rooms[..2]))).Expect(201)["status"].GetString());
    }

    [Fact]
    public async Task A_returned_briefing_frees_its_rooms_and_asks_again_when_it_is_mended()
    {
        var form = Bookings.Form(Bookings.Day(5), Bookings.Day(5, 9), _rooms[..2]);
        var id = (await _clerk.Post("/api/briefings", form)).Expect(201).Id;
        var nothing = (await _approver.Post($"/api/briefings/{id}/return", new { reason = " " })).Expect(400);
        Assert.Equal("Xin nhập lý do.", nothing["errors"].GetProperty("reason")[0].GetString());
        var returned = (await _approver.Post($"/api/briefings/{id}/return", new { reason = "Thiếu Sở Y tế" })).Expect(200);
        Assert.Equal(("returned", "Thiếu Sở Y tế"), (returned["status"].GetString(), returned["returnReason"].GetString()));
        (await _approver.Post("/api/briefings", Bookings.Form(Bookings.Day(5), Bookings.Day(5, 9), _rooms[..1]))).Expect(201);

        form["version"] = returned["version"].GetInt32();
        (await _clerk.Put($"/api/briefings/{id}", form)).Expect(409);
        var moved = Bookings.Form(Bookings.Day(5, 10), Bookings.Day(5, 11), _rooms[..2]);
        moved["version"] = returned["version"].GetInt32();
        var mended = (await _clerk.Put($"/api/briefings/{id}", moved)).Expect(200);
        Assert.Equal("pending", mended["status"].GetString());
        Assert.Equal(["booked", "returned", "changed"], mended["history"].EnumerateArray().Select(line => line.GetProperty("action").GetString()));
    }

    [Theory]
    [InlineData("title", "approved")]
    [InlineData("time", "pending")]
    [InlineData("rooms", "pending")]
    public async Task A_change_of_time_or_rooms_by_who_may_not_approve_asks_again(string what, string status)
    {
        var form = Bookings.Form(Bookings.Day(6), Bookings.Day(6, 9), _rooms[..2]);
        var id = (await _clerk.Post("/api/briefings", form)).Expect(201).Id;
        form["version"] = (await _approver.Post($"/api/briefings/{id}/approve")).Expect(200)["version"].GetInt32();
        if (what == "title") form["title"] = "Tên khác";
        if (what == "time") form["end"] = Bookings.Text(Bookings.Day(6, 9, 30));
        if (what == "rooms") form["roomIds"] = _rooms[..3];
        Assert.Equal(status, (await _clerk.Put($"/api/briefings/{id}", form)).Expect(200)["status"].GetString());
    }

    [Fact]
    public async Task A_change_based_on_an_older_reading_is_refused_and_so_is_one_by_another_clerk()
    {
        var form = Bookings.Form(Bookings.Day(7), Bookings.Day(7, 9), _rooms[..2]);
        var id = (await _clerk.Post("/api/briefings", form)).Expect(201).Id;
        form["version"] = 1;
        (await _clerk.Put($"/api/briefings/{id}", form)).Expect(200);
        Assert.Equal("staleVersion", (await _clerk.Put($"/api/briefings/{id}", form)).Expect(409).Problem);
        var other = await _server.SignedIn("clerk2", Role.Clerk);
        Assert.Equal("notYours", (await other.Put($"/api/briefings/{id}", form)).Expect(403).Problem);
        Assert.Equal("notYours", (await other.Post($"/api/briefings/{id}/cancel", new { })).Expect(403).Problem);
    }

    [Fact]
    public async Task A_cancelled_briefing_frees_its_rooms_and_stays_cancelled()
    {
        var form = Bookings.Form(Bookings.Day(8), Bookings.Day(8, 9), _rooms[..2]);
        var id = (await _clerk.Post("/api/briefings", form)).Expect(201).Id;
        Assert.Equal("cancelled", (await _clerk.Post($"/api/briefings/{id}/cancel", new { reason = "Hoãn" })).Expect(200)["status"].GetString());
        Assert.Equal("isCancelled", (await _clerk.Post($"/api/briefings/{id}/cancel")).Expect(409).Problem);
        (await _clerk.Post("/api/briefings", form)).Expect(201);
        var calendar = (await _clerk.Get($"/api/briefings?from={Uri.EscapeDataString(Bookings.Text(Bookings.Day(8, 0)))}&to={Uri.EscapeDataString(Bookings.Text(Bookings.Day(9, 0)))}")).Expect(200);
        Assert.Equal(["cancelled", "pending"], calendar.Body.EnumerateArray().Select(entry => entry.GetProperty("status").GetString()).Order());
    }

    [Fact]
    public async Task A_room_with_sessions_to_come_stays_in_use()
    {
        var id = (await _clerk.Post("/api/briefings", Bookings.Form(Bookings.Day(9), Bookings.Day(9, 9), _rooms[..2]))).Expect(201).Id;
        Assert.Equal("roomBooked", (await _admin.Delete($"/api/rooms/{_rooms[0]}")).Expect(409).Problem);
        (await _clerk.Post($"/api/briefings/{id}/cancel")).Expect(200);
        (await _admin.Delete($"/api/rooms/{_rooms[0]}")).Expect(204);
        var refused = (await _clerk.Post("/api/briefings", Bookings.Form(Bookings.Day(9), Bookings.Day(9, 9), _rooms[..2]))).Expect(400);
        Assert.Equal("Phòng 1 đã ngừng sử dụng.", refused["errors"].GetProperty("chairRoomId")[0].GetString());
    }

    [Fact]
    public async Task The_calendar_tells_each_reader_which_sessions_are_his_to_move()
    {
        (await _clerk.Post("/api/briefings", Bookings.Form(Bookings.Day(10), Bookings.Day(10, 9), _rooms[..2]))).Expect(201);
        var other = await _server.SignedIn("clerk2", Role.Clerk);
        var technician = await _server.SignedIn("technician2", Role.Technician);
        Assert.Equal((true, true, false, false), (await MayMove(_clerk), await MayMove(_approver), await MayMove(other), await MayMove(technician)));

        async Task<bool> MayMove(ApiClient who)
        {
            var calendar = await who.Get($"/api/briefings?from={Uri.EscapeDataString(Bookings.Text(Bookings.Day(10, 0)))}&to={Uri.EscapeDataString(Bookings.Text(Bookings.Day(11, 0)))}");
            return Assert.Single(calendar.Expect(200).Body.EnumerateArray()).GetProperty("mayChange").GetBoolean();
        }
    }
}
