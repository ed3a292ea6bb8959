using System.Collections.Immutable;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Registrations;

/// <summary>The account this agent keeps registered at a province's registrar. The password is among the agent's credentials, not here.</summary>
public sealed record RegistrationOptions
{
    /// <summary>Registrars of one domain in order of preference: sip: URIs without a user.</summary>
    public required ImmutableArray<SipUri> Registrars { get; init; }

    /// <summary>The address-of-record, sip:user@domain.</summary>
    public required SipUri Account { get; init; }

    /// <summary>What is asked for; the registrar may grant less.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The part of the granted time after which it is refreshed.</summary>
    public double RefreshFraction { get; init; } = 0.8;

    /// <summary>No registrar is asked more often than this, whatever it grants.</summary>
    public TimeSpan LeastPause { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>What is true of a registration.</summary>
public enum RegistrationState
{
    /// <summary>The first REGISTER is on its way.</summary>
    Trying,
    Registered,

    /// <summary>No registrar has it now; it is tried again.</summary>
    Failed,

    /// <summary>Withdrawn at our own wish.</summary>
    Ended,
}

/// <param name="Registrar">The registrar that was asked last.</param>
/// <param name="Status">Its last final status, 0 when none came.</param>
/// <param name="Reason">In English, for logs and technicians.</param>
public sealed record RegistrationStatus(RegistrationState State, string Registrar, int Status, string Reason, TimeSpan Granted);
