using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>
/// What must be true of a node's SIP port. The server owns it and sends it at every connection and after every change; a node ignores a
/// revision it has passed. It holds no password of an account: only hashes.
/// </summary>
public sealed record SignallingPlan
{
    /// <summary>Rises with every change.</summary>
    public required long Revision { get; init; }

    /// <summary>Part of every account's hashes.</summary>
    public required string Realm { get; init; }

    public ImmutableArray<SipAccountPlan> Accounts { get; init; } = [];

    /// <summary>Names of digest algorithms to challenge with, the wanted one first.</summary>
    public ImmutableArray<string> Algorithms { get; init; } = ["MD5"];

    /// <summary>Hosts and addresses that may speak to the node without an account, besides those of planned rooms.</summary>
    public ImmutableArray<string> KnownPeers { get; init; } = [];

    /// <summary>Addresses asked by OPTIONS whether they are there.</summary>
    public ImmutableArray<string> Watched { get; init; } = [];

    /// <summary>Between two questions to one address; 0 asks nobody.</summary>
    public int HeartbeatSeconds { get; init; } = 60;

    /// <summary>For devices and proxies that ask us for a password.</summary>
    public ImmutableArray<SipCredentialPlan> Credentials { get; init; } = [];

    /// <summary>Bans a technician lifted.</summary>
    public ImmutableArray<LiftedBan> Lifted { get; init; } = [];

    /// <summary>
    /// Registrations as they were last reported: for a node that has just begun and knows none. Not part of the revision, and ignored by a node
    /// that has had a plan.
    /// </summary>
    public ImmutableArray<SipRegistration> Registrations { get; init; } = [];
}

/// <summary>An account of a device that registers. Its text shows no hash.</summary>
/// <param name="Md5">HA1 of RFC 7616 by MD5, lower-case hexadecimal.</param>
/// <param name="Sha256">The same by SHA-256.</param>
public sealed record SipAccountPlan(string UserName, string Md5, string Sha256)
{
    public override string ToString() => $"account {UserName}";
}

/// <summary>A secret for calls to one host. Its text shows none.</summary>
/// <param name="Host">Host of the address dialled.</param>
public sealed record SipCredentialPlan(string Host, string UserName, string Password)
{
    public override string ToString() => $"credential for {Host}";
}

/// <summary>Ends a ban that began before <paramref name="At"/>.</summary>
/// <param name="Source">An IPv4 address, or an IPv6 /64, as <see cref="SipBan.Source"/> names it.</param>
public sealed record LiftedBan(string Source, DateTimeOffset At);
