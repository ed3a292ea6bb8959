using System.Diagnostics;
using System.Net;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transactions;

/// <summary>RFC 3261 section 17.1.2.</summary>
internal sealed class NonInviteClientTransaction : ClientTransaction
{
    private Tick _timeoutAt;
    private NonInviteClientState _state = NonInviteClientState.Trying;
    private Tick _retransmitAt;
    private TimeSpan _pause;

    public NonInviteClientTransaction(TransactionLayer layer, SipRequest request, SipPath destination, ITransactionUser user, Tick now)
        : base(layer, request, destination, user)
    {
        Start(now);
    }

    public override bool IsUnanswered => _state == NonInviteClientState.Trying;

    public override bool IsPending => _state is NonInviteClientState.Trying or NonInviteClientState.Proceeding;

    public override void Receive(SipResponse response, Tick now)
    {
        switch (_state)
        {
            case NonInviteClientState.Trying or NonInviteClientState.Proceeding when response.IsProvisional:
                _state = NonInviteClientState.Proceeding;
                User.Receive(this, response, now);
                break;
            case NonInviteClientState.Trying or NonInviteClientState.Proceeding:
                _state = NonInviteClientState.Completed;
                if (Destination.IsReliable)
                    Terminate(); // Timer K is zero
                else
                    Deadline = now + Timers.T4; // Timer K
                User.Receive(this, response, now);
                Shed();
                break;
            case NonInviteClientState.Completed or NonInviteClientState.Terminated:
                break;
            default:
                throw new UnreachableException($"Client transaction in state {_state}");
        }
    }

    public override void Advance(Tick now)
    {
        switch (_state)
        {
            case NonInviteClientState.Trying or NonInviteClientState.Proceeding when now < _timeoutAt:
                SendRequest();
                _pause = _state == NonInviteClientState.Proceeding || _pause * 2 > Timers.T2 ? Timers.T2 : _pause * 2; // Timer E
                _retransmitAt = After(_retransmitAt, _pause, now);
                Deadline = Tick.Soonest(_retransmitAt, _timeoutAt);
                break;
            case NonInviteClientState.Trying or NonInviteClientState.Proceeding:
                Terminate();
                User.Fail(this, TransactionFailure.TimedOut, now); // Timer F
                break;
            case NonInviteClientState.Completed or NonInviteClientState.Terminated:
                Terminate();
                break;
            default:
                throw new UnreachableException($"Client transaction in state {_state}");
        }
    }

    protected override void Start(Tick now)
    {
        SendRequest();
        _pause = Timers.T1;
        _retransmitAt = Destination.IsReliable ? Tick.Never : now + _pause;
        _timeoutAt = now + Timers.Timeout;
        Deadline = Tick.Soonest(_retransmitAt, _timeoutAt);
    }

    protected override void Terminate()
    {
        _state = NonInviteClientState.Terminated;
        Deadline = Tick.Never;
        Layer.Remove(this);
    }
}

internal enum NonInviteClientState
{
    Trying,
    Proceeding,
    Completed,
    Terminated,
}
