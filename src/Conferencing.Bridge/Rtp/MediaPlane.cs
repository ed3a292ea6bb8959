using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Conferencing.Media;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Rtp;

/// <summary>Settings of a node's media plane.</summary>
public sealed record MediaPlaneOptions
{
    /// <summary>Local address of every RTP socket.</summary>
    public required IPAddress Bind { get; init; }

    /// <summary>That of the sockets for IPv6 beside them, at the same ports; null for none.</summary>
    public IPAddress? Bind6 { get; init; }

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
    private readonly MediaPlaneOptions _options;
    private readonly EventDispatcher _events;
    private readonly ImmutableArray<MediaLoop> _loops;

    /// <summary>Binds the sockets and starts the loops.</summary>
    /// <param name="onEvent">Called on a thread of its own, one event at a time; should return soon.</param>
    /// <exception cref="SocketException">No free port pair in the range.</exception>
    public MediaPlane(MediaPlaneOptions options, Action<Guid, MediaEvent> onEvent, ILogger logger)
    {
        _options = options;
        var pairs = BindAll(options);
        WarnOfSmallBuffer(pairs[0].Rtp.Sockets.Min(socket => socket.ReceiveBufferBytes), logger);
        _events = new EventDispatcher(pairs.Count, onEvent, logger);
        long epoch = NativeThread.Now();
        _loops = [.. pairs.Select((pair, i) => new MediaLoop(pair.Rtp, pair.Rtcp, _events.Lines[i], epoch, i == 0 ? new QuietCollector() : null, logger))];
    }

    public MediaPlaneHealth Health
    {
        get
        {
            var refusals = new Dictionary<string, long>();
            foreach (var loop in _loops)
                loop.AddRefusals(refusals);
            if (_events.Dropped > 0)
                refusals["EventQueueFull"] = _events.Dropped;

            return new MediaPlaneHealth
            {
                WorstTickLateness = _loops.Max(loop => loop.WorstLateness),
                WorstLatenessAfterCollection = _loops.Max(loop => loop.WorstAfterCollection),
                Allocated = _loops.Sum(loop => loop.Allocated),
                PacketsReceived = _loops.Sum(loop => loop.PacketsReceived),
                PacketsSent = _loops.Sum(loop => loop.PacketsSent),
                Refusals = refusals.ToImmutableSortedDictionary(StringComparer.Ordinal),
            };
        }
    }

    /// <summary>Opens a conference on the least busy loop. Any thread. An id is open once at a time.</summary>
    public ConferenceMedia Open(Guid conferenceId)
    {
        var loop = _loops.MinBy(loop => loop.Load)!;
        var conference = new HostedConference(conferenceId, _options.Conference);
        loop.Post(new LoopCommand.Open(conference));
        return new ConferenceMedia(loop, conference);
    }

    /// <summary>Ends all media without a word to the rooms; conferences that shall say BYE are closed before.</summary>
    public void Dispose()
    {
        foreach (var loop in _loops)
            loop.Dispose();
        _events.Dispose();
    }

    /// <summary>Linux tells twice what it was set to; less than half of what was asked for is small either way.</summary>
    internal static void WarnOfSmallBuffer(int bytes, ILogger logger)
    {
        if (bytes < RtpSocket.BufferBytes / 2)
            logger.LogWarning(
                "A media port may hold {Bytes} bytes of what has arrived: with many rooms packets are lost whenever this process is kept waiting. Set net.core.rmem_max to {Wanted}",
                bytes, RtpSocket.BufferBytes);
    }

    private static List<(RtpPort Rtp, RtpPort Rtcp)> BindAll(MediaPlaneOptions options)
    {
        int loops = options.Loops > 0 ? options.Loops : Math.Max(1, Environment.ProcessorCount - 1);
        IPAddress[] binds = options.Bind6 is { } six ? [options.Bind, six] : [options.Bind];
        var pairs = new List<(RtpPort Rtp, RtpPort Rtcp)>();
        int port = options.FirstPort + (options.FirstPort & 1);
        try
        {
            for (; pairs.Count < loops; port += 2)
            {
                if (port + 1 > options.LastPort)
                    throw new SocketException((int)SocketError.AddressAlreadyInUse);
                if (TryBindPair(binds, port, out var rtp, out var rtcp))
                    pairs.Add((rtp!, rtcp!));
            }
        }
        catch
        {
            foreach (var (rtp, rtcp) in pairs)
            {
                rtp.Dispose();
                rtcp.Dispose();
            }

            throw;
        }

        return pairs;
    }

    private static bool TryBindPair(IPAddress[] binds, int port, out RtpPort? rtp, out RtpPort? rtcp)
    {
        rtp = null;
        rtcp = null;
        try
        {
            rtp = new RtpPort(binds, port);
            rtcp = new RtpPort(binds, port + 1);
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            rtp?.Dispose();
            return false;
        }
    }
}
