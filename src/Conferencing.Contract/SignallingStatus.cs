using System.Collections.Immutable;

namespace Conferencing.Contract;

/// <summary>What is true of a node's SIP port. Sent whole, after every connection and when something changed; refusals are in the node's health.</summary>
public sealed record SignallingStatus
{
    public required Guid InstanceId { get; init; }

    public required long PlanRevision { get; init; }

    public ImmutableArray<SipRegistration> Registrations { get; init; } = [];

    public ImmutableArray<SipBan> Bans { get; init; } = [];

    public ImmutableArray<EndpointStatus> Endpoints { get; init; } = [];
}

/// <summary>Where one device of an account can be called at the moment.</summary>
public sealed record SipRegistration
{
    public required string UserName { get; init; }

    /// <summary>The Contact URI it gave.</summary>
    public required string Contact { get; init; }

    /// <summary>Transport and address it registered from, for example <c>UDP 10.1.2.3:5060</c>.</summary>
    public required string Source { get; init; }

    public required string CallId { get; init; }
    public required long Sequence { get; init; }
    public required DateTimeOffset RefreshedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>0 to 1000: the q parameter in thousandths.</summary>
    public int Preference { get; init; } = 1000;

    /// <summary>What the device calls itself.</summary>
    public string? Device { get; init; }
}

/// <summary>A source that gets no answer until a moment.</summary>
/// <param name="Count">Bans in a row; each lasts twice as long as the one before.</param>
public sealed record SipBan(string Source, SipBanReason Reason, DateTimeOffset Since, DateTimeOffset Until, int Count);

public enum SipBanReason
{
    FailedAuthentications,
    PinTries,
    Flood,
}

/// <summary>Whether a device answers.</summary>
/// <param name="Since">When this became so.</param>
/// <param name="RoundTripMs">Of the last answer.</param>
public sealed record EndpointStatus(string Address, EndpointState State, DateTimeOffset Since, double? RoundTripMs);

public enum EndpointState
{
    Unknown,
    Answers,

    /// <summary>Two questions in a row were not answered.</summary>
    Silent,

    /// <summary>It is called where it registers, and has not.</summary>
    NotRegistered,
}
