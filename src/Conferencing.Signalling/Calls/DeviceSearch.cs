using System.Collections.Immutable;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrar;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>
/// A room that registered several devices is called at them one after the other, by q and then the newest first (RFC 3261 section 16.6, one
/// target in each group), until one answers or says no for all (6xx). The pace is our own: all share the ring limit.
/// </summary>
internal sealed partial class OutgoingCall
{
    /// <summary>While others are left, a device that says nothing at all is passed over after this time.</summary>
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(4);

    /// <summary>Nobody gets up for a room that rings for less.</summary>
    private static readonly TimeSpan LeastRinging = TimeSpan.FromSeconds(10);

    /// <summary>INVITEs given up before anything was heard: their CANCEL waits for that (RFC 3261 section 9.1).</summary>
    private HashSet<InviteClientTransaction>? _uncancelled;

    /// <summary>Devices still to be called.</summary>
    private ImmutableQueue<Binding> _devices = [];

    /// <summary>What the first device said that was there.</summary>
    private CallFailure? _said;

    private bool TryAimAtBinding(string userName, Tick now)
    {
        _devices = ImmutableQueue.CreateRange(Agent.Gate.Bindings.Of(userName));
        if (TryTakeDevice())
            return true;
        FailWith(CallFailureKind.Unreachable, "the device is not registered", now);
        return false;
    }

    /// <summary>Its own wish of where to be called, by the way it registered.</summary>
    private bool TryTakeDevice()
    {
        while (!_devices.IsEmpty)
        {
            _devices = _devices.Dequeue(out var device);
            _boundWay = device.Path;
            if (SipUri.TryParse(device.Contact, out _target))
                return true;
        }

        return false;
    }

    /// <summary>Gives up the device that is being called and goes on with the next one; false when there is none.</summary>
    private bool TryNextDevice(CallFailure failure, Tick now)
    {
        if (_said is null && failure.Kind != CallFailureKind.Unreachable)
            _said = failure;
        if (_cancelled is not null || !TryTakeDevice())
            return false;
        DropInvite(now);
        _challenges = 0;
        _to = NameAddress.Create(null, _target.ToString());
        _host = _target.Host;
        if (Media?.TryFirstProfile() == true)
            _offer = Media.Offer();
        Resolve(now);
        return true;
    }

    /// <summary>The end of all tries: a device that was there has more to say than one that was not.</summary>
    private CallFailure Outcome(CallFailure last) => last.Kind == CallFailureKind.Unreachable ? _said ?? last : last;

    /// <summary>When the device that is called now has had its time.</summary>
    private Tick AttemptLimit(bool isHeard, Tick now)
    {
        if (_devices.IsEmpty)
            return _ringLimitAt;
        var share = (_ringLimitAt - now) / (_devices.Count() + 1);
        var time = !isHeard ? SilenceLimit : share > LeastRinging ? share : LeastRinging;
        return Tick.Soonest(_ringLimitAt, now + time);
    }

    /// <summary>The INVITE under way is not wanted any more: another device is called, or has answered.</summary>
    private void DropInvite(Tick now)
    {
        if (_invite is not { IsPending: true } invite)
            return;
        if (_isProceeding)
            CancelDropped(invite, now);
        else
            (_uncancelled ??= []).Add(invite);
    }

    private void CancelDropped(InviteClientTransaction invite, Tick now)
    {
        invite.GiveUp(now);
        var reason = Phase == CallPhase.Setup ? ReasonHeader.Q850(19, "No answer from user") : ReasonHeader.Sip(200, "Call completed elsewhere");
        var cancel = CancelRequest.For(invite.Request) with { Others = [reason.ToHeader()] };
        Agent.Transactions.Send(cancel, invite.Destination, NoTransactionUser.Instance, now);
    }
}
