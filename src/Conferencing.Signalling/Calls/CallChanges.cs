using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;

namespace Conferencing.Signalling.Calls;

/// <summary>
/// What we ask of an answered call: other media by re-INVITE, a refresh of the session by UPDATE or re-INVITE. One at a time; when both sides ask at
/// once each waits a while (RFC 3261 section 14.1).
/// </summary>
internal abstract partial class Call
{
    private DigestClient? _digest;
    private DialogRequest? _change;

    /// <summary>Media the host wants and the peer has not been asked for yet; null when there is nothing to ask.</summary>
    private AudioCapabilities? _wanted;

    private bool _isRefreshDue;

    /// <summary>Nothing is asked before this time.</summary>
    private Tick _retryAt = Tick.Never;

    /// <summary>Answers to the peer's questions for a password.</summary>
    protected DigestClient Digest => _digest ??= new DigestClient(PasswordHost);

    /// <summary>Host of the address that was dialled.</summary>
    protected virtual string PasswordHost => Dialog?.Remote.Uri?.Host ?? "";

    /// <summary>Whether this side began the call: the waits after 491 differ, so that both do not meet again.</summary>
    protected abstract bool IsCaller { get; }

    /// <summary>Asks the peer for other media; the outcome is told as a change, or as refused.</summary>
    public void Change(AudioCapabilities media, Tick now)
    {
        if (Phase != CallPhase.Established)
            return;
        _wanted = Agent.Localize(media, Dialog!.LastHeard);
        Ask(now);
    }

    /// <summary>A request inside the dialog whose outcome the caller of this wants to know.</summary>
    protected DialogRequest Send(SipRequest draft, RequestDone done, Tick now) =>
        DialogRequest.Send(Agent, Dialog!, Digest, draft, done, now);

    /// <summary>The call is established and one of its own times has come.</summary>
    private void AdvanceEstablished(Tick now)
    {
        if (now >= _retryAt)
            _retryAt = Tick.Never;
        if (now >= _refreshAt)
        {
            _refreshAt = Tick.Never;
            _isRefreshDue = true;
        }

        AdvanceTransfers(now);
        if (now >= _expiresAt)
        {
            Lose("the session was not refreshed", now);
            return;
        }

        Ask(now);
        Schedule();
    }

    protected void Schedule()
    {
        if (Phase == CallPhase.Established)
            Deadline = Tick.Soonest(Tick.Soonest(_retryAt, _refreshAt), Tick.Soonest(_expiresAt, TransferDeadline));
    }

    /// <summary>Sends what is to be asked, unless something stands against it: it is tried again when that is gone.</summary>
    private void Ask(Tick now)
    {
        if (Phase != CallPhase.Established || _change is not null || _retryAt != Tick.Never || (_wanted is null && !_isRefreshDue))
            return;
        if (_wanted is null && _peerUpdates)
            Refresh(now);
        else if (_repetition is null && !Media!.IsOfferOpen)
            Reinvite(now);
    }

    /// <summary>RFC 4028 section 7.4: an UPDATE without an offer disturbs least.</summary>
    private void Refresh(Tick now)
    {
        var update = Agent.Request(Dialog!, SipMethods.Update);
        update = update with { Contacts = [Contact(Dialog!.NextHop())], Others = update.Others.AddRange(SessionWish()) };
        _change = Send(update, (response, at) => ReceiveChange(response, wasWanted: false, isUpdate: true, at), now);
    }

    private void Reinvite(Tick now)
    {
        var wanted = _wanted;
        _wanted = null;
        var body = wanted is null ? Media!.OfferAgain() : Media!.Offer(wanted);
        var invite = Agent.Request(Dialog!, SipMethods.Invite);
        invite = invite with
        {
            Contacts = [Contact(Dialog!.NextHop())],
            Others = invite.Others.AddRange(SessionWish()),
            ContentType = "application/sdp",
            Body = body,
        };
        _change = Send(invite, (response, at) => ReceiveChange(response, wanted is not null, isUpdate: false, at), now);
        _asked = wanted;
        TellIdentity(); // its number: after a crash the goodbye must be above it
    }

    /// <summary>The media of the re-INVITE under way.</summary>
    private AudioCapabilities? _asked;

