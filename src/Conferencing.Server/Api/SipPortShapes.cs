using System.ComponentModel.DataAnnotations;
using Conferencing.Contract;

namespace Conferencing.Server.Api;

/// <summary>The SIP port as its bridge node last told.</summary>
/// <param name="BridgeOnline">False: what follows is old.</param>
/// <param name="Refusals">How often each refusal happened since the node began, by name.</param>
/// <param name="Limits">The limits that hold, by the name of their setting.</param>
public sealed record SipPortAnswer(
    bool BridgeOnline, SipRegistration[] Registrations, SipBan[] Bans, NamedNumber[] Refusals, NamedNumber[] Limits);

public sealed record NamedNumber(string Name, long Value);

/// <summary>Whether a room's device answers.</summary>
public sealed record ReachAnswer(Guid RoomId, string Address, EndpointState State, DateTimeOffset Since, double? RoundTripMs);

public sealed record LiftBanRequest
{
    [Required] public string? Source { get; init; }
}

/// <param name="Usable">False once the realm was changed: the password must be given anew.</param>
/// <param name="Registered">Devices registered at the moment.</param>
public sealed record SipAccountAnswer(Guid Id, string UserName, DateTimeOffset ChangedAt, bool Usable, int Registered);

public sealed record NewSipAccountRequest
{
    [Required] public string? UserName { get; init; }
}

/// <param name="Password">Shown this once.</param>
public sealed record SipPasswordAnswer(Guid Id, string UserName, string Realm, string Password);
