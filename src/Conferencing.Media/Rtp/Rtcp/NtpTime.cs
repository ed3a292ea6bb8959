namespace Conferencing.Media.Rtp.Rtcp;

/// <summary>
/// 64-bit NTP time: seconds and their fraction. Made from loop time, so it counts from the loop's start, which
/// RFC 3550 6.4.1 allows to a sender without a wall clock.
/// </summary>
public readonly record struct NtpTime(ulong Value)
{
    /// <summary>What report blocks carry: 16 bits of seconds, 16 of fraction.</summary>
    public uint Middle => (uint)(Value >> 16);

    public static NtpTime FromTick(Tick moment)
    {
        ulong nanoseconds = (ulong)moment.Nanoseconds;
        return new NtpTime((nanoseconds / 1_000_000_000 << 32) | ((nanoseconds % 1_000_000_000 << 32) / 1_000_000_000));
    }

    /// <summary>Round trip of an SR and the report block that answers it (RFC 3550 6.4.1); null when the block answers none.</summary>
    public static TimeSpan? RoundTrip(NtpTime arrival, uint lastSr, uint delaySinceLastSr)
    {
        if (lastSr == 0)
            return null;

        int units = unchecked((int)(arrival.Middle - lastSr - delaySinceLastSr));

        // A little below zero is the rounding of two clocks; far below zero or hours is nonsense from the peer.
        return units is < -65536 or > 65536 * 60 ? null : TimeSpan.FromSeconds(Math.Max(0, units) / 65536.0);
    }
}
