using System.Diagnostics;
using System.Net;
using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>A call the peer began: waits for the host's word, answers, waits for the ACK.</summary>
/// <param name="replaced">The call whose place this one takes when it is established (RFC 3891); its handle is then this one's.</param>
/// <param name="account">Whose password was right; null for a peer known by its address.</param>
internal sealed class IncomingCall(
    UserAgent agent, CallHandle handle, InviteServerTransaction invite, SipPath remote, Call? replaced = null, string? account = null)
    : Call(agent, handle)
{
    private readonly InviteKey _key = InviteKey.Of(invite.Request);
    private bool _isAnswered;
    private ReliableRinging? _ringing;

    public string LocalTag { get; } = agent.NewToken();

    /// <summary>Neither accepted nor refused yet.</summary>
    public bool IsPending => Phase == CallPhase.Setup && !_isAnswered;

    /// <summary>Neither established nor over.</summary>
    public bool IsHalfOpen => Phase == CallPhase.Setup;

    public SipPath Source => remote;

    /// <summary>There until it is answered.</summary>
    private SipRequest Request => invite.Request;

    public void Begin()
    {
        Register(Request.CallId, LocalTag);
        Agent.AddIncoming(_key, this);
        NotePeer(Request);
        Agent.PendingIncoming++;
        IsSilent = replaced is not null;
        var toUser = Request.To.Uri?.User ?? "";
        Tell(new CallEvent.Incoming(Handle, Request.From.UriText, Request.From.DisplayName ?? "", toUser, remote, account));
    }

    /// <summary>180, once acknowledged if the caller asks for that (RFC 3262). Without an offer such a 180 would need ours, so none is sent.</summary>
    public void Ring(Tick now)
    {
        if (!IsPending || _ringing is not null)
            return;
        var ringing = Provisional(180, "Ringing");
        if (Request.Lists("Require", RackHeader.Extension))
        {
            if (Request.Body.IsEmpty)
                return;
            _ringing = new ReliableRinging(Agent, this, invite, now);
            ringing = ringing with { Others = [.. _ringing.Headers] };
        }

        invite.Respond(ringing, now);
    }

    /// <summary>64*T1 without a PRACK (RFC 3262 section 3).</summary>
    public void MissPrack(Tick now)
    {
        if (IsPending)
            Refuse(504, "Server Time-out", new CallFailure(CallFailureKind.ProtocolError, 504, "our ringing was not acknowledged"), now);
    }

    /// <summary>Answers a call that takes another one's place with that one's media.</summary>
    public void AcceptReplacement(Tick now) => Accept(replaced!.OwnMedia!, replaced.Focus, now);

    public void Accept(AudioCapabilities media, string? focus, Tick now)
    {
        if (!IsPending)
            return;
        Focus = focus;
        Media = new MediaNegotiation(Agent.Localize(media, remote), Agent.NewSessionId(), Agent.NewCrypto(media), Agent.LocalAddressTowards);
        var reject = SdpReject.None;
        var description = Request.Body.IsEmpty ? Media.Offer() : Media.Answer(Request.Body.Span, out reject);
        if (description is null)
        {
            Agent.Count(SipReject.BadSdp);
            Refuse(488, "Not Acceptable Here", new CallFailure(CallFailureKind.NoUsableMedia, 488, $"the offer holds no usable sound ({reject})"), now);
            return;
        }

        _ringing?.Stop();
        _isAnswered = true;
        Agent.PendingIncoming--;
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

    /// <summary>The caller's CANCEL, or its early BYE.</summary>
    public void CancelByPeer(SipRequest goodbye, Tick now)
    {
        if (!IsPending)
            return;
        var why = ReasonHeader.Describe(goodbye) is { } reason ? $"the caller gave up: {reason}" : "the caller gave up";
        Refuse(487, "Request Terminated", new CallFailure(CallFailureKind.Cancelled, 487, why), now);
    }

    protected override bool IsCaller => false;

    protected override bool TryEndEarly(SipRequest bye, Tick now)
    {
        CancelByPeer(bye, now);
        return true;
    }

    protected override bool TryTakePrack(SipRequest prack)
    {
        if (_ringing is null || !_ringing.IsAcknowledgedBy(prack))
            return false;
        _ringing.Stop();
        return true;
    }

    public override bool HasPeer(string? remoteTag) => PeerTag == (remoteTag ?? "");

    protected override string PeerTag => _key.FromTag ?? "";

    protected override InviteKey? BegunBy => _key;

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

        if (replaced is { IsOver: true })
        {
            Leave(new CallEvent.Ended(Handle, CallEnd.Local, null), now); // it ended meanwhile: nobody waits for this one
            return;
        }

        Phase = CallPhase.Established;
        Schedule();
        if (replaced is null)
            Tell(new CallEvent.Answered(Handle, Media.Agreed!));
        else
            TakePlace(replaced, now);
    }

    /// <summary>RFC 3891 section 3: from now on this dialog is the call; the old one ends without a word to the host.</summary>
    private void TakePlace(Call old, Tick now)
    {
        var wasAnswered = old.IsEstablished;
        old.GiveWay(now);
        IsSilent = false;
        Agent.TakeOver(this);
        TellIdentity();
        Tell(wasAnswered ? new CallEvent.MediaChanged(Handle, Media!.Agreed!) : new CallEvent.Answered(Handle, Media!.Agreed!));
    }

    protected override void ReceiveInviteResponse(InviteClientTransaction transaction, SipResponse response, Tick now) =>
        throw new UnreachableException("An incoming call sent an INVITE");

    protected override void FailInvite(InviteClientTransaction transaction, TransactionFailure failure, Tick now) =>
        throw new UnreachableException("An incoming call sent an INVITE");

    protected override void Shed()
    {
        _ringing?.Stop();
        Agent.AddIncoming(_key, null);
    }

    private SipResponse Provisional(int status, string phrase) => SipResponse.Answering(Request, status, phrase, LocalTag) with
    {
        Contacts = [Contact(remote, Request.IsSecure)],
        RecordRoutes = Request.RecordRoutes,
    };

    private void Refuse(int status, string phrase, CallFailure failure, Tick now)
    {
        _ringing?.Stop();
        Agent.PendingIncoming--;
        invite.Respond(SipResponse.Answering(Request, status, phrase, LocalTag) with { Others = Agent.Introduction(false) }, now);
        Finish(new CallEvent.Failed(Handle, failure), now);
    }
}
