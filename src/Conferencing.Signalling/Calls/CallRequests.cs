using System.Net;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>What the peer may ask inside the dialog: BYE, re-INVITE, UPDATE, INFO, OPTIONS.</summary>
internal abstract partial class Call
{
    private AnswerRepetition? _repetition;

    /// <summary>Whether requests with this tag of the peer belong to the call.</summary>
    public virtual bool HasPeer(string? remoteTag) => Dialog is not null && Dialog.RemoteTag == (remoteTag ?? "");

    /// <summary>A new request whose tags match.</summary>
    public SipReject Receive(ServerTransaction transaction, SipRequest request, SipPath remote, Tick now)
    {
        if (Phase == CallPhase.Over)
            return Refuse(transaction, 481, "Call Does Not Exist", SipReject.UnknownDialog, now);
        if (Dialog is null)
            return ReceiveEarly(transaction, request, now);
        if (!Dialog.TryAdvanceRemote(request.CSeq.Sequence))
            return Refuse(transaction, 500, "Sequence Number Too Low", SipReject.OldSequence, now);
        Dialog.LastHeard = remote;
        NotePeer(request);
        if (UserAgent.NotUnderstood(request) is { } required)
            return Agent.RefuseExtension(transaction, required, now);
        switch (request.Method)
        {
            case SipMethods.Bye:
                Agent.Answer(transaction, 200, "OK", now);
                StopRepeating();
                Finish(_last ?? new CallEvent.Ended(Handle, CallEnd.Remote, ReasonHeader.Describe(request)), now);
                return SipReject.None;
            case SipMethods.Invite when Phase == CallPhase.Established:
                return ReceiveReinvite((InviteServerTransaction)transaction, request, now);
            case SipMethods.Update when Phase == CallPhase.Established:
                return ReceiveUpdate(transaction, request, now);
            case SipMethods.Invite or SipMethods.Update when Phase == CallPhase.Setup && TryEstablishUnacknowledged(request, now):
                return request.Is(SipMethods.Invite)
                    ? ReceiveReinvite((InviteServerTransaction)transaction, request, now)
                    : ReceiveUpdate(transaction, request, now);
            case SipMethods.Invite or SipMethods.Update when Phase == CallPhase.Setup:
                return Refuse(transaction, 491, "Request Pending", SipReject.Glare, now);
            case SipMethods.Invite or SipMethods.Update:
                return Refuse(transaction, 481, "Call Is Ending", SipReject.UnknownDialog, now);
            case SipMethods.Info:
                return ReceiveInfo(transaction, request, now);
            case SipMethods.Options:
                Agent.Answer(transaction, 200, "OK", now);
                return SipReject.None;
            case SipMethods.Prack:
                return ReceivePrack(transaction, request, now);
            case SipMethods.Refer:
                return ReceiveRefer(transaction, request, now);
            case SipMethods.Notify:
                return ReceiveNotify(transaction, request, now);
            default:
                return Agent.RefuseMethod(transaction, now);
        }
    }

    public SipReject ReceiveAck(SipRequest ack, Tick now)
    {
        if (_repetition is null || _repetition.Sequence != ack.CSeq.Sequence)
            return SipReject.None; // the ACK of a repeated 2xx
        var isInitial = _repetition.IsInitial;
        _repetition.Stop();
        _repetition = null;
        if (_isByeOwed)
        {
            Media?.CloseOffer();
            SendBye(now);
        }
        else if (isInitial)
        {
            EstablishByAck(ack, now);
        }
        else if (Media is { IsOfferOpen: true } && Phase == CallPhase.Established)
        {
            ApplyDelayedAnswer(ack);
        }

        Ask(now);
        return SipReject.None;
    }

