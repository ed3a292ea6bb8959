using Conferencing.Signalling.Calls;
using SIPSorcery.SIP;

namespace Conferencing.Bridge.SipSorcery;

/// <summary>
/// Ends a call of a dead process that was answered, by BYE. One that was not answered it cannot cancel: the library gives a CANCEL no
/// transaction to belong to. That is said, not hidden.
/// </summary>
internal sealed class ForgottenSorceryCall : SorceryCall
{
    private readonly CallCommand.EndForgotten _command;

    private ForgottenSorceryCall(SipSorceryAgent agent, CallCommand.EndForgotten command)
        : base(agent, command.Call) => _command = command;

    public static void End(SipSorceryAgent agent, CallCommand.EndForgotten command)
    {
        if (command.Identity.RemoteTag is null)
        {
            agent.Tell(new CallEvent.Ended(command.Call, CallEnd.Lost, "this agent cannot cancel a call of a dead process"));
            return;
        }

        var call = new ForgottenSorceryCall(agent, command);
        call.Dialogue = call.Rebuild();
        call.Leave(new CallEvent.Ended(command.Call, CallEnd.Local, "ended after a restart"));
    }

    public override bool Owns(string callId, string localTag) => false;

    public override void HangUp()
    {
    }

    private SIPDialogue Rebuild()
    {
        var identity = _command.Identity;
        var local = SIPUserField.ParseSIPUserField($"<{identity.LocalUri}>;tag={identity.LocalTag}");
        var remote = SIPUserField.ParseSIPUserField($"<{identity.RemoteUri}>;tag={identity.RemoteTag}");
        return new SIPDialogue
        {
            CallId = identity.CallId,
            LocalTag = identity.LocalTag,
            RemoteTag = identity.RemoteTag,
            LocalUserField = local,
            RemoteUserField = remote,
            RemoteTarget = SIPURI.ParseSIPURI(identity.RemoteTarget),
            // Well above any number the dead process may have used after it last wrote.
            CSeq = (int)identity.LocalSequence + 1000,
            RouteSet = identity.RouteSet.IsEmpty ? null : SIPRouteSet.ParseSIPRouteSet(string.Join(", ", identity.RouteSet)),
        };
    }
}
