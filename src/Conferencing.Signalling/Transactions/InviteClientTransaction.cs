using System.Diagnostics;
using System.Net;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transactions;

/// <summary>
/// RFC 3261 section 17.1.1 with the Accepted state of RFC 6026 section 7.2. Repeats the user's ACK to a repeated 2xx by itself.
/// </summary>
internal sealed class InviteClientTransaction : ClientTransaction
{
    private Ack? _acks;
    private InviteClientState _state;
    private Tick _retransmitAt = Tick.Never;
    private TimeSpan _pause;
    private Tick _timeoutAt;
    private ReadOnlyMemory<byte> _refusalAck;

    private InviteClientTransaction(TransactionLayer layer, SipRequest request, SipPath destination, ITransactionUser user)
        : base(layer, request, destination, user)
    {
    }

    public override bool IsUnanswered => _state == InviteClientState.Calling;

    public override bool IsPending => _state is InviteClientState.Calling or InviteClientState.Proceeding;

    public static InviteClientTransaction Begin(
        TransactionLayer layer, SipRequest request, SipPath destination, ITransactionUser user, Tick now)
    {
        var transaction = new InviteClientTransaction(layer, request, destination, user) { _state = InviteClientState.Calling };
        transaction.Start(now);
        return transaction;
    }

    /// <summary>An INVITE an earlier process sent: nothing is transmitted, but its responses are still answered for 64*T1.</summary>
    public static InviteClientTransaction Resume(
        TransactionLayer layer, SipRequest request, SipPath destination, ITransactionUser user, Tick now)
    {
        var transaction = new InviteClientTransaction(layer, request, destination, user) { _state = InviteClientState.Proceeding };
        transaction.GiveUp(now);
        return transaction;
    }

    /// <summary>After CANCEL a final response is awaited for 64*T1 only (RFC 3261 section 9.1).</summary>
    public void GiveUp(Tick now)
    {
        if (_state != InviteClientState.Proceeding)
            return;
        _timeoutAt = now + Timers.Timeout;
        Deadline = _timeoutAt;
    }

    /// <summary>Sends the user's ACK to a 2xx and keeps it for the next copy of that 2xx.</summary>
    public void Acknowledge(string remoteTag, SipPath destination, ReadOnlyMemory<byte> bytes)
    {
        _acks = new Ack(remoteTag, destination, bytes, _acks);
        Transmit(destination, bytes);
    }

    public override void Receive(SipResponse response, Tick now)
    {
        switch (_state)
        {
            case InviteClientState.Calling or InviteClientState.Proceeding when response.IsProvisional:
                ReceiveProvisional(response, now);
                break;
            case InviteClientState.Calling or InviteClientState.Proceeding when response.IsSuccess:
                _state = InviteClientState.Accepted;
                _retransmitAt = Tick.Never;
                Deadline = now + Timers.Timeout; // Timer M
                ShedBytes();
                User.Receive(this, response, now);
                ShedContent();
                break;
            case InviteClientState.Calling or InviteClientState.Proceeding:
                Complete(response, now);
                User.Receive(this, response, now);
                Shed();
                break;
            case InviteClientState.Completed:
                if (response.Status >= 300)
                    Transmit(Destination, _refusalAck);
                break;
            case InviteClientState.Accepted:
                if (response.IsSuccess)
                    ReceiveSuccessAgain(response, now);
                break;
            case InviteClientState.Terminated:
                break;
            default:
                throw new UnreachableException($"INVITE client transaction in state {_state}");
        }
    }

    public override void Advance(Tick now)
    {
        switch (_state)
        {
            case InviteClientState.Calling when now < _timeoutAt:
                SendRequest();
                _pause *= 2; // Timer A
                _retransmitAt = After(_retransmitAt, _pause, now);
                Deadline = Tick.Soonest(_retransmitAt, _timeoutAt);
                break;
            case InviteClientState.Calling or InviteClientState.Proceeding:
                Terminate();
                User.Fail(this, TransactionFailure.TimedOut, now); // Timer B
                break;
            case InviteClientState.Completed or InviteClientState.Accepted or InviteClientState.Terminated:
                Terminate();
                break;
            default:
                throw new UnreachableException($"INVITE client transaction in state {_state}");
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

    protected override void LoseConnection(Tick now)
    {
        if (_state == InviteClientState.Proceeding)
        {
            GiveUp(now);
            User.Fail(this, TransactionFailure.ConnectionLost, now);
            return;
        }

        base.LoseConnection(now);
    }

    protected override void Terminate()
    {
        _state = InviteClientState.Terminated;
        Deadline = Tick.Never;
        Layer.Remove(this);
    }

    private void Complete(SipResponse refusal, Tick now)
    {
        _state = InviteClientState.Completed;
        _retransmitAt = Tick.Never;
        Transmit(Destination, _refusalAck = SipWriter.Write(RefusalAck(refusal)));
        if (Destination.IsReliable)
            Terminate(); // Timer D is zero
        else
            Deadline = now + Timers.CompletedInvite; // Timer D
    }

    private void ReceiveProvisional(SipResponse response, Tick now)
    {
        if (_state == InviteClientState.Calling)
        {
            _state = InviteClientState.Proceeding;
            _retransmitAt = Tick.Never;
            _timeoutAt = Tick.Never;
            Deadline = Tick.Never; // the user's ring limit takes over
        }

        User.Receive(this, response, now);
    }

    private void ReceiveSuccessAgain(SipResponse response, Tick now)
    {
        var ack = _acks;
        while (ack is not null && ack.RemoteTag != (response.To.Tag ?? ""))
            ack = ack.Earlier;
        if (ack is null)
            User.Receive(this, response, now); // another fork
        else
            Transmit(ack.Destination, ack.Bytes);
    }

    /// <summary>The user's ACK for one fork; most calls have one.</summary>
    private sealed record Ack(string RemoteTag, SipPath Destination, ReadOnlyMemory<byte> Bytes, Ack? Earlier);

    /// <summary>RFC 3261 section 17.1.1.3.</summary>
    private SipRequest RefusalAck(SipResponse response) => new()
    {
        Method = SipMethods.Ack,
        RequestUri = Request.RequestUri,
        Vias = [Request.Vias[0]],
        From = Request.From,
        To = response.To,
        CallId = Request.CallId,
        CSeq = Request.CSeq with { Method = SipMethods.Ack },
        Routes = Request.Routes,
    };
}

internal enum InviteClientState
{
    Calling,
    Proceeding,
    Completed,
    Accepted,
    Terminated,
}
