using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Conferencing.Server.Identity;

/// <summary>A person who signs in. Its phone number is the SIP address at which a technician talks to rooms in private.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    public string DisplayName { get; set; } = "";
    public List<Role> Roles { get; set; } = [];

    /// <summary>Null until chosen: the browser's language counts then.</summary>
    public Language? Language { get; set; }

    /// <summary>A disabled account cannot sign in, its sessions and tokens no longer count; what it did stays.</summary>
    public bool Disabled { get; set; }
    public Instant CreatedAt { get; set; }

    public bool Has(Role role) => Roles.Contains(role) || Roles.Contains(Role.Administrator);
}
