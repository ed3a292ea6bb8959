using System.Text.Json;
using Conferencing.Server.Data;
using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Access;

/// <summary>Signing in at a provider nobody here wrote, the way a browser does.</summary>
public sealed class OpenIdTests(OpenIdTests.ProviderOfAll shared) : IClassFixture<OpenIdTests.ProviderOfAll>, IAsyncLifetime
{
    private const string HasMail = "ha@khanhhoa.gov.vn";

    private readonly OpenIdProvider _provider = shared.Provider;
    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private readonly ShiftedClock _clock = new();

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start(null, _clock, [.. _provider.Settings, "--OpenId:MaxWaiting", "2"]);
        _admin = await _server.SignedIn("quantri", Role.Administrator);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private long Counted(string name) => _server.Service<Counters>().Read().GetValueOrDefault(name);

    private async Task<Guid> Add(string userName, string? openId, params string[] roles) =>
        (await _admin.Post("/api/accounts", new { userName, displayName = $"Người {userName}", roles, openId, password = openId is null ? RunningServer.Password : null })).Expect(201).Id;

    private async Task<JsonElement> Listed(Guid id) =>
        (await _admin.Get("/api/accounts")).Expect(200).Body.EnumerateArray().Single(account => account.GetProperty("id").GetGuid() == id);

    private static async Task<JsonElement> Me(OpenIdBrowser browser) => (await browser.Api.Get("/api/session")).Expect(200)["user"];

    private Task<Account> Stored(Guid id) => _server.Read(db => db.Users.AsNoTracking().SingleAsync(one => one.Id == id));

    [Fact]
    public async Task Who_is_not_expected_gets_an_account_without_a_role_which_an_administrator_sees_first_and_gives_roles()
    {
        using var browser = new OpenIdBrowser(_server);
        Assert.Equal("/calendar?view=week", await browser.SignIn("ha", "/calendar?view=week"));
        var me = await Me(browser);
        Assert.Equal(("ha", "Nguyễn Thị Thu Hà", 0, false), (me.GetProperty("userName").GetString(), me.GetProperty("displayName").GetString(), me.GetProperty("roles").GetArrayLength(), me.GetProperty("hasPassword").GetBoolean()));
        Assert.Equal("notAllowed", (await browser.Api.Get("/api/rooms")).Expect(403).Problem);

        await _server.SignedIn("anh", Role.Clerk);
        var first = (await _admin.Get("/api/accounts")).Expect(200).Body[0];
        Assert.Equal((me.GetProperty("id").GetGuid(), true), (first.GetProperty("id").GetGuid(), first.GetProperty("waiting").GetBoolean()));
        (await _admin.Put($"/api/accounts/{me.GetProperty("id").GetGuid()}", new { displayName = "Thu Hà", roles = new[] { "clerk" } })).Expect(200);
        (await browser.Api.Get("/api/rooms")).Expect(200);
        (await browser.Api.Delete("/api/session")).Expect(204);
        (await browser.Api.Get("/api/rooms")).Expect(401);

        // The second time the provider knows him still, and he is the same here.
        Assert.Equal("/live", await browser.SignIn("ha", "/live"));
        Assert.Equal(me.GetProperty("id").GetGuid(), (await Me(browser)).GetProperty("id").GetGuid());
        (await browser.Api.Get("/api/rooms")).Expect(200);
    }

