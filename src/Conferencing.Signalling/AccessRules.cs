using System.Collections.Immutable;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Watch;

namespace Conferencing.Signalling;

/// <summary>Who has an account here and with which secrets we call others: what must be true of the SIP port. Replaced as a whole.</summary>
public sealed record AccessRules
{
    /// <summary>Part of every HA1: when it changes, every password must be given anew.</summary>
    public string Realm { get; init; } = "conferencing";

    /// <summary>Without accounts no stranger is challenged: the port looks closed.</summary>
    public ImmutableDictionary<string, DigestAccount> Accounts { get; init; } = ImmutableDictionary<string, DigestAccount>.Empty;

    /// <summary>Algorithms to challenge with, the wanted one first.</summary>
    public ImmutableArray<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    public TimeSpan NonceLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>For peers that ask us.</summary>
    public ImmutableArray<DigestCredential> Credentials { get; init; } = [];

    /// <summary>Addresses asked by OPTIONS whether they are there.</summary>
    public ImmutableArray<string> Watched { get; init; } = [];

    /// <summary>Between two questions to one address; zero asks nobody.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>What the host asks of the SIP port, besides calls.</summary>
public abstract record AccessCommand
{
    private AccessCommand()
    {
    }

    public sealed record Use(AccessRules Rules) : AccessCommand;

    /// <summary>Bindings of an earlier process; one that registered again meanwhile keeps what it said.</summary>
    public sealed record Restore(ImmutableArray<Binding> Bindings) : AccessCommand;

    /// <summary>Ends a ban that began before <paramref name="Before"/>; told twice or late it ends no newer one.</summary>
    public sealed record LiftBan(SourceKey Source, Tick Before) : AccessCommand;

    /// <summary>A caller entered a wrong PIN in an answered call.</summary>
    public sealed record PinFailed(SipPath Source, string FromUri) : AccessCommand;
}

/// <summary>What is true of the SIP port at one moment.</summary>
public sealed record AccessState(ImmutableArray<Binding> Bindings, ImmutableArray<Ban> Bans, ImmutableArray<EndpointReach> Endpoints)
{
    public static readonly AccessState Empty = new([], [], []);
}
