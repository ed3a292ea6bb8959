using System.Diagnostics;
using System.Net;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transactions;

/// <summary>RFC 3261 section 17.2.2. This agent answers every such request at once, so the Proceeding state does not occur.</summary>
internal sealed class NonInviteServerTransaction(TransactionLayer layer, SipRequest request, SipPath remote)
    : ServerTransaction(layer, request, remote)
{
    private NonInviteServerState _state = NonInviteServerState.Trying;

    public override void Respond(SipResponse response, Tick now)
    {
        if (_state != NonInviteServerState.Trying)
            throw new UnreachableException($"A request in state {_state} was answered again with {response.Status}");
        Send(response);
        _state = NonInviteServerState.Completed;
        if (IsReliable)
            Advance(now); // Timer J is zero
        else
            Deadline = now + Timers.Timeout; // Timer J
    }

    public override void Receive(SipRequest request, Tick now)
    {
        switch (_state)
        {
            case NonInviteServerState.Completed:
                SendAgain();
                break;
            case NonInviteServerState.Trying or NonInviteServerState.Terminated:
                break;
            default:
                throw new UnreachableException($"Server transaction in state {_state}");
        }
    }

    public override void Advance(Tick now)
    {
        _state = NonInviteServerState.Terminated;
        Deadline = Tick.Never;
        Layer.Remove(this);
    }
}

internal enum NonInviteServerState
{
    Trying,
    Completed,
    Terminated,
}
