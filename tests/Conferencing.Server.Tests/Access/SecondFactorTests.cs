using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Access;

/// <summary>Signing in by two steps, with a program that reckons its codes as a telephone does.</summary>
public sealed class SecondFactorTests : IAsyncLifetime
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private RunningServer _server = null!;
    private ApiClient _admin = null!;
    private readonly ShiftedClock _clock = new();

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start(null, _clock);
        _admin = await _server.SignedIn("quantri", Role.Administrator);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static object Words(string userName, string? code = null) => new { userName, password = RunningServer.Password, code };

    private string Code(byte[] key) => Totp.Code(key, Totp.StepAt(_clock.Now()));

    private void NextCode() => _clock.Move(TimeSpan.FromSeconds(30));

    private static byte[] Bytes(string key)
    {
        var bits = string.Concat(key.Select(letter => Convert.ToString(Alphabet.IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(index => Convert.ToByte(bits.Substring(index * 8, 8), 2))];
    }

    /// <summary>A page signed in by password that has just set the second step up.</summary>
    private async Task<(ApiClient Page, byte[] Key, string[] Paper)> SetUp(RunningServer server, string userName)
    {
        var page = server.Client();
        (await page.Post("/api/session", Words(userName))).Expect(200);
        var key = Bytes((await page.Post("/api/session/second-factor", new { password = RunningServer.Password })).Expect(200)["key"].GetString()!);
        var paper = (await page.Put("/api/session/second-factor", new { code = Code(key) })).Expect(200)["codes"].EnumerateArray().Select(code => code.GetString()!).ToArray();
        return (page, key, paper);
    }

    [Fact]
    public async Task The_second_step_is_asked_for_after_the_password_and_each_code_opens_once()
    {
        await _server.SignedIn("ha", Role.Clerk);
        using var before = _server.Client();
        (await before.Post("/api/session", Words("ha"))).Expect(200);
        var (page, key, paper) = await SetUp(_server, "ha");
        Assert.Equal(10, paper.Distinct().Count());
        // This page goes on, one without the second step ended, a program with a token does not notice.
        Assert.True((await page.Get("/api/session"))["user"].GetProperty("secondFactor").GetProperty("enabled").GetBoolean());
        (await page.Get("/api/rooms")).Expect(200);
        (await before.Get("/api/rooms")).Expect(401);

        using var other = _server.Client();
        Assert.Equal("secondFactorNeeded", (await other.Post("/api/session", Words("ha"))).Expect(401).Problem);
        (await other.Get("/api/rooms")).Expect(401);
        // The code of the set-up was used.
        Assert.Equal("secondFactorWrong", (await other.Post("/api/session", Words("ha", Code(key)))).Expect(401).Problem);
        NextCode();
        var code = Code(key);
        (await other.Post("/api/session", Words("ha", $" {code[..3]} {code[3..]} "))).Expect(200);
        Assert.Equal("secondFactorWrong", (await other.Post("/api/session", Words("ha", code))).Expect(401).Problem);
        (await other.Post("/api/session", Words("ha", paper[3].ToUpperInvariant()))).Expect(200);
        Assert.Equal("secondFactorWrong", (await other.Post("/api/session", Words("ha", paper[3]))).Expect(401).Problem);
        Assert.Equal(9, (await other.Get("/api/session"))["user"].GetProperty("secondFactor").GetProperty("paperLeft").GetInt32());
    }

    [Fact]
    public async Task Of_many_who_come_with_one_code_at_the_same_time_one_gets_in()
    {
        await _server.SignedIn("ha", Role.Clerk);
        var (_, key, _) = await SetUp(_server, "ha");
        NextCode();
        var code = Code(key);
        var pages = Enumerable.Range(0, 4).Select(_ => _server.Client()).ToList();
        var answers = await Task.WhenAll(pages.Select(page => page.Post("/api/session", Words("ha", code))));
        Assert.Single(answers, answer => answer.Code == 200);
        Assert.All(answers.Where(answer => answer.Code != 200), answer => Assert.Equal(401, answer.Code));
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_as_wrong_passwords_do()
    {
        await using var server = await RunningServer.Start(null, _clock, "--Web:LockoutAfter", "3");
        await server.SignedIn("ha", Role.Clerk);
        var (_, key, paper) = await SetUp(server, "ha");
        NextCode();
        using var page = server.Client();
        foreach (var wrong in new[] { "secondFactorWrong", "secondFactorWrong", "signInLocked" })
            Assert.Equal(wrong, (await page.Post("/api/session", Words("ha", "aaaaa-aaaaa"))).Expect(401).Problem);
        Assert.Equal("signInLocked", (await page.Post("/api/session", Words("ha", Code(key)))).Expect(401).Problem);
        Assert.Equal("signInLocked", (await page.Post("/api/session", Words("ha", paper[0]))).Expect(401).Problem);
    }

    [Fact]
    public async Task It_is_set_up_with_the_password_renewed_and_taken_away_with_a_code_and_by_an_administrator_which_the_trail_tells()
    {
        await _server.SignedIn("ha", Role.Clerk);
        var (page, key, paper) = await SetUp(_server, "ha");
        Assert.True((await page.Post("/api/session/second-factor", new { password = "sai-mat-khau-nay" })).Expect(400)["errors"].TryGetProperty("password", out _));
        Assert.Equal("secondFactorThere", (await page.Post("/api/session/second-factor", new { password = RunningServer.Password })).Expect(409).Problem);
        Assert.True((await page.Post("/api/session/second-factor/remove", new { code = "000000" })).Expect(400)["errors"].TryGetProperty("code", out _));
        NextCode();
        var renewed = (await page.Post("/api/session/second-factor/paper", new { code = Code(key) })).Expect(200)["codes"];
        Assert.Equal(10, renewed.GetArrayLength());
        (await page.Post("/api/session/second-factor/remove", new { code = paper[0] })).Expect(400);
        (await page.Post("/api/session/second-factor/remove", new { code = renewed[0].GetString() })).Expect(204);
        using var other = _server.Client();
        (await other.Post("/api/session", Words("ha"))).Expect(200);

        var (again, secret, codes) = await SetUp(_server, "ha");
        var id = (await again.Get("/api/session"))["user"].GetProperty("id").GetGuid();
        (await _admin.Delete($"/api/accounts/{id}/second-factor")).Expect(204);
        (await other.Post("/api/session", Words("ha"))).Expect(200);
        var trail = (await _admin.Get($"/api/audit?thing={id}")).Expect(200).Body.ToString();
        Assert.Contains("xác thực hai bước", trail, StringComparison.Ordinal);
        var kept = await _server.Read(db => db.AuditRows.AsNoTracking().Select(row => row.Was + row.Became).ToListAsync());
        Assert.All(codes.Append(Totp.Text(secret)), word => Assert.DoesNotContain(kept, line => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task Whose_role_needs_it_does_nothing_on_the_pages_before_he_has_it_and_a_token_goes_on()
    {
        await using var server = await RunningServer.Start(null, _clock, "--SignIn:TwoFactorFor", "administrator, Auditor");
        using var program = await server.SignedIn("quantri", Role.Administrator);
        (await program.Get("/api/accounts")).Expect(200);
        await server.SignedIn("vanthu", Role.Clerk);
        using var clerk = server.Client();
        (await clerk.Post("/api/session", Words("vanthu"))).Expect(200);
        (await clerk.Get("/api/rooms")).Expect(200);

        using var page = server.Client();
        var session = (await page.Post("/api/session", Words("quantri"))).Expect(200);
        Assert.True(session["user"].GetProperty("secondFactor").GetProperty("due").GetBoolean());
        Assert.Equal(0, session["user"].GetProperty("roles").GetArrayLength());
        foreach (var path in new[] { "/api/accounts", "/api/rooms", "/api/audit" }) Assert.Equal("notAllowed", (await page.Get(path)).Expect(403).Problem);
        Assert.Equal("notAllowed", (await page.Post("/api/tokens", new { name = "Không qua bước hai" })).Expect(403).Problem);
        var key = Bytes((await page.Post("/api/session/second-factor", new { password = RunningServer.Password })).Expect(200)["key"].GetString()!);
        (await page.Put("/api/session/second-factor", new { code = Code(key) })).Expect(200);
        (await page.Get("/api/accounts")).Expect(200);
        (await page.Post("/api/tokens", new { name = "Sau bước hai" })).Expect(201);
        Assert.Equal("secondFactorRequired", (await page.Post("/api/session/second-factor/remove", new { code = "000000" })).Expect(409).Problem);
    }
}
