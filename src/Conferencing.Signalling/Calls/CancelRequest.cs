using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Calls;

/// <summary>The CANCEL of an INVITE: the same Request-URI, Via, tags, number and routes (RFC 3261 section 9.1).</summary>
internal static class CancelRequest
{
    public static SipRequest For(SipRequest invite) => new()
    {
        Method = SipMethods.Cancel,
        RequestUri = invite.RequestUri,
        Vias = [invite.Vias[0]],
        From = invite.From,
        To = invite.To,
        CallId = invite.CallId,
        CSeq = invite.CSeq with { Method = SipMethods.Cancel },
        Routes = invite.Routes,
    };
}
