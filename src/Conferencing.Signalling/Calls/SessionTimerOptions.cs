namespace Conferencing.Signalling.Calls;

/// <summary>Settings of session timers (RFC 4028): how a peer that vanished without a word is found.</summary>
public sealed record SessionTimerOptions
{
    /// <summary>A call not refreshed within this time is over. Zero turns session timers off; what a peer asks for is answered all the same.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1800);

    /// <summary>A shorter interval is not agreed to; at least 90 s by RFC 4028 section 5.</summary>
    public TimeSpan Minimum { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// Refresh also calls whose peer does not speak session timers: it answers a re-INVITE if it is alive (RFC 4028 section 7.2 allows that).
    /// </summary>
    public bool RefreshAlone { get; init; } = true;

    public bool IsOn => Interval > TimeSpan.Zero;
}
