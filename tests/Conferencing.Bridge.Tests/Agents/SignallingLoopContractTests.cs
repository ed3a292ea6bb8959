using Conferencing.Bridge.Sip;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Agents;

/// <summary>The default agent keeps the contract.</summary>
public sealed class SignallingLoopContractTests : SipAgentContract
{
    private protected override ISipAgent Make(AgentSettings settings, Action<CallEvent> onEvent) => new SignallingLoop(
        new SignallingLoopOptions
        {
            Bind = settings.Bind,
            Engine = new SignallingOptions { Incoming = settings.Incoming, Credentials = settings.Credential is { } one ? [one] : [] },
        },
        onEvent,
        NullLogger.Instance);
}
