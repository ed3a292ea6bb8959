using Conferencing.Server.Hosting;

namespace Conferencing.Server.Settings;

/// <summary>Signing in at an OpenID provider of the province. Off unless a provider is named.</summary>
internal sealed class OpenIdSettings
{
    public const string Section = "OpenId";

    /// <summary>Claims that people choose themselves at most providers: an account is never found by one of them.</summary>
    private static readonly string[] ChosenByPeople = ["name", "nickname", "given_name", "family_name", "middle_name", "profile", "picture", "website"];

    /// <summary>The provider's issuer address; empty: nobody signs in this way.</summary>
    public string Authority { get; set; } = "";
    public string ClientId { get; set; } = "";
    public string ClientSecret { get; set; } = "";

    /// <summary>A file that holds the secret, instead of <see cref="ClientSecret"/>.</summary>
    public string ClientSecretFile { get; set; } = "";

    /// <summary>What people call the provider; the button says it.</summary>
    public string Name { get; set; } = "OpenID";

    /// <summary>With spaces between.</summary>
    public string Scopes { get; set; } = "openid profile email";

    /// <summary>The claim whose value an administrator enters for an account that is to be linked.</summary>
    public string LinkClaim { get; set; } = "email";

    /// <summary>Values of <c>amr</c> or <c>acr</c>, separated by commas, that count as a second step made at the provider.</summary>
    public string StrongMethods { get; set; } = "";

    /// <summary>Whether who signs out here is signed out at the provider too.</summary>
    public bool SignOutToo { get; set; } = true;

    /// <summary>Once so many new accounts wait for a role, no more are made.</summary>
    public int MaxWaiting { get; set; } = 50;

    /// <summary>Where browsers reach these pages, if that differs from what a request says: behind a proxy that ends TLS.</summary>
    public string PagesUrl { get; set; } = "";

    internal bool Enabled => Authority.Length > 0;

    internal bool LinksByMail => LinkClaim == "email";

    internal IReadOnlySet<string> Strong => _strong ??= StrongMethods.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);

    private IReadOnlySet<string>? _strong;

    /// <exception cref="StartRefusedException">Something is missing, or could not be kept secret.</exception>
    public void Check()
    {
        if (!Enabled) return;
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var authority) || !(authority.Scheme == Uri.UriSchemeHttps || IsHere(authority)))
            throw new StartRefusedException($"OpenId:Authority is '{Authority}'; an address that begins with https:// is wanted.");
        if (ClientId.Length == 0) throw new StartRefusedException("OpenId:ClientId is missing.");
        if (PagesUrl.Length > 0 && !(Uri.TryCreate(PagesUrl, UriKind.Absolute, out var pages) && pages.Scheme is "http" or "https"))
            throw new StartRefusedException($"OpenId:PagesUrl is '{PagesUrl}', which is no web address.");
        if (LinkClaim.Length == 0 || ChosenByPeople.Contains(LinkClaim))
            throw new StartRefusedException($"OpenId:LinkClaim is '{LinkClaim}': accounts are linked by what the provider vouches for, such as email.");
        _ = Secret();
    }

    /// <exception cref="StartRefusedException">The file cannot be read.</exception>
    internal string? Secret()
    {
        if (ClientSecretFile.Length == 0) return ClientSecret.Length == 0 ? null : ClientSecret;
        try
        {
            return File.ReadAllText(ClientSecretFile).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"OpenId:ClientSecretFile cannot be read: {fault.Message}");
        }
    }

    /// <summary>A provider on this machine, for trying out: what is said to it leaves no network card.</summary>
    internal static bool IsHere(Uri authority) => authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback;
}