    [Fact]
    public async Task A_verified_address_an_administrator_has_entered_links_the_account_once_and_for_all()
    {
        var id = await Add("thu.ha", " HA@khanhhoa.gov.vn ", "clerk");
        Assert.Equal(HasMail, (await Listed(id)).GetProperty("openId").GetProperty("expected").GetString());
        using var browser = new OpenIdBrowser(_server);
        Assert.Equal("/", await browser.SignIn("ha"));
        Assert.Equal(id, (await Me(browser)).GetProperty("id").GetGuid());
        var account = await Stored(id);
        Assert.Equal((_provider.Issuer.ToString().TrimEnd('/'), "ha", (string?)null), (account.OpenIdIssuer, account.OpenIdSubject, account.OpenIdExpected));
        var trail = (await _admin.Get($"/api/audit?thing={id}")).Expect(200).Body.ToString();
        Assert.Contains("liên kết với OpenID", trail, StringComparison.Ordinal);

        // Linked is linked: the address may be entered for somebody else, and leads him nowhere new.
        await Add("khac", HasMail, "administrator");
        (await browser.Api.Delete("/api/session")).Expect(204);
        await browser.SignIn("ha");
        Assert.Equal(id, (await Me(browser)).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task Who_came_before_an_administrator_entered_him_is_linked_the_next_time_unless_his_new_account_is_in_use()
    {
        using var browser = new OpenIdBrowser(_server);
        await browser.SignIn("ha");
        var made = (await Me(browser)).GetProperty("id").GetGuid();
        var id = await Add("thu.ha", HasMail, "clerk");
        await browser.SignIn("ha");
        Assert.Equal(id, (await Me(browser)).GetProperty("id").GetGuid());
        var left = await Stored(made);
        Assert.Equal((true, (string?)null), (left.Disabled, left.OpenIdSubject));

        (await _admin.Delete($"/api/accounts/{id}/openid")).Expect(204);
        await browser.SignIn("ha");
        var second = (await Me(browser)).GetProperty("id").GetGuid();
        (await _admin.Put($"/api/accounts/{second}", new { displayName = "Hà", roles = new[] { "secretary" } })).Expect(200);
        (await _admin.Put($"/api/accounts/{id}", new { displayName = "Hà", roles = new[] { "clerk" }, openId = HasMail })).Expect(200);
        await browser.SignIn("ha");
        Assert.Equal(second, (await Me(browser)).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task An_address_the_provider_has_not_verified_and_a_name_link_nothing()
    {
        var id = await Add("sep", "quantri@khanhhoa.gov.vn", "administrator");
        using var browser = new OpenIdBrowser(_server);
        await browser.SignIn("gia");
        var me = await Me(browser);
        Assert.NotEqual(id, me.GetProperty("id").GetGuid());
        Assert.Equal(0, me.GetProperty("roles").GetArrayLength());
        Assert.StartsWith("quantri-", me.GetProperty("userName").GetString(), StringComparison.Ordinal);
        Assert.Null((await Stored(id)).OpenIdSubject);
    }

    [Fact]
    public async Task Addresses_people_enter_for_themselves_link_nothing()
    {
        await Add("tu.nhan", null, "administrator");
        using var page = _server.Client();
        (await page.Post("/api/session", new { userName = "tu.nhan", password = RunningServer.Password })).Expect(200);
        (await page.Put("/api/session/mail", new { mail = HasMail })).Expect(204);
        using var browser = new OpenIdBrowser(_server);
        await browser.SignIn("ha");
        Assert.Equal(0, (await Me(browser)).GetProperty("roles").GetArrayLength());
    }

    [Fact]
    public async Task A_retired_account_is_refused_whether_linked_or_expected()
    {
        var id = await Add("thu.ha", HasMail, "clerk");
        (await _admin.Put($"/api/accounts/{id}", new { displayName = "Hà", roles = new[] { "clerk" }, openId = HasMail, disabled = true })).Expect(200);
        using var browser = new OpenIdBrowser(_server);
        Assert.Equal("/signin?openid=disabled", await browser.SignIn("ha"));
        Assert.Null((await Stored(id)).OpenIdSubject);
        (await _admin.Put($"/api/accounts/{id}", new { displayName = "Hà", roles = new[] { "clerk" }, openId = HasMail })).Expect(200);
        Assert.Equal("/", await browser.SignIn("ha"));
        (await _admin.Put($"/api/accounts/{id}", new { displayName = "Hà", roles = new[] { "clerk" }, disabled = true })).Expect(200);
        (await browser.Api.Get("/api/rooms")).Expect(401);
        Assert.Equal("/signin?openid=disabled", await browser.SignIn("ha"));
        Assert.Equal(JsonValueKind.Null, (await Me(browser)).ValueKind);
        Assert.Equal(2, Counted("signIn.openId.disabled"));
        Assert.Contains("từ chối đăng nhập OpenID", (await _admin.Get($"/api/audit?thing={id}")).Expect(200).Body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_cannot_make_accounts_without_end_and_one_turned_away_stays_away()
    {
        using var first = new OpenIdBrowser(_server);
        using var second = new OpenIdBrowser(_server);
        using var third = new OpenIdBrowser(_server);
        await first.SignIn("ha");
        await second.SignIn("khach");
        var stranger = await Me(second);
        Assert.Equal("Kháchlạ", stranger.GetProperty("displayName").GetString());
        Assert.Equal("/signin?openid=full", await third.SignIn("khach2"));
        Assert.Equal(1, Counted("signIn.openId.full"));
        var id = stranger.GetProperty("id").GetGuid();
        Assert.Equal("invalid", (await _admin.Put($"/api/accounts/{id}", new { displayName = "Khách", roles = Array.Empty<string>() })).Expect(400).Problem);
        (await _admin.Put($"/api/accounts/{id}", new { displayName = "Khách", roles = Array.Empty<string>(), disabled = true })).Expect(200);
        Assert.Equal("/", await third.SignIn("khach2"));
        Assert.Equal("/signin?openid=disabled", await second.SignIn("khach"));
    }

    [Fact]
    public async Task An_account_taken_off_the_provider_is_found_by_another_way_only()
    {
        var id = await Add("thu.ha", HasMail, "clerk");
        using var browser = new OpenIdBrowser(_server);
        await browser.SignIn("ha");
        (await _admin.Delete($"/api/accounts/{id}/openid")).Expect(204);
        (await browser.Api.Get("/api/rooms")).Expect(401);
        Assert.Equal("openIdNotLinked", (await _admin.Delete($"/api/accounts/{id}/openid")).Expect(409).Problem);
        await browser.SignIn("ha");
        Assert.NotEqual(id, (await Me(browser)).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task What_is_entered_for_an_account_must_be_an_address_no_other_account_waits_for()
    {
        await Add("thu.ha", HasMail, "clerk");
        foreach (var (entered, code) in new[] { ("khong phai thu", "openIdMalformed"), (HasMail, "openIdTaken") })
        {
            var answer = (await _admin.Post("/api/accounts", new { userName = "b", displayName = "B", roles = new[] { "clerk" }, openId = entered })).Expect(400);
            Assert.Equal(Conferencing.Server.Messages.MessageTable.Text(Language.Vi, code), answer["errors"].GetProperty("openId")[0].GetString());
        }
        // Who neither has a password nor is expected could never sign in.
        Assert.True((await _admin.Post("/api/accounts", new { userName = "b", displayName = "B", roles = new[] { "clerk" } })).Expect(400)["errors"].TryGetProperty("password", out _));
    }

    [Fact]
    public async Task Who_says_no_at_the_provider_is_told_so()
    {
        using var browser = new OpenIdBrowser(_server);
        var question = await browser.Ask();
        Assert.Equal("/signin?openid=denied", (await browser.Follow(question.Abort)).Address.PathAndQuery);
        Assert.Equal(1, Counted("signIn.openId.denied"));
    }

    [Fact]
    public async Task Answers_nobody_asked_for_or_of_another_browser_or_twice_open_nothing()
    {
        using var browser = new OpenIdBrowser(_server);
        var answer = await browser.SubmitAndStop(await browser.Ask(), "ha");
        Assert.Equal("/openid/back", answer.AbsolutePath);
        using var other = new OpenIdBrowser(_server);
        Assert.Equal("/signin?openid=expired", (await other.Follow(answer)).Address.PathAndQuery);
        Assert.Equal("/signin?openid=state", (await other.Follow(new Uri(_server.Url, "/openid/back?code=abc&state=forged"))).Address.PathAndQuery);
        Assert.Equal("/signin?openid=state", (await other.Follow(new Uri(_server.Url, "/openid/back?code=abc"))).Address.PathAndQuery);
        Assert.Equal("/signin?openid=state", (await other.Follow(new Uri(_server.Url, "/openid/back?error=x%0d%0aSet-Cookie:a=b&error_description=%0a2026"))).Address.PathAndQuery);
        Assert.Equal(JsonValueKind.Null, (await Me(other)).ValueKind);
        Assert.Equal("/", (await browser.Follow(answer)).Address.PathAndQuery);
        Assert.Equal("/signin?openid=expired", (await browser.Follow(answer)).Address.PathAndQuery);
        Assert.Equal((2, 3), (Counted("signIn.openId.expired"), Counted("signIn.openId.state")));
    }

    [Fact]
    public async Task Nobody_is_sent_to_another_place_after_signing_in()
    {
        foreach (var to in new[] { "https://xau.example/", "//xau.example/", "/\\xau.example/", "javascript:alert(1)", "/a\r\nSet-Cookie: a=b", "/openid/sign-out", "/họp" })
        {
            using var browser = new OpenIdBrowser(_server);
            Assert.Equal((to, "/"), (to, await browser.SignIn("ha", to)));
        }
    }

    [Fact]
    public async Task Cookies_of_the_way_are_read_by_no_script_and_sent_to_no_other_page()
    {
        using var browser = new OpenIdBrowser(_server);
        await browser.SignIn("ha");
        var way = browser.Kept.Where(cookie => cookie.StartsWith("conferencing.openid.", StringComparison.Ordinal) && !cookie.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(2, way.Count);
        Assert.All(way, cookie => Assert.True(cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase) && cookie.Contains("samesite=lax", StringComparison.OrdinalIgnoreCase) && cookie.Contains("path=/openid/back", StringComparison.OrdinalIgnoreCase), cookie));
        Assert.Contains(browser.Kept, cookie => cookie.StartsWith("conferencing=", StringComparison.Ordinal) && cookie.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase));

        await using var behind = await RunningServer.Start(null, null, [.. _provider.Settings, "--OpenId:PagesUrl", "https://hop.khanhhoa.gov.vn/"]);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var asked = await http.GetAsync(new Uri(behind.Url, "/openid/sign-in"));
        Assert.All(asked.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_provider_that_is_away_keeps_nobody_from_signing_in_by_password()
    {
        await using var provider = await OpenIdProvider.Start();
        await using var server = await RunningServer.Start(null, null, provider.Settings);
        using var browser = new OpenIdBrowser(server);
        var answer = await browser.SubmitAndStop(await browser.Ask(), "ha");
        await provider.Stop();
        Assert.Equal("/signin?openid=away", (await browser.Follow(answer)).Address.PathAndQuery);
        // One that starts while the provider is away has never heard of it.
        await using var late = await RunningServer.Start(null, null, provider.Settings);
        await late.SignedIn("quantri", Role.Administrator);
        using var other = new OpenIdBrowser(late);
        Assert.Equal("/signin?openid=away", (await other.Ask()).Address.PathAndQuery);
        Assert.Equal("/signin", (await other.Follow(new Uri(late.Url, "/openid/sign-out"))).Address.PathAndQuery);
        (await other.Api.Post("/api/session", new { userName = "quantri", password = RunningServer.Password })).Expect(200);
        (await other.Api.Get("/api/rooms")).Expect(200);
    }

    [Fact]
    public async Task Where_passwords_are_for_administrators_all_others_are_sent_to_the_provider()
    {
        await using var strict = await RunningServer.Start(null, null, [.. _provider.Settings, "--SignIn:Passwords", "Administrators"]);
        await strict.SignedIn("quantri", Role.Administrator);
        await strict.SignedIn("thuky", Role.Clerk);
        using var page = strict.Client();
        object Words(string userName, string password = RunningServer.Password) => new { userName, password };
        var refused = (await page.Post("/api/session", Words("thuky"))).Expect(401);
        Assert.Equal(("signInByOpenId", "Tài khoản này đăng nhập bằng Cổng tỉnh, không dùng mật khẩu."), (refused.Problem, refused["detail"].GetString()));
        // Whose password is wrong learns nothing of how the account signs in.
        Assert.Equal("signInWrong", (await page.Post("/api/session", Words("thuky", "sai-mat-khau"))).Expect(401).Problem);
        var session = (await page.Post("/api/session", Words("quantri"))).Expect(200);
        Assert.Equal(("Cổng tỉnh", false), (session["signIn"].GetProperty("openId").GetString(), session["signIn"].GetProperty("passwords").GetBoolean()));
    }

    [Fact]
    public async Task Where_passwords_are_for_administrators_no_account_is_made_without_a_role()
    {
        await using var strict = await RunningServer.Start(null, null, [.. _provider.Settings, "--SignIn:Passwords", "Administrators"]);
        using var admin = await strict.SignedIn("quantri", Role.Administrator);
        object Form(string? openId, params string[] roles) => new { userName = "thu.ky", displayName = "Thư Ký", roles, openId, password = RunningServer.Password };
        const string Said = "Ở đây chỉ quản trị viên đăng nhập bằng mật khẩu: tài khoản không có vai trò thì không ai đăng nhập được. Xin chọn vai trò, và nhập người đó là ai ở Cổng tỉnh.";
        Assert.Equal(Said, Wrong(await admin.Post("/api/accounts", Form(null))));
        Assert.Equal("Xin chọn ít nhất một vai trò.", Wrong(await admin.Post("/api/accounts", Form(HasMail))));
        var id = (await admin.Post("/api/accounts", Form(null, "clerk"))).Expect(201).Id;
        Assert.Equal(Said, Wrong(await admin.Put($"/api/accounts/{id}", new { displayName = "Thư Ký", roles = Array.Empty<string>() })));
        (await admin.Put($"/api/accounts/{id}", new { displayName = "Thư Ký", roles = Array.Empty<string>(), disabled = true })).Expect(200);

        static string Wrong(ApiAnswer answer) => Assert.Single(answer.Expect(400)["errors"].GetProperty("roles").EnumerateArray()).GetString()!;
    }

    [Fact]
    public async Task Who_has_a_second_step_here_is_asked_for_its_code_after_the_provider()
    {
        var id = await Add("thu.ha", HasMail, "clerk");
        using var browser = new OpenIdBrowser(_server);
        await browser.SignIn("ha");
        // Without a password of his own there is none to ask for.
        var key = Bytes((await browser.Api.Post("/api/session/second-factor", new { })).Expect(200)["key"].GetString()!);
        (await browser.Api.Put("/api/session/second-factor", new { code = Code(key) })).Expect(200);
        (await browser.Api.Get("/api/rooms")).Expect(200);
        (await browser.Api.Delete("/api/session")).Expect(204);

        Assert.Equal("/signin?openid=code&to=%2Flive", await browser.SignIn("ha", "/live"));
        (await browser.Api.Get("/api/rooms")).Expect(401);
        Assert.Equal("secondFactorWrong", (await browser.Api.Post("/api/session/openid-code", new { code = "aaaaa-aaaaa" })).Expect(401).Problem);
        _clock.Move(TimeSpan.FromSeconds(30));
        (await browser.Api.Post("/api/session/openid-code", new { code = Code(key) })).Expect(200);
        Assert.Equal(id, (await Me(browser)).GetProperty("id").GetGuid());
        (await browser.Api.Get("/api/rooms")).Expect(200);

        // What was asked for is asked once, and not for long; nobody else is asked.
        _clock.Move(TimeSpan.FromSeconds(30));
        Assert.Equal("openIdExpired", (await browser.Api.Post("/api/session/openid-code", new { code = Code(key) })).Expect(401).Problem);
        (await browser.Api.Delete("/api/session")).Expect(204);
        await browser.SignIn("ha");
        _clock.Move(TimeSpan.FromMinutes(6));
        Assert.Equal("openIdExpired", (await browser.Api.Post("/api/session/openid-code", new { code = Code(key) })).Expect(401).Problem);
        using var other = new OpenIdBrowser(_server);
        Assert.Equal("openIdExpired", (await other.Api.Post("/api/session/openid-code", new { code = Code(key) })).Expect(401).Problem);
    }

    [Fact]
    public async Task A_role_that_owes_a_second_step_owes_it_after_the_provider_too()
    {
        await using var strict = await RunningServer.Start(null, null, [.. _provider.Settings, "--SignIn:TwoFactorFor", "Clerk"]);
        var admin = await strict.SignedIn("quantri", Role.Administrator);
        (await admin.Post("/api/accounts", new { userName = "thu.ha", displayName = "Hà", roles = new[] { "clerk" }, openId = HasMail })).Expect(201);
        using var browser = new OpenIdBrowser(strict);
        await browser.SignIn("ha");
        Assert.True((await Me(browser)).GetProperty("secondFactor").GetProperty("due").GetBoolean());
        Assert.Equal("notAllowed", (await browser.Api.Get("/api/rooms")).Expect(403).Problem);
    }

    [Fact]
    public async Task Signing_out_goes_on_to_the_provider_and_back_to_the_sign_in_page()
    {
        using var browser = new OpenIdBrowser(_server);
        await browser.SignIn("ha");
        Assert.True((await Me(browser)).GetProperty("signOutAtProvider").GetBoolean());
        (await browser.Api.Delete("/api/session")).Expect(204);
        var question = await browser.Follow(new Uri(_server.Url, "/openid/sign-out"));
        Assert.Equal(_provider.Issuer.Authority, question.Address.Authority);
        Assert.Contains("logout", question.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_clients_secret_is_told_to_nobody()
    {
        using var browser = new OpenIdBrowser(_server);
        var question = await browser.Ask();
        Assert.DoesNotContain(OpenIdProvider.Secret, question.Address.ToString(), StringComparison.Ordinal);
        await browser.Submit(question, "ha");
        foreach (var path in new[] { "/api/session", "/api/accounts", "/api/audit", "/metrics" })
            Assert.DoesNotContain(OpenIdProvider.Secret, await (await _admin.Http.GetAsync(new Uri(path, UriKind.Relative))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private string Code(byte[] key) => Totp.Code(key, Totp.StepAt(_clock.Now()));

    private static byte[] Bytes(string key)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2))];
    }

    /// <summary>One provider for all of these tests: a browser of its own keeps each apart.</summary>
    public sealed class ProviderOfAll : IAsyncLifetime
    {
        private OpenIdProvider? _provider;

        internal OpenIdProvider Provider => _provider ?? throw new InvalidOperationException("The provider starts before the first test.");

        public async Task InitializeAsync() => _provider = await OpenIdProvider.Start();

        public async Task DisposeAsync() => await Provider.DisposeAsync();
    }
}
