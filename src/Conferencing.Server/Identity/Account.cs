using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Conferencing.Server.Identity;

/// <summary>A person who signs in. Its phone number is the SIP address at which a technician talks to rooms in private.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public string DisplayName { get; set; } = "";

    /// <summary>For the whole province.</summary>
    public List<Role> Roles { get; set; } = [];

    /// <summary>For a unit each.</summary>
    public List<UnitRole> UnitRoles { get; set; } = [];

    /// <summary>The key of its authenticator program, sealed; it counts while <see cref="IdentityUser{TKey}.TwoFactorEnabled"/>.</summary>
    public string? TotpKey { get; set; }

    /// <summary>The half minute of the code that was used last: neither it nor an earlier one opens again.</summary>
    public long TotpStep { get; set; }

    /// <summary>Digests of the codes on paper that are left, with spaces between.</summary>
    public string PaperCodes { get; set; } = "";

    /// <summary>Who it is at the OpenID provider; null until it has signed in there.</summary>
    public string? OpenIdIssuer { get; set; }
    public string? OpenIdSubject { get; set; }

    /// <summary>What the provider must vouch for so that it is linked to this account; entered by an administrator, gone once linked.</summary>
    public string? OpenIdExpected { get; set; }

    /// <summary>Null until chosen: the browser's language counts then.</summary>
    public Language? Language { get; set; }

    /// <summary>A disabled account cannot sign in, its sessions and tokens no longer count; what it did stays.</summary>
    public bool Disabled { get; private set; }

    /// <summary>Since when it is disabled.</summary>
    public Instant? RetiredAt { get; private set; }

    /// <summary>Since when it is nobody's: its person was forgotten, and only the row is left.</summary>
    public Instant? ErasedAt { get; set; }
    public Instant CreatedAt { get; set; }

    /// <summary>Once retired it stays so since then, whoever says it again.</summary>
    public void Retire(Instant now) => (Disabled, RetiredAt) = (true, RetiredAt ?? now);

    public void TakeBack() => (Disabled, RetiredAt) = (false, null);

    /// <summary>Whether it has the role for the whole province.</summary>
    public bool Has(Role role) => Roles.Contains(role) || Roles.Contains(Role.Administrator);

    /// <summary>Came by itself through the OpenID provider, and nobody has given it a role.</summary>
    public bool IsWaiting => OpenIdSubject is not null && !Disabled && Roles.Count + UnitRoles.Count == 0;

    /// <summary>Every role it has, for whatever part of the province.</summary>
    public IEnumerable<Role> AllRoles => Roles.Concat(UnitRoles.Select(one => one.Role)).Distinct();
}
