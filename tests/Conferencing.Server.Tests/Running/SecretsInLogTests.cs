using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Running;

/// <summary>What opens a door is never in the log: the program is led through everything that takes or gives a secret, rightly and wrongly.</summary>
public sealed class SecretsInLogTests : IAsyncLifetime
{
    private const string MailPassword = "mat-khau-thu-7731", RepliesPassword = "mat-khau-hop-thu-5519";
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"conferencing-{Guid.NewGuid():N}");
    private readonly int _port = ServerProgram.FreePort();
    private readonly Dictionary<string, string> _secrets = [];
    private MailServer _mail = null!;
    private ServerProgram _program = null!;
    private ApiClient _page = null!;

    public async Task InitializeAsync()
    {
        // It has no accounts, so the password leads to a failure; and nobody answers where answers to invitations are fetched.
        _mail = await MailServer.Start();
        _program = ServerProgram.Start(
            _folder, _port, [.. _mail.Settings, "--Mail:User", "hop", "--Mail:Password", MailPassword,
            "--MailReplies:Host", "127.0.0.1", "--MailReplies:Port", $"{ServerProgram.FreePort()}", "--MailReplies:User", "hop", "--MailReplies:Password", RepliesPassword]);
        await ServerProgram.Answers(_port);
        _page = Client();
        (_secrets["mail password"], _secrets["mailbox password"]) = (MailPassword, RepliesPassword);
    }

    public async Task DisposeAsync()
    {
        _page.Dispose();
        _program.Dispose();
        await _mail.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private ApiClient Client(string? token = null)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
        if (token is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return new ApiClient(http);
    }

    private string Keep(string what, string? secret) => _secrets[what] = secret ?? throw new InvalidOperationException($"There is no {what}.");

    [Fact]
    public async Task No_password_key_code_token_PIN_or_secret_address_is_in_the_log()
    {
        await SetUp();
        await SignInWrongly();
        await SecondStep();
        await TokensAndFeeds();
        await Session();
        // Both were tried, with passwords that led to nothing.
        await _program.Says("The mail server cannot be used");
        await _program.Says("The mailbox of answers cannot be read");
        _program.Terminate();
        var (_, output, errors) = await _program.End();
        var log = output + errors;
        // The link that sets up the first administrator is printed on purpose, once, and opens nothing afterwards.
        foreach (var key in Directory.EnumerateFiles(Path.Combine(_folder, "keys"), "*.key", SearchOption.AllDirectories)) Keep(key, (await File.ReadAllTextAsync(key)).Trim());
        Assert.Equal([], _secrets.Where(secret => log.Contains(secret.Value, StringComparison.Ordinal)).Select(secret => secret.Key));
        Assert.True(_secrets.Count >= 14, string.Join(", ", _secrets.Keys));
    }

    private async Task SetUp()
    {
        var code = (await _program.Says("/setup?code=")).Split("code=")[1].Trim();
        var password = Keep("password of the first administrator", "mat-khau-quan-tri-9917");
        (await _page.Post("/api/setup", new { code, organisation = "UBND tỉnh", userName = "quantri", displayName = "Quản trị", password })).Expect(201);
    }

    private async Task SignInWrongly()
    {
        using var other = Client();
        await other.Post("/api/session", new { userName = "quantri", password = Keep("wrong password", "mat-khau-sai-3306") });
        await other.Raw(HttpMethod.Post, "/api/session", $$"""{"userName":"quantri","password":"{{Keep("password in broken JSON", "mat-khau-vo-8120")}}" """);
        await other.Post("/api/session", new { userName = "quantri", password = new { text = Keep("password of the wrong type", "mat-khau-kieu-4471") } });
        (await other.Post("/api/session", new { userName = "quantri", password = _secrets["password of the first administrator"] })).Expect(200);
    }

    private async Task SecondStep()
    {
        var key = (await _page.Post("/api/session/second-factor", new { password = _secrets["password of the first administrator"] })).Expect(200);
        Keep("second step's key", key["key"].GetString());
        await _page.Put("/api/session/second-factor", new { code = Keep("wrong code", "482 915 wrong") });
    }

    private async Task TokensAndFeeds()
    {
        var token = Keep("token", (await _page.Post("/api/tokens", new { name = "máy in" })).Expect(201)["token"].GetString());
        using (var program = Client(token)) (await program.Get("/api/session")).Expect(200);
        using (var stranger = Client(Keep("wrong token", token[..^4] + "xxxx"))) (await stranger.Get("/api/rooms")).Expect(401);
        var address = Keep("calendar address", (await _page.Post("/api/feeds", new { kind = "person" })).Expect(201)["path"].GetString());
        (await _page.Get(address)).Expect(200);
        await _page.Get(Keep("wrong calendar address", address.Replace(".ics", "x.ics", StringComparison.Ordinal)));
        Keep("SIP password", (await _page.Post("/api/sip/accounts", new { userName = "xa01" })).Expect(201)["password"].GetString());
        (await _page.Put("/api/session/password", new { current = _secrets["password of the first administrator"], @new = Keep("new password", "mat-khau-moi-6650") })).Expect(204);
    }

    private async Task Session()
    {
        var rooms = await _page.AddRooms(2);
        (await _page.Put($"/api/rooms/{rooms[1]}", new { name = "Phòng 2", endpoints = new[] { new { address = "sip:phong2@127.0.0.1" } }, mail = "vanthu@khanhhoa.gov.vn" })).Expect(200);
        var briefing = (await _page.Post("/api/briefings", Bookings.Form(Bookings.Day(3), Bookings.Day(3, 9), rooms))).Expect(201).Id;
        var dialIn = (await _page.Get($"/api/briefings/{briefing}")).Expect(200)["occurrences"][0].GetProperty("dialIn");
        foreach (var pin in dialIn.EnumerateObject().Where(field => field.Name.EndsWith("Pin", StringComparison.Ordinal))) Keep(pin.Name, pin.Value.GetString());
    }
}
