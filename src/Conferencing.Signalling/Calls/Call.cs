using System.Diagnostics;
using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>
/// One call from its first command or request to some time after its last event: what both sides of an INVITE have in common.
/// Here: its end. What the peer may ask inside the dialog is in CallRequests.cs.
/// </summary>
internal abstract partial class Call(UserAgent agent, CallHandle handle) : Timed(agent.Deadlines), ITransactionUser, IDialogOwner
{
    private CallEvent? _last;
    private bool _isByeOwed;
    private (string CallId, string LocalTag)? _registered;

    public CallHandle Handle { get; } = handle;

    protected UserAgent Agent { get; } = agent;

    public bool IsOver => Phase is CallPhase.Leaving or CallPhase.Over;

    /// <summary>Whether another dialog may take this one's place.</summary>
    public bool IsReplaceable => Phase == CallPhase.Established && !IsSilent;

    /// <summary>What this side offers in this call; null before there was an offer.</summary>
    public AudioCapabilities? OwnMedia => Media?.Own;

    /// <summary>User part of the conference the call is in; null when it is in none.</summary>
    public string? Focus { get; set; }

    /// <summary>Where the peer is; null while there is no dialog.</summary>
    public System.Net.IPAddress? PeerAddress => Dialog?.LastHeard.Remote.Address;

    public bool IsEstablished => Phase == CallPhase.Established;

    /// <summary>This side called the peer into its conference just now: the host may not have heard of the answer yet.</summary>
    public virtual bool IsJustIn(Tick now) => false;

    /// <summary>This side rings at the peer with this tag, and nobody answered yet.</summary>
    public virtual bool IsRingingAt(string remoteTag) => false;

    protected CallPhase Phase { get; set; } = CallPhase.Setup;

    /// <summary>Null until a 2xx was sent or received.</summary>
    protected Dialog? Dialog { get; set; }

    protected MediaNegotiation? Media { get; set; }

    /// <summary>How long the peer's answer to our goodbye is awaited before the end is told.</summary>
    protected virtual TimeSpan GoodbyeLimit => Agent.Options.GoodbyeLimit;

    /// <summary>Why this side ends the call, for the peer's log (RFC 3326); null for an ordinary end.</summary>
    public string? HangUpReason { get; set; }

    public abstract void HangUp(Tick now);

    public void Receive(ClientTransaction transaction, SipResponse response, Tick now)
    {
        switch (transaction)
        {
            case InviteClientTransaction invite:
                ReceiveInviteResponse(invite, response, now);
                break;
            case NonInviteClientTransaction:
                break; // CANCEL: the INVITE's own response decides
            default:
                throw new UnreachableException($"Client transaction of type {transaction.GetType().Name}");
        }
    }

    public void Fail(ClientTransaction transaction, TransactionFailure failure, Tick now)
    {
        if (transaction is InviteClientTransaction invite)
            FailInvite(invite, failure, now);
        else
            FailCancel(now);
    }

    public sealed override void Advance(Tick now)
    {
        switch (Phase)
        {
            case CallPhase.Setup:
                Deadline = Tick.Never;
                AdvanceSetup(now);
                break;
            case CallPhase.Established:
                AdvanceEstablished(now);
                break;
            case CallPhase.Leaving:
                Finish(Explained("the peer did not answer our goodbye in time"), now);
                break;
            default:
                throw new UnreachableException($"Call in phase {Phase}");
        }
    }

    protected abstract void AdvanceSetup(Tick now);

    protected abstract void ReceiveInviteResponse(InviteClientTransaction invite, SipResponse response, Tick now);

    protected abstract void FailInvite(InviteClientTransaction invite, TransactionFailure failure, Tick now);

    /// <summary>CANCEL found nobody, or nobody answered it; the INVITE's own end decides.</summary>
    protected virtual void FailCancel(Tick now)
    {
    }

    /// <summary>Lets requests with this Call-ID and tag find the call.</summary>
    protected void Register(string callId, string localTag)
    {
        _registered = (callId, localTag);
        Agent.AddDialog(callId, localTag, this);
    }

    protected NameAddress Contact(SipPath destination, bool isSecure = false) => Agent.Contact(destination, isSecure, Focus);

