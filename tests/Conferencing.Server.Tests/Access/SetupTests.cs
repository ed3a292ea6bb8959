using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Access;

public sealed class SetupTests
{
    private static object Form(string? code, string password = "mat-khau-quan-tri") =>
        new { code, organisation = "UBND tỉnh Khánh Hòa", userName = "quantri", displayName = "Quản trị", password };

    [Fact]
    public async Task The_first_administrator_is_made_once_with_the_printed_code()
    {
        await using var server = await RunningServer.Start();
        using var page = server.Client();
        Assert.True((await page.Get("/api/session"))["setupNeeded"].GetBoolean());
        var wrong = (await page.Post("/api/setup", Form("SAI"))).Expect(400);
        Assert.True(wrong["errors"].TryGetProperty("code", out _));
        var code = server.Service<SetupCode>().Value;
        var tooShort = (await page.Post("/api/setup", Form(code, "ngan"))).Expect(400);
        Assert.True(tooShort["errors"].TryGetProperty("password", out _));
        var made = (await page.Post("/api/setup", Form(code))).Expect(201);
        Assert.Equal("UBND tỉnh Khánh Hòa", made["organisation"].GetString());
        (await page.Get("/api/accounts")).Expect(200);
        Assert.False((await page.Get("/api/session"))["setupNeeded"].GetBoolean());
        using var other = server.Client();
        Assert.Equal("setupDone", (await other.Post("/api/setup", Form(code))).Expect(409).Problem);
    }
}
