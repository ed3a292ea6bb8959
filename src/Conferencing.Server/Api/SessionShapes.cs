using System.ComponentModel.DataAnnotations;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Api;

/// <summary>Who asks, and whether the program still waits for its first administrator.</summary>
/// <param name="Demo">True when this data folder holds the demo province.</param>
public sealed record SessionAnswer(bool SetupNeeded, SignedInUser? User, DateTimeOffset ServerTime, string? Organisation, bool Demo, SignInWaysAnswer SignIn);

/// <param name="OpenId">What people call the OpenID provider; null where there is none.</param>
/// <param name="Passwords">Whether everybody may sign in by a password; else administrators only.</param>
/// <param name="LinkClaim">What an account is linked by the first time: the claim <c>email</c>, or another.</param>
public sealed record SignInWaysAnswer(string? OpenId, bool Passwords, string? LinkClaim);

/// <param name="Roles">For whatever part of the province.</param>
/// <param name="UnitRoles">Of these, those he has for a unit alone, and what is below it.</param>
/// <param name="Phone">SIP address of his phone, called when he talks to a room in private.</param>
/// <param name="Mail">Where he is reminded of what waits for his approval.</param>
/// <param name="HasPassword">Whether he has one of his own here.</param>
/// <param name="Named">Whether a briefing names him as secretary: there are pages for him, whatever his roles.</param>
/// <param name="SignOutAtProvider">After signing out here his browser is to go to <c>/openid/sign-out</c>.</param>
public sealed record SignedInUser(
    Guid Id, string UserName, string DisplayName, Role[] Roles, UnitRole[] UnitRoles, Language Language, string? Phone, string? Mail, SecondFactorAnswer SecondFactor, bool HasPassword, bool SignOutAtProvider, bool Named);

public sealed record MailRequest
{
    /// <summary>Null or empty: none.</summary>
    public string? Mail { get; init; }
}

public sealed record PhoneRequest
{
    /// <summary>Null or empty: none.</summary>
    public string? Phone { get; init; }
}

public sealed record SignInRequest
{
    [Required] public string? UserName { get; init; }
    [Required] public string? Password { get; init; }

    /// <summary>Of the second step, where the account has one.</summary>
    public string? Code { get; init; }
}

public sealed record LanguageRequest
{
    [Required] public Language? Language { get; init; }
}

public sealed record PasswordRequest
{
    [Required] public string? Current { get; init; }
    [Required] public string? New { get; init; }
}

public sealed record SetupRequest
{
    [Required] public string? Code { get; init; }
    [Required] public string? Organisation { get; init; }
    [Required] public string? UserName { get; init; }
    [Required] public string? DisplayName { get; init; }
    [Required] public string? Password { get; init; }
}
