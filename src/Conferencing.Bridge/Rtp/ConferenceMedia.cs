using System.Net;
using Conferencing.Bridge.Recordings;
using Conferencing.Media;

namespace Conferencing.Bridge.Rtp;

/// <summary>A running conference's media as its director sees them. Any thread; nothing waits.</summary>
public sealed class ConferenceMedia
{
    private readonly MediaLoop _loop;
    private readonly HostedConference _conference;

    internal ConferenceMedia(MediaLoop loop, HostedConference conference)
    {
        _loop = loop;
        _conference = conference;
    }

    /// <summary>Where every room of this conference sends RTP.</summary>
    public int RtpPort => _loop.RtpPort;

    /// <summary>Where rooms without rtcp-mux send RTCP.</summary>
    public int RtcpPort => _loop.RtcpPort;

    /// <summary>Hands a command to the loop. Commands and expectations keep their order.</summary>
    public void Post(MediaCommand command) => _loop.Post(new LoopCommand.Media(_conference, command));

    /// <summary>
    /// Where a leg's media come from and go to, as its SDP says; again when it changes. Equal addresses mean rtcp-mux.
    /// Needed before anything is received from the leg or sent to it; forgotten with <see cref="MediaCommand.RemoveLeg"/>.
    /// </summary>
    /// <param name="yields">It takes no address that another leg has, whatever its SDP says: nobody has let it in yet.</param>
    public void Expect(LegId leg, IPEndPoint rtp, IPEndPoint rtcp, bool yields = false) =>
        _loop.Post(new LoopCommand.Expect(_conference, leg, UdpAddress.From(rtp), UdpAddress.From(rtcp), yields));

    /// <summary>From now on frames come into the queue, until <see cref="StopRecording"/> or the end of these media completes it.</summary>
    internal void StartRecording(FrameQueue queue, bool legs) => _loop.Post(new LoopCommand.Record(_conference, queue, legs));

    internal void StopRecording() => _loop.Post(new LoopCommand.StopRecording(_conference));

    /// <summary>Says BYE to all legs that are left and ends the conference's media. Once.</summary>
    public void Close() => _loop.Post(new LoopCommand.Close(_conference));
}
