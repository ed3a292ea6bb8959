using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Tests.Endpoints;

namespace Conferencing.Bridge.Tests.Recordings;

/// <summary>After a loss of power a file's beginning may hold anything: no length is made up of it, and nothing thrown.</summary>
public sealed class OggLengthTests : IDisposable
{
    /// <summary>Bytes of the first page: its header of one segment, and the head of FLAC.</summary>
    private const int FirstPage = 28 + 51;

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public void A_file_that_begins_with_zeros_plays_nothing()
    {
        var file = OneSecond();
        Assert.Equal(1, Length(file).TotalSeconds, 0.01);
        file.AsSpan(0, FirstPage).Clear();
        Assert.Equal(TimeSpan.Zero, Length(file));
    }

    [Fact]
    public void A_file_that_begins_with_noise_plays_nothing()
    {
        var (file, random) = (OneSecond(), new Random(11));
        for (int run = 0; run < 200; run++)
        {
            random.NextBytes(file.AsSpan(0, FirstPage));
            Assert.Equal(TimeSpan.Zero, Length(file));
        }
    }

    [Fact]
    public void A_head_without_a_rate_plays_nothing()
    {
        var path = Path.Combine(_work.Path, "rate.ogg");
        using (var file = new OggFile(path, 7))
        {
            file.Begin(FlacHead.First(0, 16, 1600), FlacHead.Second("Giao ban"), new byte[20], 16000);
            file.Finish();
        }

        Assert.Equal(TimeSpan.Zero, OggLength.Of(path));
    }

    private byte[] OneSecond()
    {
        var path = Path.Combine(_work.Path, "whole.ogg");
        using (var track = new FlacTrack(path, 7, "Giao ban"))
        {
            for (int frame = 0; frame < 50; frame++)
                track.AddSilence();
            track.Finish();
        }

        return File.ReadAllBytes(path);
    }

    private TimeSpan Length(byte[] file)
    {
        var path = Path.Combine(_work.Path, "left.ogg");
        File.WriteAllBytes(path, file);
        return OggLength.Of(path);
    }
}
