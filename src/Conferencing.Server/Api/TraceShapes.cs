using Conferencing.Contract;

namespace Conferencing.Server.Api;

public sealed record TraceRequest
{
    /// <summary>1 to 60; then the trace ends by itself.</summary>
    public int Minutes { get; init; } = 10;
}

/// <summary>A SIP trace of one room.</summary>
/// <param name="End">Why it is over; null while it runs.</param>
/// <param name="Missing">Messages seen but not kept.</param>
/// <param name="Messages">Those after the ones the caller has already.</param>
public sealed record TraceAnswer(
    Guid Id, Guid ConferenceId, Guid RoomId, string RoomName, string StartedBy, DateTimeOffset StartedAt, DateTimeOffset EndsAt,
    TraceEnd? End, long Missing, TracedMessage[] Messages);
