using System.Text.Json;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>Two requests for the same rooms: one holds them, the other waits beside it until the office prefers one.</summary>
public sealed class RivalTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private ApiClient _other = null!;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(5);
        _other = await _desk.Server.SignedIn("clerk2", Role.Clerk);
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private static Dictionary<string, object?> Form(int day, Guid[] rooms, string title, bool competes = false) =>
        Bookings.Form(Bookings.Day(day), Bookings.Day(day, 9), rooms, title).With("competes", competes);

    private async Task<(Guid Holder, Guid Rival)> Two(int day)
    {
        var holder = (await _desk.Clerk.Post("/api/briefings", Form(day, _desk.Rooms[..3], "Giữ phòng"))).Expect(201).Id;
        Assert.Equal("clash", (await _other.Post("/api/briefings", Form(day, _desk.Rooms[1..4], "Đề nghị thay"))).Expect(409).Problem);
        var rival = (await _other.Post("/api/briefings", Form(day, _desk.Rooms[1..4], "Đề nghị thay", competes: true))).Expect(201);
        Assert.Equal("pending", rival["status"].GetString());
        return (holder, rival.Id);
    }

    private async Task<string?> StatusOf(Guid id) => (await _desk.Clerk.Get($"/api/briefings/{id}")).Expect(200)["status"].GetString();

    private async Task<JsonElement> Waiting(Guid id) =>
        (await _desk.Approver.Get("/api/approvals")).Expect(200)["waiting"].EnumerateArray().Single(one => one.GetProperty("briefingId").GetGuid() == id);

    [Fact]
    public async Task Both_are_shown_beside_each_other_with_the_rooms_they_share()
    {
        var (holder, rival) = await Two(3);
        var (held, beside) = (await Waiting(holder), await Waiting(rival));
        Assert.Equal((rival, true), Meets(held));
        Assert.Equal((holder, false), Meets(beside));
        Assert.Equal(_desk.Rooms[1..3].Order(), beside.GetProperty("rivals")[0].GetProperty("roomIds").EnumerateArray().Select(room => room.GetGuid()).Order());
        Assert.True(beside.GetProperty("approval").GetProperty("competing").GetBoolean());
        // It holds nothing: a room that only it asks for can be booked by others.
        (await _desk.Clerk.Post("/api/briefings", Form(3, _desk.Rooms[3..4], "Phòng 4"))).Expect(201);

        static (Guid, bool) Meets(JsonElement one)
        {
            var meets = Assert.Single(one.GetProperty("rivals").EnumerateArray());
            return (meets.GetProperty("briefingId").GetGuid(), meets.GetProperty("competes").GetBoolean());
        }
    }

    [Fact]
    public async Task To_approve_the_rival_sends_the_holder_back_and_takes_its_rooms()
    {
        var (holder, rival) = await Two(4);
        Assert.Equal("approved", (await _desk.Approver.Post($"/api/briefings/{rival}/approve")).Expect(200)["status"].GetString());
        var lost = (await _desk.Clerk.Get($"/api/briefings/{holder}")).Expect(200);
        Assert.Equal(("returned", "Nhường phòng cho phiên “Đề nghị thay” được duyệt trước."), (lost["status"].GetString(), lost["returnReason"].GetString()));
        var clash = (await _desk.Clerk.Post("/api/briefings", Form(4, _desk.Rooms, "Nữa"))).Expect(409);
        Assert.Equal([rival], clash["clashes"].EnumerateArray().Select(one => one.GetProperty("briefingId").GetGuid()).Distinct());
        Assert.Equal(3, clash["clashes"].GetArrayLength());
        Assert.Equal(0, await OverlapCheck.Count(_desk.Server));
    }

    [Fact]
    public async Task To_approve_the_holder_sends_the_rival_back()
    {
        var (holder, rival) = await Two(5);
        Assert.Equal("approved", (await _desk.Approver.Post($"/api/briefings/{holder}/approve")).Expect(200)["status"].GetString());
        Assert.Equal("returned", await StatusOf(rival));
        Assert.Equal(0, await OverlapCheck.Count(_desk.Server));
    }

    [Fact]
    public async Task A_change_by_which_an_approver_approves_the_holder_sends_back_who_still_meets_it()
    {
        var (holder, rival) = await Two(20);
        Assert.Equal("approved", await Changed(holder, Form(20, _desk.Rooms[..3], "Giữ phòng, tên mới")));
        Assert.Equal("returned", await StatusOf(rival));
        // One who wants other rooms than the holder has after the change waits on.
        (holder, rival) = await Two(21);
        Assert.Equal("approved", await Changed(holder, Form(21, _desk.Rooms[..1], "Giữ phòng")));
        Assert.Equal("pending", await StatusOf(rival));
        Assert.Equal("approved", (await _desk.Approver.Post($"/api/briefings/{rival}/approve")).Expect(200)["status"].GetString());
        Assert.Equal(0, await OverlapCheck.Count(_desk.Server));

        async Task<string?> Changed(Guid id, Dictionary<string, object?> form)
        {
            var version = (await _desk.Approver.Get($"/api/briefings/{id}")).Expect(200)["version"].GetInt32();
            return (await _desk.Approver.Put($"/api/briefings/{id}", form.With("version", version))).Expect(200)["status"].GetString();
        }
    }

    [Fact]
    public async Task A_rival_is_not_sent_back_for_a_room_that_it_goes_without()
    {
        var beside = (await _desk.Approver.Post("/api/briefings", Form(22, _desk.Rooms[3..4], "Đã duyệt"))).Expect(201);
        (await _desk.Clerk.Post("/api/briefings", Form(22, _desk.Rooms[..1], "Giữ phòng"))).Expect(201);
        var form = Form(22, [_desk.Rooms[0], _desk.Rooms[3]], "Đề nghị thay", competes: true).With("optionalRoomIds", new[] { _desk.Rooms[3] });
        var rival = (await _other.Post("/api/briefings", form)).Expect(201).Id;
        (await _desk.Approver.Put($"/api/briefings/{beside.Id}", Form(22, _desk.Rooms[3..4], "Đã duyệt, tên mới").With("version", 1))).Expect(200);
        Assert.Equal("pending", await StatusOf(rival));
    }

    [Fact]
    public async Task A_booking_approved_at_once_sends_back_who_only_waited_for_its_rooms()
    {
        var (_, rival) = await Two(23);
        (await _desk.Approver.Post("/api/briefings", Form(23, _desk.Rooms[3..4], "Phòng 4"))).Expect(201);
        Assert.Equal("returned", await StatusOf(rival));
    }

    [Fact]
    public async Task Two_approvers_who_prefer_different_ones_cannot_both_have_it()
    {
        var second = await _desk.Server.SignedIn("approver2", Role.Approver);
        for (var day = 10; day < 18; day++)
        {
            var (holder, rival) = await Two(day);
            var answers = await Task.WhenAll(_desk.Approver.Post($"/api/briefings/{holder}/approve"), second.Post($"/api/briefings/{rival}/approve"));
            Assert.Equal([200, 409], answers.Select(answer => answer.Code).Order());
            Assert.Equal(["approved", "returned"], new[] { await StatusOf(holder), await StatusOf(rival) }.Order());
        }
        Assert.Equal(0, await OverlapCheck.Count(_desk.Server));
    }

    [Fact]
    public async Task What_is_approved_or_a_series_is_not_competed_with()
    {
        (await _desk.Approver.Post("/api/briefings", Form(6, _desk.Rooms[..2], "Đã duyệt"))).Expect(201);
        Assert.Equal("clash", (await _other.Post("/api/briefings", Form(6, _desk.Rooms[..2], "Đề nghị thay", competes: true))).Expect(409).Problem);
        (await _desk.Clerk.Post("/api/briefings", SeriesForms.Weekly(SeriesForms.Monday(), _desk.Rooms[2..4], 3))).Expect(201);
        var start = SeriesForms.Monday();
        var against = Bookings.Form(start, start.AddHours(1), _desk.Rooms[2..4], "Đề nghị thay").With("competes", true);
        Assert.Equal("competesWithSeries", (await _other.Post("/api/briefings", against)).Expect(409).Problem);
    }

    [Fact]
    public async Task Where_the_holder_has_gone_the_rival_simply_takes_the_rooms()
    {
        var (holder, rival) = await Two(8);
        (await _desk.Clerk.Post($"/api/briefings/{holder}/cancel")).Expect(200);
        (await _desk.Approver.Post($"/api/briefings/{rival}/approve")).Expect(200);
        Assert.Equal("clash", (await _desk.Clerk.Post("/api/briefings", Form(8, _desk.Rooms[1..4], "Nữa"))).Expect(409).Problem);
        Assert.Equal(0, await OverlapCheck.Count(_desk.Server));
    }
}
