using System.Text.RegularExpressions;
using Conferencing.Contract;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Conferencing.Server.Tests.Secrecy;

/// <summary>What people who may not know of a secret briefing are told of it: that rooms are busy, whatever they ask.</summary>
public sealed partial class SilenceTests : IAsyncLifetime
{
    private Desk _desk = null!;
    private FakeNode _node = null!;
    private Guid _briefing;
    private Guid _session;
    private Guid _document;
    private DateTimeOffset _start;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(4);
        await _desk.Admin.Certify(new DateOnly(2099, 12, 31), _desk.Rooms);
        _node = await FakeNode.Connect(_desk.Server);
        _start = DateTimeOffset.UtcNow.AddSeconds(1);
        var booked = (await _desk.Clerk.Post("/api/briefings", SecretForms.Secret(_start, _desk.Rooms[..2]))).Expect(201);
        (_briefing, _session) = (booked.Id, booked["occurrences"][0].GetProperty("id").GetGuid());
        (await _desk.Approver.Post($"/api/briefings/{_briefing}/approve")).Expect(200);
        await _node.NextPlan();
        var file = new ByteArrayContent("%PDF-1.7"u8.ToArray());
        file.Headers.ContentType = new("application/octet-stream");
        _document = (await _desk.Clerk.Send(HttpMethod.Post, $"/api/briefings/{_briefing}/documents?name={SecretForms.Word}.pdf", file)).Expect(201).Id;
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        await _desk.DisposeAsync();
    }

    /// <summary>Every GET route with every identifier there is, as everybody; who may know is in the list to show that there is something to find.</summary>
    [Theory]
    [InlineData("stranger", true, Role.Clerk)]
    [InlineData("guest", true)]
    [InlineData("clerk", false, Role.Clerk)]
    [InlineData("approver", false, Role.Approver)]
    [InlineData("technician", false, Role.Technician)]
    [InlineData("admin", false, Role.Administrator)]
    public async Task No_route_tells_a_stranger(string userName, bool isStranger, params Role[] roles)
    {
        using var person = await _desk.Server.SignedIn(userName, roles);
        var telling = new HashSet<string>();
        foreach (var route in GetRoutes())
        {
            foreach (var path in Paths(route))
            {
                var answer = await person.Get(path);
                var text = await answer.Message.Content.ReadAsStringAsync() + answer.Message.Content.Headers;
                if (text.Contains("4711", StringComparison.Ordinal)) telling.Add(route);
            }
        }
        if (isStranger) Assert.Empty(telling);
        else Assert.Superset(new HashSet<string>
        {
            "api/briefings", "api/briefings/{id:guid}", "api/conferences", "api/conferences/{id:guid}",
            "api/briefings/{id:guid}/documents/{documentId:guid}",
        }, telling);
    }

    [Fact]
    public async Task A_stranger_sees_that_rooms_are_busy_and_is_told_why_he_sees_no_more()
    {
        using var stranger = await _desk.Server.SignedIn("stranger", Role.Clerk);
        var entry = Assert.Single((await stranger.Get("/api/briefings")).Expect(200).Body.EnumerateArray());
        Assert.Equal(("Bận", "", true), (entry.GetProperty("title").GetString(), entry.GetProperty("hostName").GetString(), entry.GetProperty("hidden").GetBoolean()));
        Assert.Equal(2, entry.GetProperty("roomIds").GetArrayLength());
        Assert.Equal([System.Text.Json.JsonValueKind.Null, System.Text.Json.JsonValueKind.Null], new[] { "chairRoomId", "secrecy" }.Select(name => entry.GetProperty(name).ValueKind));
        foreach (var path in new[] { $"/api/briefings/{_briefing}", $"/api/briefings/{_briefing}/attendance", $"/api/briefings/{_briefing}/recordings", $"/api/conferences/{_session}", $"/api/conferences/{_session}/levels" })
            Assert.Equal("secretHidden", (await stranger.Get(path)).Expect(403).Problem);
        Assert.Empty((await stranger.Get("/api/conferences")).Expect(200).Body.EnumerateArray());
        // Once it holds no room, there is nothing to say of it.
        (await _desk.Clerk.Post($"/api/briefings/{_briefing}/cancel")).Expect(200);
        Assert.Empty((await stranger.Get("/api/briefings")).Expect(200).Body.EnumerateArray());
        Assert.Single((await _desk.Clerk.Get("/api/briefings")).Expect(200).Body.EnumerateArray());
    }

    [Fact]
    public async Task A_clash_names_the_time_and_not_the_briefing()
    {
        using var stranger = await _desk.Server.SignedIn("stranger", Role.Clerk);
        var later = SeriesForms.Monday();
        (await _desk.Clerk.Post("/api/briefings", SecretForms.Secret(later, _desk.Rooms[..2]))).Expect(201);
        var once = Bookings.Form(later, later.AddHours(1), _desk.Rooms[1..3], "Khác");
        var optional = once.With("optionalRoomIds", new[] { _desk.Rooms[1] }).With("chairRoomId", _desk.Rooms[2]);
        foreach (var form in new[] { once, optional, SeriesForms.Weekly(later, _desk.Rooms[1..3], 2), SeriesForms.Weekly(later, _desk.Rooms[1..3], 2, onClash: "defective") })
        {
            Assert.Equal("Bận", Titles(await stranger.Post("/api/briefings/check", form)));
            Assert.Equal($"Họp {SecretForms.Word}", Titles(await _desk.Approver.Post("/api/briefings/check", form)));
        }
        Assert.Equal("Bận", (await stranger.Post("/api/briefings", once)).Expect(409)["clashes"][0].GetProperty("title").GetString());

        static string Titles(ApiAnswer check) => Assert.Single(Title().Matches(Regex.Unescape(check.Expect(200).Body.GetRawText())).Select(match => match.Groups[1].Value).Distinct());
    }

    [Fact]
    public async Task The_live_hub_is_silent_to_strangers_also_when_a_session_becomes_secret_while_they_watch()
    {
        var start = _desk.Server.Clock.GetUtcNow().AddMinutes(1.5);
        var form = Bookings.Form(start, start.AddHours(1), _desk.Rooms[2..], "Giao ban", connectAt: start.AddSeconds(-5));
        var open = (await _desk.Admin.Post("/api/briefings", form)).Expect(201);
        var session = open["occurrences"][0].GetProperty("id").GetGuid();
        await _node.NextPlan();
        await using var stranger = await Watch("stranger", Role.Clerk);
        await using var technician = await Watch("technician", Role.Technician);
        Assert.Null(await stranger.Line.InvokeAsync<BoardSnapshot?>(nameof(ILiveHub.Watch), _session));
        Assert.NotNull(await technician.Line.InvokeAsync<BoardSnapshot?>(nameof(ILiveHub.Watch), _session));
        Assert.Equal("Giao ban", (await stranger.Line.InvokeAsync<BoardSnapshot?>(nameof(ILiveHub.Watch), session))!.Head.Title);
        Assert.Equal("Giao ban", (await technician.Line.InvokeAsync<BoardSnapshot?>(nameof(ILiveHub.Watch), session))!.Head.Title);

        var secret = SecretForms.Secret(start, _desk.Rooms[2..]).With("connectAt", form["connectAt"]).With("version", 1);
        (await _desk.Admin.Put($"/api/briefings/{open.Id}", secret)).Expect(200);
        await technician.Until(session, $"Họp {SecretForms.Word}");
        Assert.DoesNotContain(stranger.Titles, title => title.Contains(SecretForms.Word, StringComparison.Ordinal));
        Assert.Null(await stranger.Line.InvokeAsync<BoardSnapshot?>(nameof(ILiveHub.Watch), session));
    }

    private async Task<Watcher> Watch(string userName, Role role) => await Watcher.Open(_desk.Server, await _desk.Server.SignedIn(userName, role));

    private IEnumerable<string> GetRoutes() => _desk.Server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Order == 0 && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(endpoint => endpoint.RoutePattern.RawText!.Trim('/')).Where(route => route.StartsWith("api/", StringComparison.Ordinal)).Distinct();

    private IEnumerable<string> Paths(string route)
    {
        if (!route.Contains('{', StringComparison.Ordinal)) return [$"/{route}", $"/{route}?from={_start.AddDays(-1):yyyy-MM-dd}&to={_start.AddDays(2):yyyy-MM-dd}"];
        return new[] { _briefing, _session }.Select(id => "/" + Parameter().Replace(route, match => match.Groups[1].Value switch
        {
            "id" => id.ToString(),
            "roomId" => _desk.Rooms[0].ToString(),
            "documentId" => _document.ToString(),
            var other => other,
        }));
    }

    [GeneratedRegex("\"title\":\"([^\"]*)\"")]
    private static partial Regex Title();

    [GeneratedRegex(@"\{(\w+)(:guid)?\}")]
    private static partial Regex Parameter();

    /// <summary>A page that watches boards, and the titles it was told.</summary>
    private sealed class Watcher(HubConnection line) : IAsyncDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<(Guid Conference, string Title)> _told = [];

        public HubConnection Line => line;

        public IEnumerable<string> Titles => _told.Select(told => told.Title);

        public static async Task<Watcher> Open(RunningServer server, ApiClient signedIn)
        {
            var line = new HubConnectionBuilder()
                .WithUrl(new Uri(server.Url, "/hubs/live"), http => http.Headers.Add("Authorization", signedIn.Http.DefaultRequestHeaders.Authorization!.ToString()))
                .AddJsonProtocol(json => ContractJson.Configure(json.PayloadSerializerOptions)).Build();
            var watcher = new Watcher(line);
            line.On<BoardDelta>(nameof(ILiveClient.BoardChanged), delta => watcher._told.Enqueue((delta.ConferenceId, delta.Head.Title)));
            await line.StartAsync();
            return watcher;
        }

        public async Task Until(Guid conference, string title)
        {
            for (var tries = 0; tries < 300 && !_told.Contains((conference, title)); tries++) await Task.Delay(50);
            Assert.Contains((conference, title), _told);
        }

        public ValueTask DisposeAsync() => line.DisposeAsync();
    }
}
