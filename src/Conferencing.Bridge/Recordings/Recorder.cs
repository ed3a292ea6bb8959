using System.Collections.Concurrent;
using Conferencing.Bridge.Codecs;
using Conferencing.Bridge.Rtp;
using Conferencing.Contract;
using Conferencing.Media;
using Microsoft.Extensions.Logging;

namespace Conferencing.Bridge.Recordings;

/// <summary>Settings of a node's recorder.</summary>
internal sealed record RecorderOptions
{
    /// <summary>Where each recording gets a folder.</summary>
    public required string Folder { get; init; }

    /// <summary>A recording ends when less is left.</summary>
    public required long MinFreeBytes { get; init; }

    public required TimeSpan Longest { get; init; }

    /// <summary>Files are Opus; else they are FLAC, and larger.</summary>
    public bool WithOpus { get; init; } = OpusLibrary.IsThere;

    /// <summary>What is left on the disk of a folder; throws when there is no such folder any more, or its disk does not answer.</summary>
    public Func<string, long> FreeBytes { get; init; } = folder => new DriveInfo(folder).AvailableFreeSpace;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>
/// The thread that writes all recordings of a node: encodes what media loops put into their queues, and ends a recording, never a
/// conference, when the disk gets full or it lasts too long. Who wants what recorded is none of its business.
/// </summary>
internal sealed class Recorder : IDisposable
{
    /// <summary>Between two looks into the queues.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two looks at the disk, and two reports of growth.</summary>
    private static readonly TimeSpan CheckPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Between two notes on disk of what is known.</summary>
    private static readonly TimeSpan NotePeriod = TimeSpan.FromSeconds(10);

    /// <summary>How long the end of the process waits for the last frames.</summary>
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(2);

    private readonly RecorderOptions _options;
    private readonly Action<Guid, RecordingStatus> _told;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<Command> _commands = new();
    private readonly ConcurrentDictionary<Guid, RecordingOrder> _orders = [];
    private readonly List<Active> _active = [];

    /// <summary>What has ended without its end being noted on disk: there was no room for it.</summary>
    private readonly List<Active> _unnoted = [];
    private readonly AutoResetEvent _signal = new(false);
    private readonly Thread _thread;
    private TimeSpan _checkedAt;
    private long _lost;
    private volatile bool _stopped;

    /// <param name="told">Called on the recorder's thread with every change of a conference's recording; should return soon.</param>
    public Recorder(RecorderOptions options, Action<Guid, RecordingStatus> told, ILogger logger)
    {
        _options = options;
        _told = told;
        _logger = logger;
        if (!options.WithOpus)
            logger.LogWarning("Recordings are FLAC, some 60 MB an hour and file instead of 11: libopus.so.0 is missing. Install the package {Package}", OpusLibrary.Package);
        Directory.CreateDirectory(options.Folder);
        foreach (var folder in RecordingFolder.All(options.Folder))
            Recover(folder);
        _thread = new Thread(Run) { Name = "recorder", IsBackground = true, Priority = ThreadPriority.BelowNormal };
        _thread.Start();
    }

    /// <summary>Frames that were not written, of all recordings that have ended. Any thread.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Any thread, as everything here; returns at once.</summary>
    public void Start(RecordingOrder order, ConferenceMedia media)
    {
        _orders[order.RecordingId] = order;
        Post(new Command(order, media));
    }

    public void Stop(Guid recordingId)
    {
        if (_orders.TryGetValue(recordingId, out var order))
            Post(new Command(order, null));
    }

    /// <summary>Whose leg it is; before the leg is among the media.</summary>
    public void Name(Guid recordingId, LegId leg, RecordedRoom room)
    {
        if (_orders.TryGetValue(recordingId, out var order))
            order.Rooms[leg] = room;
    }

    /// <summary>Finishes all recordings. Media must still run.</summary>
    public void Dispose()
    {
        _stopped = true;
        _signal.Set();
        _thread.Join();
        _signal.Dispose();
    }