    /// <summary>64*T1 without an ACK (RFC 3261 section 13.3.1.4).</summary>
    public void MissAck(Tick now)
    {
        _repetition = null;
        if (_isByeOwed)
            SendBye(now);
        else if (Phase is CallPhase.Setup or CallPhase.Established)
            Leave(new CallEvent.Ended(Handle, CallEnd.Lost, "our answer was not acknowledged"), now);
    }

    /// <summary>The ACK of our first 2xx came.</summary>
    protected abstract void EstablishByAck(SipRequest ack, Tick now);

    /// <summary>The caller's BYE before our answer counts like CANCEL (RFC 3261 section 15.1.2).</summary>
    protected virtual bool TryEndEarly(SipRequest bye, Tick now) => false;

    /// <summary>A request while the INVITE has no final response.</summary>
    private SipReject ReceiveEarly(ServerTransaction transaction, SipRequest request, Tick now)
    {
        switch (request.Method)
        {
            case SipMethods.Invite:
            case SipMethods.Update when !request.Body.IsEmpty:
                // Our offer is open (RFC 3311 section 5.2); a re-INVITE has overtaken its own 200.
                return Refuse(transaction, 491, "Request Pending", SipReject.Glare, now);
            case SipMethods.Update or SipMethods.Info or SipMethods.Options:
                Agent.Answer(transaction, 200, "OK", now);
                return SipReject.None;
            case SipMethods.Prack:
                return ReceivePrack(transaction, request, now);
            case SipMethods.Bye when TryEndEarly(request, now):
                Agent.Answer(transaction, 200, "OK", now);
                return SipReject.None;
            default:
                return Refuse(transaction, 481, "Call Does Not Exist", SipReject.UnknownDialog, now);
        }
    }

    private SipReject ReceiveReinvite(InviteServerTransaction transaction, SipRequest request, Tick now)
    {
        if (Media!.IsOfferOpen || _change is { IsInvite: true })
            return Refuse(transaction, 491, "Request Pending", SipReject.Glare, now);
        if (Agent.RefuseSession(request) is { } tooSmall)
            return Refuse(transaction, tooSmall, SipReject.IntervalTooSmall, now);
        if (!TryDescribe(request, isOfferWanted: true, out var description, out var refusal))
            return Refuse(transaction, refusal.Status, refusal.Phrase, refusal.Reject, now);
        RefreshTarget(request);
        AnswerInvite(transaction, description!, isInitial: false, now);
        return SipReject.None;
    }

    private SipReject ReceiveUpdate(ServerTransaction transaction, SipRequest request, Tick now)
    {
        if (Media!.IsOfferOpen && !request.Body.IsEmpty)
            return Refuse(transaction, 491, "Request Pending", SipReject.Glare, now);
        if (Agent.RefuseSession(request) is { } tooSmall)
            return Refuse(transaction, tooSmall, SipReject.IntervalTooSmall, now);
        if (!TryDescribe(request, isOfferWanted: false, out var description, out var refusal))
            return Refuse(transaction, refusal.Status, refusal.Phrase, refusal.Reject, now);
        RefreshTarget(request);
        transaction.Respond(Describing(request, description, now), now);
        return SipReject.None;
    }

    private SipReject ReceiveInfo(ServerTransaction transaction, SipRequest request, Tick now)
    {
        Agent.Answer(transaction, 200, "OK", now);
        if (InfoBody.TryReadDigit(request, out var digit))
            Tell(new CallEvent.Digit(Handle, digit));
        else if (InfoBody.WantsKeyFrame(request))
            Tell(new CallEvent.KeyFrameWanted(Handle));
        return SipReject.None;
    }

    private SipReject ReceivePrack(ServerTransaction transaction, SipRequest request, Tick now)
    {
        if (!TryTakePrack(request))
            return Refuse(transaction, 481, "No Such Provisional Response", SipReject.StrayPrack, now);
        Agent.Answer(transaction, 200, "OK", now);
        return SipReject.None;
    }

    /// <summary>Whether a PRACK means a response of ours.</summary>
    protected virtual bool TryTakePrack(SipRequest prack) => false;

