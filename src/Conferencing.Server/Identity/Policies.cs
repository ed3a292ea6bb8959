using Microsoft.AspNetCore.Authorization;

namespace Conferencing.Server.Identity;

/// <summary>
/// Who may do what at all, in one table. An administrator may do everything. For which units he may is asked where the unit is known
/// (<see cref="Caller.Has(Role, Guid?)"/>, <see cref="Api.ScopeGuard"/>).
/// </summary>
internal static class Policies
{
    public const string Book = nameof(Book);
    public const string Approve = nameof(Approve);

    /// <summary>Reads one briefing and its sessions.</summary>
    public const string Follow = nameof(Follow);

    /// <summary>Opens the live connection, by which sessions are watched.</summary>
    public const string Watch = nameof(Watch);

    /// <summary>Agenda, links and files of a briefing.</summary>
    public const string Prepare = nameof(Prepare);
    public const string Operate = nameof(Operate);
    public const string Administer = nameof(Administer);

    /// <summary>Sites, rooms, devices and contacts.</summary>
    public const string Equip = nameof(Equip);

    /// <summary>Agenda, hands and floor of a session.</summary>
    public const string Lead = nameof(Lead);

    /// <summary>Reads the audit trail.</summary>
    public const string Audit = nameof(Audit);

    /// <summary>Reads the reports of use and attendance.</summary>
    public const string Report = nameof(Report);

    /// <summary>His own account, whatever he may do else.</summary>
    public const string Own = nameof(Own);

    /// <summary>Only bridge nodes, by the secret in data/keys/bridge.key.</summary>
    public const string Bridge = nameof(Bridge);

    public static void Add(AuthorizationOptions options)
    {
        Role[] booking = [Role.Clerk, Role.Approver, Role.Administrator];
        Allow(options, Book, booking);
        AllowNamed(options, Prepare, booking);
        Allow(options, Approve, Role.Approver, Role.Administrator);
        Allow(options, Operate, Role.Technician, Role.Administrator);
        Allow(options, Administer, Role.Administrator);
        Allow(options, Equip, Role.ItOfficer, Role.Administrator);
        AllowNamed(options, Lead, Role.Secretary, Role.Technician, Role.Administrator);
        options.AddPolicy(Bridge, policy => policy.AddAuthenticationSchemes(BridgeKeyAuthentication.Scheme).RequireAuthenticatedUser());
        Allow(options, Audit, Role.Auditor, Role.Administrator);
        Allow(options, Report, Enum.GetValues<Role>());
        options.AddPolicy(Own, policy => policy.RequireAuthenticatedUser());
        // What every worker reads, an auditor does not.
        Role[] workers = [.. Enum.GetValues<Role>().Where(role => role != Role.Auditor)];
        options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireClaim(Caller.AnyRoleClaim, workers.Select(role => role.ToString())).Build();
        AllowNamed(options, Follow, workers);
        options.AddPolicy(Watch, policy => policy.AddRequirements(new RolesOrNamed(workers) { OfAnything = true }));
        options.FallbackPolicy = options.DefaultPolicy;
    }

    /// <summary>Also to who is named secretary of what the route is about, whatever his roles.</summary>
    private static void AllowNamed(AuthorizationOptions options, string name, params Role[] roles) =>
        options.AddPolicy(name, policy => policy.AddRequirements(new RolesOrNamed(roles)));

    private static void Allow(AuthorizationOptions options, string name, params Role[] roles) =>
        options.AddPolicy(name, policy => policy.RequireClaim(Caller.AnyRoleClaim, roles.Select(role => role.ToString())));
}
