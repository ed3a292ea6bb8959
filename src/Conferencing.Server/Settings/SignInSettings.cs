using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Settings;

/// <summary>What signing in asks for beyond the password.</summary>
internal sealed class SignInSettings
{
    public const string Section = "SignIn";

    /// <summary>Roles, separated by commas, that need a second step; others may have one.</summary>
    public string TwoFactorFor { get; set; } = "";

    /// <summary>Whether the account may do nothing on the pages until it has a second step.</summary>
    public bool IsDue(Account account) => !account.TwoFactorEnabled && Needs(account);

    public bool Needs(Account account) => account.AllRoles.Any(Roles.Contains);

    /// <exception cref="StartRefusedException">A role is unknown.</exception>
    public void Check() => _ = Roles;

    private Role[] Roles => _roles ??= [.. TwoFactorFor.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read)];

    private Role[]? _roles;

    private static Role Read(string name) => Enum.TryParse<Role>(name, ignoreCase: true, out var role) && !char.IsDigit(name[0])
        ? role : throw new StartRefusedException($"SignIn:TwoFactorFor names '{name}', which is no role; roles are {string.Join(", ", Enum.GetNames<Role>())}.");
}
