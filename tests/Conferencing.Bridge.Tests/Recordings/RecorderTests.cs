using System.Collections.Concurrent;
using System.Net;
using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Rtp;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Recordings;

/// <summary>The recorder's thread with a real media loop: how recordings begin and end, and what never ends with them.</summary>
public sealed class RecorderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WorkFolder _work = new();
    private readonly ConcurrentQueue<RecordingStatus> _told = new();
    private readonly WrittenLog _log = new();
    private readonly MediaPlane _plane = new(
        new MediaPlaneOptions { Bind = IPAddress.Loopback, FirstPort = 24001, LastPort = 24999, Loops = 1 }, (_, _) => { }, NullLogger.Instance);

    private long _free = long.MaxValue;
    private TimeSpan _longest = TimeSpan.FromHours(1);

    public void Dispose()
    {
        _plane.Dispose();
        _work.Dispose();
    }

    [Theory]
    [InlineData(Player.Opus)]
    [InlineData(Player.Flac)]
    public async Task A_recording_begins_grows_and_ends_as_wanted_although_nobody_is_there(string codec)
    {
        using var recorder = Recorder(withOpus: codec == Player.Opus);
        var (order, _) = Start(recorder);
        await Until(status => status is { State: RecordingState.Recording, Bytes: > 1000 });
        recorder.Stop(order.RecordingId);
        await Until(status => status.State != RecordingState.Recording);
        Assert.Equal((RecordingState.Stopped, RecordingEnd.Stopped, order.RecordingId), (Last.State, Last.End, Last.RecordingId));
        Assert.Equal((Manifest(order).StartedAt, Manifest(order).EndedAt), (Last.Since, Last.EndedAt));
        Assert.All(_told.SkipLast(1), status => Assert.Null(status.EndedAt));
        Assert.Equal(Manifest(order).Tracks.Single().Milliseconds / 1000.0, Player.Length(Mix(order), codec).TotalSeconds, Player.Tolerance);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_missing_library_means_is_said_once_and_what_to_install(bool withOpus)
    {
        using (Recorder(withOpus))
            Assert.Equal(withOpus ? 0 : 1, _log.Written.Count(line => line.Contains("libopus.so.0 is missing. Install the package libopus0", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_disk_that_gets_full_ends_the_recording_with_its_reason_and_not_the_conference()
    {
        using var recorder = Recorder();
        var (order, media) = Start(recorder);
        await Until(status => status.State == RecordingState.Recording);
        Volatile.Write(ref _free, 99);
        await Until(status => status.State == RecordingState.Failed);
        Assert.Equal(RecordingEnd.LowDiskSpace, Last.End);
        Assert.Equal(RecordingEnd.LowDiskSpace, Manifest(order).End);
        Player.Length(Mix(order));

        // The same conference can be recorded again once there is room.
        Start(recorder, media);
        await Until(status => status is { State: RecordingState.Refused, End: RecordingEnd.LowDiskSpace } && status.RecordingId != order.RecordingId);
        Volatile.Write(ref _free, 101);
        var (third, _) = Start(recorder, media);
        await Until(status => status.State == RecordingState.Recording && status.RecordingId == third.RecordingId);
    }

    [Fact]
    public async Task One_that_lasts_too_long_is_ended()
    {
        _longest = TimeSpan.FromSeconds(1);
        using var recorder = Recorder();
        Start(recorder);
        await Until(status => status.State == RecordingState.Failed);
        Assert.Equal(RecordingEnd.TooLong, Last.End);
    }

    [Fact]
    public async Task Media_that_end_without_a_stop_leave_a_whole_file()
    {
        using var recorder = Recorder();
        var (order, media) = Start(recorder);
        await Until(status => status is { State: RecordingState.Recording, Bytes: > 1000 });
        media.Close();
        await Until(status => status.State == RecordingState.Failed);
        Assert.Equal(RecordingEnd.Interrupted, Last.End);
        Player.Length(Mix(order));

        // Too late: these media are gone.
        Start(recorder, media);
        await Until(status => status.State == RecordingState.Failed && status.RecordingId != order.RecordingId);
    }

    /// <summary>The recorder is busy with another recording while a session ends: its stop is ordered, and its media close.</summary>
    [Fact]
    public async Task Media_that_end_right_after_their_stop_was_ordered_end_as_wanted_however_busy_the_recorder_is()
    {
        using var busy = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        using var recorder = Recorder(freeBytes: _ =>
        {
            if (Volatile.Read(ref _free) != 0)
                return long.MaxValue;
            busy.Set();
            go.Wait(Patience);
            return long.MaxValue;
        });
        // The one that began last is written first.
        var (ending, media) = Start(recorder);
        await Until(status => status.RecordingId == ending.RecordingId);
        var (other, _) = Start(recorder);
        await Eventually.True(Patience, () => _told.Any(status => status.RecordingId == other.RecordingId && status.Bytes > 1000));
        Volatile.Write(ref _free, 0);
        Assert.True(busy.Wait(Patience));
        recorder.Stop(ending.RecordingId);
        media.Close();
        await Closed();
        go.Set();
        await Eventually.True(Patience, () => _told.Any(status => status.RecordingId == ending.RecordingId && status.State != RecordingState.Recording));
        Assert.Equal(RecordingEnd.Stopped, _told.Last(status => status.RecordingId == ending.RecordingId).End);
        Assert.Equal(RecordingEnd.Stopped, Manifest(ending).End);
    }

    [Fact]
    public async Task A_file_that_cannot_be_made_is_a_reason_and_no_crash()
    {
        using var recorder = Recorder();
        var order = new RecordingOrder(Guid.NewGuid(), Guid.NewGuid(), Tracks: false, "");
        await File.WriteAllTextAsync(RecordingFolder.Of(_work.Path, order.RecordingId).Path, "in the way");
        recorder.Start(order, _plane.Open(order.ConferenceId));
        await Until(status => status.State == RecordingState.Refused);
        Assert.Equal(RecordingEnd.WriteFailed, Last.End);
        Assert.NotEmpty(Last.Detail!);
        Start(recorder);
        await Until(status => status.State == RecordingState.Recording);
    }

    [Fact]
    public async Task A_folder_that_is_gone_refuses_the_recording_and_costs_nobody_else_anything()
    {
        using var recorder = Recorder(freeBytes: new RecorderOptions { Folder = "", MinFreeBytes = 0, Longest = default }.FreeBytes);
        Directory.Delete(_work.Path, recursive: true);
        Start(recorder);
        await Until(status => status.State == RecordingState.Refused);
        Assert.Equal(RecordingEnd.WriteFailed, Last.End);
        Assert.NotEmpty(Last.Detail!);

        // The folder is there again, and so is the recorder.
        Directory.CreateDirectory(_work.Path);
        Start(recorder);
        await Until(status => status.State == RecordingState.Recording);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fault_of_whatever_kind_ends_the_recording_it_struck_and_the_next_begins(bool ofDisk)
    {
        Exception? fault = null;
        using var recorder = Recorder(freeBytes: _ => Volatile.Read(ref fault) is { } one ? throw one : long.MaxValue);
        var (order, media) = Start(recorder);
        await Until(status => status is { State: RecordingState.Recording, Bytes: > 1000 });
        Volatile.Write(ref fault, ofDisk ? new DriveNotFoundException("stale") : new InvalidOperationException("stale"));
        await Until(status => status.State == RecordingState.Failed);
        Assert.Equal((RecordingEnd.WriteFailed, "stale"), (Last.End, Last.Detail));
        Assert.Equal(RecordingEnd.WriteFailed, Manifest(order).End);
        Player.Length(Mix(order));
        Assert.Equal(ofDisk ? 0 : 1, _log.Written.Count(line => line.Contains("broke", StringComparison.Ordinal)));

        Start(recorder, media);
        await Until(status => status is { State: RecordingState.Refused, End: RecordingEnd.WriteFailed });
        Volatile.Write(ref fault, null);
        Start(recorder, media);
        await Until(status => status.State == RecordingState.Recording);
    }

    [Fact]
    public async Task An_end_for_which_there_is_no_room_on_the_disk_is_noted_once_there_is()
    {
        using var recorder = Recorder();
        var (order, _) = Start(recorder);
        await Until(status => status is { State: RecordingState.Recording, Bytes: > 1000 });
        var inTheWay = RecordingFolder.Of(_work.Path, order.RecordingId).In("recording.json.new");
        Directory.CreateDirectory(inTheWay);
        recorder.Stop(order.RecordingId);
        await Until(status => status.State != RecordingState.Recording);
        Assert.Null(Manifest(order).EndedAt);
        Assert.Single(_log.Written, line => line.Contains("could not be noted", StringComparison.Ordinal));

        Directory.Delete(inTheWay);
        await Eventually.True(Patience, () => Manifest(order).EndedAt is not null);
        Assert.Equal(Last.End, Manifest(order).End);
        Assert.Equal(Manifest(order).Tracks.Single().Milliseconds / 1000.0, Player.Length(Mix(order)).TotalSeconds, Player.Tolerance);
    }

    [Fact]
    public async Task The_end_of_the_node_ends_what_is_recorded_in_good_order()
    {
        RecordingOrder order;
        using (var recorder = Recorder())
        {
            (order, _) = Start(recorder);
            await Until(status => status.State == RecordingState.Recording);
        }

        Assert.Equal(RecordingEnd.Stopped, Manifest(order).End);
        Player.Length(Mix(order));
    }

    [Fact]
    public async Task What_was_left_without_a_beginning_keeps_no_bridge_from_starting()
    {
        var left = RecordingFolder.Of(_work.Path, Guid.NewGuid());
        Directory.CreateDirectory(left.Path);
        await File.WriteAllBytesAsync(left.In(RecordingFolder.MixFile), new byte[5000]);
        left.Write(new RecordingManifest
        {
            RecordingId = Guid.NewGuid(),
            ConferenceId = Guid.NewGuid(),
            StartedAt = DateTimeOffset.UnixEpoch,
            Tracks = [new RecordedTrack { File = RecordingFolder.MixFile, Bytes = 0, Milliseconds = 0 }],
        });
        using var recorder = Recorder();
        var found = left.Read()!;
        Assert.Equal((RecordingEnd.Interrupted, found.StartedAt, 0, 5000), (found.End, found.EndedAt, found.Tracks[0].Milliseconds, found.Tracks[0].Bytes));
        Start(recorder);
        await Until(status => status.State == RecordingState.Recording);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"recordingId":"6b0f4a2e-6a3c-4a7e-9d2b-0c3a5f1e7d11","conferenceId":"6b0f4a2e-6a3c-4a7e-9d2b-0c3a5f1e7d12","startedAt":"2026-11-23T01:00:00Z","tracks":null}""")]
    [InlineData("""{"recordingId":"6b0f4a2e-6a3c-4a7e-9d2b-0c3a5f1e7d11","conferenceId":"6b0f4a2e-6a3c-4a7e-9d2b-0c3a5f1e7d12","startedAt":"2026-11-23T01:00:00Z","end":"ofALaterBridge","tracks":[]}""")]
    public async Task Sound_whose_description_is_not_understood_is_kept_and_said_to_be_there(string description)
    {
        var left = RecordingFolder.Of(_work.Path, Guid.NewGuid());
        Directory.CreateDirectory(left.Path);
        await File.WriteAllBytesAsync(left.In(RecordingFolder.MixFile), new byte[5000]);
        await File.WriteAllTextAsync(left.In("recording.json"), description);
        using var recorder = Recorder();
        Assert.Equal(5000, new FileInfo(left.In(RecordingFolder.MixFile)).Length);
        Assert.Equal(description, await File.ReadAllTextAsync(left.In("recording.json")));
        Assert.Single(_log.Written, line => line.Contains(left.Path, StringComparison.Ordinal) && line.Contains("recording.json", StringComparison.Ordinal));
        Start(recorder);
        await Until(status => status.State == RecordingState.Recording);
    }

    [Fact]
    public void What_died_before_its_first_sample_leaves_nothing()
    {
        var left = RecordingFolder.Of(_work.Path, Guid.NewGuid());
        Directory.CreateDirectory(left.Path);
        File.WriteAllBytes(left.In(RecordingFolder.MixFile), new byte[500]);
        using (Recorder())
            Assert.False(Directory.Exists(left.Path));
    }

    /// <summary>The loop keeps the order of what it is told: once later media are recorded, earlier ones are closed.</summary>
    private async Task Closed()
    {
        var queue = new FrameQueue(16);
        var later = _plane.Open(Guid.NewGuid());
        later.StartRecording(queue, legs: false);
        await Eventually.True(Patience, () => queue.TryPeek(out var _, out var _));
        later.Close();
    }

    private RecordingStatus Last => _told.Last();

    private Recorder Recorder(bool withOpus = true, Func<string, long>? freeBytes = null) => new(
        new RecorderOptions { Folder = _work.Path, MinFreeBytes = 100, Longest = _longest, FreeBytes = freeBytes ?? (_ => Volatile.Read(ref _free)), WithOpus = withOpus },
        (_, status) => _told.Enqueue(status), _log);

    private (RecordingOrder Order, ConferenceMedia Media) Start(Recorder recorder, ConferenceMedia? media = null)
    {
        var order = new RecordingOrder(Guid.NewGuid(), Guid.NewGuid(), Tracks: false, "Giao ban");
        media ??= _plane.Open(order.ConferenceId);
        recorder.Start(order, media);
        return (order, media);
    }

    private Task Until(Func<RecordingStatus, bool> isSo) => Eventually.True(Patience, () => !_told.IsEmpty && isSo(Last), () => string.Join("\n", _told));

    private RecordingManifest Manifest(RecordingOrder order) => RecordingFolder.Of(_work.Path, order.RecordingId).Read()!;

    private string Mix(RecordingOrder order) => RecordingFolder.Of(_work.Path, order.RecordingId).In(RecordingFolder.MixFile);
}
