using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Access;

public sealed class SignInTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start(null, null, "--Web:LockoutAfter", "3");
        _admin = await _server.SignedIn("quantri", Role.Administrator);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static object Words(string userName, string password) => new { userName, password };

    [Fact]
    public async Task The_cookie_cannot_be_read_by_scripts_nor_sent_by_other_sites()
    {
        using var page = _server.Client();
        var answer = (await page.Post("/api/session", Words("quantri", RunningServer.Password))).Expect(200);
        var cookie = Assert.Single(answer.Message.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("administrator", answer["user"].GetProperty("roles")[0].GetString());
        (await page.Get("/api/rooms")).Expect(200);
        (await page.Delete("/api/session")).Expect(204);
        Assert.Equal("signInNeeded", (await page.Get("/api/rooms")).Expect(401).Problem);
    }

    [Fact]
    public async Task Wrong_words_are_refused_alike_and_lock_the_account_for_some_minutes()
    {
        await _server.SignedIn("thuky", Role.Clerk);
        using var page = _server.Client();
        Assert.Equal("signInWrong", (await page.Post("/api/session", Words("khongco", "sai-mat-khau"))).Expect(401).Problem);
        Assert.Equal("signInWrong", (await page.Post("/api/session", Words("thuky", "sai-mat-khau"))).Expect(401).Problem);
        Assert.Equal("signInWrong", (await page.Post("/api/session", Words("thuky", "sai-mat-khau"))).Expect(401).Problem);
        Assert.Equal("signInLocked", (await page.Post("/api/session", Words("thuky", "sai-mat-khau"))).Expect(401).Problem);
        Assert.Equal("signInLocked", (await page.Post("/api/session", Words("thuky", RunningServer.Password))).Expect(401).Problem);
        (await page.Post("/api/session", Words("quantri", RunningServer.Password))).Expect(200);
    }

    [Fact]
    public async Task A_disabled_account_another_role_and_a_new_password_count_at_once()
    {
        var made = (await _admin.Post("/api/accounts", new { userName = "kythuat", displayName = "Lê Phúc", roles = new[] { "administrator" }, password = "mot-mat-khau-dai" })).Expect(201);
        using var page = _server.Client();
        (await page.Post("/api/session", Words("kythuat", "mot-mat-khau-dai"))).Expect(200);
        (await page.Get("/api/accounts")).Expect(200);
        (await _admin.Put($"/api/accounts/{made.Id}", new { displayName = "Lê Phúc", roles = new[] { "technician" } })).Expect(200);
        Assert.Equal("notAllowed", (await page.Get("/api/accounts")).Expect(403).Problem);
        (await _admin.Put($"/api/accounts/{made.Id}", new { displayName = "Lê Phúc", roles = new[] { "technician" }, newPassword = "mat-khau-thu-hai" })).Expect(200);
        (await page.Get("/api/rooms")).Expect(401);
        (await page.Post("/api/session", Words("kythuat", "mat-khau-thu-hai"))).Expect(200);
        (await _admin.Put($"/api/accounts/{made.Id}", new { displayName = "Lê Phúc", roles = new[] { "technician" }, disabled = true })).Expect(200);
        (await page.Get("/api/rooms")).Expect(401);
        Assert.Equal("signInDisabled", (await page.Post("/api/session", Words("kythuat", "mat-khau-thu-hai"))).Expect(401).Problem);
    }

    [Fact]
    public async Task Ones_own_password_needs_the_present_one()
    {
        await _server.SignedIn("thuky", Role.Clerk);
        using var page = _server.Client();
        (await page.Post("/api/session", Words("thuky", RunningServer.Password))).Expect(200);
        var wrong = (await page.Put("/api/session/password", new Dictionary<string, string> { ["current"] = "khong-phai", ["new"] = "mat-khau-moi-dai" })).Expect(400);
        Assert.Equal("Mật khẩu hiện tại không đúng.", wrong["errors"].GetProperty("current")[0].GetString());
        var shortOne = (await page.Put("/api/session/password", new Dictionary<string, string> { ["current"] = RunningServer.Password, ["new"] = "ngan" })).Expect(400);
        Assert.Contains("Mật khẩu cần ít nhất 10 ký tự.", shortOne["errors"].GetProperty("new").EnumerateArray().Select(text => text.GetString()));
        (await page.Put("/api/session/password", new Dictionary<string, string> { ["current"] = RunningServer.Password, ["new"] = "mat-khau-moi-dai" })).Expect(204);
        (await page.Get("/api/rooms")).Expect(200);
        using var other = _server.Client();
        (await other.Post("/api/session", Words("thuky", "mat-khau-moi-dai"))).Expect(200);
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_can_be_taken_back()
    {
        var made = (await _admin.Post("/api/tokens", new { name = "kịch bản" })).Expect(201);
        using var program = _server.Client(made["token"].GetString());
        (await program.Get("/api/accounts")).Expect(200);
        var listed = (await _admin.Get("/api/tokens")).Expect(200).Body.EnumerateArray().Single(token => token.GetProperty("id").GetGuid() == made.Id);
        Assert.False(listed.TryGetProperty("token", out _));
        (await _admin.Delete($"/api/tokens/{made.Id}")).Expect(204);
        (await program.Get("/api/accounts")).Expect(401);
        (await _server.Client("cft_khong-co").Get("/api/rooms")).Expect(401);
    }

    [Fact]
    public async Task A_token_opens_nothing_once_its_days_are_over()
    {
        (await _admin.Post("/api/tokens", new { name = "mãi mãi", days = 367 })).Expect(400);
        Assert.Equal("Mã có hiệu lực từ 1 đến 366 ngày.", (await _admin.Post("/api/tokens", new { name = "không ngày", days = 0 })).Expect(400)["errors"].GetProperty("days")[0].GetString());
        using var week = await Program(7);
        using var usual = await Program(null);
        var heir = (await week.Post("/api/tokens", new { name = "con", days = 366 })).Expect(201);
        using var borrowed = _server.Client(heir["token"].GetString());
        _server.Clock.Move(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        (await week.Get("/api/rooms")).Expect(200);
        _server.Clock.Move(TimeSpan.FromMinutes(1));
        (await week.Get("/api/rooms")).Expect(401);
        (await borrowed.Get("/api/rooms")).Expect(401);
        (await usual.Get("/api/rooms")).Expect(200);
        _server.Clock.Move(TimeSpan.FromDays(83));
        (await usual.Get("/api/rooms")).Expect(401);

        async Task<ApiClient> Program(int? days)
        {
            var made = (await _admin.Post("/api/tokens", new { name = $"chương trình {days}", days })).Expect(201);
            Assert.Equal(_server.Clock.GetUtcNow().AddDays(days ?? 90), made["expiresAt"].GetDateTimeOffset(), TimeSpan.FromSeconds(10));
            return _server.Client(made["token"].GetString());
        }
    }

    [Fact]
    public async Task Nobody_has_more_than_fifty_tokens_and_those_long_over_are_let_go()
    {
        var clerk = await _server.SignedIn("nhieuma", Role.Clerk);
        var expected = Enumerable.Repeat(201, 49).Append(409);
        Assert.Equal(expected, await Make(days: 1, count: 50));
        // His first one, by which he is here, never ends.
        _server.Clock.Move(TimeSpan.FromDays(2));
        Assert.Equal(expected, await Make(days: 366, count: 50));
        Assert.Equal(99, (await clerk.Get("/api/tokens")).Body.GetArrayLength());
        _server.Clock.Move(TimeSpan.FromDays(92));
        Assert.Equal([409], await Make(days: 1, count: 1));

        async Task<List<int>> Make(int days, int count)
        {
            var codes = new List<int>();
            for (var number = 0; number < count; number++) codes.Add((await clerk.Post("/api/tokens", new { name = $"mã {number}", days })).Code);
            return codes;
        }
    }

    [Fact]
    public async Task The_chosen_language_is_remembered_and_wins_over_the_browsers()
    {
        var clerk = await _server.SignedIn("thuky", Role.Clerk);
        string? Title(ApiAnswer answer) => answer["errors"].GetProperty("title")[0].GetString();
        var missing = new { title = "" };
        Assert.Equal("Xin nhập tên phiên họp.", Title(await clerk.Post("/api/briefings", missing)));
        clerk.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB,en;q=0.9,vi;q=0.5");
        Assert.Equal("Please enter a title.", Title(await clerk.Post("/api/briefings", missing)));
        (await clerk.Put("/api/session/language", new { language = "vi" })).Expect(204);
        Assert.Equal("Xin nhập tên phiên họp.", Title(await clerk.Post("/api/briefings", missing)));
        Assert.Equal("vi", (await clerk.Get("/api/session"))["user"].GetProperty("language").GetString());
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        var id = (await _admin.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        Assert.Equal("lastAdministrator", (await _admin.Put($"/api/accounts/{id}", new { displayName = "A", roles = new[] { "clerk" } })).Expect(409).Problem);
        Assert.Equal("lastAdministrator", (await _admin.Put($"/api/accounts/{id}", new { displayName = "A", roles = new[] { "administrator" }, disabled = true })).Expect(409).Problem);
    }

    [Fact]
    public async Task Too_many_sign_ins_from_one_address_have_to_wait()
    {
        await using var strict = await RunningServer.Start(null, null, "--Web:SignInsPerMinute", "3");
        using var page = strict.Client();
        for (var attempt = 0; attempt < 3; attempt++) (await page.Post("/api/session", Words("ai", "mat-khau-gi"))).Expect(401);
        Assert.Equal("tooManyAttempts", (await page.Post("/api/session", Words("ai", "mat-khau-gi"))).Expect(429).Problem);
    }
}
