using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Conferencing.Media;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Rtp;

/// <summary>
/// A thread that owns a port pair and some conferences: every 20 ms, and whenever a conference is due, it takes commands,
/// receives, mixes and sends. Schedules from its previous deadline. Other threads only post commands and read counters.
/// </summary>
internal sealed class MediaLoop : IDisposable
{
    /// <summary>
    /// Time between two looks into the sockets, nanoseconds. Where the kernel stamps arrivals nothing is gained by looking between mixes:
    /// conferences begin on a turn, so all of a loop mix when it looks.
    /// </summary>
    private static readonly long Turn = NativeUdp.IsSupported ? 20_000_000 : 5_000_000;

    /// <summary>Later than this the schedule begins anew, nanoseconds.</summary>
    private const long MaxLateness = 200_000_000;

    /// <summary>Datagrams taken from one socket before the next mix: those of 2,000 rooms in two turns.</summary>
    private const int MostOfPass = 4096;

    /// <summary>More commands than this can wait only for a loop that stands still.</summary>
    private const int MaxCommands = 100_000;

    private static readonly DropReason[] DropReasons = Enum.GetValues<DropReason>();

    private readonly RtpPort _rtp;
    private readonly RtpPort _rtcp;
    private readonly EventLine _events;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<LoopCommand> _commands = new();
    private readonly SourceTable _sources = new();
    private readonly LatenessMeter _lateness = new();
    private readonly LatenessMeter _afterCollection = new();
    private readonly QuietCollector? _collector;
    private readonly long _epoch;
    private readonly long[] _refusals = new long[Enum.GetValues<LoopRefusal>().Length];
    private readonly long[] _dropsOfClosed = new long[DropReasons.Length];
    private readonly Thread _thread;
    private ImmutableArray<HostedConference> _conferences = [];
    private long _received;
    private long _sent;
    private long _allocated;
    private int _collections;
    private TimeSpan _paused;
    private bool _told;
    private int _opened;
    private volatile bool _stopped;

    /// <param name="epoch">When the time of the loops of one plane began: they turn in step.</param>
    /// <param name="collector">Not null for one of them.</param>
    public MediaLoop(RtpPort rtp, RtpPort rtcp, EventLine events, long epoch, QuietCollector? collector, ILogger logger)
    {
        _epoch = epoch;
        _collector = collector;
        _rtp = rtp;
        _rtcp = rtcp;
        _events = events;
        _logger = logger;
        _thread = new Thread(Run) { Name = $"media {rtp.Port}", IsBackground = true };
        _thread.Start();
    }

    public int RtpPort => _rtp.Port;

    public int RtcpPort => _rtcp.Port;

    /// <summary>Conferences given to this loop and not closed.</summary>
    public int Load => Volatile.Read(ref _opened);

    public TimeSpan WorstLateness => _lateness.Worst();

    /// <summary>Bytes that the loop's thread has allocated since it began: for commands, and else nothing.</summary>
    public long Allocated => Volatile.Read(ref _allocated);

    /// <summary>The latest a tick was in the last minute because garbage was collected before it: no later than that took.</summary>
    public TimeSpan WorstAfterCollection => _afterCollection.Worst();

    public long PacketsReceived => Volatile.Read(ref _received);

    public long PacketsSent => Volatile.Read(ref _sent);

    /// <summary>Any thread.</summary>
    public void Post(LoopCommand command)
    {
        if (_commands.Count >= MaxCommands)
            throw new UnreachableException("A media loop takes its commands every few milliseconds.");

        switch (command)
        {
            case LoopCommand.Open:
                Interlocked.Increment(ref _opened);
                break;
            case LoopCommand.Close:
                Interlocked.Decrement(ref _opened);
                break;
        }

        _commands.Enqueue(command);
    }

