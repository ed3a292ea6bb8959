using System.Text.Json;
using Conferencing.Server.Hosting;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Running;

public sealed class DemoTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"conferencing-{Guid.NewGuid():N}");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private JsonElement DemoFile() => JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "demo.json"))).RootElement;

    [Fact]
    public async Task A_demo_is_a_province_with_rooms_accounts_and_a_session_within_a_minute()
    {
        await using var server = await RunningServer.Start(_folder, null, "--Demo:Enabled", "true");
        var file = DemoFile();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "demo.json")));
        using var admin = server.Client(file.GetProperty("token").GetString());

        var live = Assert.Single((await admin.Get("/api/conferences")).Expect(200).Body.EnumerateArray());
        Assert.Equal(file.GetProperty("conferenceId").GetGuid(), live.GetProperty("id").GetGuid());
        Assert.Equal(14, live.GetProperty("participants").GetArrayLength());
        Assert.InRange(live.GetProperty("startAt").GetDateTimeOffset(), server.Clock.GetUtcNow().AddSeconds(-60), server.Clock.GetUtcNow().AddSeconds(60));

        var units = (await admin.Get("/api/units")).Expect(200).Body.EnumerateArray().ToList();
        Assert.Equal(9, units.Count(unit => unit.GetProperty("validTo").GetString() == "2025-06-30" && unit.GetProperty("kind").GetString() is "huyện" or "thị xã" or "thành phố"));
        Assert.Contains(units, unit => unit.GetProperty("name").GetString() == "Đặc khu Trường Sa" && unit.GetProperty("validFrom").GetString() == "2025-07-01");
        var addresses = (await admin.Get("/api/rooms")).Expect(200).Body.EnumerateArray().Select(room => room.GetProperty("endpoints")[0].GetProperty("address").GetString());
        Assert.Contains("sip:room14@127.0.0.1:7114", addresses);

        foreach (var account in file.GetProperty("accounts").EnumerateArray())
        {
            using var page = server.Client();
            var session = (await page.Post("/api/session", new { userName = account.GetProperty("userName").GetString(), password = account.GetProperty("password").GetString() })).Expect(200);
            Assert.True(session["demo"].GetBoolean());
            Assert.Equal(account.GetProperty("roles")[0].GetString(), session["user"].GetProperty("roles")[0].GetString());
        }
        var week = (await admin.Get("/api/briefings")).Expect(200).Body.EnumerateArray().Select(entry => entry.GetProperty("status").GetString()).ToList();
        Assert.True(week.Count(status => status == "approved") >= 4 && week.Count(status => status == "pending") == 1, string.Join(' ', week));
    }

    [Fact]
    public async Task A_demo_started_again_goes_on_with_its_session_and_its_token()
    {
        string before;
        await using (var server = await RunningServer.Start(_folder, null, "--Demo:Enabled", "true"))
        {
            before = Essence(DemoFile());
            File.Copy(Path.Combine(_folder, "demo.json"), Path.Combine(_folder, "kept.json"));
        }
        Assert.False(File.Exists(Path.Combine(_folder, "demo.json")));
        // As a killed server leaves it.
        File.Move(Path.Combine(_folder, "kept.json"), Path.Combine(_folder, "demo.json"));
        await using var again = await RunningServer.Start(_folder, null, "--Demo:Enabled", "true");
        Assert.Equal(before, Essence(DemoFile()));
    }

    [Fact]
    public async Task Demo_and_real_data_never_share_a_folder()
    {
        await using (await RunningServer.Start(_folder, null, "--Demo:Enabled", "true"))
        {
        }
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => RunningServer.Start(_folder));
        Assert.Contains("holds a demo", refused.Message, StringComparison.Ordinal);

        var real = _folder + "-real";
        await using (var server = await RunningServer.Start(real)) await server.SignedIn("quantri");
        refused = await Assert.ThrowsAsync<StartRefusedException>(() => RunningServer.Start(real, null, "--Demo:Enabled", "true"));
        Assert.Contains("holds real data", refused.Message, StringComparison.Ordinal);
        Directory.Delete(real, recursive: true);
    }

    private static string Essence(JsonElement file) => $"{file.GetProperty("token")} {file.GetProperty("conferenceId")} {file.GetProperty("briefingId")}";
}