    /// <summary>
    /// Nobody changes a call he has not heard is answered: a re-INVITE or UPDATE that overtakes the ACK of our 2xx stands for it, unless the ACK
    /// must bring the answer to our offer.
    /// </summary>
    private bool TryEstablishUnacknowledged(SipRequest request, Tick now)
    {
        if (_repetition is not { IsInitial: true } || Media!.IsOfferOpen)
            return false;
        _repetition.Stop();
        _repetition = null;
        EstablishByAck(request, now);
        return Phase == CallPhase.Established;
    }

    /// <summary>Our description for a request: an answer to its offer, or an offer of ours when it has none and one is wanted.</summary>
    private bool TryDescribe(SipRequest request, bool isOfferWanted, out byte[]? description, out Refusal refusal)
    {
        description = null;
        refusal = default;
        if (request.Body.IsEmpty)
        {
            description = isOfferWanted ? Media!.Offer() : null;
            return true;
        }

        if (!request.HasBody("application/sdp"))
        {
            refusal = new Refusal(415, "Unsupported Media Type", SipReject.UnsupportedBody);
            return false;
        }

        var before = Media!.Agreed;
        description = Media.Answer(request.Body.Span, out var reject);
        if (description is null)
        {
            refusal = new Refusal(488, "Not Acceptable Here", SipReject.BadSdp);
            return false;
        }

        if (before is not null && !MediaNegotiation.Same(before, Media.Agreed))
            Tell(new CallEvent.MediaChanged(Handle, Media.Agreed!));
        return reject == SdpReject.None;
    }

    /// <summary>200 with our description, repeated until its ACK.</summary>
    protected void AnswerInvite(InviteServerTransaction transaction, byte[] description, bool isInitial, Tick now)
    {
        var request = transaction.Request;
        transaction.Respond(Describing(request, description, now), now);
        _repetition?.Stop();
        _repetition = new AnswerRepetition(Agent, this, transaction, request.CSeq.Sequence, isInitial, now);
    }

    private void StopRepeating()
    {
        _repetition?.Stop();
        _repetition = null;
        _isByeOwed = false;
    }

    private void ApplyDelayedAnswer(SipRequest ack)
    {
        var before = Media!.Agreed;
        if (!ack.HasBody("application/sdp") || Media.Apply(ack.Body.Span) != SdpReject.None)
            Media.CloseOffer();
        else if (!MediaNegotiation.Same(before, Media.Agreed))
            Tell(new CallEvent.MediaChanged(Handle, Media.Agreed!));
    }

    /// <summary>RFC 3261 section 12.2: re-INVITE and UPDATE and the 2xx to them may move the peer's Contact.</summary>
    private void RefreshTarget(SipMessage message)
    {
        if (message.Contacts.IsEmpty || message.Contacts[0].UriText == Dialog!.RemoteTarget)
            return;
        Dialog.RemoteTarget = message.Contacts[0].UriText;
        TellIdentity();
    }

    private SipResponse Describing(SipRequest request, byte[]? description, Tick now) =>
        SipResponse.Answering(request, 200, "OK", Dialog!.LocalTag) with
        {
            Contacts = [Contact(Dialog.LastHeard, request.IsSecure)],
            RecordRoutes = request.RecordRoutes,
            Others = Agent.Introduction(false).AddRange(AcceptSession(request, now)),
            ContentType = description is null ? null : "application/sdp",
            Body = description,
        };

    private SipReject Refuse(ServerTransaction transaction, int status, string phrase, SipReject reject, Tick now)
    {
        Agent.Answer(transaction, status, phrase, now);
        return reject;
    }

    private static SipReject Refuse(ServerTransaction transaction, SipResponse response, SipReject reject, Tick now)
    {
        transaction.Respond(response, now);
        return reject;
    }

    private readonly record struct Refusal(int Status, string Phrase, SipReject Reject);
}