    private void Post(Command command)
    {
        _commands.Enqueue(command);
        _signal.Set();
    }

    private void Run()
    {
        while (!_stopped)
        {
            _signal.WaitOne(_active.Count > 0 ? Pause : _unnoted.Count > 0 ? CheckPeriod : Timeout.InfiniteTimeSpan);
            Pass();
        }

        foreach (var recording in _active)
            End(recording, RecordingEnd.Stopped, null);
        var since = _options.Clock.GetTimestamp();
        while (_active.Count > 0 && _options.Clock.GetElapsedTime(since) < FarewellLimit)
        {
            Thread.Sleep(10);
            Pass();
        }
    }

    private void Pass()
    {
        CarryWaiting();
        var now = _options.Clock.GetElapsedTime(0);
        bool check = now - _checkedAt >= CheckPeriod;
        if (check)
        {
            _checkedAt = now;
            _unnoted.RemoveAll(IsNoted);
        }

        for (int i = _active.Count - 1; i >= 0; i--)
            Write(_active[i], check, now);
    }

    private void CarryWaiting()
    {
        while (_commands.TryDequeue(out var command))
            Carry(command);
    }

    private void Carry(Command command)
    {
        if (command.Media is { } media)
            Begin(command.Order, media);
        else if (_active.Find(one => one.Order == command.Order) is { } recording)
            End(recording, RecordingEnd.Stopped, null);
    }

    /// <summary>What cannot be begun, for whatever reason, is refused.</summary>
    private void Begin(RecordingOrder order, ConferenceMedia media)
    {
        try
        {
            if (IsDiskFull())
            {
                Refuse(order, RecordingEnd.LowDiskSpace, null);
                return;
            }

            var writer = new RecordingWriter(order, RecordingFolder.Of(_options.Folder, order.RecordingId), _options.Clock.GetUtcNow(), _options.WithOpus);
            var recording = new Active(order, media, writer);
            _active.Add(recording);
            media.StartRecording(writer.Queue, order.Tracks);
            _logger.LogInformation("Recording {Recording} of conference {Conference} begins", order.RecordingId, order.ConferenceId);
            Tell(recording, RecordingState.Recording, RecordingEnd.None, null);
        }
        catch (Exception fault)
        {
            Explain(order, fault);
            Refuse(order, RecordingEnd.WriteFailed, fault.Message);
        }
    }

    /// <summary>What is no fault of the disk is one of this program.</summary>
    private void Explain(RecordingOrder order, Exception fault)
    {
        if (!IsOfDisk(fault))
            _logger.LogError(fault, "Recording {Recording} broke", order.RecordingId);
    }

    private void Refuse(RecordingOrder order, RecordingEnd end, string? detail)
    {
        _orders.TryRemove(order.RecordingId, out _);
        _logger.LogWarning("Conference {Conference} is not recorded: {Reason} {Detail}", order.ConferenceId, end, detail);
        _told(order.ConferenceId, new RecordingStatus
        {
            RecordingId = order.RecordingId,
            State = RecordingState.Refused,
            Since = _options.Clock.GetUtcNow(),
            Tracks = order.Tracks,
            End = end,
            Detail = detail,
        });
    }

    /// <summary>Whatever is wrong with a recording, or with the disk under it, ends it and nothing else.</summary>
    private void Write(Active recording, bool check, TimeSpan now)
    {
        try
        {
            if (recording.Writer.Write())
            {
                recording.Writer.Complete();
                // Who closes the media at a session's end has ordered the stop before.
                CarryWaiting();
                Finish(recording, recording.End == RecordingEnd.None ? RecordingEnd.Interrupted : recording.End, null);
                return;
            }

            if (check)
                Check(recording, now);
        }
        catch (Exception fault)
        {
            Explain(recording.Order, fault);
            // What is completed has stopped: the media may be recorded anew by now.
            if (!recording.Writer.Queue.IsCompleted)
                recording.Media.StopRecording();
            Finish(recording, RecordingEnd.WriteFailed, fault.Message);
        }
    }

