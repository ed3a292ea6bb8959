using System.Collections.Immutable;
using System.Diagnostics;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Transactions;
using Conferencing.Signalling.Transports;

namespace Conferencing.Signalling.Calls;

/// <summary>A call this side began: pacing, name lookup, INVITE, CANCEL. Responses to the INVITE are in InviteResponses.cs, registered devices in DeviceSearch.cs.</summary>
internal sealed partial class OutgoingCall(UserAgent agent, CallCommand.Dial dial) : Call(agent, dial.Call), IWaySeeker
{
    /// <summary>Name lookup may take this long.</summary>
    private static readonly TimeSpan ResolveLimit = TimeSpan.FromSeconds(10);

    /// <summary>A host that takes longer than this to hear of an answer is in trouble anyway.</summary>
    private static readonly TimeSpan JustNow = TimeSpan.FromSeconds(2);

    private readonly string _callId = agent.NewToken();
    private readonly string _localTag = agent.NewToken();
    private Step _step = Step.Paced;
    private SipUri _target = null!;
    private SipTarget _where;

    /// <summary>The ways to the peer that are still to be tried after <see cref="_destination"/> (RFC 3263 section 4.3).</summary>
    private ImmutableQueue<SipPath> _ways = [];

    /// <summary>For a registered device: the way it registered.</summary>
    private SipPath? _boundWay;

    private SipPath _destination;
    private NameAddress _to = null!;
    private string _host = "";
    private byte[] _offer = [];
    private InviteClientTransaction? _invite;
    private long _sequence;
    private Tick _ringLimitAt = Tick.Never;
    private Tick _answeredAt;

    /// <summary>Why we gave the call up ourselves; null while we have not.</summary>
    private CallFailure? _cancelled;

    private bool _isProceeding;
    private bool _isCancelSent;

    private enum Step
    {
        Paced,
        Resolving,
        Inviting,
    }

    public void Begin(Tick now)
    {
        Focus = dial.Focus;
        if (BindingBook.IsRegistered(dial.Address, out var userName) ? !TryAimAtBinding(userName, now) : !TryAimAtAddress(now))
            return;
        _to = NameAddress.Create(null, _target.ToString());
        _host = _target.Host;
        var slot = Agent.Pacer.TakeSlot(now);
        if (slot > now)
            Deadline = slot;
        else
            Resolve(now);
    }

    public void Resolved(ImmutableArray<SipPath> ways, Tick now)
    {
        if (Phase != CallPhase.Setup || _step != Step.Resolving)
            return;
        _ways = ImmutableQueue.CreateRange(ways);
        if (!TryNextWay(now))
            MissWay($"the name {_where.Host} is not known", now);
    }

    public override void HangUp(Tick now)
    {
        switch (Phase)
        {
            case CallPhase.Setup when _step == Step.Inviting:
                Cancel(new CallFailure(CallFailureKind.Cancelled, 0, "hung up before an answer"), now);
                break;
            case CallPhase.Setup:
                FailWith(CallFailureKind.Cancelled, "hung up before the call began", now);
                break;
            case CallPhase.Established:
                Leave(new CallEvent.Ended(Handle, CallEnd.Local, null), now);
                break;
            case CallPhase.Leaving or CallPhase.Over:
                break;
            default:
                throw new UnreachableException($"Call in phase {Phase}");
        }
    }

    /// <summary>Somebody answered in the ringing peer's stead (RFC 3891): there it rings no longer, and the host hears nothing of it.</summary>
    public override void GiveWay(Tick now)
    {
        if (Phase != CallPhase.Setup)
        {
            base.GiveWay(now);
            return;
        }

        IsSilent = true;
        Cancel(new CallFailure(CallFailureKind.Cancelled, 0, "answered elsewhere"), now);
    }

    public override bool IsJustIn(Tick now) => Focus is not null && Phase == CallPhase.Established && now - _answeredAt < JustNow;

    public override bool IsRingingAt(string remoteTag) => Phase == CallPhase.Setup && _cancelled is null && _ringingTags?.Contains(remoteTag) == true;

    protected override bool IsCaller => true;

    protected override string PasswordHost => _host;

    protected override void AdvanceSetup(Tick now)
    {
        switch (_step)
        {
            case Step.Paced:
                Resolve(now);
                break;
            case Step.Resolving:
                MissWay($"looking up {_where.Host} took too long", now);
                break;
            case Step.Inviting when _cancelled is not null:
                Finish(new CallEvent.Failed(Handle, _cancelled), now);
                break;
            case Step.Inviting when now < _ringLimitAt && TryNextDevice(GaveUp(), now):
                break;
            case Step.Inviting:
                Cancel(Outcome(GaveUp()), now);
                break;
            default:
                throw new UnreachableException($"Outgoing call in step {_step}");
        }
    }

    /// <summary>CANCEL could not be delivered: nobody is there to answer the INVITE either.</summary>
    protected override void FailCancel(Tick now)
    {
        if (Phase == CallPhase.Setup && _cancelled is not null)
            Finish(new CallEvent.Failed(Handle, _cancelled), now);
    }

    /// <summary>Its INVITE's transaction holds the call for a while, to end what another fork began.</summary>
    protected override void Shed() => (Dialog, Media, _offer, _earlyAnswer) = (null, null, [], null);

    protected override void EstablishByAck(SipRequest ack, Tick now) =>
        throw new UnreachableException("An outgoing call answered its own INVITE");

    /// <summary>The ring limit came: a peer that rang does not answer; one that never said anything is not there.</summary>
    private CallFailure GaveUp() => _isProceeding
        ? new CallFailure(CallFailureKind.NoAnswer, 0, "not answered within the ring limit")
        : new CallFailure(CallFailureKind.Unreachable, 0, "nothing was heard within the ring limit");

