using System.Diagnostics;
using System.Text.Json;

namespace Conferencing.Server.Tests.Rig;

/// <summary>An OpenID provider nobody here wrote (npm's oidc-provider) on this machine. It knows a few people; any password opens.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string Secret = "bi-mat-cua-may-khach-khong-ai-biet";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string People = JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["ha"] = new { email = "Ha@KhanhHoa.gov.vn", email_verified = true, name = "Nguyễn Thị Thu Hà", preferred_username = "ha" },
        ["gia"] = new { email = "quantri@khanhhoa.gov.vn", email_verified = false, name = "Quản trị", preferred_username = "quantri" },
        ["khach"] = new { name = "Khách\r\nlạ", preferred_username = "quantri" },
        ["khach2"] = new { name = "Khách thứ hai" },
    });

    private readonly Process _process;

    private OpenIdProvider(Process process, Uri issuer) => (_process, Issuer) = (process, issuer);

    public Uri Issuer { get; }

    /// <summary>The settings of a server that trusts it.</summary>
    public string[] Settings =>
        ["--OpenId:Authority", Issuer.ToString().TrimEnd('/'), "--OpenId:ClientId", "conferencing", "--OpenId:ClientSecret", Secret, "--OpenId:Name", "Cổng tỉnh"];

    public static async Task<OpenIdProvider> Start()
    {
        var web = Path.Combine(Repository.Root, "web");
        var start = new ProcessStartInfo("node", [Path.Combine(web, "e2e", "openIdProvider.mjs"), "127.0.0.1", "0", People])
        { WorkingDirectory = web, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        var issuer = await process.StandardOutput.ReadLineAsync(limit.Token);
        Assert.True(issuer is not null, issuer is null ? await errors : "");
        return new OpenIdProvider(process, new Uri(issuer!));
    }

    /// <summary>Nobody answers any more.</summary>
    public async Task Stop()
    {
        if (_process.HasExited) return;
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _process.Dispose();
    }
}
