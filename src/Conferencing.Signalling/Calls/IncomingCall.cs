using System.Diagnostics;
using System.Net;
using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>A call the peer began: waits for the host's word, answers, waits for the ACK.</summary>
internal sealed class IncomingCall(UserAgent agent, CallHandle handle, InviteServerTransaction invite, SipPath remote)
    : Call(agent, handle)
{
    private bool _isAnswered;

    public string LocalTag { get; } = agent.NewToken();

    /// <summary>Neither accepted nor refused yet.</summary>
    public bool IsPending => Phase == CallPhase.Setup && !_isAnswered;

    private SipRequest Request => invite.Request;

    public void Begin()
    {
        Register(Request.CallId, LocalTag);
        Agent.AddIncoming(Request, this);
        var toUser = Request.To.Uri?.User ?? "";
        Agent.Outbox.Tell(new CallEvent.Incoming(Handle, Request.From.UriText, Request.From.DisplayName ?? "", toUser, remote));
    }

    public void Ring(Tick now)
    {
        if (IsPending)
            invite.Respond(Provisional(180, "Ringing"), now);
    }

    public void Accept(AudioCapabilities media, Tick now)
    {
        if (!IsPending)
            return;
        Media = new MediaNegotiation(Agent.Localize(media, remote), Agent.NewSessionId(), Agent.NewCrypto(media));
        var reject = SdpReject.None;
        var description = Request.Body.IsEmpty ? Media.Offer() : Media.Answer(Request.Body.Span, out reject);
        if (description is null)
        {
            Agent.Count(SipReject.BadSdp);
            Refuse(488, "Not Acceptable Here", new CallFailure(CallFailureKind.NoUsableMedia, 488, $"the offer holds no usable sound ({reject})"), now);
            return;
        }

        _isAnswered = true;
        Dialog = Dialog.FromRequest(Request, LocalTag, remote);
        TellIdentity();
        AnswerInvite(invite, description, isInitial: true, now);
    }

    public void Reject(int status, string phrase, Tick now)
    {
        if (!IsPending)
            return;
        if (status is < 300 or > 699)
            throw new UnreachableException($"A call cannot be refused with {status}");
        var words = string.Concat(phrase.Where(c => !char.IsControl(c)));
        Refuse(status, words, new CallFailure(CallFailureKind.Refused, status, words), now);
    }

    /// <summary>The caller's CANCEL.</summary>
    public void CancelByPeer(Tick now)
    {
        if (IsPending)
            Refuse(487, "Request Terminated", new CallFailure(CallFailureKind.Cancelled, 487, "the caller gave up"), now);
    }

    protected override bool TryEndEarly(Tick now)
    {
        CancelByPeer(now);
        return true;
    }

    public override bool HasPeer(string? remoteTag) => (Request.From.Tag ?? "") == (remoteTag ?? "");

    public override void HangUp(Tick now)
    {
        if (IsPending)
            Refuse(480, "Temporarily Unavailable", new CallFailure(CallFailureKind.Cancelled, 480, "hung up before an answer"), now);
        else if (Phase is CallPhase.Setup or CallPhase.Established)
            Leave(new CallEvent.Ended(Handle, CallEnd.Local, null), now);
    }

    protected override void AdvanceSetup(Tick now) =>
        throw new UnreachableException("An incoming call waits for the host, not for a deadline");

    protected override void EstablishByAck(SipRequest ack, Tick now)
    {
        if (Phase != CallPhase.Setup)
            return;
        var reject = SdpReject.None;
        if (Media!.IsOfferOpen)
            reject = ack.HasBody("application/sdp") ? Media.Apply(ack.Body.Span) : SdpReject.NoAudio;
        if (reject != SdpReject.None)
        {
            Media.CloseOffer();
            Agent.Count(SipReject.BadSdp);
            Leave(new CallEvent.Failed(Handle, new CallFailure(CallFailureKind.NoUsableMedia, 0, $"the answer holds no usable sound ({reject})")), now);
            return;
        }

        Phase = CallPhase.Established;
        Agent.Outbox.Tell(new CallEvent.Answered(Handle, Media.Agreed!));
    }

    protected override void ReceiveInviteResponse(InviteClientTransaction transaction, SipResponse response, Tick now) =>
        throw new UnreachableException("An incoming call sent an INVITE");

    protected override void FailInvite(InviteClientTransaction transaction, TransactionFailure failure, Tick now) =>
        throw new UnreachableException("An incoming call sent an INVITE");

    protected override void Forget()
    {
        base.Forget();
        Agent.RemoveIncoming(Request);
    }

    private SipResponse Provisional(int status, string phrase) => SipResponse.Answering(Request, status, phrase, LocalTag) with
    {
        Contacts = [Agent.Contact(remote, Request.IsSecure)],
        RecordRoutes = Request.RecordRoutes,
    };

    private void Refuse(int status, string phrase, CallFailure failure, Tick now)
    {
        invite.Respond(SipResponse.Answering(Request, status, phrase, LocalTag) with { Others = Agent.Introduction(false) }, now);
        Finish(new CallEvent.Failed(Handle, failure), now);
    }
}
