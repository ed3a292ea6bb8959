using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>What the responses to our INVITE do.</summary>
internal sealed partial class OutgoingCall
{
    private readonly HashSet<string> _earlyTags = [];
    private bool _isRingingTold;
    private bool _isAuthenticated;
    private bool _wasStale;
    private bool _isRedirected;

    /// <summary>An answer in a provisional response; counts when the 2xx has none.</summary>
    private SipResponse? _earlyAnswer;

    public override bool HasPeer(string? remoteTag) => Dialog is null ? _earlyTags.Contains(remoteTag ?? "") : base.HasPeer(remoteTag);

    protected override void ReceiveInviteResponse(InviteClientTransaction invite, SipResponse response, Tick now)
    {
        if (response.IsSuccess)
            ReceiveSuccess(invite, response, now);
        else if (invite != _invite)
            return; // late word on an attempt that a challenge or redirection replaced
        else if (response.IsProvisional)
            ReceiveProvisional(response, now);
        else if (Phase == CallPhase.Setup)
            ReceiveRefusal(response, now);
    }

    protected override void FailInvite(InviteClientTransaction invite, TransactionFailure failure, Tick now)
    {
        if (invite != _invite || Phase != CallPhase.Setup)
            return;
        if (failure == TransactionFailure.ConnectionLost && _isProceeding)
        {
            // A peer that is alive and rings must not ring on.
            Cancel(new CallFailure(CallFailureKind.Unreachable, 0, "the connection was lost before an answer"), now);
            return;
        }

        if (_cancelled is null && TryNextWay(now))
            return;
        var phrase = failure == TransactionFailure.Unreachable ? invite.FailureDetail ?? "nobody listens at this address" : "nothing was heard from this address";
        Finish(new CallEvent.Failed(Handle, _cancelled ?? new CallFailure(CallFailureKind.Unreachable, 0, phrase)), now);
    }

    private void ReceiveProvisional(SipResponse response, Tick now)
    {
        _isProceeding = true;
        if (_cancelled is not null)
            SendCancel(now); // also after the end was told
        if (Phase != CallPhase.Setup)
            return;
        if (response.To.Tag is { } tag)
            _earlyTags.Add(tag);
        if (response.HasBody("application/sdp"))
            _earlyAnswer = response;
        if (response.Status is >= 180 and <= 183 && !_isRingingTold && _cancelled is null)
        {
            _isRingingTold = true;
            Agent.Outbox.Tell(new CallEvent.Ringing(Handle));
        }
    }

    private void ReceiveSuccess(InviteClientTransaction invite, SipResponse response, Tick now)
    {
        if (Phase != CallPhase.Setup)
        {
            Agent.EndStray(invite, response, now);
            return;
        }

        Deadline = Tick.Never;
        Dialog = Dialog.FromResponse(invite.Request, response, invite.Destination);
        TellIdentity();
        Agent.Acknowledge(invite, Dialog);
        var failure = _cancelled ?? ApplyAnswer(response);
        if (failure is not null)
        {
            Leave(new CallEvent.Failed(Handle, failure), now);
            return;
        }

        Phase = CallPhase.Established;
        Agent.Outbox.Tell(new CallEvent.Answered(Handle, Media!.Agreed!));
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

        if (_cancelled is null && (TryAuthenticate(response, now) || TryRedirect(response, now) || TrySecureProfile(response, now)))
            return;
        if (_cancelled is null && response.Status == 503 && TryNextWay(now))
            return; // RFC 3263 section 4.3
        var failure = InviteOutcome.Of(response);
        if (failure.Kind == CallFailureKind.NoUsableMedia && Media!.IsEncryptionRequired)
            failure = failure with { Kind = CallFailureKind.NotEncrypted };
        Finish(new CallEvent.Failed(Handle, failure), now);
    }

    /// <summary>A peer that insists on encryption refuses an offer in the plain profile, keys or not: one more try in the secure one.</summary>
    private bool TrySecureProfile(SipResponse response, Tick now)
    {
        if (InviteOutcome.Of(response).Kind != CallFailureKind.NoUsableMedia || !Media!.TrySecureProfile())
            return false;
        (_isAuthenticated, _wasStale) = (false, false);
        _offer = Media.Offer();
        Invite(null, now);
        return true;
    }

    /// <summary>One try, and one more when only the nonce was old.</summary>
    private bool TryAuthenticate(SipResponse response, Tick now)
    {
        if (response.Status is not (401 or 407))
            return false;
        var answer = DigestAnswer.To(response, _invite!.Request, _host, Agent.Options.Credentials, Agent.NewToken());
        if (answer is not var (header, wasStale) || (_isAuthenticated && (!wasStale || _wasStale)))
            return false;
        _wasStale |= wasStale && _isAuthenticated;
        _isAuthenticated = true;
        Invite(header, now);
        return true;
    }

    /// <summary>Follows the first Contact of a 3xx that can be called, once.</summary>
    private bool TryRedirect(SipResponse response, Tick now)
    {
        if (response.Status is < 300 or >= 400 || _isRedirected)
            return false;
        foreach (var contact in response.Contacts)
        {
            if (contact.Uri is not { Headers: null } uri || !TryAim(uri))
                continue;
            _isRedirected = true;
            Deadline = Tick.Never;
            Resolve(now);
            return true;
        }

        return false;
    }
}
