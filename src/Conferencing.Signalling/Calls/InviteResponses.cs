using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>What the responses to our INVITE do.</summary>
internal sealed partial class OutgoingCall
{
    private const int MaxChallenges = 4;
    private const int MaxForks = 32;

    /// <summary>Early dialogs by the peer's tag, with the number of the last reliable response of each.</summary>
    private Dictionary<string, (Dialog Dialog, long ResponseNumber)>? _early;

    /// <summary>Tags of the peers that ring, several when a proxy forked.</summary>
    private HashSet<string>? _ringingTags;

    private bool _isRingingTold;
    private int _challenges;

    /// <summary>An answer in a provisional response; counts when the 2xx has none.</summary>
    private SipResponse? _earlyAnswer;

    /// <summary>Before a 2xx came anybody who knows our tag may be the peer: his requests can overtake his responses.</summary>
    public override bool HasPeer(string? remoteTag) => Dialog is null || base.HasPeer(remoteTag);

    protected override void ReceiveInviteResponse(InviteClientTransaction invite, SipResponse response, Tick now)
    {
        if (response.IsSuccess)
            ReceiveSuccess(invite, response, now);
        else if (_uncancelled?.Remove(invite) == true && response.IsProvisional)
            CancelDropped(invite, now);
        else if (invite != _invite)
            return; // late word on an attempt that another one replaced
        else if (response.IsProvisional)
            ReceiveProvisional(response, now);
        else if (Phase == CallPhase.Setup)
            ReceiveRefusal(response, now);
    }

    protected override void FailInvite(InviteClientTransaction invite, TransactionFailure failure, Tick now)
    {
        _uncancelled?.Remove(invite);
        if (invite != _invite || Phase != CallPhase.Setup)
            return;
        if (failure == TransactionFailure.ConnectionLost && _isProceeding)
        {
            // A peer that is alive and rings must not ring on.
            var lost = new CallFailure(CallFailureKind.Unreachable, 0, "the connection was lost before an answer");
            if (!TryNextDevice(lost, now))
                Cancel(Outcome(lost), now);
            return;
        }

        var phrase = failure == TransactionFailure.Unreachable ? invite.FailureDetail ?? "nobody listens at this address" : "nothing was heard from this address";
        var unreachable = new CallFailure(CallFailureKind.Unreachable, 0, phrase);
        if (_cancelled is null && (TryNextWay(now) || TryNextTarget(now) || TryNextDevice(unreachable, now)))
            return;
        Finish(new CallEvent.Failed(Handle, _cancelled ?? Outcome(unreachable)), now);
    }

    private void ReceiveProvisional(SipResponse response, Tick now)
    {
        var isFirst = !_isProceeding;
        _isProceeding = true;
        if (_cancelled is not null)
            SendCancel(now); // also after the end was told
        if (Phase != CallPhase.Setup)
            return;
        if (isFirst && _cancelled is null)
            Deadline = AttemptLimit(isHeard: true, now);
        if (RackHeader.NumberOf(response) is { } number && !TryAcknowledge(response, number, now))
            return;
        if (response.Status > 100 && response.To.Tag is { } ringing && (_ringingTags ??= []).Count < MaxForks)
            _ringingTags.Add(ringing);
        if (response.HasBody("application/sdp"))
            _earlyAnswer = response;
        if (response.Status is >= 180 and <= 183 && !_isRingingTold && _cancelled is null)
        {
            _isRingingTold = true;
            Tell(new CallEvent.Ringing(Handle));
        }
    }

    private void ReceiveSuccess(InviteClientTransaction invite, SipResponse response, Tick now)
    {
        if (Phase != CallPhase.Setup)
        {
            Agent.EndStray(invite, response, now, EarlyDialog(response));
            return;
        }

        Deadline = Tick.Never;
        var isLate = invite != _invite; // a device that was given up answers after all
        Dialog = EarlyDialog(response)?.Confirmed(response)
            ?? Dialog.FromResponse(invite.Request, response, invite.Destination);
        TellIdentity();
        Agent.Acknowledge(invite, Dialog);
        var failure = _cancelled ?? ApplyAnswer(response);
        (_offer, _earlyAnswer, _ringingTags) = ([], null, null);
        if (failure is not null)
        {
            Leave(new CallEvent.Failed(Handle, failure), now);
            return;
        }

        Phase = CallPhase.Established;
        if (isLate)
            DropInvite(now);
        _answeredAt = now;
        AgreeSession(response, now);
        Tell(new CallEvent.Answered(Handle, Media!.Agreed!));
    }

