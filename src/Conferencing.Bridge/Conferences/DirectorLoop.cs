using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Conferencing.Bridge.Codecs;
using Conferencing.Bridge.Node;
using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Rtp;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Conferences;

/// <summary>What a director's loop works with.</summary>
internal sealed record DirectorLoopOptions
{
    public required ConferenceDirector Director { get; init; }
    public required DialogJournal Journal { get; init; }
    public required StatusReporter Reporter { get; init; }
    public required PeerAddresses Peers { get; init; }

    /// <summary>The outbound proxy that calls go through: then it, and not the room's own host, must be found.</summary>
    public string? ProxyHost { get; init; }

    /// <summary>What rooms are offered, in order of preference.</summary>
    public required ImmutableArray<AudioFormat> Formats { get; init; }

    /// <summary>Told of every wrong PIN; returns at once.</summary>
    public Action<DirectorOutput.WrongPin>? WrongPin { get; init; }

    /// <summary>Null where nothing can be recorded.</summary>
    public Recorder? Recorder { get; init; }

    public required TimeProvider Clock { get; init; }
    public required ILogger Logger { get; init; }
}

/// <summary>
/// The thread that owns the director: takes what happens from its queue, watches the clock, and carries out what the director
/// wants. Everybody else only posts.
/// </summary>
internal sealed class DirectorLoop(DirectorLoopOptions options)
{
    /// <summary>Above this many waiting inputs, measurements are dropped: they come again.</summary>
    private const int Crowded = 5000;

    /// <summary>The clock may be set: never wait for longer than this without looking at it.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);

    /// <summary>How often dials that wait for their host's address are looked at.</summary>
    private static readonly TimeSpan ParkedWait = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan RefusalsPeriod = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<Work> _queue = new();

    /// <summary>Pulsed for each input. A collection that blocks would look again and again before it sleeps, at each of two hundred reports a second.</summary>
    private readonly object _posted = new();
    private readonly ConferenceDirector _director = options.Director;
    private readonly Dictionary<Guid, ConferenceMedia> _media = [];
    private readonly Dictionary<Guid, int> _ports = [];
    private readonly Dictionary<CallHandle, DirectorOutput.Dial> _parked = [];
    private ISipAgent? _agent;
    private MediaPlane? _plane;
    private Action<ImmutableHashSet<IPAddress>>? _allow;
    private ImmutableHashSet<IPAddress> _allowed = [];
    private long _dropped;
    private long _refusalsCopiedAt;

    /// <summary>True while a conference waits for its time or runs. Any thread.</summary>
    public bool HasWork { get; private set; }

    /// <summary>Calls that are not over. Any thread.</summary>
    public int LiveCalls { get; private set; }

    /// <summary>What the director refused, by name; a copy, at most a second old. Any thread.</summary>
    public ImmutableDictionary<string, long> Refusals { get; private set; } = ImmutableDictionary<string, long>.Empty;

    /// <param name="allow">Told of the addresses that may speak SIP to this node, whenever they change.</param>
    public void Start(ISipAgent agent, MediaPlane plane, Action<ImmutableHashSet<IPAddress>> allow)
    {
        _agent = agent;
        _plane = plane;
        _allow = allow;
        LiveCalls = _director.LiveCalls;
        // The calls of an earlier process are ended before anything else is heard of.
        Queue(default);
        new Thread(Run) { IsBackground = true, Name = "director" }.Start();
    }

    /// <summary>Any thread; returns at once.</summary>
    public void Post(DirectorInput input)
    {
        if (input.IsMeasurement && _queue.Count > Crowded)
            Interlocked.Increment(ref _dropped);
        else
            Queue(new Work(input, null));
    }