    private void Check(Active recording, TimeSpan now)
    {
        if (recording.Writer.Length >= _options.Longest)
            End(recording, RecordingEnd.TooLong, null);
        else if (IsDiskFull())
            End(recording, RecordingEnd.LowDiskSpace, null);
        else if (recording.End == RecordingEnd.None)
            Tell(recording, RecordingState.Recording, RecordingEnd.None, null);
        if (now - recording.NotedAt < NotePeriod)
            return;
        recording.NotedAt = now;
        recording.Writer.Note();
    }

    /// <summary>The media stop first; what they put out until then is still written.</summary>
    private static void End(Active recording, RecordingEnd end, string? detail)
    {
        if (recording.End != RecordingEnd.None)
            return;
        recording.End = end;
        recording.Media.StopRecording();
    }

    private void Finish(Active recording, RecordingEnd end, string? detail)
    {
        _active.Remove(recording);
        _orders.TryRemove(recording.Order.RecordingId, out _);
        Interlocked.Add(ref _lost, recording.Writer.Lost);
        try
        {
            recording.Writer.Close(end, detail);
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            // The next start of this node finds what is there, if none of the checks until then can note it.
            _logger.LogError("The end of recording {Recording} could not be noted: {Reason}", recording.Order.RecordingId, fault.Message);
            _unnoted.Add(recording);
        }

        _logger.LogInformation(
            "Recording {Recording} ended after {Length}: {Reason} {Detail}, {Lost} frames lost",
            recording.Order.RecordingId, recording.Writer.Length, end, detail, recording.Writer.Lost);
        Tell(recording, end == RecordingEnd.Stopped ? RecordingState.Stopped : RecordingState.Failed, end, detail);
    }

    private bool IsNoted(Active recording)
    {
        try
        {
            recording.Writer.Note();
            _logger.LogInformation("The end of recording {Recording} is noted now", recording.Order.RecordingId);
            return true;
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            return false;
        }
    }

    private void Tell(Active recording, RecordingState state, RecordingEnd end, string? detail) => _told(recording.Order.ConferenceId, new RecordingStatus
    {
        RecordingId = recording.Order.RecordingId,
        State = state,
        Since = recording.Writer.StartedAt,
        EndedAt = recording.Writer.EndedAt,
        Tracks = recording.Order.Tracks,
        Bytes = recording.Writer.Bytes,
        End = end,
        Detail = detail,
    });

    /// <summary>Sound of which nothing can be read is left where it is, for somebody to look at.</summary>
    private void Recover(RecordingFolder folder)
    {
        try
        {
            var known = folder.Read();
            if (known is null)
                folder.Delete(); // it died before the first sample
            else if (known is { EndedAt: null } left)
                _logger.LogWarning("Recording {Recording} was interrupted after {Length}", left.RecordingId, folder.Recover(left).EndedAt - left.StartedAt);
        }
        catch (Exception fault) when (IsOfDisk(fault))
        {
            _logger.LogError("Recording {Folder} could not be looked at: {Reason}", folder.Path, fault.Message);
        }
    }

    private bool IsDiskFull() => _options.FreeBytes(_options.Folder) < _options.MinFreeBytes;

    private static bool IsOfDisk(Exception fault) => fault is IOException or UnauthorizedAccessException;

    /// <param name="Media">Null to stop.</param>
    private sealed record Command(RecordingOrder Order, ConferenceMedia? Media);

    private sealed class Active(RecordingOrder order, ConferenceMedia media, RecordingWriter writer)
    {
        public RecordingOrder Order { get; } = order;
        public ConferenceMedia Media { get; } = media;
        public RecordingWriter Writer { get; } = writer;

        /// <summary>Why it is being ended; <see cref="RecordingEnd.None"/> while it is not.</summary>
        public RecordingEnd End { get; set; }

        public TimeSpan NotedAt { get; set; }
    }
}
