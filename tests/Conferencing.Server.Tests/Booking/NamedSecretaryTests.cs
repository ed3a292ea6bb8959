using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Live;
using Conferencing.Server.Tests.Rig;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Conferencing.Server.Tests.Booking;

/// <summary>An account without any role that a briefing names as its secretary: what that opens, for which sessions, and for how long.</summary>
public sealed class NamedSecretaryTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = Bookings.Day(5);
    private Desk _desk = null!;
    private ApiClient _secretary = null!;
    private Guid _account;

    public async Task InitializeAsync()
    {
        _desk = await Desk.Open(2);
        _secretary = await _desk.Server.SignedIn("lan");
        _account = (await _secretary.Get("/api/session"))["user"].GetProperty("id").GetGuid();
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    private Dictionary<string, object?> Form(int hour = 8, Guid? named = null) =>
        Bookings.Form(Start.AddHours(hour - 8), Start.AddHours(hour - 7), _desk.Rooms).With("dossier", new { secretaryId = named ?? _account });

    private async Task<ApiAnswer> Book(Dictionary<string, object?> form) =>
        (await _desk.Approver.Get($"/api/briefings/{(await _desk.Approver.Post("/api/briefings", form)).Expect(201).Id}")).Expect(200);

    private static object Agenda(int version, string topic = "Mưa lũ", Guid? session = null) =>
        new { version, occurrenceId = session, agenda = new[] { new { topic } }, links = new[] { new { title = "Số liệu", url = "https://khanhhoa.gov.vn/so-lieu" } } };

    /// <summary>Every route that being named may open, as the named one is answered; the session has not begun, so acts on it are refused another way.</summary>
    private async Task<string> Opened(Guid briefing, Guid session)
    {
        var (about, live) = ($"/api/briefings/{briefing}", $"/api/conferences/{session}");
        (string Name, Task<ApiAnswer> Answer)[] asked =
        [
            ("read", _secretary.Get(about)), ("attendance", _secretary.Get($"{about}/attendance")), ("papers", _secretary.Put($"{about}/papers", Agenda(0))), ("file", DocumentTests.Upload(_secretary, briefing, "Biên bản.txt", "x"u8.ToArray())),
            ("board", _secretary.Get(live)), ("point", _secretary.Post($"{live}/agenda", new { })), ("floor", _secretary.Post($"{live}/participants/{_desk.Rooms[0]}/floor")),
            ("calendar", _secretary.Get("/api/briefings")), ("rooms", _secretary.Get("/api/rooms")), ("change", _secretary.Put(about, Form().With("version", 1))), ("cancel", _secretary.Post($"{about}/cancel", new { })), ("end", _secretary.Post($"{live}/end")),
        ];
        var open = new List<string>();
        foreach (var (name, answer) in asked)
        {
            if ((await answer).Code != 403) open.Add(name);
        }
        return string.Join(' ', open);
    }

    private const string All = "read attendance papers file board point floor";

    [Fact]
    public async Task Without_any_role_one_who_is_named_does_a_secretarys_work_in_that_briefing_and_in_no_other()
    {
        var (mine, other) = (await Book(Form()), await Book(Form(10, await AccountOf(_desk.Clerk))));
        Assert.Equal(All, await Opened(mine.Id, mine.Session(0)));
        Assert.Equal("", await Opened(other.Id, other.Session(0)));
        Assert.True((await _secretary.Get("/api/session"))["user"].GetProperty("named").GetBoolean());
        Assert.Equal(("Người lan", "lan", false), SecretaryOf(mine));
        Assert.Equal("Người lan", mine["dossier"].GetProperty("secretary").GetString());
        Assert.Equal((true, true, 1), MayOf((await _secretary.Get($"/api/briefings/{mine.Id}")).Expect(200)));
        Assert.Equal([(mine.Id, false, true)], (await _secretary.Get("/api/briefings/mine")).Expect(200).Body.EnumerateArray().Select(Own));
    }

    [Fact]
    public async Task An_administrator_makes_an_account_that_has_no_role_and_it_is_named()
    {
        var made = (await _desk.Admin.Post("/api/accounts", new { userName = "thu.ky", displayName = "Thư Ký", roles = Array.Empty<string>(), password = RunningServer.Password })).Expect(201);
        Assert.False(made["waiting"].GetBoolean());
        Assert.Contains((await _desk.Clerk.Get("/api/secretaries")).Expect(200).Body.EnumerateArray(), one => one.GetProperty("id").GetGuid() == made.Id);
        using var hers = _desk.Server.Client();
        (await hers.Post("/api/session", new { userName = "thu.ky", password = RunningServer.Password })).Expect(200);
        Assert.Equal(403, (await hers.Get("/api/briefings")).Code);
        var booked = await Book(Form(named: made.Id));
        (await hers.Get($"/api/briefings/{booked.Id}")).Expect(200);
        // Whoever signs in by the provider and has no role waits for one: that is no account to make on purpose.
        var expected = new { userName = "qua.nha.cung.cap", displayName = "Qua Nhà Cung Cấp", roles = Array.Empty<string>(), password = RunningServer.Password, openId = "lan@khanhhoa.gov.vn" };
        Assert.Equal("Xin chọn ít nhất một vai trò.", (await _desk.Admin.Post("/api/accounts", expected)).Expect(400)["errors"].GetProperty("roles")[0].GetString());
    }

    [Fact]
    public async Task Un_named_he_is_nobody_again_and_so_is_a_retired_account()
    {
        var booked = await Book(Form());
        (await _desk.Approver.Put($"/api/briefings/{booked.Id}", Form(named: await AccountOf(_desk.Clerk)).With("version", booked["version"].GetInt32()))).Expect(200);
        Assert.Equal("", await Opened(booked.Id, booked.Session(0)));
        Assert.Empty((await _secretary.Get("/api/briefings/mine")).Expect(200).Body.EnumerateArray());
        (await _desk.Approver.Put($"/api/briefings/{booked.Id}", Form().With("version", 2))).Expect(200);
        Assert.Equal(All, await Opened(booked.Id, booked.Session(0)));
        await Retire();
        Assert.Equal(401, (await _secretary.Get($"/api/briefings/{booked.Id}")).Code);
        var read = (await _desk.Approver.Get($"/api/briefings/{booked.Id}")).Expect(200);
        Assert.Equal(("Người lan", "lan", true), SecretaryOf(read));
        // It cannot be named any more, but what names it is still changed otherwise.
        Assert.Equal("personUnknown", await WhyNot(Form(12)));
        (await _desk.Approver.Put($"/api/briefings/{booked.Id}", Form().With("version", read["version"].GetInt32()).With("note", "Mang số liệu"))).Expect(200);
        Assert.DoesNotContain((await _desk.Clerk.Get("/api/secretaries")).Expect(200).Body.EnumerateArray(), one => one.GetProperty("id").GetGuid() == _account);
    }

    [Fact]
    public async Task Nobody_is_named_who_is_not_there()
    {
        Assert.Equal("personUnknown", await WhyNot(Form(named: Guid.NewGuid())));
        var known = (await _desk.Clerk.Get("/api/secretaries")).Expect(200).Body.EnumerateArray().Select(one => one.GetProperty("userName").GetString());
        Assert.Equal(["admin", "approver", "clerk", "lan"], known.Order());
    }

    [Fact]
    public async Task Of_a_series_all_sessions_are_his_or_one_alone()
    {
        var monday = SeriesForms.Monday();
        var form = SeriesForms.Weekly(monday, _desk.Rooms, 3).With("dossier", new { secretary = "Bà Mai" });
        var series = await Book(form);
        var second = Bookings.Form(monday.AddDays(7), monday.AddDays(7).AddHours(1), _desk.Rooms).With("dossier", new { secretaryId = _account })
            .With("version", series["version"].GetInt32()).With("scope", "this").With("occurrenceId", series.Session(1));
        (await _desk.Approver.Put($"/api/briefings/{series.Id}", second)).Expect(200);
        var read = (await _secretary.Get($"/api/briefings/{series.Id}")).Expect(200);
        Assert.Equal((true, false, 1), MayOf(read));
        Assert.Equal(403, (await _secretary.Post($"/api/conferences/{series.Session(0)}/agenda", new { })).Code);
        Assert.NotEqual(403, (await _secretary.Post($"/api/conferences/{series.Session(1)}/agenda", new { })).Code);
        var version = read["version"].GetInt32();
        (await _secretary.Put($"/api/briefings/{series.Id}/papers", Agenda(version))).Expect(403);
        var kept = (await _secretary.Put($"/api/briefings/{series.Id}/papers", Agenda(version, session: series.Session(1)))).Expect(200);
        Assert.Equal([0, 1], [kept["dossier"].GetProperty("agenda").GetArrayLength(), kept["occurrences"][1].GetProperty("dossier").GetProperty("agenda").GetArrayLength()]);
        Assert.Equal([(series.Id, false, true)], (await _secretary.Get("/api/briefings/mine")).Expect(200).Body.EnumerateArray().Select(Own));
        // Named for the whole, he has those of its sessions that name nobody else.
        (await _desk.Approver.Put($"/api/briefings/{series.Id}", form.With("dossier", new { secretaryId = _account }).With("version", kept["version"].GetInt32()))).Expect(200);
        Assert.Equal((true, true, 3), MayOf((await _secretary.Get($"/api/briefings/{series.Id}")).Expect(200)));
    }

    [Fact]
    public async Task A_secret_briefing_is_no_secret_to_him_and_still_one_to_others()
    {
        await _desk.Admin.Certify(new DateOnly(2099, 12, 31), _desk.Rooms);
        using var other = await _desk.Server.SignedIn("hoa", Role.Clerk);
        using var named = await _desk.Server.SignedIn("minh", Role.Clerk);
        var form = SecretForms.Secret(Start, _desk.Rooms).With("dossier", new { secretaryId = await AccountOf(named) });
        var booked = await Book(form);
        foreach (var (person, sees) in new[] { (named, true), (other, false) })
        {
            Assert.Equal(sees ? 200 : 403, (await person.Get($"/api/briefings/{booked.Id}")).Code);
            var days = Uri.EscapeDataString(Bookings.Text(Start.AddDays(-1)));
            var entry = (await person.Get($"/api/briefings?from={days}")).Expect(200).Body.EnumerateArray().Single(one => one.GetProperty("briefingId").GetGuid() == booked.Id);
            Assert.Equal(!sees, entry.GetProperty("hidden").GetBoolean());
            // Clashing with it says its name to whom knows of it.
            var clash = (await person.Post("/api/briefings", Form())).Expect(409);
            Assert.Equal(sees, clash.Body.GetRawText().Contains(SecretForms.Word, StringComparison.Ordinal));
        }
        (await named.Put($"/api/briefings/{booked.Id}/papers", Agenda(booked["version"].GetInt32()))).Expect(200);
    }

    [Fact]
    public async Task Agenda_and_links_are_kept_without_asking_anybody_again_by_the_version_that_was_read()
    {
        var booked = await Book(Form());
        var (path, version) = ($"/api/briefings/{booked.Id}/papers", booked["version"].GetInt32());
        Assert.True((await _secretary.Put(path, new { agenda = Array.Empty<object>() })).Expect(400)["errors"].TryGetProperty("version", out _));
        var kept = (await _secretary.Put(path, Agenda(version))).Expect(200);
        Assert.Equal(("approved", "Mưa lũ", "Số liệu", "Người lan"), (kept["status"].GetString(), kept["dossier"].GetProperty("agenda")[0].GetProperty("topic").GetString(),
            kept["dossier"].GetProperty("links")[0].GetProperty("title").GetString(), kept["dossier"].GetProperty("secretary").GetString()));
        Assert.Equal(("papersChanged", "Người lan"), kept["history"].EnumerateArray().Select(line => (line.GetProperty("action").GetString(), line.GetProperty("who").GetString())).Last());
        Assert.Equal("staleVersion", (await _secretary.Put(path, Agenda(version, "Khác"))).Expect(409).Problem);
        Assert.Equal(412, (await _secretary.Send(HttpMethod.Put, path, System.Net.Http.Json.JsonContent.Create(new { }), ("If-Match", $"\"{version}\""))).Code);
        var wrong = (await _secretary.Put(path, Agenda(version + 1, new string('x', 400)))).Expect(400);
        Assert.Equal("Dài quá 300 ký tự.", wrong["errors"].GetProperty("agenda[0].topic")[0].GetString());
        // Also who books keeps them; who only reads does not.
        (await _desk.Approver.Put(path, Agenda(version + 1, "Mưa lũ, sạt lở"))).Expect(200);
        using var technician = await _desk.Server.SignedIn("kythuat", Role.Technician);
        (await technician.Put(path, Agenda(version + 2))).Expect(403);
        (await _desk.Clerk.Put(path, Agenda(version + 2))).Expect(403);
    }

    [Fact]
    public async Task The_live_board_opens_for_his_sessions_only()
    {
        await using var node = await FakeNode.Connect(_desk.Server);
        var now = DateTimeOffset.UtcNow.AddSeconds(1);
        var (mine, other) = (await Now(_desk.Rooms[..1], _account), await Now(_desk.Rooms[1..], await AccountOf(_desk.Clerk)));
        await using var page = new HubConnectionBuilder().WithUrl(new Uri(_desk.Server.Url, LiveHub.Path), options => options.Headers["Authorization"] = _secretary.Http.DefaultRequestHeaders.Authorization!.ToString())
            .AddJsonProtocol(json => ContractJson.Configure(json.PayloadSerializerOptions)).Build();
        await page.StartAsync();
        foreach (var (session, sees) in new[] { (mine.Session(0), true), (other.Session(0), false) })
        {
            Assert.Equal(sees, await page.InvokeAsync<BoardSnapshot?>(nameof(ILiveHub.Watch), session) is not null);
        }

        async Task<ApiAnswer> Now(Guid[] rooms, Guid named)
        {
            var booked = await Book(Bookings.Form(now, now.AddHours(1), rooms).With("dossier", new { secretaryId = named }));
            await node.NextPlan();
            return booked;
        }
    }

    [Fact]
    public async Task Who_must_set_up_a_second_step_first_has_nothing_of_it_yet()
    {
        await using var desk = await Desk.Open(1, "--SignIn:TwoFactorFor", "Clerk,Secretary");
        using var clerk = desk.Server.Client();
        (await clerk.Post("/api/session", new { userName = "clerk", password = RunningServer.Password })).Expect(200);
        var account = (await clerk.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        var form = Bookings.Form(Start, Start.AddHours(1), desk.Rooms).With("dossier", new { secretaryId = account });
        var booked = (await desk.Approver.Post("/api/briefings", form)).Expect(201);
        (await desk.Clerk.Post("/api/briefings", Bookings.Form(Start.AddHours(2), Start.AddHours(3), desk.Rooms))).Expect(201);
        Assert.Equal("notAllowed", (await clerk.Get($"/api/briefings/{booked.Id}")).Expect(403).Problem);
        Assert.Empty((await clerk.Get("/api/briefings/mine")).Expect(200).Body.EnumerateArray());
        Assert.False((await clerk.Get("/api/session"))["user"].GetProperty("named").GetBoolean());
        // A program's token is not held up by the second step.
        (await desk.Clerk.Get($"/api/briefings/{booked.Id}")).Expect(200);
        Assert.Equal(2, (await desk.Clerk.Get("/api/briefings/mine")).Expect(200).Body.GetArrayLength());
    }

    [Fact]
    public async Task Many_sessions_that_are_past_do_not_hide_what_is_ahead()
    {
        var booked = await Book(Form());
        var now = NodaTime.SystemClock.Instance.GetCurrentInstant();
        await _desk.Server.Service<WriteGate>().Write(async db =>
        {
            db.Occurrences.AddRange(Enumerable.Range(1, 600).Select(hours => now - NodaTime.Duration.FromHours(hours)).Select(start => new OccurrenceRow
            {
                Id = Guid.CreateVersion7(),
                BriefingId = booked.Id,
                Start = start,
                End = start + NodaTime.Duration.FromMinutes(30),
                ConnectAt = start,
                Status = Conferencing.Booking.BookingStatus.Approved,
            }));
            return await db.SaveChangesAsync();
        }, CancellationToken.None);
        var own = (await _secretary.Get("/api/briefings/mine")).Expect(200).Body.EnumerateArray().ToList();
        Assert.Equal((201, booked.Session(0)), (own.Count, own[^1].GetProperty("id").GetGuid()));
        var starts = own.ConvertAll(one => one.GetProperty("start").GetDateTimeOffset());
        Assert.Equal(starts.Order(), starts);
        Assert.Equal(200, Math.Round((now.ToDateTimeOffset() - starts[0]).TotalHours));
    }

    [Fact]
    public async Task Nobody_is_named_who_came_by_himself_and_waits_for_a_role()
    {
        await Put(account => account.OpenIdSubject = "lan");
        Assert.Equal("personUnknown", await WhyNot(Form()));
        Assert.DoesNotContain((await _desk.Clerk.Get("/api/secretaries")).Expect(200).Body.EnumerateArray(), one => one.GetProperty("id").GetGuid() == _account);
        await Put(account => account.Roles = [Role.Auditor]);
        await Book(Form());
        await Put(account => (account.Roles, account.UnitRoles) = ([], [new UnitRole(Role.Clerk, Guid.NewGuid())]));
        await Book(Form(10));
    }

    [Fact]
    public async Task Being_named_opens_no_route_that_is_about_no_briefing_but_the_live_connection()
    {
        await Book(Form());
        var lan = Caller.Principal(new Account { Id = _account, UserName = "lan", DisplayName = "Người lan" }, "test");
        foreach (var (policy, opens) in new[] { (Policies.Follow, false), (Policies.Prepare, false), (Policies.Lead, false), (Policies.Watch, true) })
        {
            Assert.Equal(opens, (await _desk.Server.Service<IAuthorizationService>().AuthorizeAsync(lan, new DefaultHttpContext(), policy)).Succeeded);
        }
    }

    [Fact]
    public async Task Of_a_secret_series_also_whom_one_session_names_makes_a_template()
    {
        await _desk.Admin.Certify(new DateOnly(2099, 12, 31), _desk.Rooms);
        using var other = await _desk.Server.SignedIn("hoa", Role.Clerk);
        using var named = await _desk.Server.SignedIn("minh", Role.Clerk);
        var monday = SeriesForms.Monday();
        var series = await Book(SeriesForms.Weekly(monday, _desk.Rooms, 2).With("secrecy", "secret"));
        var second = Bookings.Form(monday.AddDays(7), monday.AddDays(7).AddHours(1), _desk.Rooms).With("dossier", new { secretaryId = await AccountOf(named) })
            .With("version", series["version"].GetInt32()).With("scope", "this").With("occurrenceId", series.Session(1));
        (await _desk.Approver.Put($"/api/briefings/{series.Id}", second)).Expect(200);
        var template = new { name = "Giao ban tuần", briefingId = series.Id };
        Assert.Equal("secretHidden", (await other.Post("/api/templates", template)).Expect(403).Problem);
        (await named.Post("/api/templates", template)).Expect(201);
    }

    private async Task<string?> WhyNot(Dictionary<string, object?> form)
    {
        var refused = (await _desk.Approver.Post("/api/briefings", form)).Expect(400);
        Assert.True(refused["errors"].TryGetProperty("dossier.secretaryId", out var told), refused.Body.GetRawText());
        return told[0].GetString() == "Không có người này, hoặc tài khoản đã ngừng." ? "personUnknown" : told[0].GetString();
    }

    private Task Retire() => Put(account => account.Retire(NodaTime.SystemClock.Instance.GetCurrentInstant()));

    private async Task Put(Action<Account> change) => Assert.Equal(1, await _desk.Server.Service<WriteGate>().Write(async db =>
    {
        change(await db.Users.SingleAsync(one => one.Id == _account));
        return await db.SaveChangesAsync();
    }, CancellationToken.None));

    private static async Task<Guid> AccountOf(ApiClient person) => (await person.Get("/api/session"))["user"].GetProperty("id").GetGuid();

    private static (string?, string?, bool) SecretaryOf(ApiAnswer briefing)
    {
        var account = briefing["dossier"].GetProperty("secretaryAccount");
        return (account.GetProperty("displayName").GetString(), account.GetProperty("userName").GetString(), account.GetProperty("retired").GetBoolean());
    }

    private static (bool Documents, bool Papers, int Leads) MayOf(ApiAnswer briefing) =>
        (briefing["may"].GetProperty("documents").GetBoolean(), briefing["may"].GetProperty("papers").GetBoolean(), briefing["may"].GetProperty("leads").GetArrayLength());

    private static (Guid, bool, bool) Own(System.Text.Json.JsonElement session) =>
        (session.GetProperty("briefingId").GetGuid(), session.GetProperty("booked").GetBoolean(), session.GetProperty("secretary").GetBoolean());
}
