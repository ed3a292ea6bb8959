using System.ComponentModel.DataAnnotations;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Api;

/// <param name="Roles">For the whole province.</param>
/// <param name="UnitRoles">For a unit each, and what is below it.</param>
public sealed record AccountAnswer(Guid Id, string UserName, string DisplayName, Role[] Roles, UnitRole[] UnitRoles, bool Disabled, bool SecondFactor);

public sealed record NewAccountRequest
{
    [Required] public string? UserName { get; init; }
    [Required] public string? DisplayName { get; init; }
    [Required] public Role[]? Roles { get; init; }
    public UnitRole[]? UnitRoles { get; init; }
    [Required] public string? Password { get; init; }
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
}

public sealed record TokenAnswer(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

public sealed record NewTokenRequest
{
    [Required] public string? Name { get; init; }
}

/// <param name="Token">Shown this once; only its hash is kept.</param>
public sealed record NewTokenAnswer(Guid Id, string Name, string Token);