    private Dialog? EarlyDialog(SipResponse response) => _early?.GetValueOrDefault(response.To.Tag ?? "").Dialog;

    /// <summary>
    /// PRACK for a provisional response that wants it, in the order of their numbers (RFC 3262 section 4); false for one that came before, or too
    /// early.
    /// </summary>
    private bool TryAcknowledge(SipResponse response, long number, Tick now)
    {
        if (response.To.Tag is not { } tag)
            return false;
        _early ??= [];
        var isKnown = _early.TryGetValue(tag, out var early);
        if (isKnown && number != early.ResponseNumber + 1)
            return false;
        var dialog = isKnown ? early.Dialog : Dialog.FromResponse(_invite!.Request, response, _invite.Destination);
        _early[tag] = (dialog, number);
        var prack = Agent.Request(dialog, SipMethods.Prack);
        prack = prack with { Others = prack.Others.Add(new SipHeader("RAck", new RackHeader(number, response.CSeq).ToString())) };
        DialogRequest.Send(Agent, dialog, Digest, prack, static (_, _) => { }, now);
        return true;
    }

    private CallFailure? ApplyAnswer(SipResponse response)
    {
        // Some peers answer in a 183 and leave the 200 empty (RFC 3261 section 13.2.1 allows to take the early one as a preview).
        var answer = response.Body.IsEmpty && _earlyAnswer?.To.Tag == response.To.Tag ? _earlyAnswer : response;
        var reject = answer is not null && answer.HasBody("application/sdp") ? Media!.Apply(answer.Body.Span) : SdpReject.NoAudio;
        if (reject == SdpReject.None)
            return null;
        Media!.CloseOffer();
        Agent.Count(SipReject.BadSdp);
        return reject == SdpReject.NotEncrypted || (reject == SdpReject.NoCommonSuite && Media.IsEncryptionRequired)
            ? new CallFailure(CallFailureKind.NotEncrypted, response.Status, "the answer is not encrypted")
            : new CallFailure(CallFailureKind.NoUsableMedia, response.Status, $"the answer holds no usable sound ({reject})");
    }

    private void ReceiveRefusal(SipResponse response, Tick now)
    {
        if (_cancelled is { Kind: CallFailureKind.Cancelled } || (_cancelled is not null && response.Status == 487))
        {
            Finish(new CallEvent.Failed(Handle, _cancelled with { Status = response.Status }), now);
            return;
        }

        if (_cancelled is null
            && (TryAuthenticate(response, now) || TryLongerSession(response, now) || TryRedirect(response, now) || TrySecureProfile(response, now)))
            return;
        if (_cancelled is null && response.Status == 503 && TryNextWay(now))
            return; // RFC 3263 section 4.3
        var failure = InviteOutcome.Of(response);
        if (failure.Kind == CallFailureKind.NoUsableMedia && Media!.IsEncryptionRequired)
            failure = failure with { Kind = CallFailureKind.NotEncrypted };
        if (response.Status < 600 && TryNextDevice(failure, now))
            return;
        Finish(new CallEvent.Failed(Handle, failure), now);
    }

    /// <summary>A peer that insists on encryption refuses an offer in the plain profile, keys or not: one more try in the secure one.</summary>
    private bool TrySecureProfile(SipResponse response, Tick now)
    {
        if (InviteOutcome.Of(response).Kind != CallFailureKind.NoUsableMedia || !Media!.TrySecureProfile())
            return false;
        _challenges = 0;
        _offer = Media.Offer();
        Invite(now);
        return true;
    }

    /// <summary>As often as there are realms on the way, and for a stale nonce once more.</summary>
    private bool TryAuthenticate(SipResponse response, Tick now)
    {
        if (response.Status is not (401 or 407) || ++_challenges > MaxChallenges
            || !Digest.TryLearn(response, _invite!.Request, Agent.Credentials, Agent.NewToken()))
            return false;
        Invite(now);
        return true;
    }

    /// <summary>The peer's side takes no session as short as ours: a longer one (RFC 4028 section 7.3).</summary>
    private bool TryLongerSession(SipResponse response, Tick now)
    {
        if (!TryRaiseMinimum(response))
            return false;
        Invite(now);
        return true;
    }
}
