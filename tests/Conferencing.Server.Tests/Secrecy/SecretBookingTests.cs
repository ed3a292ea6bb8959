using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Secrecy;

/// <summary>Booking what is secret: what is refused and why, room by room, and what is asked again.</summary>
public sealed class SecretBookingTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = Bookings.Day(5);
    private static readonly DateOnly Far = new(2099, 12, 31);
    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.Open(3);

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.Date);

    private async Task<Dictionary<string, object?>> Form()
    {
        await _desk.Admin.Certify(Far, _desk.Rooms);
        return SecretForms.Secret(Start, _desk.Rooms);
    }

    [Fact]
    public async Task Every_room_without_a_certificate_in_date_is_named_with_the_reason()
    {
        await _desk.Admin.Certify(DayOf(Start), _desk.Rooms[0]);
        await _desk.Admin.Certify(DayOf(Start).AddDays(-1), _desk.Rooms[1]);
        var form = SecretForms.Secret(Start, _desk.Rooms);
        var refused = (await _desk.Clerk.Post("/api/briefings", form)).Expect(400);
        Assert.Equal("2 điểm cầu không có thiết bị được chứng nhận còn hạn nên không được dự phiên có độ mật.", refused["errors"].GetProperty("secrecy")[0].GetString());
        string[] told = [$"Phòng 2: Chứng nhận thiết bị chỉ đến {Start.AddDays(-1):dd/MM/yyyy}, phiên họp cần đến {Start:dd/MM/yyyy}.", "Phòng 3: Chưa có thiết bị được chứng nhận."];
        Assert.Equal(told, Unfit(refused["unfitRooms"]));
        Assert.Equal(told, Unfit((await _desk.Clerk.Post("/api/briefings/check", form)).Expect(200)["unfitRooms"]));
        // An optional room is no way in either.
        Assert.Equal(told, Unfit((await _desk.Clerk.Post("/api/briefings", form.With("optionalRoomIds", _desk.Rooms[1..]))).Expect(400)["unfitRooms"]));
        (await _desk.Clerk.Post("/api/briefings", form.With("roomIds", _desk.Rooms[..1]))).Expect(201);
        (await _desk.Clerk.Post("/api/briefings", Bookings.Form(Start.AddHours(2), Start.AddHours(3), _desk.Rooms))).Expect(201);

        static IEnumerable<string> Unfit(System.Text.Json.JsonElement rooms) => rooms.EnumerateArray().Select(room => $"{room.GetProperty("roomName").GetString()}: {room.GetProperty("reason").GetString()}");
    }

    [Fact]
    public async Task A_series_needs_certificates_up_to_its_last_day()
    {
        var monday = SeriesForms.Monday();
        var form = SeriesForms.Weekly(monday, _desk.Rooms, 3).With("secrecy", "confidential");
        await _desk.Admin.Certify(DayOf(monday).AddDays(13), _desk.Rooms);
        Assert.Equal(3, (await _desk.Clerk.Post("/api/briefings", form)).Expect(400)["unfitRooms"].GetArrayLength());
        await _desk.Admin.Certify(DayOf(monday).AddDays(14), _desk.Rooms);
        (await _desk.Clerk.Post("/api/briefings", form)).Expect(201);
    }

    [Fact]
    public async Task Who_would_compete_with_it_is_told_that_its_rooms_are_busy()
    {
        (await _desk.Clerk.Post("/api/briefings", await Form())).Expect(201);
        using var stranger = await _desk.Server.SignedIn("stranger", Role.Clerk);
        var form = Bookings.Form(Start, Start.AddHours(1), _desk.Rooms).With("competes", true);
        var rivals = (await stranger.Post("/api/briefings/check", form)).Expect(200)["rivals"];
        Assert.Equal(["Bận", "Bận", "Bận"], rivals.EnumerateArray().Select(rival => rival.GetProperty("title").GetString()));
    }

    [Theory]
    [InlineData("encryption", "off")]
    [InlineData("encryption", "preferred")]
    [InlineData("recording", "mix")]
    [InlineData("recording", "tracks")]
    public async Task It_is_neither_lowered_nor_recorded(string field, string value)
    {
        var form = await Form();
        Assert.True((await _desk.Clerk.Post("/api/briefings", form.With(field, value))).Expect(400)["errors"].TryGetProperty(field, out _));
        var booked = (await _desk.Clerk.Post("/api/briefings", form)).Expect(201);
        Assert.True((await _desk.Clerk.Put($"/api/briefings/{booked.Id}", form.With("version", 1).With(field, value))).Expect(400)["errors"].TryGetProperty(field, out _));
        Assert.Equal("secretRecording", (await _desk.Clerk.Put($"/api/briefings/{booked.Id}/recording", new { mode = "mix" })).Expect(409).Problem);
        var read = (await _desk.Clerk.Get($"/api/briefings/{booked.Id}")).Expect(200);
        Assert.Equal(("secret", "default", true, "none"),
            (read["secrecy"].GetString(), read["encryption"].GetString(), read["encryptionRequired"].GetBoolean(), read["recording"].GetString()));
    }

    [Fact]
    public async Task What_is_left_out_of_a_change_stays()
    {
        var form = await Form();
        var booked = (await _desk.Clerk.Post("/api/briefings", form)).Expect(201);
        form.Remove("secrecy");
        (await _desk.Clerk.Put($"/api/briefings/{booked.Id}", form.With("version", 1))).Expect(200);
        Assert.Equal("secret", (await _desk.Clerk.Get($"/api/briefings/{booked.Id}"))["secrecy"].GetString());
        await _desk.Admin.Certify(null, _desk.Rooms[0]);
        (await _desk.Clerk.Put($"/api/briefings/{booked.Id}", form.With("version", 2))).Expect(400);
    }

    [Fact]
    public async Task Another_secrecy_asks_for_approval_again_and_is_in_the_history()
    {
        var form = (await Form()).With("secrecy", "open");
        var booked = (await _desk.Clerk.Post("/api/briefings", form)).Expect(201);
        (await _desk.Approver.Post($"/api/briefings/{booked.Id}/approve")).Expect(200);
        Assert.Equal("approved", (await _desk.Clerk.Put($"/api/briefings/{booked.Id}", form.With("version", 2).With("encryption", "required"))).Expect(200)["status"].GetString());
        var changed = (await _desk.Clerk.Put($"/api/briefings/{booked.Id}", form.With("version", 3).With("secrecy", "topSecret"))).Expect(200);
        Assert.Equal("pending", changed["status"].GetString());
        Assert.Contains("secrecyTopSecret", changed["history"].EnumerateArray().Select(line => line.GetProperty("action").GetString()));
        (await _desk.Approver.Post($"/api/briefings/{booked.Id}/approve")).Expect(200);
        Assert.Equal("pending", (await _desk.Clerk.Put($"/api/briefings/{booked.Id}", form.With("version", 5))).Expect(200)["status"].GetString());
    }

    [Fact]
    public async Task A_series_has_one_secrecy_also_for_sessions_that_were_edited_by_themselves()
    {
        await _desk.Admin.Certify(Far, _desk.Rooms[..2]);
        var monday = SeriesForms.Monday();
        var form = SeriesForms.Weekly(monday, _desk.Rooms[..2], 3);
        var booked = (await _desk.Clerk.Post("/api/briefings", form)).Expect(201);
        var read = (await _desk.Clerk.Get($"/api/briefings/{booked.Id}")).Expect(200);
        var edited = Bookings.Form(monday.AddDays(7), monday.AddDays(7).AddHours(1), _desk.Rooms, "Giao ban tuần").With("scope", "this").With("occurrenceId", read.Session(1));
        Assert.True((await _desk.Clerk.Put($"/api/briefings/{booked.Id}", edited.With("version", 1).With("secrecy", "secret"))).Expect(400)["errors"].TryGetProperty("secrecy", out _));
        (await _desk.Clerk.Put($"/api/briefings/{booked.Id}", edited.With("version", 1))).Expect(200);
        (await _desk.Approver.Post($"/api/briefings/{booked.Id}/approve")).Expect(200);

        var secret = form.With("secrecy", "secret").With("version", 3).With("scope", "all");
        Assert.Equal("Phòng 3", (await _desk.Clerk.Put($"/api/briefings/{booked.Id}", secret)).Expect(400)["unfitRooms"][0].GetProperty("roomName").GetString());
        await _desk.Admin.Certify(Far, _desk.Rooms[2]);
        var changed = (await _desk.Clerk.Put($"/api/briefings/{booked.Id}", secret)).Expect(200);
        Assert.All(changed["occurrences"].EnumerateArray(), one => Assert.Equal("pending", one.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task A_certificate_has_a_name_and_an_end()
    {
        var room = new Func<object, object>(endpoint => new { name = "Phòng mới", endpoints = new[] { endpoint } });
        (await _desk.Admin.Post("/api/rooms", room(new { address = "sip:a@127.0.0.1", certificate = "CY-1" }))).Expect(400);
        (await _desk.Admin.Post("/api/rooms", room(new { address = "sip:a@127.0.0.1", certifiedUntil = "2027-01-01" }))).Expect(400);
        (await _desk.Admin.Post("/api/rooms", room(new { address = "sip:a@127.0.0.1", certificate = new string('x', 101), certifiedUntil = "2027-01-01" }))).Expect(400);
        var made = (await _desk.Admin.Post("/api/rooms", room(new { address = "sip:a@127.0.0.1", certificate = " CY-1 ", certifiedUntil = "2027-01-01" }))).Expect(201);
        var endpoint = made["endpoints"][0];
        Assert.Equal(("CY-1", "2027-01-01"), (endpoint.GetProperty("certificate").GetString(), endpoint.GetProperty("certifiedUntil").GetString()));
    }
}
