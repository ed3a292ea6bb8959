using System.Net;
using System.Text.RegularExpressions;

namespace Conferencing.Server.Tests.Rig;

/// <summary>What a browser does between our pages and the provider's: follows, keeps cookies, fills in the provider's forms.</summary>
internal sealed partial class OpenIdBrowser : IDisposable
{
    private readonly RunningServer _server;
    private readonly HttpClient _http;

    public OpenIdBrowser(RunningServer server)
    {
        _server = server;
        _http = new HttpClient(new SocketsHttpHandler { UseCookies = true, CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = server.Url };
        Api = new ApiClient(_http);
    }

    public CookieContainer Cookies { get; } = new();

    /// <summary>The pages' own requests.</summary>
    public ApiClient Api { get; }

    /// <summary>What our server told the browser to keep, as it was written.</summary>
    public List<string> Kept { get; } = [];

    /// <summary>Where he ends: a path of ours. Whoever signed in at the provider before is not asked again.</summary>
    public async Task<string> SignIn(string login, string to = "/") => (await Submit(await Ask(to), login)).PathAndQuery;

    /// <summary>To the provider's first question; the address it is asked at.</summary>
    public Task<Page> Ask(string to = "/") => Follow(new Uri(_server.Url, $"/openid/sign-in?to={Uri.EscapeDataString(to)}"));

    public async Task<Uri> Submit(Page page, string login) => (await Answer(page, login, isBack: false)).Address;

    /// <summary>Says yes to all, and stops before the browser comes back: the address it was told to open.</summary>
    public async Task<Uri> SubmitAndStop(Page page, string login) => (await Answer(page, login, isBack: true)).Address;

    /// <summary>Follows where it is told, up to a page to read.</summary>
    public async Task<Page> Follow(Uri address, HttpContent? form = null, bool stopsBeforeBack = false)
    {
        for (var hops = 0; hops < 20; hops++)
        {
            if (IsOurs(address) && !address.AbsolutePath.StartsWith("/openid", StringComparison.Ordinal)) return new Page(address, "");
            if (stopsBeforeBack && IsOurs(address)) return new Page(address, "");
            using var answer = form is null ? await _http.GetAsync(address) : await _http.PostAsync(address, form);
            form = null;
            if (IsOurs(address) && answer.Headers.TryGetValues("Set-Cookie", out var kept)) Kept.AddRange(kept);
            if (answer.Headers.Location is not { } next) return new Page(address, await answer.Content.ReadAsStringAsync());
            address = new Uri(address, next);
        }
        throw new InvalidOperationException($"Sent in a circle: {address}");
    }

    public void Dispose() => Api.Dispose();

    private async Task<Page> Answer(Page page, string login, bool isBack)
    {
        for (var forms = 0; forms < 4 && Form().Match(page.Text) is { Success: true } form; forms++)
        {
            var fields = Prompt().Match(page.Text).Groups[1].Value == "login"
                ? new Dictionary<string, string> { ["prompt"] = "login", ["login"] = login, ["password"] = "mat-khau-o-do" } : new() { ["prompt"] = "consent" };
            page = await Follow(new Uri(page.Address, WebUtility.HtmlDecode(form.Groups[1].Value)), new FormUrlEncodedContent(fields), isBack);
        }
        return page;
    }

    private bool IsOurs(Uri address) => address.Authority == _server.Url.Authority;

    [GeneratedRegex("<form[^>]* action=\"([^\"]+)\"")]
    private static partial Regex Form();

    [GeneratedRegex("name=\"prompt\" value=\"(\\w+)\"")]
    private static partial Regex Prompt();

    /// <summary>A page to read; of our own only its address is.</summary>
    internal sealed record Page(Uri Address, string Text)
    {
        public Uri Abort => new(Address, Address.AbsolutePath + "/abort");
    }
}
