using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;
using Conferencing.Media;

namespace Conferencing.Bridge.Tests.Recordings;

/// <summary>As <see cref="RecordingWriterTests"/> tell, with libopus.</summary>
public sealed class OpusRecordingTests() : RecordingWriterTests(Player.Opus, samplesBefore: 0);

/// <summary>The same without.</summary>
public sealed class FlacRecordingTests() : RecordingWriterTests(Player.Flac, samplesBefore: Tones.RateHz / 1000);

/// <summary>From numbered frames to files: what players make of them.</summary>
public abstract class RecordingWriterTests : IDisposable
{
    private static readonly DateTimeOffset Eight = new(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(7));
    private static readonly RecordedRoom Early = new(Guid.NewGuid(), "Sở Y tế");
    private static readonly RecordedRoom Late = new(Guid.NewGuid(), "Xã Đại Lãnh");

    private readonly WorkFolder _work = new();
    private readonly RecordingOrder _order = new(Guid.NewGuid(), Guid.NewGuid(), Tracks: true, "Giao ban tuần");
    private readonly RecordingFolder _folder;
    private readonly RecordingWriter _writer;
    private readonly string _codec;
    private readonly int _samplesBefore;

    /// <param name="samplesBefore">Silence that each file begins with.</param>
    protected RecordingWriterTests(string codec, int samplesBefore)
    {
        (_codec, _samplesBefore) = (codec, samplesBefore);
        _folder = RecordingFolder.Of(_work.Path, _order.RecordingId);
        _writer = new RecordingWriter(_order, _folder, Eight, withOpus: codec == Player.Opus);
        _order.Rooms[new LegId(1)] = Early;
        _order.Rooms[new LegId(2)] = Late;
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _writer.Dispose();
        _work.Dispose();
    }

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    [InlineData(48000)]
    public void A_tone_comes_out_at_its_level_and_length(int rateHz)
    {
        Put(0, 250, rateHz, mixHz: 660);
        Finish();
        Assert.Equal(5, Player.Length(Mix, _codec).TotalSeconds, Player.Tolerance);
        Assert.Equal(5 * Tones.RateHz, Sound(Mix).Length);
        Assert.InRange(Tones.TypicalDbfs(Sound(Mix), 660), -24, -20);
    }

    [Fact]
    public void Rooms_are_on_the_time_of_the_mix_and_as_long_as_it_whatever_they_said_when()
    {
        Put(0, 100, 8000, mixHz: 420, (1, 420));
        Put(100, 200, 16000, mixHz: 980, (2, 980));
        Put(200, 300, 48000, mixHz: null);
        Put(300, 350, 8000, mixHz: 420, (1, 420));
        Finish();
        foreach (var (file, hz, loud) in new[] { (Mix, 420, "1..1"), (Mix, 980, ".1.."), (Of(Early), 420, "1..1"), (Of(Early), 980, "...."), (Of(Late), 980, ".1.."), (Of(Late), 420, "....") })
        {
            var sound = Sound(file);
            Assert.Equal(7 * Tones.RateHz, sound.Length);
            for (var part = 0; part < 4; part++)
            {
                // Within 40 ms of its edges each stretch is what it shall be, and not its neighbour.
                var stretch = sound.AsSpan((2 * part * Tones.RateHz) + 320, (part == 3 ? 1 : 2) * Tones.RateHz - 640);
                var level = Tones.LevelDbfs(stretch, hz);
                Assert.True(loud[part] == '1' ? level is > -24 and < -20 : level < -50, $"{Path.GetFileName(file)} {hz} Hz part {part}: {level:0} dBFS");
            }
        }
    }

    [Fact]
    public void What_was_lost_on_the_way_is_silence_and_moves_nothing()
    {
        Put(0, 100, 16000, mixHz: 660);
        Put(150, 250, 16000, mixHz: 660);
        Put(120, 130, 16000, mixHz: 2820); // time does not go back
        Finish();
        var sound = Sound(Mix);
        Assert.Equal(5 * Tones.RateHz, sound.Length);
        Assert.InRange(Tones.LevelDbfs(sound.AsSpan(0, 2 * Tones.RateHz), 660), -24, -20);
        Assert.True(Tones.LevelDbfs(sound.AsSpan((2 * Tones.RateHz) + 320, Tones.RateHz - 640), 660) < -50);
        Assert.InRange(Tones.LevelDbfs(sound.AsSpan(3 * Tones.RateHz, 2 * Tones.RateHz), 660), -24, -20);
        Assert.True(Tones.LevelDbfs(sound, 2820) < -55);
    }

    [Fact]
    public void A_slow_disk_loses_frames_that_are_counted_and_never_stops_who_puts_them()
    {
        for (var number = 0; number < 5000; number++)
            PutOne(number, 8000, null, 660);
        Assert.Equal(5000 - 4096, _writer.Lost);
        Assert.False(_writer.Write());
        PutOne(5000, 8000, null, 660);
        Finish();
        Assert.Equal(100.02, Player.Length(Mix, _codec).TotalSeconds, Player.Tolerance);
    }

