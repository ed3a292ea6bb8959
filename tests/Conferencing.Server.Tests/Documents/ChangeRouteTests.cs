using System.Net.Http.Json;
using System.Text.Json;
using Conferencing.Server.Api;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Documents;

/// <summary>No change of the API is lost to another, and no creation done twice: of every route somebody has decided how.</summary>
public sealed class ChangeRouteTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    /// <summary>Routes that change or remove without If-Match, and why.</summary>
    private const string Unconditional =
        """
        DELETE /api/session                                         ends one's own sign-in
        PUT    /api/session/language                                one value, one's own: the last word counts
        PUT    /api/session/phone                                   one value, one's own
        PUT    /api/session/mail                                    one value, one's own
        PUT    /api/session/password                                says the password it replaces
        PUT    /api/session/second-factor                           says a code of the key it confirms
        DELETE /api/accounts/{id}/second-factor                     whatever is there goes
        DELETE /api/accounts/{id}/openid                            whatever is there goes
        DELETE /api/tokens/{id}                                     a token never changes
        DELETE /api/reorganisations/{id}                            an act never changes, and one that was carried out is refused
        DELETE /api/delegations/{id}                                a loan never changes but by its end
        DELETE /api/feeds/{id}                                      an address never changes
        DELETE /api/briefings/{id}/documents/{documentId}           a file never changes
        PUT    /api/briefings/{id}/recording                        one value
        PUT    /api/holidays/{date}                                 all that is said of the day, by an administrator
        DELETE /api/holidays/{date}                                 whatever was said of the day goes
        DELETE /api/conferences/{id}/participants/{roomId}          a live act: what technicians see is a second old at most
        DELETE /api/conferences/{id}/participants/{roomId}/aside    a live act
        DELETE /api/conferences/{id}/sound                          a live act
        DELETE /api/recordings/{id}                                 a recording never changes
        DELETE /api/sip/accounts/{id}                               whatever password it has, it goes
        """;

    /// <summary>Routes that create without an Idempotency-Key, and why.</summary>
    private const string Unkeyed =
        """
        POST /api/setup                        its code opens once
        POST /api/tokens                       answers a secret, which is told once
        POST /api/feeds                        answers a secret, which is told once
        POST /api/sip/accounts                 answers a password, which is told once; a name is taken once
        POST /api/briefings/{id}/documents     content of any length, read once; a file put twice is seen and removed
        """;

    private readonly RunningServer _server = fixture.Server;

    [Fact]
    public void Every_route_that_changes_or_removes_takes_If_Match_or_has_a_reason() =>
        Assert.Equal(Listed(Unconditional), Routes().Where(one => one.Method is "PUT" or "PATCH" or "DELETE" && one.Endpoint.Metadata.GetMetadata<ConditionalRoute>() is null).Select(Name).Order());

    [Fact]
    public void Every_route_that_creates_takes_an_idempotency_key_or_has_a_reason()
    {
        var creating = Routes().Where(one => one.Method == "POST" && one.Endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Any(produced => produced.StatusCode == StatusCodes.Status201Created)).ToList();
        Assert.Equal(Listed(Unkeyed), creating.Where(one => one.Endpoint.Metadata.GetMetadata<OnceRoute>() is null).Select(Name).Order());
        Assert.Equal(10, creating.Count - Listed(Unkeyed).Count());
    }

    [Fact]
    public async Task Every_route_is_described_with_what_it_may_refuse()
    {
        var described = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "web", "openapi.json"))).RootElement.GetProperty("paths");
        foreach (var route in Routes())
        {
            var (at, method) = (PathOf(route), route.Method.ToLowerInvariant());
            Assert.True(described.TryGetProperty(at, out var path) && path.TryGetProperty(method, out _), $"{Name(route)} is not described");
            string[] wanted = [.. route.Endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null ? new[] { "401", "403" } : [], .. route.Endpoint.Metadata.GetMetadata<ConditionalRoute>() is null ? Array.Empty<string>() : ["412"], "default"];
            Assert.Empty(wanted.Except(described.GetProperty(at).GetProperty(method).GetProperty("responses").EnumerateObject().Select(answer => answer.Name)));
        }
    }

    [Fact]
    public async Task Every_route_that_tells_an_entity_tag_is_described_so_and_tells_it()
    {
        var described = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "web", "openapi.json"))).RootElement.GetProperty("paths");
        var telling = Routes().Where(route => IsDescribed(route.Method, PathOf(route))).Select(Name).Order().ToList();
        Assert.Equal(Routes().Where(route => route.Endpoint.Metadata.GetMetadata<TaggedRoute>() is not null).Select(Name).Order(), telling);
        Assert.Empty(new[] { "GET /api/briefings/{id}", "PUT /api/briefings/{id}", "GET /api/templates/{id}", "GET /api/room-groups/{id}", "POST /api/reorganisations/preview" }.Except(telling));

        using var clerk = await _server.SignedIn("clerk", Role.Clerk);
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        var rooms = await admin.AddRooms(1);
        var group = (await clerk.Post("/api/room-groups", new { name = "Nhóm", roomIds = rooms })).Expect(201);
        Assert.Equal("\"1\"", (await clerk.Get($"/api/room-groups/{group.Id}")).Expect(200).Message.Headers.ETag?.Tag);

        bool IsDescribed(string method, string path) =>
            described.GetProperty(path).GetProperty(method.ToLowerInvariant()).GetProperty("responses").TryGetProperty("200", out var answer) && answer.TryGetProperty("headers", out var headers) && headers.TryGetProperty("ETag", out _);
    }

    [Fact]
    public async Task A_change_of_what_somebody_else_has_changed_meanwhile_is_refused()
    {
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        var unit = (await admin.Post("/api/units", new { name = "Sở A", kind = "sở", validFrom = "2020-01-01" })).Expect(201);
        (string Path, ApiAnswer Read, Func<string, object> Form)[] things =
        [
            ("/api/units", unit, name => new { name, kind = "sở", validFrom = "2020-01-01" }),
            ("/api/sites", (await admin.Post("/api/sites", new { name = "Nhà A", unitId = unit.Id })).Expect(201), name => new { name, unitId = unit.Id }),
            ("/api/lines", (await admin.Post("/api/lines", new { name = "Tuyến A", kbits = 1000 })).Expect(201), name => new { name, kbits = 1000 }),
            ("/api/rooms", (await admin.Post("/api/rooms", new { name = "Phòng A", endpoints = new[] { new { address = "sip:a@10.0.0.1" } } })).Expect(201), name => new { name, endpoints = new[] { new { address = "sip:a@10.0.0.1" } } }),
            ("/api/accounts", (await admin.Post("/api/accounts", new { userName = "van.a", displayName = "Văn A", roles = new[] { "clerk" }, password = RunningServer.Password })).Expect(201), displayName => new { displayName, roles = new[] { "clerk" } }),
        ];
        foreach (var (path, read, form) in things)
        {
            var tag = read["tag"].GetString()!;
            Assert.Equal(tag, await TagOf(admin, path, read.Id));
            var changed = await Change(form("Tên mới"), tag);
            Assert.NotEqual(tag, changed.Expect(200)["tag"].GetString());
            Assert.Equal("changedMeanwhile", (await Change(form("Tên khác"), tag)).Expect(412).Problem);
            Assert.Equal(412, (await Change(form("Tên khác"), "\"khac\"")).Code);
            (await Change(form("Tên khác"), changed["tag"].GetString()!)).Expect(200);
            (await admin.Put($"{path}/{read.Id}", form("Tên sau cùng"))).Expect(200);
            (await Change(form("Tên gì cũng được"), "*")).Expect(200);
            if (path is "/api/lines" or "/api/rooms") Assert.Equal(412, (await admin.Send(HttpMethod.Delete, $"{path}/{read.Id}", null, ("If-Match", tag))).Code);

            Task<ApiAnswer> Change(object body, string match) => admin.Send(HttpMethod.Put, $"{path}/{read.Id}", JsonContent.Create(body), ("If-Match", match));
        }
    }

    [Fact]
    public async Task An_account_that_was_retired_has_the_tag_that_its_change_told()
    {
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        var made = (await admin.Post("/api/accounts", new { userName = "van.nghi", displayName = "Văn Nghỉ", roles = new[] { "clerk" }, password = RunningServer.Password })).Expect(201);
        var retired = (await admin.Put($"/api/accounts/{made.Id}", new { displayName = "Văn Nghỉ", roles = new[] { "clerk" }, disabled = true })).Expect(200);
        Assert.Equal(retired["tag"].GetString(), await TagOf(admin, "/api/accounts", made.Id));
    }

    [Fact]
    public async Task A_tag_is_another_with_the_password_and_the_same_with_another_name_of_the_unit()
    {
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        var made = (await admin.Post("/api/accounts", new { userName = "van.moi", displayName = "Văn Mới", roles = new[] { "clerk" }, password = RunningServer.Password })).Expect(201);
        var renewed = (await admin.Put($"/api/accounts/{made.Id}", new { displayName = "Văn Mới", roles = new[] { "clerk" }, newPassword = "một mật khẩu khác hẳn" })).Expect(200);
        Assert.NotEqual(made["tag"].GetString(), renewed["tag"].GetString());
        Assert.Equal(renewed["tag"].GetString(), await TagOf(admin, "/api/accounts", made.Id));

        var unit = (await admin.Post("/api/units", new { name = "Sở B", kind = "sở", validFrom = "2020-01-01" })).Expect(201);
        var room = (await admin.Post("/api/rooms", new { name = "Phòng B", unitId = unit.Id, endpoints = new[] { new { address = "sip:b@10.0.0.1" } } })).Expect(201);
        (await admin.Put($"/api/units/{unit.Id}", new { name = "Sở B mới", kind = "sở", validFrom = "2020-01-01" })).Expect(200);
        Assert.Equal(room["tag"].GetString(), await TagOf(admin, "/api/rooms", room.Id));
    }

    [Fact]
    public async Task A_creation_with_the_same_key_is_the_same_creation()
    {
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        using var other = await _server.SignedIn("admin2", Role.Administrator);
        var first = (await Create(admin, "mot", "Phòng mới")).Expect(201);
        var again = (await Create(admin, "mot", "Phòng mới")).Expect(201);
        Assert.Equal((first.Body.GetRawText(), first.Message.Headers.Location), (again.Body.GetRawText(), again.Message.Headers.Location));
        Assert.Equal("keyReused", (await Create(admin, "mot", "Phòng khác")).Expect(409).Problem);
        // What was refused may be asked for again, mended; another person's keys are his own.
        (await Create(admin, "hai", "")).Expect(400);
        (await Create(admin, "hai", "Phòng hai")).Expect(201);
        Assert.NotEqual(first.Id, (await Create(other, "mot", "Phòng mới")).Expect(201).Id);
        Assert.Equal(2, (await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray().Count(room => room.GetProperty("name").GetString() == "Phòng mới"));
        Assert.Equal(400, (await Create(admin, new string('k', 201), "Phòng")).Code);
        // The same key for another kind of thing is for another content.
        Assert.Equal("keyReused", (await admin.Send(HttpMethod.Post, "/api/lines", JsonContent.Create(new { name = "Tuyến", kbits = 64 }), (OnceKey.Header, "mot"))).Expect(409).Problem);
    }

    [Fact]
    public async Task A_creation_that_was_broken_off_is_not_done_again_by_its_key()
    {
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        var id = (await Create(admin, "dut", "Phòng dứt")).Expect(201).Id;
        // As a crash leaves it: the key is noted, its answer is not.
        await _server.Service<WriteGate>().Write(db => db.OnceKeys.Where(row => row.Key == "dut").ExecuteUpdateAsync(row => row.SetProperty(one => one.Answer, (string?)null)), CancellationToken.None);
        Assert.Equal("keyInUse", (await Create(admin, "dut", "Phòng dứt")).Expect(409).Problem);
        Assert.Equal([id], (await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray().Where(room => room.GetProperty("name").GetString() == "Phòng dứt").Select(room => room.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task A_creation_whose_caller_hung_up_after_it_was_stored_is_not_done_again_by_its_key()
    {
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        var account = (await admin.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        var (stored, wanted) = (0, new LineRequest { Name = "Tuyến", Kbits = 64 });
        ValueTask<object?> Store(EndpointFilterInvocationContext _)
        {
            stored++;
            throw new OperationCanceledException();
        }
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await CreatedOnce.Check(Asked(), wanted, Store));
        Assert.Equal("keyInUse", Assert.IsType<Refusal>(await CreatedOnce.Check(Asked(), wanted, Store)).Code);
        Assert.Equal(1, stored);

        EndpointFilterInvocationContext Asked()
        {
            var http = new DefaultHttpContext { RequestServices = _server.Service<IServiceProvider>(), User = Caller.Principal(new Account { Id = account, UserName = "admin" }, "test") };
            http.Request.Path = "/api/lines";
            http.Request.Headers[OnceKey.Header] = "lo";
            return EndpointFilterInvocationContext.Create(http, wanted);
        }
    }

    [Fact]
    public async Task What_is_kept_of_a_key_is_another_each_time_so_that_no_password_is_guessed_by_it()
    {
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        using var other = await _server.SignedIn("admin2", Role.Administrator);
        foreach (var person in new[] { admin, other }) (await Create(person, "kin", "Phòng kín")).Expect(201);
        var kept = await _server.Read(db => db.OnceKeys.Where(row => row.Key == "kin").Select(row => row.Hash).ToListAsync());
        Assert.Equal(2, kept.Distinct().Count());
    }

    [Fact]
    public async Task Of_many_at_once_one_creates()
    {
        using var admin = await _server.SignedIn("admin", Role.Administrator);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Create(admin, "nhieu", "Phòng nhiều")));
        Assert.All(answers, answer => Assert.True(answer.Code == 201 || answer.Problem == "keyInUse", answer.Body.GetRawText()));
        Assert.Single((await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray(), room => room.GetProperty("name").GetString() == "Phòng nhiều");
    }

    private static Task<ApiAnswer> Create(ApiClient person, string key, string name) => person.Send(
        HttpMethod.Post, "/api/rooms", JsonContent.Create(new { name, endpoints = new[] { new { address = "sip:moi@10.0.0.2" } } }), (OnceKey.Header, key));

    private static async Task<string?> TagOf(ApiClient person, string list, Guid id) =>
        (await person.Get(list)).Expect(200).Body.EnumerateArray().Single(one => one.GetProperty("id").GetGuid() == id).GetProperty("tag").GetString();

    private IEnumerable<(string Method, RouteEndpoint Endpoint)> Routes() => _server.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Order == 0 && endpoint.RoutePattern.RawText?.TrimStart('/').StartsWith("api/", StringComparison.Ordinal) == true)
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(method => (method, endpoint)));

    private static string Name((string Method, RouteEndpoint Endpoint) route) => $"{route.Method} {PathOf(route)}";

    private static string PathOf((string Method, RouteEndpoint Endpoint) route) => ("/" + route.Endpoint.RoutePattern.RawText!.Trim('/')).Replace(":guid", "", StringComparison.Ordinal);

    private static IEnumerable<string> Listed(string table) => table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words =>
    {
        Assert.True(words.Length > 2, "A route that is left out has a reason.");
        return $"{words[0]} {words[1]}";
    }).Order();
}
