using System.Diagnostics;
using Conferencing.Signalling.Dialogs;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Signalling.Calls;

/// <summary>
/// One call from its first command or request to some time after its last event: what both sides of an INVITE have in common.
/// Here: its end. What the peer may ask inside the dialog is in CallRequests.cs.
/// </summary>
internal abstract partial class Call(UserAgent agent, CallHandle handle) : Timed(agent.Deadlines), ITransactionUser
{
    private CallEvent? _last;
    private bool _isByeOwed;
    private bool _isByeAuthenticated;
    private (string CallId, string LocalTag)? _registered;

    public CallHandle Handle { get; } = handle;

    protected UserAgent Agent { get; } = agent;

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
            case NonInviteClientTransaction when transaction.Request.Is(SipMethods.Bye) && !response.IsProvisional:
                ReceiveByeResponse(transaction, response, now);
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
        else if (transaction.Request.Is(SipMethods.Bye) && Phase == CallPhase.Leaving)
            Finish(Explained("BYE was not answered"), now);
        else if (transaction.Request.Is(SipMethods.Cancel))
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
                Deadline = Tick.Never;
                break;
            case CallPhase.Leaving:
                Finish(Explained("the peer did not answer our goodbye in time"), now);
                break;
            case CallPhase.Over:
                Deadline = Tick.Never;
                Forget();
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

    protected void TellIdentity() => Agent.Outbox.Tell(new CallEvent.IdentityChanged(Handle, Dialog!.Identity()));

    /// <summary>Says goodbye to the peer; the last event is told when it answered, or at the limit.</summary>
    protected void Leave(CallEvent last, Tick now)
    {
        Phase = CallPhase.Leaving;
        _last = last;
        Deadline = now + GoodbyeLimit;

        // The one called may not send BYE before it has the ACK of its 2xx (RFC 3261 section 15).
        if (_repetition is { IsInitial: true })
            _isByeOwed = true;
        else
            SendBye(now);
    }

    /// <summary>Tells the last event. The dialog stays known for a while, so that late requests get an answer.</summary>
    protected void Finish(CallEvent last, Tick now)
    {
        if (Phase == CallPhase.Over)
            return;
        Phase = CallPhase.Over;
        Agent.Outbox.Tell(last);
        Agent.Remove(Handle);
        if (_registered is null)
            Forget();
        else
            Deadline = now + Agent.Options.Timers.Timeout;
    }

    /// <summary>Nothing of the call is known any more.</summary>
    protected virtual void Forget()
    {
        if (_registered is var (callId, localTag))
            Agent.RemoveDialog(callId, localTag);
        _registered = null;
    }

    private void SendBye(Tick now, SipHeader? authorization = null)
    {
        _isByeOwed = false;
        var bye = Agent.Request(Dialog!, SipMethods.Bye);
        if (authorization is { } header)
            bye = bye with { Others = bye.Others.Add(header) };
        if (HangUpReason is { } reason)
            bye = bye with { Others = bye.Others.Add(new SipHeader("Reason", $"Q.850;cause=16;text=\"{reason}\"")) };
        Agent.Transactions.Send(bye, Dialog!.NextHop(), this, now);
    }

    private void ReceiveByeResponse(ClientTransaction transaction, SipResponse response, Tick now)
    {
        if (response.Status is 401 or 407 && !_isByeAuthenticated)
        {
            _isByeAuthenticated = true;
            var host = Dialog!.Remote.Uri?.Host ?? "";
            if (DigestAnswer.To(response, transaction.Request, host, Agent.Options.Credentials, Agent.NewToken()) is var (header, _))
            {
                SendBye(now, header);
                return;
            }
        }

        if (Phase == CallPhase.Leaving)
            Finish(response.IsSuccess ? _last! : Explained($"BYE was answered {response.Status}"), now);
    }

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