    [Fact]
    public void What_is_known_of_it_lies_beside_it()
    {
        Put(0, 50, 8000, mixHz: 420, (1, 420));
        Put(50, 100, 8000, mixHz: 420, (3, 420)); // of nobody who is known
        Assert.Null(_folder.Read()!.EndedAt);
        Finish(RecordingEnd.LowDiskSpace);
        var manifest = _folder.Read()!;
        Assert.Equal((RecordingEnd.LowDiskSpace, Eight, Eight.AddSeconds(2)), (manifest.End, manifest.StartedAt, manifest.EndedAt!.Value));
        Assert.Equal([null, Early.Name], manifest.Tracks.Select(track => track.Name));
        Assert.All(manifest.Tracks, track => Assert.Equal((2000, new FileInfo(_folder.In(track.File)).Length), (track.Milliseconds, track.Bytes)));
        Assert.Equal(50, _writer.Lost);
    }

    [Fact]
    public void An_hour_of_silence_before_a_room_speaks_is_small_and_right()
    {
        for (var number = 0; number < 180_000; number += 200)
        {
            PutOne(number, 8000, null, null);
            _writer.Write();
        }

        Put(180_000, 180_100, 8000, mixHz: 420, (1, 420));
        Finish();
        Assert.Equal(3602, Player.Length(Of(Early), _codec).TotalSeconds, Player.Tolerance);
        Assert.InRange(new FileInfo(Of(Early)).Length, 1, 2_000_000);
        Assert.InRange(Tones.LevelDbfs(Sound(Of(Early)).AsSpan(3600 * Tones.RateHz), 420), -24, -20);
    }

    /// <summary>Whatever of a file reached the disk, it opens and plays all whole pages.</summary>
    [Fact]
    public void A_file_cut_off_anywhere_plays_up_to_its_last_whole_page()
    {
        Put(0, 500, 48000, mixHz: 660, (1, 660));
        Finish();
        var whole = File.ReadAllBytes(Mix);
        var cut = Path.Combine(_work.Path, "cut.ogg");
        var random = new Random(3);
        var before = TimeSpan.Zero;
        foreach (var length in Enumerable.Range(0, 300).Select(_ => random.Next(400, whole.Length)).Order())
        {
            File.WriteAllBytes(cut, whole[..length]);
            var plays = OggLength.Of(cut);
            Assert.True(plays >= before && plays >= TimeSpan.FromSeconds((10.0 * length / whole.Length) - 1.5));
            before = plays;
        }

        foreach (var length in Enumerable.Range(0, 6).Select(_ => random.Next(whole.Length / 10, whole.Length)))
        {
            File.WriteAllBytes(cut, whole[..length]);
            Assert.Equal(OggLength.Of(cut).TotalSeconds, Player.Length(cut, _codec).TotalSeconds, Player.Tolerance);
        }
    }

    /// <summary>The name of the sound fits into the longest path there is, that of its description does not.</summary>
    [Fact]
    public void What_cannot_be_begun_leaves_neither_a_folder_nor_an_open_file()
    {
        const int LongestPath = 4095;
        var order = _order with { RecordingId = Guid.NewGuid() };
        var root = _work.Path;
        var length = LongestPath - RecordingFolder.MixFile.Length - 1 - order.RecordingId.ToString("N").Length - 1;
        while (length - root.Length > 200)
            root += '/' + new string('x', 99);
        var folder = RecordingFolder.Of(root + '/' + new string('x', length - root.Length - 1), order.RecordingId);
        Assert.ThrowsAny<IOException>(() => new RecordingWriter(order, folder, Eight, withOpus: _codec == Player.Opus));
        Assert.True(Directory.Exists(_work.Path));
        Assert.False(Directory.Exists(folder.Path));
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget),
            target => target?.Contains(order.RecordingId.ToString("N"), StringComparison.Ordinal) == true);
    }

    private string Mix => _folder.In(RecordingFolder.MixFile);

    private short[] Sound(string file) => Player.Sound(file)[_samplesBefore..];

    private string Of(RecordedRoom room) => _folder.In(RecordingFolder.FileOf(room.RoomId));

    private void Finish(RecordingEnd end = RecordingEnd.Stopped)
    {
        _writer.Queue.Complete();
        Assert.True(_writer.Write());
        _writer.Complete();
        _writer.Close(end, null);
    }

    private void Put(int from, int until, int rateHz, int? mixHz, params (int Leg, int Hz)[] legs)
    {
        for (var number = from; number < until; number++)
        {
            foreach (var (leg, hz) in legs)
                PutOne(number, rateHz, leg, hz);
            PutOne(number, rateHz, null, mixHz);
        }

        _writer.Write();
    }

    private void PutOne(int number, int rateHz, int? leg, int? hz)
    {
        var samples = new short[rateHz / 50];
        for (var i = 0; hz is { } tone && i < samples.Length; i++)
            samples[i] = Tones.SampleAt(tone, (number * samples.Length) + i, rateHz);
        _writer.Queue.Put(new RecordedFrame { Leg = leg is { } id ? new LegId(id) : null, Number = number, Samples = samples });
    }
}
