namespace Conferencing.Signalling.Transactions;

/// <summary>The base values of RFC 3261 section 17.1.1.1 and table 4.</summary>
public sealed record TransactionTimers
{
    /// <summary>Estimate of the round trip.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause between retransmissions of a request other than INVITE, and of a response to INVITE.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest time a message stays in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Timers B, F, H, J, L and M: 64*T1.</summary>
    public TimeSpan Timeout => T1 * 64;

    /// <summary>Timer D on an unreliable transport: at least 32 s.</summary>
    public TimeSpan CompletedInvite { get; init; } = TimeSpan.FromSeconds(32);

    /// <summary>A 100 is sent when nothing else went out by then (section 17.2.1).</summary>
    public TimeSpan Trying { get; init; } = TimeSpan.FromMilliseconds(200);
}
