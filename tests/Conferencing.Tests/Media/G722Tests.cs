using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media;

/// <summary>
/// Bit for bit what ffmpeg makes of half a second of gliding voice, full-scale chirp, noise, silence, a quiet room and square
/// waves. Golden/README.md says how the files were made.
/// </summary>
public sealed class G722Tests
{
    [Fact]
    public void Encodes_as_ffmpeg_does()
    {
        var codes = new byte[4000];
        Assert.Equal(4000, new G722Encoder().Encode(Samples("g722.input.s16"), codes));
        Assert.Equal(Golden("g722.coded"), codes);
    }

    [Fact]
    public void Decodes_as_ffmpeg_does()
    {
        var samples = new short[8000];
        new G722Decoder().Decode(Golden("g722.coded"), samples);
        Assert.Equal(Samples("g722.decoded.s16"), samples);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(160)]
    [InlineData(320)]
    [InlineData(958)]
    public void Frames_of_any_even_length_make_the_same_stream(int length)
    {
        var input = Samples("g722.input.s16");
        var encoder = new G722Encoder();
        var decoder = new G722Decoder();
        var codes = new byte[length / 2];
        var decoded = new short[length];
        var allCodes = new List<byte>();
        var allDecoded = new List<short>();
        for (int at = 0; at + length <= input.Length; at += length)
        {
            encoder.Encode(input.AsSpan(at, length), codes);
            decoder.Decode(codes, decoded);
            allCodes.AddRange(codes);
            allDecoded.AddRange(decoded);
        }

        Assert.Equal(Golden("g722.coded")[..allCodes.Count], allCodes);
        Assert.Equal(Samples("g722.decoded.s16")[..allDecoded.Count], allDecoded);
    }

    [Fact]
    public void A_copied_encoder_goes_on_as_the_first_would()
    {
        var input = Samples("g722.input.s16");
        var first = new G722Encoder();
        var second = new G722Encoder();
        var codes = new byte[4000];
        first.Encode(input.AsSpan(0, 3200), codes);
        second.Encode(input.AsSpan(4000, 640), codes);
        second.CopyFrom(first);
        second.Encode(input.AsSpan(3200), codes);
        Assert.Equal(Golden("g722.coded")[1600..], codes[..2400]);
    }

    [Fact]
    public void A_reset_decoder_begins_anew()
    {
        var decoder = new G722Decoder();
        var samples = new short[8000];
        decoder.Decode(Golden("g722.coded").AsSpan(1000, 500), samples);
        decoder.Reset();
        decoder.Decode(Golden("g722.coded"), samples);
        Assert.Equal(Samples("g722.decoded.s16"), samples);
    }

    private static short[] Samples(string name) => MemoryMarshal.Cast<byte, short>(Golden(name)).ToArray();

    private static byte[] Golden(string name, [CallerFilePath] string here = "") =>
        File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(here)!, "Golden", name));
}
