using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transactions;

/// <summary>Who asked: hears the outcome of a client transaction (the "TU" of RFC 3261 section 17).</summary>
internal interface ITransactionUser
{
    /// <summary>A response the transaction did not absorb.</summary>
    void Receive(ClientTransaction transaction, SipResponse response, Tick now);

    /// <summary>No final response will come.</summary>
    void Fail(ClientTransaction transaction, TransactionFailure failure, Tick now);
}

internal enum TransactionFailure
{
    /// <summary>Timer B or F.</summary>
    TimedOut,

    /// <summary>The network says that nobody listens there.</summary>
    Unreachable,

    /// <summary>
    /// The connection the request went by is gone. An INVITE that had a provisional response still takes a late final one for 64*T1: its
    /// peer may open a connection of its own (RFC 3261 section 18.2.2).
    /// </summary>
    ConnectionLost,
}

/// <summary>Asks and does not care: for the BYE of a call nobody knows any more.</summary>
internal sealed class NoTransactionUser : ITransactionUser
{
    public static readonly NoTransactionUser Instance = new();

    private NoTransactionUser()
    {
    }

    public void Receive(ClientTransaction transaction, SipResponse response, Tick now)
    {
    }

    public void Fail(ClientTransaction transaction, TransactionFailure failure, Tick now)
    {
    }
}
