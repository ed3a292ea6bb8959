using System.Diagnostics;
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

/// <summary>
/// The asking side. A request too large for a datagram goes by TCP, and by UDP after all when TCP is refused (RFC 3261 section 18.1.1).
/// </summary>
internal abstract class ClientTransaction : Transaction
{
    private SipRequest? _request;
    private ReadOnlyMemory<byte> _bytes;

    /// <summary>Where the request would have gone but for its size.</summary>
    private SipPath? _insteadOf;

    private bool _isSentAgain;

    protected ClientTransaction(TransactionLayer layer, SipRequest request, SipPath destination, ITransactionUser user)
        : base(layer, KeyOf(request))
    {
        _request = request;
        Destination = destination;
        User = user;
        _bytes = SipWriter.Write(request);
        if (destination.Transport != SipTransport.Udp || _bytes.Length <= layer.LargestDatagram)
            return;
        _insteadOf = destination;
        GoBy(destination with { Transport = SipTransport.Tcp });
    }

    /// <summary>As it goes out: its Via names the transport it goes by. There until <see cref="Shed"/>.</summary>
    public SipRequest Request => _request ?? throw new UnreachableException("A finished transaction was asked for its request");

    public SipPath Destination { get; private set; }

    /// <summary>What the host said of the way that failed; null when it said nothing.</summary>
    public string? FailureDetail { get; private set; }

    /// <summary>True until a response came.</summary>
    public abstract bool IsUnanswered { get; }

    /// <summary>True until the final response.</summary>
    public abstract bool IsPending { get; }

    protected ITransactionUser User { get; private set; }

    /// <summary>RFC 3261 section 17.1.3: branch and method.</summary>
    public static string KeyOf(SipMessage message) => message.Vias[0].Branch + " " + message.CSeq.Method;

    public abstract void Receive(SipResponse response, Tick now);

    /// <summary>The network refused the request: fails unless it was answered already.</summary>
    public void Unreachable(Tick now, string? reason = null)
    {
        if (!IsUnanswered)
            return;
        if (_insteadOf is { } smaller)
        {
            _insteadOf = null;
            GoBy(smaller);
            Start(now);
            return;
        }

        FailureDetail = reason;
        Terminate();
        User.Fail(this, TransactionFailure.Unreachable, now);
    }

    /// <summary>
    /// The connection is gone. What was not answered goes out once more on a new one: the old one may have been dead for long, and a peer
    /// that has the request already takes it for a repetition.
    /// </summary>
    public void ConnectionClosed(Tick now)
    {
        if (!IsPending)
            return;
        if (!IsUnanswered || _isSentAgain)
        {
            LoseConnection(now);
            return;
        }

        _isSentAgain = true;
        Destination = Destination with { Connection = 0 };
        SendRequest();
    }

    /// <summary>Sends the request and starts the timers.</summary>
    protected abstract void Start(Tick now);

    protected abstract void Terminate();

    protected virtual void LoseConnection(Tick now)
    {
        Terminate();
        User.Fail(this, TransactionFailure.ConnectionLost, now);
    }

    protected void SendRequest() => Transmit(Destination, _bytes);

    /// <summary>The request will not be sent again.</summary>
    protected void ShedBytes() => _bytes = default;

    /// <summary>The outcome was told: from now on only repetitions are absorbed, for which nothing is needed.</summary>
    protected void Shed()
    {
        ShedBytes();
        _request = null;
        User = NoTransactionUser.Instance;
    }

    /// <summary>Keeps of the request what an ACK of another fork's 2xx takes from it.</summary>
    protected void ShedContent() => _request = Request with
    {
        ContentType = null,
        Body = ReadOnlyMemory<byte>.Empty,
        Contacts = [],
        Others = Request.Others.RemoveAll(static header => header.Name is not ("Authorization" or "Proxy-Authorization")),
    };

    private void GoBy(SipPath destination)
    {
        Destination = destination;
        _request = Request with { Vias = Request.Vias.SetItem(0, Request.Vias[0].Over(destination.Transport)) };
        _bytes = SipWriter.Write(Request);
    }
}

/// <summary>The answering side.</summary>
internal abstract class ServerTransaction(TransactionLayer layer, SipRequest request, SipPath remote) : Transaction(layer, KeyOf(request))
{
    private SipRequest? _request = request;
    private ReadOnlyMemory<byte> _last;

    /// <summary>There until the final response: what waits for repetitions after that holds as little as it can.</summary>
    public SipRequest Request => _request ?? throw new UnreachableException("An answered transaction was asked for its request");

    public bool IsAnswered => _request is null;

    /// <summary>The tag of our responses; null before the first that has one.</summary>
    public string? LocalTag { get; private set; }

    /// <summary>Where the request came from.</summary>
    public SipPath Remote { get; } = remote;

    /// <summary>Whether nothing sent or received here needs repeating (RFC 3261 section 17.2).</summary>
    protected bool IsReliable { get; } = remote.IsReliable;

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
        LocalTag = response.To.Tag ?? LocalTag;
        if (!response.IsProvisional)
            _request = null;
        Transmit(Destination, _last);
    }

    /// <summary>The response will not be sent again.</summary>
    protected void ShedResponse() => _last = default;

    protected void SendAgain()
    {
        if (!_last.IsEmpty)
            Transmit(Destination, _last);
    }
}
