using Microsoft.AspNetCore.Authorization;

namespace Conferencing.Server.Identity;

/// <summary>Who may do what, in one table. An administrator may do everything.</summary>
internal static class Policies
{
    public const string Book = nameof(Book);
    public const string Approve = nameof(Approve);
    public const string Operate = nameof(Operate);
    public const string Administer = nameof(Administer);

    /// <summary>Reads the audit trail.</summary>
    public const string Audit = nameof(Audit);

    /// <summary>His own account, whatever he may do else.</summary>
    public const string Own = nameof(Own);

    /// <summary>Only bridge nodes, by the secret in data/keys/bridge.key.</summary>
    public const string Bridge = nameof(Bridge);

    public static void Add(AuthorizationOptions options)
    {
        Allow(options, Book, Role.Clerk, Role.Approver, Role.Administrator);
        Allow(options, Approve, Role.Approver, Role.Administrator);
        Allow(options, Operate, Role.Technician, Role.Administrator);
        Allow(options, Administer, Role.Administrator);
        options.AddPolicy(Bridge, policy => policy.AddAuthenticationSchemes(BridgeKeyAuthentication.Scheme).RequireAuthenticatedUser());
        Allow(options, Audit, Role.Auditor, Role.Administrator);
        options.AddPolicy(Own, policy => policy.RequireAuthenticatedUser());
        // What every worker reads, an auditor does not.
        Role[] workers = [.. Enum.GetValues<Role>().Where(role => role != Role.Auditor)];
        options.DefaultPolicy = new AuthorizationPolicyBuilder().RequireRole(workers.Select(role => role.ToString())).Build();
        options.FallbackPolicy = options.DefaultPolicy;
    }

    private static void Allow(AuthorizationOptions options, string name, params Role[] roles) =>
        options.AddPolicy(name, policy => policy.RequireRole(roles.Select(role => role.ToString())));
}
