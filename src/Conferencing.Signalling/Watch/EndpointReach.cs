namespace Conferencing.Signalling.Watch;

/// <summary>Whether a device answers, as its heartbeat tells.</summary>
/// <param name="Since">When this became so.</param>
/// <param name="RoundTrip">Of the last answer.</param>
public sealed record EndpointReach(string Address, ReachState State, Tick Since, TimeSpan? RoundTrip);

public enum ReachState
{
    /// <summary>Nothing can be said yet.</summary>
    Unknown,

    /// <summary>The last question was answered, with whatever status.</summary>
    Answers,

    /// <summary>Two questions in a row were not answered.</summary>
    Silent,

    /// <summary>It is called where it registers, and has not.</summary>
    NotRegistered,
}