    /// <summary>Adds this loop's refusals and those of its conferences. Any thread; counters may be a moment old.</summary>
    public void AddRefusals(IDictionary<string, long> refusals)
    {
        for (int i = 0; i < _refusals.Length; i++)
            Count(((LoopRefusal)i).ToString(), Volatile.Read(ref _refusals[i]));
        foreach (var reason in DropReasons)
        {
            long drops = Volatile.Read(ref _dropsOfClosed[(int)reason]);
            foreach (var conference in _conferences)
                drops += conference.Dropped(reason);
            Count(reason.ToString(), drops);
        }

        Count("SendFailed", _rtp.SendFailures + _rtcp.SendFailures);

        void Count(string name, long count)
        {
            if (count > 0)
                refusals[name] = refusals.TryGetValue(name, out long before) ? before + count : count;
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private void Run()
    {
        (_collections, _paused) = (GC.CollectionCount(0), GC.GetTotalPauseDuration());
        _logger.LogInformation("Media loop at port {Port} runs with {Priority}", RtpPort, NativeThread.Raise());
        long turn = _epoch;
        while (!_stopped)
        {
            turn += Turn;
            long due = Math.Min(turn, _epoch + Soonest().Nanoseconds);
            NativeThread.SleepUntil(due);
            long now = NativeThread.Now();
            NoteCollections(now, now - due);
            if (now < turn)
                turn -= Turn;
            else if (now - turn > MaxLateness)
                turn = now;

            Pass(new Tick(Math.Min(now, turn) - _epoch));
            _collector?.AfterMix(Math.Min(turn + Turn, _epoch + Soonest().Nanoseconds) - NativeThread.Now());
        }

        Pass(Now());
    }

    /// <summary>One pass over everything that has to be done.</summary>
    private void Pass(Tick scheduled)
    {
        TakeCommands(scheduled);
        foreach (var socket in _rtp.Sockets)
            Receive(socket, isRtcp: false);
        foreach (var socket in _rtcp.Sockets)
            Receive(socket, isRtcp: true);
        foreach (var conference in _conferences)
            Advance(conference);

        _rtp.Flush();
        _rtcp.Flush();
        if (_told)
            _events.Signal();
        _told = false;
        Volatile.Write(ref _allocated, GC.GetAllocatedBytesForCurrentThread());
    }

    private Tick Now() => new(NativeThread.Now() - _epoch);

    private Tick Soonest()
    {
        var soonest = new Tick(long.MaxValue - _epoch);
        foreach (var conference in _conferences)
            soonest = Tick.Soonest(soonest, conference.NextDeadline);
        return soonest;
    }

    private void TakeCommands(Tick now)
    {
        while (_commands.TryDequeue(out var command))
        {
            if (command is not LoopCommand.Open && !IsThere(command.Conference))
                RefuseGone(command);
            else
                Carry(command, now);
        }
    }

    /// <summary>False when it broke, or was closed before.</summary>
    private bool IsThere(HostedConference conference) => conference.Fault is null && _conferences.Contains(conference);

    /// <summary>Nothing will come into the queue of a recording that came too late.</summary>
    private void RefuseGone(LoopCommand command)
    {
        (command as LoopCommand.Record)?.Queue.Complete();
        Refuse(LoopRefusal.ConferenceGone);
    }

    private void Carry(LoopCommand command, Tick now)
    {
        var conference = command.Conference;
        switch (command)
        {
            case LoopCommand.Open:
                _conferences = _conferences.Add(conference);
                break;
            case LoopCommand.Expect expect:
                if (!_sources.Expect(RouteOf(conference, expect.Leg), expect.Rtp, expect.Rtcp, expect.Yields))
                    Refuse(LoopRefusal.AddressTaken);
                break;
            case LoopCommand.Media { Command: var media }:
                Note(conference, media);
                conference.Do(media, now);
                Drain(conference);
                if (media is MediaCommand.RemoveLeg remove && conference.Routes.Remove(remove.Leg, out var route))
                    _sources.Forget(route);
                break;
            case LoopCommand.Record record:
                conference.Record(record.Queue, record.Legs, now);
                break;
            case LoopCommand.StopRecording:
                conference.StopRecording(now);
                break;
            case LoopCommand.Close:
                Close(conference, now);
                break;
            default:
                throw new UnreachableException("Every command of a loop is listed.");
        }
    }

    private static Route RouteOf(HostedConference conference, LegId leg)
    {
        if (!conference.Routes.TryGetValue(leg, out var route))
            conference.Routes.Add(leg, route = new Route(conference, leg));
        return route;
    }

    /// <summary>Keeps what latching must know of a leg's settings.</summary>
    private static void Note(HostedConference conference, MediaCommand command)
    {
        if (command is MediaCommand.AddLeg add)
            RouteOf(conference, add.Leg).Settings = add.Settings;
        else if (command is MediaCommand.ChangeLeg change && conference.Routes.TryGetValue(change.Leg, out var route))
            route.Settings = change.Settings;
    }

    /// <summary>What has arrived, though no more than a flood of it may keep a mix waiting for.</summary>
    private void Receive(RtpSocket socket, bool isRtcp)
    {
        for (int taken = 0, count = 1; count > 0 && taken < MostOfPass; taken += count)
        {
            count = socket.Receive();
            _received += count;
            var now = Now();
            for (int i = 0; i < count; i++)
                Deliver(socket, i, isRtcp, now);
            if (count is > 1 and < RtpSocket.Batch)
                return;
        }
    }

    private void Deliver(RtpSocket socket, int index, bool isRtcp, Tick now)
    {
        var source = socket.Source(index);
        var datagram = socket.Datagram(index);
        var route = isRtcp ? _sources.FindRtcp(source, datagram) : _sources.FindRtp(source, datagram);
        if (route is null)
        {
            Refuse(LoopRefusal.UnknownSource);
            return;
        }

        bool own = route.Conference.Receive(datagram, route.Leg, new Tick(now.Nanoseconds - socket.WaitedNanoseconds(index)));
        if (own && isRtcp)
            _sources.BelieveRtcp(route, source);
        else if (own)
            _sources.BelieveRtp(route, source);
        Drain(route.Conference);
    }

    private void Advance(HostedConference conference)
    {
        var now = Now();
        var deadline = conference.NextDeadline;
        if (deadline > now)
            return;

        _lateness.Add(now.Nanoseconds, now.Nanoseconds - deadline.Nanoseconds);
        conference.Advance(now);
        Drain(conference);
    }

    /// <summary>A turn begins this late, nanoseconds.</summary>
    private void NoteCollections(long now, long late)
    {
        _afterCollection.Add(now, 0); // and time passes for it
        int collections = GC.CollectionCount(0);
        if (collections == _collections)
            return;

        _collections = collections;
        var paused = GC.GetTotalPauseDuration();
        _afterCollection.Add(now, Math.Min(late, (long)(paused - _paused).TotalNanoseconds));
        _paused = paused;
    }

    /// <summary>Sends and tells what a conference has to say; ends it when it broke.</summary>
    private void Drain(HostedConference conference)
    {
        while (conference.Fault is null && conference.TryPoll(out var output))
        {
            if (!output.Datagram.IsEmpty)
                Send(conference, output);
            else if (output.IsRecorded)
                conference.Recording?.Put(output.Recorded);
            else
                Tell(conference.Id, output);
        }

        if (conference.Fault is { } fault && _conferences.Contains(conference))
        {
            _logger.LogError(fault, "The media of conference {Conference} broke and are gone", conference.Id);
            Drop(conference);
            Tell(conference.Id, new MediaEvent.Faulted(fault.Message));
        }
    }

    private void Send(HostedConference conference, in MediaOutput output)
    {
        if (!conference.Routes.TryGetValue(output.Leg, out var route) || (output.IsRtcp ? route.Rtcp : route.Rtp).IsUnspecified)
        {
            Refuse(LoopRefusal.NoDestination);
            return;
        }

        // With rtcp-mux both go out of the port that RTP comes to (RFC 5761).
        bool own = output.IsRtcp && route.Rtcp != route.Rtp;
        if ((own ? _rtcp : _rtp).TryQueue(output.Datagram, output.IsRtcp ? route.Rtcp : route.Rtp))
            _sent++;
        else
            Refuse(LoopRefusal.NoFamily);
    }

    private void Tell(Guid conference, in MediaOutput output)
    {
        if (!output.Reports.IsEmpty)
            _events.Add(conference, output.Reports[0]);
        else if (!output.Levels.IsEmpty)
            _events.Add(conference, output.Levels);
        else
            _events.Add(conference, output.Event!);
        _told = true;
    }

    private void Tell(Guid conference, MediaEvent mediaEvent)
    {
        _events.Add(conference, mediaEvent);
        _told = true;
    }

    private void Close(HostedConference conference, Tick now)
    {
        foreach (var leg in conference.Routes.Keys)
            conference.Do(new MediaCommand.RemoveLeg(leg), now);
        Drain(conference);
        if (conference.Fault is null)
            Drop(conference);
    }

    private void Drop(HostedConference conference)
    {
        foreach (var route in conference.Routes.Values)
            _sources.Forget(route);
        _conferences = _conferences.Remove(conference);
        conference.EndRecording();
        foreach (var reason in DropReasons)
            _dropsOfClosed[(int)reason] += conference.Dropped(reason);
    }

    private void Refuse(LoopRefusal refusal) => Volatile.Write(ref _refusals[(int)refusal], _refusals[(int)refusal] + 1);
}