    private bool TryAimAtAddress(Tick now)
    {
        if (!SipUri.TryParse(dial.Address.Trim(), out var uri) || uri.Headers is not null)
            FailWith(CallFailureKind.BadAddress, "this is no SIP address", now);
        else if (!TryAim(uri))
            FailWith(CallFailureKind.BadAddress, "this address asks for a transport other than UDP, TCP or TLS", now);
        else
            return true;
        return false;
    }

    private bool TryAim(SipUri uri)
    {
        if (!SipTarget.TryOf(uri, out var where))
            return false;
        (_target, _where) = (uri, Agent.Options.OutboundProxy is { } proxy && SipTarget.TryOf(proxy, out var hop) ? hop : where);
        _boundWay = null;
        return true;
    }

    private void Resolve(Tick now)
    {
        if (_boundWay is not null || _where.Address is not null)
        {
            _ways = [_boundWay ?? _where.PathTo(_where.Address!)];
            TryNextWay(now);
            return;
        }

        _step = Step.Resolving;
        Deadline = now + ResolveLimit;
        Agent.Resolve(_where, this);
    }

    private void MissWay(string phrase, Tick now)
    {
        var failure = new CallFailure(CallFailureKind.Unreachable, 0, phrase);
        if (!TryNextTarget(now) && !TryNextDevice(failure, now))
            Finish(new CallEvent.Failed(Handle, Outcome(failure)), now);
    }

    /// <summary>Calls by the next way that is left.</summary>
    private bool TryNextWay(Tick now)
    {
        if (_ways.IsEmpty)
            return false;
        _ways = _ways.Dequeue(out _destination);
        if (ProxyOfThisWay is not null)
            Agent.TrustUpstream(_destination.Remote.Address);
        Invite(now);
        return true;
    }

    /// <summary>Sends the INVITE; again with another number after a challenge or a redirection.</summary>
    private void Invite(Tick now)
    {
        _step = Step.Inviting;
        _isProceeding = false;
        if (Media is null)
        {
            Media = new MediaNegotiation(Agent.Localize(dial.Media, _destination), Agent.NewSessionId(), Agent.NewCrypto(dial.Media), Agent.LocalAddressTowards);
            _offer = Media.Offer();
            _ringLimitAt = now + dial.RingLimit;
            Register(_callId, _localTag);
        }
        else if (Media.TryFamilyOf(_destination.Remote.Address))
        {
            _offer = Media.Offer();
        }

        _sequence++;
        var request = BuildInvite();
        Tell(new CallEvent.IdentityChanged(Handle, EarlyIdentity(request)));
        Deadline = AttemptLimit(isHeard: false, now);
        _invite = Agent.Transactions.SendInvite(request, _destination, this, now);
    }

    /// <summary>A device that registered here is called directly.</summary>
    private SipUri? ProxyOfThisWay => _boundWay is null ? Agent.Options.OutboundProxy : null;

    /// <summary>The outbound proxy as a loose route; our own side of section 16.12: the Request-URI stays the peer's.</summary>
    private ImmutableArray<NameAddress> Route => ProxyOfThisWay is { } proxy
        ? [NameAddress.Create(null, proxy.IsLooseRouter ? proxy.ToString() : $"{proxy};lr")]
        : [];

    private SipRequest BuildInvite()
    {
        return new SipRequest
        {
            Method = SipMethods.Invite,
            RequestUri = _target.ToString(),
            Vias = [Agent.NewVia(_destination)],
            From = NameAddress.Create(dial.FromName, Agent.OwnUri(_destination), _localTag),
            To = _to,
            CallId = _callId,
            CSeq = new CSeq(_sequence, SipMethods.Invite),
            Routes = Route,
            Contacts = [Contact(_destination, _target.IsSecure)],
            Others = [.. Agent.Introduction(true), .. SessionWish(), .. Digest.Headers(SipMethods.Invite, _target.ToString())],
            ContentType = "application/sdp",
            Body = _offer,
        };
    }

    private DialogIdentity EarlyIdentity(SipRequest invite) => new()
    {
        CallId = _callId,
        LocalTag = _localTag,
        LocalUri = invite.From.UriText,
        RemoteUri = invite.To.UriText,
        RemoteTarget = invite.RequestUri,
        RouteSet = [.. invite.Routes.Select(route => route.ToString())],
        LocalSequence = _sequence,
        InviteBranch = invite.Vias[0].Branch!,
        Destination = _destination,
    };

    /// <summary>Gives the call up; CANCEL goes out as soon as the peer was heard (RFC 3261 section 9.1).</summary>
    private void Cancel(CallFailure reason, Tick now)
    {
        if (_cancelled is not null)
            return;
        _cancelled = reason;
        Deadline = now + GoodbyeLimit;
        if (_isProceeding)
            SendCancel(now);
    }

    private void SendCancel(Tick now)
    {
        if (_isCancelSent)
            return;
        _isCancelSent = true;
        _invite!.GiveUp(now);
        var cancel = CancelRequest.For(_invite.Request) with { Others = [CancelReason().ToHeader()] };
        Agent.Transactions.Send(cancel, _invite.Destination, this, now);
    }

    /// <summary>Why the call is given up, for the peer (RFC 3326).</summary>
    private ReasonHeader CancelReason() => _cancelled is { Kind: CallFailureKind.NoAnswer }
        ? ReasonHeader.Q850(19, "No answer from user")
        : ReasonHeader.Sip(487, "Request Terminated");

    private void FailWith(CallFailureKind kind, string phrase, Tick now) =>
        Finish(new CallEvent.Failed(Handle, new CallFailure(kind, 0, phrase)), now);
}
