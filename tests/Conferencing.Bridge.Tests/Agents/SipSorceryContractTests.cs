#if SIPSORCERY
using Conferencing.Bridge.SipSorcery;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Agents;

/// <summary>The SIPSorcery agent keeps the contract; compiled with -p:SipAgent=SIPSorcery only.</summary>
public sealed class SipSorceryContractTests : SipAgentContract
{
    private protected override ISipAgent Make(AgentSettings settings, Action<CallEvent> onEvent) => new SipSorceryAgent(
        new SipSorceryOptions { Bind = settings.Bind, Incoming = settings.Incoming, Credentials = settings.Credential is { } one ? [one] : [] },
        onEvent);
}
#endif