    protected void TellIdentity() => Tell(new CallEvent.IdentityChanged(Handle, Dialog!.Identity()));

    protected void Tell(CallEvent happened)
    {
        if (!IsSilent)
            Agent.Outbox.Tell(happened);
    }

    /// <summary>Another dialog has, or still has, the host's ear for this call: nothing is told (RFC 3891).</summary>
    protected bool IsSilent { get; set; }

    /// <summary>Another dialog has taken this one's place: says goodbye to the peer without a word to the host.</summary>
    public virtual void GiveWay(Tick now)
    {
        IsSilent = true;
        StopRepeating();
        Leave(new CallEvent.Ended(Handle, CallEnd.Local, null), now);
    }

    /// <summary>Says goodbye to the peer; the last event is told when it answered, or at the limit.</summary>
    protected void Leave(CallEvent last, Tick now)
    {
        StopChanges();
        Phase = CallPhase.Leaving;
        _last = last;
        Deadline = now + GoodbyeLimit;

        // The one called may not send BYE before it has the ACK of its 2xx (RFC 3261 section 15).
        if (_repetition is { IsInitial: true })
            _isByeOwed = true;
        else
            SendBye(now);
    }

    /// <summary>Tells the last event. The dialog stays known for a while, so that late requests get an answer; the call itself is gone.</summary>
    protected void Finish(CallEvent last, Tick now)
    {
        if (Phase == CallPhase.Over)
            return;
        StopChanges();
        Phase = CallPhase.Over;
        Tell(last);
        if (!IsSilent)
            Agent.Remove(Handle);
        Deadline = Tick.Never;
        if (_registered is var (callId, localTag))
            Agent.AddDialog(callId, localTag, new EndedCall(Agent, callId, localTag, PeerTag, BegunBy, now));
        Shed();
    }

    /// <summary>The peer's tag; null while anybody may be the peer.</summary>
    protected virtual string? PeerTag => Dialog?.RemoteTag;

    /// <summary>The INVITE that began the call; null when we did.</summary>
    protected virtual InviteKey? BegunBy => null;

    /// <summary>The call is over: lets go of what nobody asks for any more.</summary>
    protected virtual void Shed()
    {
    }

    private void SendBye(Tick now)
    {
        _isByeOwed = false;
        var bye = Agent.Request(Dialog!, SipMethods.Bye);
        Send(bye with { Others = bye.Others.Add(GoodbyeReason().ToHeader()) }, ReceiveByeResponse, now);
    }

    private void ReceiveByeResponse(SipResponse? response, Tick now)
    {
        if (Phase == CallPhase.Leaving)
            Finish(response is { IsSuccess: true } ? _last! : Explained(response is null ? "BYE was not answered" : $"BYE was answered {response.Status}"), now);
    }

    /// <summary>Why we leave, for the peer (RFC 3326).</summary>
    private ReasonHeader GoodbyeReason() => _last switch
    {
        _ when HangUpReason is { } reason => ReasonHeader.Q850(16, reason),
        CallEvent.Failed { Failure.Kind: CallFailureKind.NoUsableMedia } => ReasonHeader.Sip(488, "Not Acceptable Here"),
        CallEvent.Ended { By: CallEnd.Lost, Detail: var detail } => ReasonHeader.Sip(408, detail ?? "Request Timeout"),
        _ => ReasonHeader.Q850(16, "Normal call clearing"),
    };

    /// <summary>The last event with a word on how our goodbye went.</summary>
    private CallEvent Explained(string how) => _last switch
    {
        CallEvent.Ended { By: var by } => new CallEvent.Ended(Handle, LeftUnheard(by), how),
        { } other => other,
        null => throw new UnreachableException("A call leaves without a last event"),
    };

    /// <summary>Who ended the call when the peer did not confirm it.</summary>
    protected virtual CallEnd LeftUnheard(CallEnd by) => by;
}

internal enum CallPhase
{
    /// <summary>Until a 2xx.</summary>
    Setup,
    Established,

    /// <summary>BYE is out or owed; the last event is still to be told.</summary>
    Leaving,

    /// <summary>The last event was told.</summary>
    Over,
}