    /// <summary>Completes when everything posted before has been carried out.</summary>
    public Task Settle()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue(new Work(null, settled));
        return settled.Task;
    }

    private void Run()
    {
        while (true)
        {
            Work work = default;
            try
            {
                work = Take();
                Step(work);
            }
            catch (Exception fault)
            {
                options.Logger.LogError(fault, "The director failed on {Input}", work.Input);
                Recover();
            }

            work.Settled?.SetResult();
        }
    }

    private void Queue(Work work)
    {
        _queue.Enqueue(work);
        lock (_posted)
            Monitor.Pulse(_posted);
    }

    /// <summary>What was posted first; nothing when it is time to look at the clock.</summary>
    private Work Take()
    {
        if (_queue.TryDequeue(out var work))
            return work;
        var patience = Patience();
        lock (_posted)
        {
            if (_queue.IsEmpty)
                Monitor.Wait(_posted, patience);
        }

        return _queue.TryDequeue(out work) ? work : default;
    }

    private void Step(Work work)
    {
        if (work.Input is DirectorInput.CallHappened { Event: CallEvent.Incoming incoming })
            _director.Do(new DirectorInput.CallHappened(incoming, options.Peers.NamesOf(incoming.Source.Remote.Address)), options.Clock.GetUtcNow());
        else if (work.Input is { } input)
            _director.Do(input, options.Clock.GetUtcNow());
        else
            _director.Advance(options.Clock.GetUtcNow());
        CarryAll();
        DialParked();
        AllowPeers();
        HasWork = _director.HasWork;
        LiveCalls = _director.LiveCalls;
        CopyRefusals();
    }

    private void CopyRefusals()
    {
        if (options.Clock.GetElapsedTime(_refusalsCopiedAt) < RefusalsPeriod)
            return;
        _refusalsCopiedAt = options.Clock.GetTimestamp();
        Refusals = _director.Refusals.ToImmutableDictionary().SetItem("plan.MeasurementDropped", Interlocked.Read(ref _dropped));
    }

    /// <summary>The faulted conference begins again from its plan; if even that fails it is left out until a new plan comes.</summary>
    private void Recover()
    {
        try
        {
            if (_director.Working is { } conferenceId)
                _director.StartOver(conferenceId, options.Clock.GetUtcNow());
            CarryAll();
        }
        catch (Exception fault)
        {
            options.Logger.LogError(fault, "The conference could not be started over");
        }
    }

    private TimeSpan Patience()
    {
        var longest = _parked.Count > 0 ? ParkedWait : LongestWait;
        var wait = _director.NextDeadline - options.Clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < longest ? wait : longest;
    }

    private void CarryAll()
    {
        while (_director.TryPoll(out var output))
            Carry(output);
    }

    private void Carry(DirectorOutput output)
    {
        switch (output)
        {
            case DirectorOutput.Dial dial:
                CarryDial(dial);
                break;
            case DirectorOutput.Accept accept:
                CarryAccept(accept);
                break;
            case DirectorOutput.Moved moved:
                CarryMoved(moved);
                break;
            case DirectorOutput.Publish publish:
                Agent.Publish(publish.Number, publish.State);
                break;
            case DirectorOutput.WrongPin wrong:
                options.WrongPin?.Invoke(wrong);
                break;
            case DirectorOutput.Tell tell:
                Tell(tell.Command);
                break;
            case DirectorOutput.CallOver over:
                options.Journal.End(over.Call);
                break;
            case DirectorOutput.TellMedia tell:
                MediaOf(tell.ConferenceId).Post(tell.Command);
                break;
            case DirectorOutput.Expect expect:
                MediaOf(expect.ConferenceId).Expect(expect.Leg, expect.Rtp, expect.Rtcp, expect.Yields);
                break;
            case DirectorOutput.CloseMedia close:
                if (_media.Remove(close.ConferenceId, out var media))
                    media.Close();
                break;
            case DirectorOutput.ReopenMedia reopen:
                Reopen(reopen.ConferenceId);
                break;
            case DirectorOutput.StartRecording or DirectorOutput.NameRecorded or DirectorOutput.StopRecording:
                CarryRecording(output);
                break;
            case DirectorOutput.Peers peers:
                options.Peers.Follow(peers.Hosts);
                break;
            default:
                options.Reporter.Report(output);
                break;
        }
    }

    private void CarryRecording(DirectorOutput output)
    {
        switch (output)
        {
            case DirectorOutput.StartRecording start:
                options.Recorder?.Start(
                    new RecordingOrder(start.ConferenceId, start.RecordingId, start.Tracks, start.Title), MediaOf(start.ConferenceId));
                break;
            case DirectorOutput.NameRecorded name:
                options.Recorder?.Name(name.RecordingId, name.Leg, new RecordedRoom(name.RoomId, name.Name));
                break;
            case DirectorOutput.StopRecording stop:
                options.Recorder?.Stop(stop.RecordingId);
                break;
        }
    }

    private void Tell(CallCommand command)
    {
        if (command is CallCommand.HangUp && _parked.Remove(command.Call))
            Post(new DirectorInput.NotDialled(command.Call, LegReason.None, "Hung up before it was called."));
        else
            Agent.Post(command);
    }

    private void CarryDial(DirectorOutput.Dial dial)
    {
        if (dial.Address.StartsWith("registered:", StringComparison.OrdinalIgnoreCase))
            Dial(dial, IPAddress.Any); // the agent knows where the device registered, and which of our addresses it sees
        else if ((PeerHost.Of(dial.Address) is { } own ? options.ProxyHost ?? own : null) is not { } host)
            Post(new DirectorInput.NotDialled(dial.Call, LegReason.BadAddress, "The address is no SIP address."));
        else
            DialOrPark(dial, host);
    }

    private void DialOrPark(DirectorOutput.Dial dial, string host)
    {
        switch (options.Peers.Find(host))
        {
            case { Address: { } address }:
                Dial(dial, address);
                break;
            case { Unknown: true }:
                Post(new DirectorInput.NotDialled(dial.Call, LegReason.BadAddress, $"The host {host} is not known."));
                break;
            default:
                _parked[dial.Call] = dial;
                break;
        }
    }

    private void DialParked()
    {
        foreach (var dial in _parked.Values.ToList())
        {
            _parked.Remove(dial.Call);
            CarryDial(dial);
        }
    }

    private void Dial(DirectorOutput.Dial dial, IPAddress peer)
    {
        // Open when the agent is the one who knows the peer: it fills in the address that peer sees.
        if ((peer.Equals(IPAddress.Any) ? peer : options.Peers.LocalTowards(peer)) is not { } local)
        {
            Post(new DirectorInput.NotDialled(dial.Call, LegReason.Unreachable, $"No way leads to {peer}."));
            return;
        }

        options.Journal.Begin(new JournalCall(dial.Call, dial.ConferenceId, dial.RoomId, dial.Address));
        var sound = SoundOf(dial.ConferenceId, local, dial.Encryption, dial.MostKbits);
        Agent.Post(new CallCommand.Dial(dial.Call, dial.Address, dial.FromName, sound, dial.RingLimit) { Focus = dial.Focus });
    }

    private AudioCapabilities SoundOf(Guid mediaId, IPAddress local, EncryptionPolicy encryption, int? mostKbits)
    {
        var (media, bound) = (MediaOf(mediaId), CallBound.Of(mostKbits));
        return new AudioCapabilities
        {
            Rtp = new IPEndPoint(local, media.RtpPort),
            RtcpPort = media.RtcpPort,
            Formats = CodecOffer.Within(options.Formats, bound),
            Bandwidth = bound,
            ExtendedReports = true,
            Encryption = LegEncryption.Wanted(encryption),
        };
    }

    private void CarryAccept(DirectorOutput.Accept accept)
    {
        if (options.Peers.LocalTowards(accept.Source.Remote.Address) is not { } local)
        {
            Agent.Post(new CallCommand.Reject(accept.Call, 500, "No Way Back"));
            return;
        }

        options.Journal.Begin(new JournalCall(accept.Call, accept.MediaId, accept.RoomId, accept.Address));
        Agent.Post(new CallCommand.Accept(accept.Call, SoundOf(accept.MediaId, local, accept.Encryption, accept.MostKbits)) { Focus = accept.Focus });
    }

    private void CarryMoved(DirectorOutput.Moved moved)
    {
        options.Journal.Move(moved.Call, moved.ConferenceId, moved.RoomId);
        // Who was answered for this conference knows his bound already.
        var isBounded = moved.MostKbits is not null && moved.FromMediaId != moved.ConferenceId;
        if (isBounded || MediaOf(moved.ConferenceId).RtpPort != MediaOf(moved.FromMediaId).RtpPort)
            Change(moved);
    }

    /// <summary>
    /// The conference is mixed on another loop, or has a bound for the room: the peer is told of the other port, and of the bound. The agent knows as what
    /// address it sees us.
    /// </summary>
    private void Change(DirectorOutput.Moved moved)
    {
        // Keys and policy of a call stay what they were when it was answered.
        var sound = SoundOf(moved.ConferenceId, IPAddress.Any, EncryptionPolicy.Preferred, moved.MostKbits);
        Agent.Post(new CallCommand.Change(moved.Call, sound) { Focus = moved.Focus });
    }

    private ConferenceMedia MediaOf(Guid conferenceId)
    {
        if (_media.TryGetValue(conferenceId, out var media))
            return media;
        media = (_plane ?? throw new UnreachableException("The director's loop was not started.")).Open(conferenceId);
        _media.Add(conferenceId, media);
        _ports[conferenceId] = media.RtpPort;
        return media;
    }

    private void Reopen(Guid conferenceId)
    {
        options.Logger.LogError("The media of conference {Conference} failed and are opened anew", conferenceId);
        _media.Remove(conferenceId);
        var before = _ports.GetValueOrDefault(conferenceId);
        if (MediaOf(conferenceId).RtpPort != before)
            Post(new DirectorInput.MediaMoved(conferenceId));
    }

    private void AllowPeers()
    {
        var allowed = options.Peers.Known;
        if (ReferenceEquals(allowed, _allowed))
            return;
        _allowed = allowed;
        _allow?.Invoke(allowed);
    }

    private ISipAgent Agent => _agent ?? throw new UnreachableException("The director's loop was not started.");

    private readonly record struct Work(DirectorInput? Input, TaskCompletionSource? Settled);
}
