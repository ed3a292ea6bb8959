using System.Net;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transactions;

/// <summary>All transactions of one engine, and the way from a message to its transaction.</summary>
internal sealed class TransactionLayer(TransactionTimers timers, Outbox outbox, Deadlines deadlines)
{
    private readonly Dictionary<string, ClientTransaction> _clients = [];
    private readonly Dictionary<string, ServerTransaction> _servers = [];

    public TransactionTimers Timers { get; } = timers;

    public Outbox Outbox { get; } = outbox;

    public Deadlines Deadlines { get; } = deadlines;

    /// <inheritdoc cref="SignallingOptions.LargestDatagram"/>
    public int LargestDatagram { get; init; } = 1300;

    public int Count => _clients.Count + _servers.Count;

    public InviteClientTransaction SendInvite(SipRequest request, SipPath destination, ITransactionUser user, Tick now)
    {
        var transaction = InviteClientTransaction.Begin(this, request, destination, user, now);
        _clients[transaction.Key] = transaction;
        return transaction;
    }

    /// <inheritdoc cref="InviteClientTransaction.Resume"/>
    public InviteClientTransaction ResumeInvite(SipRequest request, SipPath destination, ITransactionUser user, Tick now)
    {
        var transaction = InviteClientTransaction.Resume(this, request, destination, user, now);
        _clients[transaction.Key] = transaction;
        return transaction;
    }

    public NonInviteClientTransaction Send(SipRequest request, SipPath destination, ITransactionUser user, Tick now)
    {
        var transaction = new NonInviteClientTransaction(this, request, destination, user, now);
        _clients[transaction.Key] = transaction;
        return transaction;
    }

    public InviteServerTransaction OpenInvite(SipRequest request, SipPath remote, Tick now)
    {
        var transaction = new InviteServerTransaction(this, request, remote, now);
        _servers[transaction.Key] = transaction;
        return transaction;
    }

    public NonInviteServerTransaction Open(SipRequest request, SipPath remote)
    {
        var transaction = new NonInviteServerTransaction(this, request, remote);
        _servers[transaction.Key] = transaction;
        return transaction;
    }

    public SipReject Receive(SipResponse response, Tick now)
    {
        // A second Via means it was meant for somebody else (RFC 3261 section 8.1.3.3).
        if (response.Vias.Length != 1 || !_clients.TryGetValue(ClientTransaction.KeyOf(response), out var transaction))
            return SipReject.StrayResponse;
        transaction.Receive(response, now);
        return SipReject.None;
    }

    /// <summary>Gives a repeated request, or the ACK of a refusal, to its transaction.</summary>
    /// <returns>False when there is none: the request is new, or the ACK is one of a 2xx.</returns>
    public bool TryReceive(SipRequest request, Tick now)
    {
        if (!_servers.TryGetValue(ServerTransaction.KeyOf(request), out var transaction))
            return false;
        if (request.Is(SipMethods.Ack) && transaction is InviteServerTransaction { State: InviteServerState.Accepted })
            return false;
        transaction.Receive(request, now);
        return true;
    }

    /// <summary>The INVITE a CANCEL is meant for (RFC 3261 section 9.2).</summary>
    public InviteServerTransaction? FindInvite(SipRequest cancel)
    {
        var key = ServerTransaction.KeyOf(cancel with { Method = SipMethods.Invite });
        return _servers.GetValueOrDefault(key) as InviteServerTransaction;
    }

    public void Unreachable(SipPath remote, Tick now, string? reason = null)
    {
        foreach (var transaction in Towards(remote))
            transaction.Unreachable(now, reason);
    }

    public void ConnectionClosed(SipPath remote, Tick now)
    {
        foreach (var transaction in Towards(remote))
            transaction.ConnectionClosed(now);
    }

    private List<ClientTransaction> Towards(SipPath remote) => [.. _clients.Values.Where(one => one.IsPending && one.Destination.IsSameWay(remote))];

    public void Remove(ClientTransaction transaction) => _clients.Remove(transaction.Key);

    public void Remove(ServerTransaction transaction) => _servers.Remove(transaction.Key);
}
