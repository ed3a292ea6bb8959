using System.Collections.Immutable;
using System.Net;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Calls;

/// <summary>
/// The seam between a bridge and whatever speaks SIP for it: commands in, events out, and who may call. The default agent is this project's
/// engine with the bridge's sockets; a bridge chooses its agent when it is built. What any agent must do is what the contract tests tell
/// (tests/Conferencing.Bridge.Tests/Agents); what it need not is in <see cref="Abilities"/>.
/// </summary>
public interface ISipAgent : IDisposable
{
    SipAgentAbilities Abilities { get; }

    /// <summary>The UDP port SIP is received at.</summary>
    int BoundPort { get; }

    /// <summary>Peers known by address; port 0 stands for every port. May be set from any thread.</summary>
    ImmutableHashSet<IPEndPoint> KnownPeers { get; set; }

    /// <summary>How often each refusal happened; from any thread.</summary>
    IReadOnlyDictionary<SipReject, long> Refusals { get; }

    /// <summary>Hands a command over. Returns at once; may be called from any thread. The outcome arrives as a <see cref="CallEvent"/>.</summary>
    void Post(CallCommand command);

    /// <summary>What those who are in a conference are told about it (RFC 4575); null when it is over. From any thread; nothing where <see cref="SipAgentAbilities.ConferenceEvents"/> is false.</summary>
    /// <param name="user">User part of the conference's address.</param>
    void Publish(string user, Subscriptions.ConferenceState? state);
}

/// <summary>What an agent can beyond the calls every agent makes and takes: said as it is, so that nobody relies on what is not there.</summary>
public sealed record SipAgentAbilities
{
    /// <summary>For logs.</summary>
    public required string Name { get; init; }

    public required ForgottenCalls EndsForgotten { get; init; }

    /// <summary>SIP over TCP and TLS.</summary>
    public required bool Connections { get; init; }

    /// <summary>RFC 4028.</summary>
    public required bool SessionTimers { get; init; }

    /// <summary>RFC 4575.</summary>
    public required bool ConferenceEvents { get; init; }

    /// <summary>Keeps an account registered at a province's registrar, and calls through an outbound proxy.</summary>
    public required bool Registers { get; init; }
}

/// <summary>Which calls of a dead process <see cref="CallCommand.EndForgotten"/> really ends.</summary>
public enum ForgottenCalls
{
    None,

    /// <summary>Those that were answered.</summary>
    Answered,
    All,
}
