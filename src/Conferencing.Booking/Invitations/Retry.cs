using NodaTime;

namespace Conferencing.Booking.Invitations;

/// <summary>When a piece of mail that could not be sent is tried again, and when no more (RFC 5321 4.5.4.1: for some days).</summary>
public static class Retry
{
    private static readonly int[] Minutes = [1, 2, 5, 15, 30];
    public static readonly Duration Longest = Duration.FromHours(1);
    public const int MaxAttempts = 100;

    /// <param name="attempts">How many have failed.</param>
    /// <returns>Null: no more.</returns>
    public static Duration? After(int attempts) =>
        attempts >= MaxAttempts ? null : attempts <= Minutes.Length ? Duration.FromMinutes(Minutes[Math.Max(attempts, 1) - 1]) : Longest;
}
