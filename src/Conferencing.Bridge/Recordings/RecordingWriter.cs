using System.Collections.Concurrent;
using System.Collections.Immutable;
using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Recordings;

/// <summary>A room or guest as a recording names it.</summary>
internal sealed record RecordedRoom(Guid RoomId, string Name);

/// <summary>What is to be recorded.</summary>
internal sealed record RecordingOrder(Guid ConferenceId, Guid RecordingId, bool Tracks, string Title)
{
    /// <summary>Whose leg is whose; filled by the director before the leg is heard.</summary>
    public ConcurrentDictionary<LegId, RecordedRoom> Rooms { get; } = [];
}

/// <summary>
/// One recording being written: takes frames from its queue and makes a file of the mix, and one of each room that is heard, all as long as
/// the mix. Decides nothing; one thread.
/// </summary>
internal sealed class RecordingWriter : IDisposable
{
    /// <summary>About five seconds in which the disk may stand still: of the mix alone, or with as many as are heard at once.</summary>
    private const int MixCapacity = 256;
    private const int TracksCapacity = 4096;

    private readonly RecordingOrder _order;
    private readonly RecordingFolder _folder;
    private readonly bool _withOpus;
    private readonly TrackWriter _mix;
    private readonly List<Track> _tracks = [];
    private RecordingManifest _manifest;
    private uint _serial;
    private long _unknown;

    /// <param name="withOpus">False where libopus is missing: the files are FLAC.</param>
    /// <exception cref="IOException">The folder or file cannot be made; nothing is left of it.</exception>
    public RecordingWriter(RecordingOrder order, RecordingFolder folder, DateTimeOffset now, bool withOpus)
    {
        _order = order;
        _folder = folder;
        _withOpus = withOpus;
        _serial = BitConverter.ToUInt32(order.RecordingId.ToByteArray());
        Queue = new FrameQueue(order.Tracks ? TracksCapacity : MixCapacity);
        _manifest = new RecordingManifest
        {
            RecordingId = order.RecordingId,
            ConferenceId = order.ConferenceId,
            StartedAt = now,
            Tracks = [],
        };
        bool isNew = !Directory.Exists(folder.Path);
        Directory.CreateDirectory(folder.Path);
        try
        {
            _mix = Open(RecordingFolder.MixFile, order.Title);
            Note();
        }
        catch
        {
            _mix?.Dispose();
            if (isNew)
                folder.Delete();
            throw;
        }
    }

    public FrameQueue Queue { get; }

    public DateTimeOffset StartedAt => _manifest.StartedAt;

    /// <summary>Null until it is closed.</summary>
    public DateTimeOffset? EndedAt => _manifest.EndedAt;

    public TimeSpan Length => MediaConference.FrameTime * _mix.Frames;

    public long Bytes
    {
        get
        {
            long bytes = _mix.Bytes;
            foreach (var track in _tracks)
                bytes += track.Writer.Bytes;
            return bytes;
        }
    }

    /// <summary>Frames that came too fast for the disk, or of nobody who is known.</summary>
    public long Lost => Queue.Dropped + _unknown;

    /// <summary>Writes what has come. True when nothing more will.</summary>
    /// <exception cref="IOException">The disk is full, or broken.</exception>
    public bool Write()
    {
        bool isLast = Queue.IsCompleted;
        while (Queue.TryPeek(out var slot, out var samples))
        {
            if (slot.Leg is not { } leg)
                _mix.Add(slot.Number, samples);
            else if (_order.Rooms.TryGetValue(leg, out var room))
                TrackOf(room).Add(slot.Number, samples);
            else
                _unknown++;
            Queue.Release();
        }

        foreach (var track in _tracks)
            track.Writer.PadTo(_mix.Frames);
        return isLast;
    }

    /// <summary>What is known of it so far, on disk.</summary>
    public void Note()
    {
        _manifest = _manifest with
        {
            Tracks =
            [
                Describe(RecordingFolder.MixFile, null, null, _mix),
                .. _tracks.Select(track => Describe(RecordingFolder.FileOf(track.Room.RoomId), track.Room.RoomId, track.Room.Name, track.Writer)),
            ],
        };
        _folder.Write(_manifest);
    }

    /// <summary>Ends the files in good order.</summary>
    /// <exception cref="IOException">The disk is full, or broken: what was written before is there and opens.</exception>
    public void Complete()
    {
        foreach (var writer in Files)
            writer.Finish();
    }

    /// <summary>Closes the files as they are, and notes how it ended. When that fails, <see cref="Note"/> notes it later.</summary>
    /// <exception cref="IOException">It could not be noted.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public void Close(RecordingEnd end, string? detail)
    {
        Dispose();
        _manifest = _manifest with { EndedAt = StartedAt + Length, End = end, Detail = detail };
        Note();
    }

    public void Dispose()
    {
        foreach (var writer in Files)
            writer.Dispose();
    }

    private IEnumerable<TrackWriter> Files => _tracks.Select(track => track.Writer).Prepend(_mix);

    private TrackWriter TrackOf(RecordedRoom room)
    {
        foreach (var track in _tracks)
        {
            if (track.Room.RoomId == room.RoomId)
                return track.Writer;
        }

        var added = new Track(room, Open(RecordingFolder.FileOf(room.RoomId), $"{_order.Title} – {room.Name}"));
        _tracks.Add(added);
        Note();
        return added.Writer;
    }

    private TrackWriter Open(string file, string title) =>
        new(_withOpus ? new OpusTrack(_folder.In(file), _serial++, title) : new FlacTrack(_folder.In(file), _serial++, title));

    private static RecordedTrack Describe(string file, Guid? roomId, string? name, TrackWriter writer) => new()
    {
        File = file,
        RoomId = roomId,
        Name = name,
        Bytes = writer.Bytes,
        Milliseconds = (long)(MediaConference.FrameTime * writer.Frames).TotalMilliseconds,
    };

    private sealed record Track(RecordedRoom Room, TrackWriter Writer);
}
