using System.Net;
using System.Net.Http.Headers;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Invitations;

/// <summary>Calendars at secret addresses, by plain HTTP and by a CalDAV client nobody here wrote.</summary>
public sealed class FeedTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private ApiClient _nobody = null!;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(3);
        _nobody = _desk.Server.Client();
    }

    public Task DisposeAsync() => _desk.DisposeAsync().AsTask();

    private async Task<ApiAnswer> MakeFeed(string kind = "room", Guid? target = null) =>
        (await _desk.Clerk.Post("/api/feeds", new { kind, targetId = target ?? _desk.Rooms[1] })).Expect(201);

    private async Task<ApiAnswer> MakeToken(string name, int days) => (await _desk.Clerk.Post("/api/tokens", new { name, days })).Expect(201);

    private static string Path(ApiAnswer feed, string member = "path") => feed[member].GetString()!;

    private async Task<string> Text(string path)
    {
        using var answer = await _nobody.Http.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "text/calendar"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return (await answer.Content.ReadAsStringAsync()).Replace("\r\n ", "", StringComparison.Ordinal);
    }

    private async Task<Guid> Book(DateTimeOffset start, string title, params Guid[] rooms) =>
        (await _desk.Approver.Post("/api/briefings", Bookings.Form(start, start.AddHours(1), rooms, title))).Expect(201).Id;

    [Fact]
    public async Task A_persons_calendar_has_what_he_booked_and_what_names_him_as_secretary()
    {
        var person = (await _desk.Clerk.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        var feed = await MakeFeed("person", person);
        var start = Bookings.Day(2);
        await Book(start, "Của người khác", _desk.Rooms);
        var named = Bookings.Form(start.AddHours(2), start.AddHours(3), _desk.Rooms, "Làm thư ký").With("dossier", new { secretaryId = person });
        (await _desk.Approver.Post("/api/briefings", named)).Expect(201);
        var own = (await _desk.Clerk.Post("/api/briefings", Bookings.Form(start.AddHours(4), start.AddHours(5), _desk.Rooms, "Tự đặt").With("dossier", new { secretaryId = person }))).Expect(201).Id;
        (await _desk.Approver.Post($"/api/briefings/{own}/approve")).Expect(200);
        var text = await Text(Path(feed));
        Assert.Equal(["SUMMARY:Làm thư ký", "SUMMARY:Tự đặt"], text.Split("\r\n").Where(line => line.StartsWith("SUMMARY:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_sign_in_it_shows_the_approved_sessions_of_its_room_and_says_when_nothing_changed()
    {
        var feed = await MakeFeed();
        var start = Bookings.Day(2);
        var id = await Book(start, "Giao ban, tuần 48", _desk.Rooms);
        await Book(start.AddDays(1), "Ở phòng khác", _desk.Rooms[0]);
        (await _desk.Clerk.Post("/api/briefings", Bookings.Form(start.AddDays(2), start.AddDays(2).AddHours(1), _desk.Rooms, "Chưa duyệt"))).Expect(201);
        var text = await Text(Path(feed));
        Assert.Contains("SUMMARY:Giao ban\\, tuần 48\r\n", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Split("BEGIN:VEVENT").Length - 1);
        Assert.DoesNotContain("PIN", text, StringComparison.Ordinal);

        using var first = await _nobody.Http.GetAsync(Path(feed));
        Assert.Equal(HttpStatusCode.NotModified, await Ask(first.Headers.ETag!));
        (await _desk.Approver.Put($"/api/briefings/{id}", Bookings.Form(start.AddHours(1), start.AddHours(2), _desk.Rooms, "Giao ban").With("version", 1))).Expect(200);
        Assert.Equal(HttpStatusCode.OK, await Ask(first.Headers.ETag!));

        async Task<HttpStatusCode> Ask(EntityTagHeaderValue tag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path(feed));
            request.Headers.IfNoneMatch.Add(tag);
            using var answer = await _nobody.Http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_secret_session_is_busy_to_everybody_who_has_an_address()
    {
        await _desk.Admin.Certify(new DateOnly(2099, 12, 31), _desk.Rooms);
        var booked = (await _desk.Clerk.Post("/api/briefings", SecretForms.Secret(Bookings.Day(3), _desk.Rooms))).Expect(201);
        (await _desk.Approver.Post($"/api/briefings/{booked.Id}/approve")).Expect(200);
        foreach (var feed in new[] { await MakeFeed(), await MakeFeed("person") })
        {
            var text = await Text(Path(feed));
            Assert.Contains("SUMMARY:Bận\r\n", text, StringComparison.Ordinal);
            Assert.DoesNotContain("4711", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_address_is_kept_as_a_hash_and_is_dead_once_it_is_revoked_or_its_owner_is_disabled()
    {
        var feed = await MakeFeed("person");
        var secret = Path(feed).Split('/')[^1].Replace(".ics", "", StringComparison.Ordinal);
        Assert.True(secret.Length >= 43);
        Assert.False(await _desk.Server.Read(db => db.Feeds.AnyAsync(row => row.Hash == secret)));
        await Text(Path(feed));
        var listed = Assert.Single((await _desk.Clerk.Get("/api/feeds")).Expect(200).Body.EnumerateArray());
        Assert.Equal(("person", "Người clerk"), (listed.GetProperty("kind").GetString(), listed.GetProperty("name").GetString()));
        Assert.DoesNotContain(secret, listed.GetRawText(), StringComparison.Ordinal);
        Assert.Empty((await _desk.Approver.Get("/api/feeds")).Expect(200).Body.EnumerateArray());
        (await _desk.Approver.Delete($"/api/feeds/{feed.Id}")).Expect(404);
        (await _desk.Clerk.Delete($"/api/feeds/{feed.Id}")).Expect(204);
        foreach (var path in new[] { Path(feed), "/feeds/abc.ics", "/feeds/" + new string('x', 2000) + ".ics", Path(feed, "davPath") }) Assert.Equal(404, (await _nobody.Get(path)).Code);

        var second = await MakeFeed("person");
        await _desk.Server.Service<WriteGate>().Write(db => db.Users.Where(account => account.UserName == "clerk").ExecuteUpdateAsync(row => row.SetProperty(account => account.Disabled, true)), CancellationToken.None);
        Assert.Equal(404, (await _nobody.Get(Path(second))).Code);
    }

    [Fact]
    public async Task An_address_made_with_a_token_is_dead_once_the_token_is_revoked_or_over()
    {
        var (revoked, week) = (await MakeToken("hủy", 30), await MakeToken("tuần", 7));
        var (mine, first, second) = (await MakeFeed("person"), await MakeFeedWith(revoked), await MakeFeedWith(week));
        foreach (var feed in new[] { mine, first, second }) await Text(Path(feed));
        var listed = (await _desk.Clerk.Get("/api/feeds")).Expect(200).Body.EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == second.Id);
        Assert.Equal(("tuần", week["expiresAt"].GetDateTimeOffset()), (listed.GetProperty("token").GetString(), listed.GetProperty("expiresAt").GetDateTimeOffset()));

        (await _desk.Clerk.Delete($"/api/tokens/{revoked.Id}")).Expect(204);
        Assert.Equal(404, (await _nobody.Get(Path(first))).Code);
        Assert.DoesNotContain((await _desk.Clerk.Get("/api/feeds")).Expect(200).Body.EnumerateArray(), one => one.GetProperty("id").GetGuid() == first.Id);
        _desk.Server.Clock.Move(TimeSpan.FromDays(7));
        foreach (var path in new[] { Path(second), Path(second, "davPath") }) Assert.Equal(404, (await _nobody.Get(path)).Code);
        await Text(Path(mine));

        async Task<ApiAnswer> MakeFeedWith(ApiAnswer token)
        {
            using var program = _desk.Server.Client(token["token"].GetString());
            return (await program.Post("/api/feeds", new { kind = "person" })).Expect(201);
        }
    }

    [Fact]
    public async Task A_token_revoked_after_its_program_was_let_in_makes_no_address()
    {
        var token = await MakeToken("hủy", 30);
        using var handler = new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan };
        using var program = new ApiClient(new HttpClient(handler, disposeHandler: false) { BaseAddress = _desk.Server.Url, DefaultRequestHeaders = { Authorization = new("Bearer", token["token"].GetString()), ExpectContinue = true } });
        // The server says to go on when it reads the content, which is after it has let the program in.
        using var content = new ContentAfter(async () => (await _desk.Clerk.Delete($"/api/tokens/{token.Id}")).Expect(204), """{"kind":"person"}""");
        Assert.Equal("signInNeeded", (await program.Send(HttpMethod.Post, "/api/feeds", content)).Expect(401).Problem);
        Assert.True(content.WasSent);
        Assert.Empty((await _desk.Clerk.Get("/api/feeds")).Expect(200).Body.EnumerateArray());
    }

    [Fact]
    public async Task Addresses_that_ended_with_their_token_leave_room_for_others()
    {
        var token = await MakeToken("tuần", 7);
        using (var program = _desk.Server.Client(token["token"].GetString()))
        {
            for (var made = 0; made < 50; made++) (await program.Post("/api/feeds", new { kind = "person" })).Expect(201);
            Assert.Equal("feedsTooMany", (await program.Post("/api/feeds", new { kind = "person" })).Expect(409).Problem);
        }
        _desk.Server.Clock.Move(TimeSpan.FromDays(7));
        await Text(Path(await MakeFeed("person")));
    }

    [Fact]
    public async Task What_is_not_there_has_no_address()
    {
        (await _desk.Clerk.Post("/api/feeds", new { kind = "room" })).Expect(400);
        (await _desk.Clerk.Post("/api/feeds", new { kind = "unit", targetId = Guid.NewGuid() })).Expect(400);
        (await _nobody.Post("/api/feeds", new { kind = "person" })).Expect(401);
    }

    [Fact]
    public async Task Who_asks_too_often_waits()
    {
        await using var server = await RunningServer.Start(null, null, "--Web:FeedReadsPerMinute", "3");
        using var nobody = server.Client();
        for (var times = 0; times < 3; times++) Assert.Equal(404, (await nobody.Get($"/feeds/{times}.ics")).Code);
        Assert.Equal(429, (await nobody.Get("/feeds/4.ics")).Code);
        Assert.Equal(429, (await nobody.Get("/dav/4/")).Code);
    }

    [Fact]
    public async Task A_caldav_client_finds_the_calendar_and_reads_its_sessions()
    {
        var unit = (await _desk.Admin.Post("/api/units", new { name = "Sở Y tế", kind = "sở", validFrom = "2020-01-01" })).Expect(201).Id;
        var room = (await _desk.Admin.Post("/api/rooms", new { name = "Phòng Sở Y tế", unitId = unit, endpoints = new[] { new { address = "sip:syt@127.0.0.1:24997" } } })).Expect(201).Id;
        var start = Bookings.Day(2);
        await Book(start, "Giao ban; y tế", room);
        await Book(start.AddDays(7), "Phòng, chống dịch", _desk.Rooms[0], room);
        var dav = Path(await MakeFeed("unit", unit), "davPath");
        const string Script =
            """
            import sys, datetime, caldav
            client = caldav.DAVClient(url=sys.argv[1])
            calendars = client.principal().calendars()
            print(len(calendars), calendars[0].name)
            events = calendars[0].events()
            print(sorted(event.vobject_instance.vevent.summary.value for event in events))
            day = datetime.datetime.fromisoformat(sys.argv[2]).astimezone(datetime.timezone.utc)
            print([event.vobject_instance.vevent.summary.value for event in calendars[0].date_search(day - datetime.timedelta(hours=1), day + datetime.timedelta(hours=2))])
            try:
                calendars[0].save_event(dtstart=day, dtend=day + datetime.timedelta(hours=1), summary='x')
                print('written')
            except caldav.error.DAVError: print('read only')
            """;
        var read = await CalendarReader.Run(Script, new Uri(_desk.Server.Url, dav).ToString(), $"{start:yyyy-MM-ddTHH:mm:sszzz}");
        Assert.Equal(["1 Sở Y tế", "['Giao ban; y tế', 'Phòng, chống dịch']", "['Giao ban; y tế']", "read only"], read.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("<a", 400)]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", 400)]
    [InlineData("<sync-collection xmlns=\"DAV:\"/>", 403)]
    public async Task Hostile_questions_are_refused(string body, int status)
    {
        var dav = Path(await MakeFeed(), "davPath");
        Assert.Equal(status, (await _nobody.Raw(new HttpMethod("REPORT"), dav + "calendar/", body, "application/xml")).Code);
        Assert.Equal(413, (await _nobody.Raw(new HttpMethod("REPORT"), dav + "calendar/", new string(' ', 70_000), "application/xml")).Code);
    }

    /// <summary>JSON before which something else happens once the server asks for it.</summary>
    private sealed class ContentAfter : HttpContent
    {
        private readonly Func<Task> _before;
        private readonly byte[] _json;

        public ContentAfter(Func<Task> before, string json)
        {
            (_before, _json) = (before, System.Text.Encoding.UTF8.GetBytes(json));
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        public bool WasSent { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await _before();
            await stream.WriteAsync(_json);
            WasSent = true;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _json.Length;
            return true;
        }
    }
}
