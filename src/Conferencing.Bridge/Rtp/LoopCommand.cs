using Conferencing.Bridge.Recordings;
using Conferencing.Media;

namespace Conferencing.Bridge.Rtp;

/// <summary>What other threads ask of a media loop.</summary>
internal abstract record LoopCommand(HostedConference Conference)
{
    public sealed record Open(HostedConference Conference) : LoopCommand(Conference);

    public sealed record Media(HostedConference Conference, MediaCommand Command) : LoopCommand(Conference);

    public sealed record Expect(HostedConference Conference, LegId Leg, UdpAddress Rtp, UdpAddress Rtcp, bool Yields) : LoopCommand(Conference);

    public sealed record Record(HostedConference Conference, FrameQueue Queue, bool Legs) : LoopCommand(Conference);

    public sealed record StopRecording(HostedConference Conference) : LoopCommand(Conference);

    public sealed record Close(HostedConference Conference) : LoopCommand(Conference);
}
