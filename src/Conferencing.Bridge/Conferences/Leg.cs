using System.Net;
using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Conferences;

/// <summary>An answered call's media in its conference, and the evidence that the room was there.</summary>
internal sealed record Leg
{
    public required LegId Id { get; init; }
    public required LegSettings Settings { get; init; }
    public required IPEndPoint Rtp { get; init; }
    public required IPEndPoint Rtcp { get; init; }

    /// <summary>Open until the call ends.</summary>
    public required LegRecord Record { get; init; }

    /// <summary>The room neither listens nor, as a rule, sends: the peer put the call on hold.</summary>
    public bool Held => !Settings.MaySend;
}