    private void ReceiveChange(SipResponse? response, bool wasWanted, bool isUpdate, Tick now)
    {
        _change = null;
        if (Phase != CallPhase.Established)
            return;
        switch (response?.Status)
        {
            case null or 408 or 481:
                Media!.CloseOffer();
                LoseByChange(response, now);
                break;
            case < 300:
                AcceptChange(response, wasWanted, isUpdate, now);
                break;
            case 491:
                Postpone(GlarePause(), wasWanted, now);
                break;
            case 422 when TryRaiseMinimum(response):
                Postpone(TimeSpan.Zero, wasWanted, now);
                break;
            case 500 or 503 when RetryAfter(response) is { } pause:
                Postpone(pause, wasWanted, now);
                break;
            default:
                ReceiveChangeRefusal(response, wasWanted, isUpdate, now);
                break;
        }

        Ask(now);
        Schedule();
    }

    private void AcceptChange(SipResponse response, bool wasWanted, bool isUpdate, Tick now)
    {
        _isRefreshDue = false;
        RefreshTarget(response);
        AgreeSession(response, now);
        if (isUpdate)
            return;
        var before = Media!.Agreed;
        var reject = response.HasBody("application/sdp") ? Media.Apply(response.Body.Span) : SdpReject.NoAudio;
        if (reject == SdpReject.None)
        {
            if (wasWanted || !MediaNegotiation.Same(before, Media.Agreed))
                Tell(new CallEvent.MediaChanged(Handle, Media.Agreed!));
            return;
        }

        Media.CloseOffer();
        Agent.Count(SipReject.BadSdp);
        if (wasWanted)
            Tell(new CallEvent.ChangeRefused(Handle, response.Status, $"the answer holds no usable sound ({reject})"));
    }

    /// <summary>The call goes on as it was (RFC 3261 section 14.1); a refresh that one method cannot do is tried with the other.</summary>
    private void ReceiveChangeRefusal(SipResponse response, bool wasWanted, bool isUpdate, Tick now)
    {
        Media!.CloseOffer();
        if (wasWanted)
            Tell(new CallEvent.ChangeRefused(Handle, response.Status, response.Phrase));
        if (isUpdate)
            _peerUpdates = false;
        else if (_isAlone)
            KeepAlive(now);
        else if (_isRefreshDue)
            _retryAt = now + GlarePause(); // until it works, or the session ends
    }

    /// <summary>The peer said no, so it is there: that is all a refresh by ourselves wants to know.</summary>
    private void KeepAlive(Tick now)
    {
        _isRefreshDue = false;
        RestartSession(now);
    }

    /// <summary>Asks the same again after a while.</summary>
    private void Postpone(TimeSpan pause, bool wasWanted, Tick now)
    {
        Media!.CloseOffer();
        if (wasWanted)
            _wanted ??= _asked;
        _retryAt = pause > TimeSpan.Zero ? now + pause : Tick.Never;
    }

    /// <summary>RFC 3261 section 14.1: 2.1 to 4 s for the side that began the call, 0 to 2 s for the other, in steps of 10 ms.</summary>
    private TimeSpan GlarePause() => TimeSpan.FromMilliseconds(IsCaller ? Agent.NextRandom(210, 401) * 10 : Agent.NextRandom(1, 201) * 10);

    /// <summary>Null when the peer names no time; at most what a session can wait.</summary>
    private static TimeSpan? RetryAfter(SipResponse response)
    {
        var text = (response.Find("Retry-After") ?? "").Split(';', '(')[0].Trim();
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 60))
            : null;
    }

    /// <summary>RFC 3261 section 12.2.1.2: 481 and 408 mean that the peer no longer has the dialog.</summary>
    private void LoseByChange(SipResponse? response, Tick now)
    {
        if (response?.Status == 481)
            Finish(new CallEvent.Ended(Handle, CallEnd.Lost, "the peer no longer knows the call"), now);
        else
            Lose("the peer no longer answers", now);
    }

    private void Lose(string how, Tick now)
    {
        StopChanges();
        StopRepeating();
        Leave(new CallEvent.Ended(Handle, CallEnd.Lost, how), now);
    }

    /// <summary>The call ends: nothing is asked any more.</summary>
    private void StopChanges()
    {
        _change?.Abandon();
        _change = null;
        _wanted = null;
    }
}
