using System.Diagnostics;
using System.Net;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transactions;

/// <summary>
/// RFC 3261 section 17.2.1 with the Accepted state of RFC 6026 section 7.1. A 2xx is repeated by the user until its ACK, not here.
/// </summary>
internal sealed class InviteServerTransaction : ServerTransaction
{
    private InviteServerState _state = InviteServerState.Proceeding;
    private Tick _retransmitAt = Tick.Never;
    private TimeSpan _pause;
    private Tick _timeoutAt = Tick.Never;

    public InviteServerTransaction(TransactionLayer layer, SipRequest request, SipPath remote, Tick now)
        : base(layer, request, remote)
    {
        Deadline = now + Timers.Trying;
    }

    public InviteServerState State => _state;

    public override void Respond(SipResponse response, Tick now)
    {
        if (_state != InviteServerState.Proceeding)
            throw new UnreachableException($"An INVITE in state {_state} was answered again with {response.Status}");
        Send(response);
        Deadline = Tick.Never;
        if (response.IsProvisional)
            return;
        _timeoutAt = now + Timers.Timeout; // Timer L or H
        if (response.IsSuccess)
        {
            _state = InviteServerState.Accepted;
            Deadline = _timeoutAt;
            return;
        }

        _state = InviteServerState.Completed;
        _pause = Timers.T1;
        _retransmitAt = IsReliable ? Tick.Never : now + _pause; // Timer G
        Deadline = Tick.Soonest(_retransmitAt, _timeoutAt);
    }

    public override void Receive(SipRequest request, Tick now)
    {
        var isAck = request.Is(SipMethods.Ack);
        switch (_state)
        {
            case InviteServerState.Proceeding or InviteServerState.Completed when !isAck:
                SendAgain();
                break;
            case InviteServerState.Completed:
                _state = InviteServerState.Confirmed;
                ShedResponse();
                if (IsReliable)
                    Advance(now); // Timer I is zero
                else
                    Deadline = now + Timers.T4; // Timer I
                break;
            case InviteServerState.Proceeding or InviteServerState.Confirmed or InviteServerState.Accepted or InviteServerState.Terminated:
                break;
            default:
                throw new UnreachableException($"INVITE server transaction in state {_state}");
        }
    }

    public override void Advance(Tick now)
    {
        switch (_state)
        {
            case InviteServerState.Proceeding:
                Send(SipResponse.Answering(Request, 100, "Trying"));
                Deadline = Tick.Never;
                break;
            case InviteServerState.Completed when now < _timeoutAt:
                SendAgain();
                _pause = _pause * 2 > Timers.T2 ? Timers.T2 : _pause * 2;
                _retransmitAt = After(_retransmitAt, _pause, now);
                Deadline = Tick.Soonest(_retransmitAt, _timeoutAt);
                break;
            case InviteServerState.Completed or InviteServerState.Confirmed or InviteServerState.Accepted or InviteServerState.Terminated:
                _state = InviteServerState.Terminated;
                Deadline = Tick.Never;
                Layer.Remove(this);
                break;
            default:
                throw new UnreachableException($"INVITE server transaction in state {_state}");
        }
    }

    /// <summary>The user's repetition of its 2xx.</summary>
    public void RepeatSuccess() => SendAgain();

    /// <summary>The 2xx was acknowledged, or is of no interest any more: it will not be repeated.</summary>
    public void EndRepetition() => ShedResponse();

    /// <summary>The user's repetition of a provisional response that must be acknowledged (RFC 3262 section 3).</summary>
    public void RepeatRinging()
    {
        if (_state == InviteServerState.Proceeding)
            SendAgain();
    }
}

internal enum InviteServerState
{
    Proceeding,
    Completed,
    Confirmed,
    Accepted,
    Terminated,
}
