using System.Security.Cryptography;
using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media;

public sealed class G711Tests
{
    /// <summary>
    /// SHA-256 of the 256 samples, little-endian, that <c>ffmpeg -f alaw|mulaw -ar 8000 -i codes.bin -f s16le -</c> makes of the bytes 0 to 255.
    /// </summary>
    [Theory]
    [InlineData(true, "e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174")]
    [InlineData(false, "3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827")]
    public void Decoding_equals_ffmpeg(bool alaw, string sha256)
    {
        var samples = new byte[512];
        for (int code = 0; code < 256; code++)
            BitConverter.TryWriteBytes(samples.AsSpan(2 * code), Decode(alaw, (byte)code));

        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(samples)));
    }

    /// <summary>G.711 table 1a, 2a: decision values on the positive side, 13 and 14 bits.</summary>
    [Theory]
    [InlineData(true, 0, 0xD5)]
    [InlineData(true, 32767, 0xAA)]
    [InlineData(true, -32768, 0x2A)]
    [InlineData(true, -1, 0x55)]
    [InlineData(false, 0, 0xFF)]
    [InlineData(false, 32767, 0x80)]
    [InlineData(false, -32768, 0x00)]
    [InlineData(false, -1, 0x7F)]
    public void The_ends_of_the_scale_have_their_codes(bool alaw, int sample, byte code) => Assert.Equal(code, Encode(alaw, (short)sample));

    /// <summary>The published formula: 13 segments, each with 16 equal intervals, each value at the middle of its interval.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_sample_comes_back_within_half_an_interval(bool alaw)
    {
        for (int sample = short.MinValue; sample <= short.MaxValue; sample++)
        {
            int limit = alaw ? 32256 + 512 : 32635;
            if (Math.Abs(sample) >= limit)
                continue;

            int decoded = Decode(alaw, Encode(alaw, (short)sample));
            int half = alaw ? Math.Max(8, HalfInterval(Math.Abs(sample))) : HalfInterval(Math.Abs(sample) + 132);
            Assert.True(Math.Abs(decoded - sample) <= half, $"{sample} became {decoded}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Decoding_and_encoding_again_changes_nothing(bool alaw)
    {
        for (int code = 0; code < 256; code++)
        {
            // µ-law has two zeroes; minus zero comes back as plus zero.
            byte expected = !alaw && code == 0x7F ? (byte)0xFF : (byte)code;
            Assert.Equal(expected, Encode(alaw, Decode(alaw, (byte)code)));
        }
    }

    [Fact]
    public void Silence_is_almost_nothing()
    {
        Assert.Equal(8, Decode(true, G711.AlawSilence));
        Assert.Equal(0, Decode(false, G711.UlawSilence));
    }

    /// <summary>Half the width of the interval in the segment of this magnitude: 1/32 of the power of two below it.</summary>
    private static int HalfInterval(int magnitude) => magnitude == 0 ? 0 : (1 << (31 - int.LeadingZeroCount(magnitude))) / 32;

    private static short Decode(bool alaw, byte code)
    {
        var sample = new short[1];
        if (alaw)
            G711.DecodeAlaw([code], sample);
        else
            G711.DecodeUlaw([code], sample);
        return sample[0];
    }

    private static byte Encode(bool alaw, short sample)
    {
        var code = new byte[1];
        if (alaw)
            G711.EncodeAlaw([sample], code);
        else
            G711.EncodeUlaw([sample], code);
        return code[0];
    }
}
