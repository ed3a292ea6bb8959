using Conferencing.Server.Hosting;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Settings;

/// <summary>Who may sign in by a password.</summary>
internal enum PasswordRule
{
    Everybody,

    /// <summary>All others sign in at the OpenID provider; these still get in when it is away.</summary>
    Administrators,
}

/// <summary>What signing in asks for, and of whom.</summary>
internal sealed class SignInSettings
{
    public const string Section = "SignIn";

    /// <summary>Roles, separated by commas, that need a second step; others may have one. Being named secretary of a briefing is no role: only a role of the account counts.</summary>
    public string TwoFactorFor { get; set; } = "";

    public PasswordRule Passwords { get; set; } = PasswordRule.Everybody;

    public bool MayUsePassword(Account account) => Passwords == PasswordRule.Everybody || account.Has(Role.Administrator);

    /// <summary>Whether the account may do nothing on the pages until it has a second step.</summary>
    public bool IsDue(Account account, SignInWay way) => !account.TwoFactorEnabled && way != SignInWay.OpenIdStrong && Needs(account);

    public bool Needs(Account account) => account.AllRoles.Any(Roles.Contains);

    /// <param name="openId">Whether there is another way in.</param>
    /// <exception cref="StartRefusedException">A role is unknown, or most people could not sign in at all.</exception>
    public void Check(bool openId)
    {
        _ = Roles;
        if (Passwords != PasswordRule.Everybody && !openId) throw new StartRefusedException("SignIn:Passwords keeps most people out as long as OpenId:Authority names no provider.");
    }

    private Role[] Roles => _roles ??= [.. TwoFactorFor.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read)];

    private Role[]? _roles;

    private static Role Read(string name) => Enum.TryParse<Role>(name, ignoreCase: true, out var role) && !char.IsDigit(name[0])
        ? role : throw new StartRefusedException($"SignIn:TwoFactorFor names '{name}', which is no role; roles are {string.Join(", ", Enum.GetNames<Role>())}.");
}
