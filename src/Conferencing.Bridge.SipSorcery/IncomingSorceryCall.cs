using System.Net;
using System.Net.Sockets;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using SIPSorcery.SIP;

namespace Conferencing.Bridge.SipSorcery;

/// <summary>A call the peer began: waits for the host's word, answers, waits for the ACK.</summary>
internal sealed class IncomingSorceryCall : SorceryCall
{
    private readonly SIPRequest _request;
    private readonly UASInviteTransaction _invite;
    private SipPath _source;
    private bool _isAnswered;
    private bool _isAcknowledged;
    private bool _isGoodbyeOwed;

    public IncomingSorceryCall(SipSorceryAgent agent, CallHandle handle, SIPRequest request)
        : base(agent, handle)
    {
        _request = request;
        _invite = new UASInviteTransaction(agent.Transport, request, null, noCDR: true);
        _invite.UASInviteTransactionCancelled += (_, _) => agent.Run(() => Refused(new CallFailure(CallFailureKind.Cancelled, 487, "the caller gave up")));
        _invite.OnAckReceived += (_, _, _, ack) =>
        {
            agent.Run(() => ReceiveAck(ack));
            return Task.FromResult(SocketError.Success);
        };
    }

    private bool IsPending => !_isAnswered && !IsOver;

    public override bool Owns(string callId, string localTag) => callId == _request.Header.CallId && localTag == _invite.LocalTag;

    public void Begin(IPEndPoint from)
    {
        _source = SipPath.Udp(from);
        var caller = _request.Header.From;
        Agent.Tell(new CallEvent.Incoming(Handle, caller.FromURI.ToString(), caller.FromName ?? "", _request.Header.To.ToURI.User ?? "", _source));
    }

    public void Ring()
    {
        if (!IsPending)
            return;
        var ringing = SIPResponse.GetResponse(_request, SIPResponseStatusCodesEnum.Ringing, null);
        ringing.Header.To.ToTag = _invite.LocalTag;
        _invite.SendProvisionalResponse(ringing);
    }

    public void Accept(AudioCapabilities media)
    {
        if (!IsPending)
            return;
        Media = Negotiate(media, _source.Remote.Address);
        var reject = SdpReject.None;
        var offer = BodyOf(_request);
        var description = offer.Length == 0 ? Media.Offer() : Media.Answer(offer, out reject);
        if (description is null)
        {
            Agent.Count(SipReject.BadSdp);
            Respond(_invite, 488, "Not Acceptable Here");
            Refused(new CallFailure(CallFailureKind.NoUsableMedia, 488, $"the offer holds no usable sound ({reject})"));
            return;
        }

        _isAnswered = true;
        _invite.SendFinalResponse(_invite.GetOkResponse("application/sdp", Encoding.UTF8.GetString(description)));
        Dialogue = new SIPDialogue(_invite);
        Agent.Tell(new CallEvent.IdentityChanged(Handle, Identity(_request, _source)));
        After(TimeSpan.FromSeconds(32), () => Leave(new CallEvent.Ended(Handle, CallEnd.Lost, "our answer was not acknowledged")));
    }

    public void Reject(int status, string phrase)
    {
        if (!IsPending)
            return;
        Respond(_invite, status, phrase);
        Refused(new CallFailure(CallFailureKind.Refused, status, phrase));
    }

    public override void HangUp()
    {
        if (IsPending)
        {
            Respond(_invite, 480, "Temporarily Unavailable");
            Refused(new CallFailure(CallFailureKind.Cancelled, 480, "hung up before an answer"));
        }
        else if (_isAcknowledged)
        {
            Leave(new CallEvent.Ended(Handle, CallEnd.Local, null));
        }
        else
        {
            _isGoodbyeOwed = true; // not before the ACK (RFC 3261 section 15)
        }
    }

    private void Refused(CallFailure failure) => Finish(new CallEvent.Failed(Handle, failure));

    private void ReceiveAck(SIPRequest ack)
    {
        if (_isAcknowledged || !_isAnswered || IsOver || IsLeaving)
            return;
        _isAcknowledged = true;
        StopWaiting();
        var reject = !Media!.IsOfferOpen ? SdpReject.None : BodyOf(ack) is { Length: > 0 } answer ? Media.Apply(answer) : SdpReject.NoAudio;
        if (reject != SdpReject.None)
            Leave(new CallEvent.Failed(Handle, new CallFailure(CallFailureKind.NoUsableMedia, 0, $"the answer holds no usable sound ({reject})")));
        else if (_isGoodbyeOwed)
            Leave(new CallEvent.Ended(Handle, CallEnd.Local, null));
        else
            Agent.Tell(new CallEvent.Answered(Handle, Media.Agreed!));
    }
}
