namespace Conferencing.Signalling.Defence;

/// <summary>Limits for each source of what comes in from outside a call. Requests inside a call are not counted: its tags cannot be guessed.</summary>
public sealed record DefenceLimits
{
    /// <summary>Requests of a stranger.</summary>
    public RateLimit Requests { get; init; } = RateLimit.PerSecond(100, 20);

    /// <summary>Requests of a known peer: a proxy may stand for all rooms.</summary>
    public RateLimit KnownRequests { get; init; } = RateLimit.PerSecond(2000, 500);

    /// <summary>REGISTERs: a whole office may register from one address after a power cut.</summary>
    public RateLimit Registrations { get; init; } = RateLimit.PerSecond(400, 20);

    /// <summary>
    /// Wrong passwords. A phone with one wrong password may send 16 REGISTERs within 4 ms, and again each minute; that goes on for ever.
    /// </summary>
    public RateLimit FailedAuthentications { get; init; } = RateLimit.PerMinute(100, 20);

    /// <summary>Wrong PINs.</summary>
    public RateLimit PinTries { get; init; } = RateLimit.PerMinute(12, 1);

    /// <summary>Calls of one account's source that are neither established nor over.</summary>
    public int HalfOpenCalls { get; init; } = 5;

    /// <summary>The same for a known peer.</summary>
    public int KnownHalfOpenCalls { get; init; } = 200;

    public TimeSpan FirstBan { get; init; } = TimeSpan.FromMinutes(1);

    public TimeSpan LongestBan { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A ban earned again within this time after the last one ended lasts twice as long.</summary>
    public TimeSpan BanMemory { get; init; } = TimeSpan.FromHours(6);

    /// <summary>More bans than this push out the one that ends first.</summary>
    public int MaxBans { get; init; } = 1024;

    /// <summary>Buckets kept at one time.</summary>
    public int MaxSources { get; init; } = 16_384;

    /// <summary>Without limits for known peers: a load run has one that stands for thousands.</summary>
    public DefenceLimits ForLoad() => this with { KnownRequests = RateLimit.PerSecond(1_000_000, 1_000_000), KnownHalfOpenCalls = int.MaxValue };
}
