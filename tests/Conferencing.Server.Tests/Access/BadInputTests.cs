using System.Net.Http.Json;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Access;

public sealed class BadInputTests(ServerFixture fixture) : IClassFixture<ServerFixture>, IAsyncLifetime
{
    private readonly RunningServer _server = fixture.Server;
    private ApiClient _admin = null!;

    public async Task InitializeAsync()
    {
        _admin = await _server.SignedIn("admin", Role.Administrator);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("{\"title\":", "malformedJson", null)]
    [InlineData("", "malformedJson", null)]
    [InlineData("null", "malformedJson", null)]
    [InlineData("[]", "malformedJson", null)]
    [InlineData("\"text\"", "malformedJson", null)]
    [InlineData("{\"title\":\"a\"} x", "malformedJson", null)]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}", "unknownMember", "a")]
    [InlineData("{\"title\":\"a\",\"colour\":1}", "unknownMember", "colour")]
    [InlineData("{\"Title\":\"a\"}", "unknownMember", "Title")]
    [InlineData("{\"title\":1}", "wrongType", "title")]
    [InlineData("{\"start\":\"tomorrow\"}", "wrongType", "start")]
    [InlineData("{\"roomIds\":[\"not-an-id\"]}", "wrongType", "roomIds")]
    [InlineData("{\"roomIds\":{}}", "wrongType", "roomIds")]
    public async Task What_cannot_be_read_has_a_name_and_a_counter(string body, string code, string? field)
    {
        var answer = (await _admin.Raw(HttpMethod.Post, "/api/briefings", body)).Expect(400);
        Assert.Equal(code, answer.Problem);
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType?.MediaType);
        if (field is not null) Assert.True(answer["errors"].TryGetProperty(field, out _), answer.Body.ToString());
        Assert.True(_server.Service<Counters>().Read()[$"http.{code}"] > 0);
        var metrics = await _admin.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.Contains($"conferencing_refusals_total{{name=\"http.{code}\"}} ", metrics, StringComparison.Ordinal);
    }

    /// <summary>SQLite keeps a NUL, PostgreSQL does not: neither is a fault of ours.</summary>
    [Fact]
    public async Task A_text_that_a_database_may_not_keep_is_no_fault_of_ours()
    {
        var rooms = await _admin.AddRooms(1, "Phòng NUL");
        var form = Bookings.Form(Bookings.Day(30), Bookings.Day(30, 9), rooms);
        form["note"] = "trước\0sau";
        Assert.Contains((await _admin.Post("/api/briefings", form)).Code, new[] { 201, 400 });
        Assert.Contains((await _server.Client().Post("/api/session", new { userName = "a\0b", password = "c" })).Code, new[] { 400, 401 });
        Assert.DoesNotContain("http.ownFault", _server.Service<Counters>().Read().Keys);
    }

    /// <summary>As in other lists, an entry that is none counts as left out.</summary>
    [Fact]
    public async Task A_lowered_room_that_is_null_is_none()
    {
        var rooms = await _admin.AddRooms(2, "Phòng giảm");
        var form = Bookings.Form(Bookings.Day(31), Bookings.Day(31, 9), rooms).With("loweredRooms", new object?[] { null, new { roomId = rooms[1], kbits = 64 } });
        Assert.Empty((await _admin.Post("/api/briefings/check", form)).Expect(200)["errors"].EnumerateObject());
        var booked = (await _admin.Post("/api/briefings", form)).Expect(201);
        var changed = (await _admin.Put($"/api/briefings/{booked.Id}", form.With("version", 1))).Expect(200);
        Assert.Equal(64, changed["rooms"][1].GetProperty("kbits").GetInt32());
        var refused = (await _admin.Post("/api/briefings", form.With("loweredRooms", new object[] { new { } }))).Expect(400);
        Assert.Equal("Có điểm cầu được giảm tốc độ nhưng chưa được chọn tham dự.", refused["errors"].GetProperty("loweredRooms")[0].GetString());
    }

    [Fact]
    public async Task A_form_with_nothing_in_it_is_told_every_field_in_Vietnamese()
    {
        var errors = (await _admin.Post("/api/briefings", new { })).Expect(400)["errors"];
        Assert.Equal(["chairRoomId", "end", "roomIds", "start", "title"], errors.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal("Xin chọn điểm cầu chủ tọa.", errors.GetProperty("chairRoomId")[0].GetString());
        var room = (await _admin.Post("/api/rooms", new { name = "", endpoints = new[] { new { address = "room@host" } } })).Expect(400)["errors"];
        Assert.Equal("Địa chỉ “room@host” phải bắt đầu bằng sip: hoặc sips:", room.GetProperty("endpoints")[0].GetString());
    }

    [Fact]
    public async Task Too_much_another_type_another_site_another_method_and_nowhere_are_refused_by_name()
    {
        Assert.Equal("bodyTooLarge", (await _admin.Raw(HttpMethod.Post, "/api/briefings", $"{{\"note\":\"{new string('a', 300_000)}\"}}")).Expect(413).Problem);
        Assert.Equal("notJson", (await _admin.Raw(HttpMethod.Post, "/api/briefings", "title=a", "application/x-www-form-urlencoded")).Expect(415).Problem);
        Assert.Equal("otherSite", (await _admin.Send(HttpMethod.Post, "/api/tokens", JsonContent.Create(new { name = "a" }), ("Sec-Fetch-Site", "cross-site"))).Expect(403).Problem);
        Assert.Equal("otherSite", (await _admin.Send(HttpMethod.Post, "/api/tokens", JsonContent.Create(new { name = "a" }), ("Origin", "http://evil.example"))).Expect(403).Problem);
        Assert.Equal("otherSite", (await _admin.Send(HttpMethod.Get, "/hubs/live", null, ("Origin", "http://evil.example"))).Expect(403).Problem);
        Assert.Equal("wrongMethod", (await _admin.Raw(HttpMethod.Patch, "/api/rooms", "{}")).Expect(405).Problem);
        Assert.Equal("noSuchRoute", (await _admin.Get("/api/nowhere")).Expect(404).Problem);
        Assert.Equal("noSuchRoute", (await _admin.Get("/api/briefings/not-an-id")).Expect(404).Problem);
        Assert.Equal("badParameter", (await _admin.Get("/api/briefings?from=yesterday")).Expect(400).Problem);
        Assert.Equal("notFound", (await _admin.Get($"/api/briefings/{Guid.NewGuid()}")).Expect(404).Problem);
    }

    [Fact]
    public async Task Html_in_a_title_is_kept_as_text()
    {
        var rooms = await _admin.AddRooms(1);
        var booked = (await _admin.Post("/api/briefings", Bookings.Form(Bookings.Day(2), Bookings.Day(2, 9), rooms, "<script>alert(1)</script>"))).Expect(201);
        var read = (await _admin.Get($"/api/briefings/{booked.Id}")).Expect(200);
        Assert.Equal("<script>alert(1)</script>", read["title"].GetString());
        Assert.Equal("application/json", read.Message.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Assert.Single(read.Message.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("script-src 'self'", Assert.Single(read.Message.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }
}
