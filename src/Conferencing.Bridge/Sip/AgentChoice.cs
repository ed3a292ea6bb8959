using Conferencing.Signalling.Calls;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Sip;

/// <summary>Which SIP agent this bridge was built with: its own, or with -p:SipAgent=SIPSorcery the other one.</summary>
internal static class AgentChoice
{
    /// <exception cref="SipPortInUseException">The SIP port is taken.</exception>
    public static ISipAgent Make(SignallingLoopOptions options, Action<CallEvent> onEvent, ILogger logger)
    {
#if SIPSORCERY
        var agent = new SipSorcery.SipSorceryAgent(
            new SipSorcery.SipSorceryOptions
            {
                Bind = options.Bind,
                PublicAddress = options.PublicAddress,
                Incoming = options.Engine.Incoming,
                LocalUser = options.Engine.LocalUser,
                Credentials = options.Engine.Credentials,
                Tap = options.Tap,
            },
            onEvent);
        if (options.Engine.Registration is not null || options.Engine.OutboundProxy is not null)
            logger.LogWarning("The agent {Agent} neither registers nor calls through a proxy: Sip:Registrar and Sip:OutboundProxy do nothing", agent.Abilities.Name);
        return agent;
#else
        return new SignallingLoop(options, onEvent, logger);
#endif
    }
}
