using System.Security.Claims;
using Conferencing.Server.Settings;

namespace Conferencing.Server.OpenId;

/// <summary>
/// Whom the provider vouches for, read from the claims of its tokens (OpenID Connect Core 1.0, 5.1). Takes nothing on trust that the provider
/// does not vouch for; knows no account.
/// </summary>
/// <param name="Issuer">Together with <paramref name="Subject"/> the only lasting name of a person (5.7).</param>
internal sealed record OpenIdPerson(string Issuer, string Subject)
{
    public const string IssuerClaim = "iss", SubjectClaim = "sub", NameClaim = "name", UserNameClaim = "preferred_username", MailClaim = "email", VerifiedClaim = "email_verified";
    private const int MaxId = 255;
    private const int MaxName = 100;
    private const int MaxUserName = 60;
    private const string UserNameLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";

    /// <summary>For people to read; they may have chosen it themselves.</summary>
    public string DisplayName { get; private init; } = "";

    /// <summary>A wish: of letters an account's name may have, perhaps taken.</summary>
    public string UserName { get; private init; } = "";

    /// <summary>By which an account may be found the first time; null unless the provider vouches for it.</summary>
    public string? Vouched { get; private init; }

    /// <summary>He made a second step there, of a kind the settings trust.</summary>
    public bool IsStrong { get; private init; }

    /// <summary>Null when it is not known for sure who it is.</summary>
    public static OpenIdPerson? Read(ClaimsPrincipal user, OpenIdSettings settings)
    {
        if (Only(user, IssuerClaim) is not { Length: > 0 and <= MaxId } issuer || Only(user, SubjectClaim) is not { Length: > 0 and <= MaxId } subject) return null;
        var userName = UserNameOf(user);
        return new OpenIdPerson(issuer, subject)
        {
            UserName = userName,
            DisplayName = Clean(user.FindFirst(NameClaim)?.Value) is { Length: > 0 } name ? name : userName,
            Vouched = VouchedOf(user, settings),
            IsStrong = user.FindAll("amr").Concat(user.FindAll("acr")).Any(claim => settings.Strong.Contains(claim.Value)),
        };
    }

    /// <summary>As it is kept and compared: an administrator's hand and the provider write letters of either case. Null for what cannot be one.</summary>
    public static string? Normal(string? text, OpenIdSettings settings)
    {
        var value = text?.Trim().ToLowerInvariant();
        if (string.IsNullOrEmpty(value) || value.Length > MaxId || value.Any(char.IsControl)) return null;
        return settings.LinksByMail && !Booking.Invitations.MailAddress.IsPlausible(value) ? null : value;
    }

    /// <summary>A mail address counts when the provider has verified it (5.1); every other claim an installation names counts as it is.</summary>
    private static string? VouchedOf(ClaimsPrincipal user, OpenIdSettings settings)
    {
        if (settings.LinksByMail && !(bool.TryParse(Only(user, VerifiedClaim), out var verified) && verified)) return null;
        return Normal(Only(user, settings.LinkClaim), settings);
    }

    /// <summary>The claim's value, if token and user information do not contradict each other.</summary>
    private static string? Only(ClaimsPrincipal user, string claim) =>
        user.FindAll(claim).Select(one => one.Value).Distinct(StringComparer.OrdinalIgnoreCase).Take(2).ToList() is [var value] ? value : null;

    private static string UserNameOf(ClaimsPrincipal user)
    {
        var wish = user.FindFirst(UserNameClaim)?.Value ?? user.FindFirst(MailClaim)?.Value ?? "";
        var letters = string.Concat(wish.Split('@')[0].Where(letter => UserNameLetters.Contains(letter, StringComparison.Ordinal)).Take(MaxUserName));
        return letters.Length == 0 ? "openid" : letters;
    }

    private static string Clean(string? text) => string.Concat((text ?? "").Where(letter => !char.IsControl(letter)).Take(MaxName)).Trim();
}
