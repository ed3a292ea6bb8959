using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Tests.Endpoints;

namespace Conferencing.Bridge.Tests.Recordings;

/// <summary>FLAC as a decoder nobody here wrote reads it: sample for sample what was put in.</summary>
public sealed class FlacBlockTests : IDisposable
{
    private const int RateHz = 16000;

    /// <summary>Silence that every file begins with.</summary>
    private const int Before = 16;

    private readonly WorkFolder _work = new();

    public void Dispose() => _work.Dispose();

    public static TheoryData<string, double> Sounds => new()
    {
        // What a sample takes at the most, bits.
        { "silence", 0.15 },
        { "one value", 0.15 },
        { "tone", 12 },
        { "steps", 16.2 },
        { "noise", 16.2 },
        { "faint noise", 5 },
        { "words between silence", 13 },
    };

    [Theory]
    [MemberData(nameof(Sounds))]
    public void What_is_put_in_is_decoded_sample_for_sample(string kind, double mostBits)
    {
        // Positions of one to five bytes, and a last block that is shorter.
        var sound = Sound(kind, (2100 * 1600) + 960);
        var file = Path.Combine(_work.Path, "sound.ogg");
        using (var track = new FlacTrack(file, 7, "Giao ban tuần"))
        {
            for (int at = 0; at < sound.Length; at += RateHz / 50)
                track.Add(sound.AsSpan(at, RateHz / 50));
            track.Finish();
            Assert.Equal(new FileInfo(file).Length, track.Bytes);
        }

        Assert.Equal([.. new short[Before], .. sound], Player.Sound(file, RateHz));
        double seconds = (Before + sound.Length) / (double)RateHz;
        Assert.Equal(seconds, Player.Length(file, Player.Flac).TotalSeconds, 0.0001);
        Assert.Equal(seconds, OggLength.Of(file).TotalSeconds, 0.0001);
        Assert.InRange(8.0 * new FileInfo(file).Length / sound.Length, 0, mostBits);
    }

    /// <summary>A recording of more than 70 minutes.</summary>
    [Fact]
    public void Positions_of_six_bytes_are_decoded_too()
    {
        const int Block = 1600, Blocks = 40;
        var file = Path.Combine(_work.Path, "late.ogg");
        var sound = Sound("tone", Blocks * Block);
        using (var ogg = new OggFile(file, 7))
        {
            var block = new FlacBlock(RateHz, Block);
            long at = (1L << 26) - (Blocks / 2 * Block);
            ogg.Begin(FlacHead.First(RateHz, 16, Block), FlacHead.Second("Giao ban"), block.Encode(sound.AsSpan(0, Block), at), at + Block);
            for (int one = 1; one < Blocks; one++)
                ogg.Add(block.Encode(sound.AsSpan(one * Block, Block), at + (one * Block)), at + ((one + 1) * Block));
            ogg.Finish();
        }

        Assert.Equal(sound, Player.Sound(file, RateHz));
    }

    /// <summary>
    /// The least and the most that each row of the table in RFC 9639 section 9.1.5 has; the most of a file is 36 bits. Those of seven bytes, after 37
    /// hours, are nowhere but here: ffmpeg reads no number that begins with FE.
    /// </summary>
    [Theory]
    [InlineData(0, "00")]
    [InlineData(0x7F, "7F")]
    [InlineData(0x80, "C280")]
    [InlineData(0x7FF, "DFBF")]
    [InlineData(0x800, "E0A080")]
    [InlineData(0xFFFF, "EFBFBF")]
    [InlineData(0x10000, "F0908080")]
    [InlineData(0x1FFFFF, "F7BFBFBF")]
    [InlineData(0x200000, "F888808080")]
    [InlineData(0x3FFFFFF, "FBBFBFBFBF")]
    [InlineData(0x4000000, "FC8480808080")]
    [InlineData(0x7FFFFFFF, "FDBFBFBFBFBF")]
    [InlineData(0x80000000, "FE828080808080")]
    [InlineData(0xFFFFFFFFF, "FEBFBFBFBFBFBF")]
    public void A_position_is_written_as_the_table_has_it(long position, string number)
    {
        // Before it are four bytes of sync and kind, after it the block's size less one.
        var frame = Convert.ToHexString(new FlacBlock(RateHz, 17).Encode(new short[17], position));
        Assert.StartsWith(number + "0010", frame[8..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(17)]
    public void A_block_of_any_length_fits_its_place(int length)
    {
        var block = new FlacBlock(RateHz, 17);
        var random = new Random(length);
        for (int run = 0; run < 200; run++)
        {
            var samples = Enumerable.Range(0, length).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1)).ToArray();
            Assert.InRange(block.Encode(samples, (1L << 36) - 1 - run).Length, 1, (2 * length) + 18);
        }
    }

    [Fact]
    public void Encoding_does_not_allocate()
    {
        var block = new FlacBlock(RateHz, 1600);
        var sound = Sound("words between silence", 16000);
        long allocated = -1;
        for (int run = 0; run < 3 && allocated != 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int at = 0; at < sound.Length; at += 1600)
                block.Encode(sound.AsSpan(at, 1600), at);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static short[] Sound(string kind, int length)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, length).Select(i => kind switch
        {
            "silence" => (short)0,
            "one value" => (short)-3,
            "tone" => Tones.SampleAt(660, i, RateHz),
            "steps" => i / 3 % 2 == 0 ? short.MaxValue : short.MinValue,
            "noise" => (short)random.Next(short.MinValue, short.MaxValue + 1),
            "faint noise" => (short)random.Next(-8, 9),
            "words between silence" => i / 5000 % 2 == 0 ? (short)0 : (short)(Tones.SampleAt(420, i, RateHz) + random.Next(-30, 31)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        })];
    }
}
