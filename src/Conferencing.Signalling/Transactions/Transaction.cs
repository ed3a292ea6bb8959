using System.Net;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transactions;

/// <summary>One request and its responses (RFC 3261 section 17). Its key finds it again from either.</summary>
internal abstract class Transaction(TransactionLayer layer, string key) : Timed(layer.Deadlines)
{
    public string Key { get; } = key;

    protected TransactionLayer Layer { get; } = layer;

    protected TransactionTimers Timers => Layer.Timers;

    protected void Transmit(SipPath destination, ReadOnlyMemory<byte> bytes) => Layer.Outbox.Transmit(destination, bytes);
}

/// <summary>The asking side.</summary>
internal abstract class ClientTransaction : Transaction
{
    private readonly ReadOnlyMemory<byte> _bytes;

    protected ClientTransaction(TransactionLayer layer, SipRequest request, SipPath destination, ITransactionUser user)
        : base(layer, KeyOf(request))
    {
        Request = request;
        Destination = destination;
        User = user;
        _bytes = SipWriter.Write(request);
    }

    public SipRequest Request { get; }

    public SipPath Destination { get; }

    /// <summary>True until a response came.</summary>
    public abstract bool IsUnanswered { get; }

    protected ITransactionUser User { get; }

    /// <summary>RFC 3261 section 17.1.3: branch and method.</summary>
    public static string KeyOf(SipMessage message) => message.Vias[0].Branch + " " + message.CSeq.Method;

    public abstract void Receive(SipResponse response, Tick now);

    /// <summary>The network refused the request: fails unless it was answered already.</summary>
    public void Unreachable(Tick now)
    {
        if (!IsUnanswered)
            return;
        Terminate();
        User.Fail(this, TransactionFailure.Unreachable, now);
    }

    protected abstract void Terminate();

    protected void SendRequest() => Transmit(Destination, _bytes);
}

/// <summary>The answering side.</summary>
internal abstract class ServerTransaction(TransactionLayer layer, SipRequest request, SipPath remote) : Transaction(layer, KeyOf(request))
{
    private ReadOnlyMemory<byte> _last;

    public SipRequest Request { get; } = request;

    /// <summary>Where the request came from.</summary>
    public SipPath Remote { get; } = remote;

    protected SipPath Destination { get; } = request.Vias[0].ResponseDestination(remote);

    /// <summary>RFC 3261 section 17.2.3; senders of RFC 2543 have no branch that names a transaction.</summary>
    public static string KeyOf(SipRequest request)
    {
        var via = request.Vias[0];
        var method = request.Is(SipMethods.Ack) ? SipMethods.Invite : request.Method;
        return via.HasCookie
            ? $"{via.Branch} {via.SentBy} {method}"
            : $"{request.CallId} {request.From.Tag} {request.CSeq.Sequence} {via.SentBy} {via.Branch} {request.RequestUri} {method}";
    }

    /// <summary>The user's response, at most one of them final.</summary>
    public abstract void Respond(SipResponse response, Tick now);

    /// <summary>The same request again, or the ACK of a refusal.</summary>
    public abstract void Receive(SipRequest request, Tick now);

    protected void Send(SipResponse response)
    {
        _last = SipWriter.Write(response);
        Transmit(Destination, _last);
    }

    protected void SendAgain()
    {
        if (!_last.IsEmpty)
            Transmit(Destination, _last);
    }
}
