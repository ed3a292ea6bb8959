using System.ComponentModel.DataAnnotations;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Api;

/// <param name="Roles">For the whole province.</param>
/// <param name="UnitRoles">For a unit each, and what is below it.</param>
/// <param name="OpenId">Null if it neither is linked to the OpenID provider nor waits to be.</param>
/// <param name="Waiting">Came by itself through the provider, and has no role yet.</param>
/// <param name="RetiredAt">Since when it is disabled.</param>
public sealed record AccountAnswer(
    Guid Id, string UserName, string DisplayName, Role[] Roles, UnitRole[] UnitRoles, bool Disabled, bool SecondFactor, bool HasPassword, AccountOpenId? OpenId, bool Waiting, DateTimeOffset? RetiredAt)
{
    /// <summary>For If-Match, when it is changed or removed.</summary>
    public string Tag { get; init; } = "";
}

/// <param name="Expected">Whoever the provider vouches to be this is linked to the account at his next sign-in; null once it is linked.</param>
/// <param name="Issuer">Of the provider it is linked to; null as long as it is not.</param>
public sealed record AccountOpenId(string? Expected, string? Issuer);

public sealed record NewAccountRequest
{
    [Required] public string? UserName { get; init; }
    [Required] public string? DisplayName { get; init; }
    [Required] public Role[]? Roles { get; init; }
    public UnitRole[]? UnitRoles { get; init; }

    /// <summary>Needed unless the account signs in by OpenID.</summary>
    public string? Password { get; init; }

    /// <summary>What the provider must vouch for the first time: his mail address there, or the claim the settings name.</summary>
    public string? OpenId { get; init; }
}

public sealed record AccountRequest
{
    [Required] public string? DisplayName { get; init; }
    [Required] public Role[]? Roles { get; init; }

    /// <summary>None when it is missing.</summary>
    public UnitRole[]? UnitRoles { get; init; }
    public bool Disabled { get; init; }

    /// <summary>Replaces the password when present.</summary>
    public string? NewPassword { get; init; }

    /// <summary>What the provider must vouch for the first time; none when it is missing. Of no effect once the account is linked.</summary>
    public string? OpenId { get; init; }
}

/// <param name="ExpiresAt">Null for never, as those were that earlier releases made.</param>
public sealed record TokenAnswer(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt);

public sealed record NewTokenRequest
{
    [Required] public string? Name { get; init; }

    /// <summary>For how long it opens anything: 1 to 366, 90 when it is missing.</summary>
    public int? Days { get; init; }
}

/// <param name="Token">Shown this once; only its hash is kept.</param>
public sealed record NewTokenAnswer(Guid Id, string Name, string Token, DateTimeOffset ExpiresAt);
