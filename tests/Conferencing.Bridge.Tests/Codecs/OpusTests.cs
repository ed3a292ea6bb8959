using Conferencing.Bridge.Codecs;
using Conferencing.Media;
using Conferencing.Media.Audio;

namespace Conferencing.Bridge.Tests.Codecs;

/// <summary>libopus behind the codec's shape. The library is one of the packages that ./dev test installs.</summary>
public sealed class OpusTests
{
    private const int Frame = 960;
    private static readonly OpusCodec Codec = OpusCodec.For("useinbandfec=1");

    [Theory]
    [InlineData(null, 24000, false, false, false)]
    [InlineData("", 24000, false, false, false)]
    [InlineData("stereo=1;sprop-stereo=1;maxaveragebitrate=32000;useinbandfec=1", 24000, true, false, false)]
    [InlineData("minptime=10; useinbandfec=1; usedtx=1", 24000, true, true, false)]
    [InlineData("maxaveragebitrate=16000;cbr=1", 16000, false, false, true)]
    [InlineData("maxaveragebitrate=1;useinbandfec=2;usedtx=", 6000, false, false, false)]
    [InlineData("nonsense;;=;maxaveragebitrate=99999999999", 24000, false, false, false)]
    public void What_a_room_asks_for_is_what_it_is_sent(string? parameters, int bitRate, bool repeats, bool leavesOut, bool constant)
    {
        var codec = OpusCodec.For(parameters);
        Assert.Equal((bitRate, repeats, leavesOut, constant), (codec.BitRate, codec.RepeatsForLoss, codec.LeavesSilenceOut, codec.HasConstantRate));
        Assert.Equal(codec, OpusCodec.For(parameters));
    }

    [Fact]
    public void A_tone_goes_through_at_its_level()
    {
        var heard = Decode(Encode(Codec.NewEncoder(), 0, 50), Codec.NewDecoder());
        Assert.InRange(Level(heard.AsSpan(10 * Frame)), 0.9, 1.1);
    }

    [Fact]
    public void A_copied_encoder_goes_on_where_the_other_is()
    {
        var first = Codec.NewEncoder();
        var packets = Encode(first, 0, 30);
        var second = Codec.NewEncoder();
        Encode(second, 7, 3);
        second.CopyFrom(first);
        Assert.Equal(Encode(first, 30, 20), Encode(second, 30, 20));
        Assert.Equal(30, packets.Count);
    }

    [Theory]
    [InlineData("useinbandfec=1", 0.3, 1.3)]
    [InlineData("", 0, 0.1)]
    public void A_lost_packet_is_recovered_from_the_one_after_it_if_that_repeats_it(string parameters, double least, double most)
    {
        // The decoder knows silence only, and what is lost is not: it cannot be guessed.
        var encoder = OpusCodec.For(parameters).NewEncoder();
        var payload = new byte[Codec.MaxFrameBytes];
        var decoder = Codec.NewDecoder();
        for (int i = 0; i < 10; i++)
            Decode([payload[..encoder.Encode(new short[Frame], payload)]], decoder);
        var packets = Encode(encoder, 0, 30);
        var recovered = new short[Frame];
        Assert.False(decoder.TryRecover(packets[^1], new short[Frame - 1]));
        Assert.True(decoder.TryRecover(packets[^1], recovered));
        Assert.InRange(Level(recovered), least, most);
    }

    [Theory]
    [InlineData("useinbandfec=1", true)]
    [InlineData("", false)]
    public void A_packet_tells_whether_it_repeats_the_one_before(string parameters, bool repeats)
    {
        // What says little is not worth repeating, so not every packet does.
        var packets = Encode(OpusCodec.For(parameters).NewEncoder(), 0, 30);
        Assert.Equal(repeats, packets.Count(packet => Codec.Repeats(packet)) >= 5);
        Assert.Equal(repeats, packets.Exists(packet => Codec.Repeats(packet)));
    }

    [Theory]
    [InlineData("", false)] // nothing
    [InlineData("48", false)] // SILK, 20 ms, without a frame
    [InlineData("48 40", true)] // voice flag, then that of the repetition
    [InlineData("48 80", false)]
    [InlineData("40 40", true)] // 10 ms
    [InlineData("50 20", true)] // 40 ms: two voice flags before it
    [InlineData("58 10", true)] // 60 ms: three
    [InlineData("58 E0", false)]
    [InlineData("68 40", true)] // hybrid, 20 ms
    [InlineData("F8 FF", false)] // CELT repeats nothing
    [InlineData("49 40 00", true)] // two frames of a length
    [InlineData("4A 01 40 00", true)] // two frames, the first of one byte
    [InlineData("4A FC 00 40 00", true)] // two frames, a length of two bytes
    [InlineData("4A FC", false)] // cut off
    [InlineData("4B 02 40 00", false)] // many frames
    public void The_flag_of_the_repetition_is_read_where_RFC_6716_puts_it(string packet, bool repeats) =>
        Assert.Equal(repeats, Codec.Repeats(Convert.FromHexString(packet.Replace(" ", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("", null)] // nothing
    [InlineData("48", null)] // SILK, 20 ms, without a frame
    [InlineData("48 80", true)]
    [InlineData("48 7F", false)] // what follows the flag is another's
    [InlineData("40 80", true)] // 10 ms
    [InlineData("50 40", true)] // 40 ms: the second part's
    [InlineData("50 3F", false)]
    [InlineData("58 20", true)] // 60 ms: the third part's
    [InlineData("58 1F", false)]
    [InlineData("4C 80", true)] // stereo: the middle
    [InlineData("4C 20", false)] // the side
    [InlineData("68 80", true)] // hybrid
    [InlineData("F8 FF", null)] // CELT has no flag
    [InlineData("49 80 00", null)] // of two frames it is not asked
    [InlineData("4B 02 80 00", null)]
    public void The_flag_of_voice_is_read_where_RFC_6716_puts_it(string packet, bool? voice) =>
        Assert.Equal(voice, Codec.HasVoice(Convert.FromHexString(packet.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void Packets_of_noise_say_that_there_is_no_voice_in_them()
    {
        var random = new Random(6);
        var encoder = Codec.NewEncoder();
        var payload = new byte[Codec.MaxFrameBytes];
        var noise = new short[Frame];
        for (int i = 0; i < 100; i++)
        {
            for (int at = 0; at < noise.Length; at++)
                noise[at] = (short)random.Next(-30, 31);
            int length = encoder.Encode(noise, payload);
            Assert.True(i < 25 || Codec.HasVoice(payload.AsSpan(0, length)) == false, $"packet {i}");
        }

        Assert.Contains(Encode(encoder, 0, 10), packet => Codec.HasVoice(packet) == true);
    }

    [Fact]
    public void Silence_is_left_out_for_a_room_that_wishes_it_and_for_no_other()
    {
        foreach (var (codec, least) in new[] { (OpusCodec.For("usedtx=1"), 50), (OpusCodec.For(""), 0) })
        {
            var encoder = codec.NewEncoder();
            var payload = new byte[codec.MaxFrameBytes];
            int leftOut = 0;
            for (int i = 0; i < 100; i++)
                leftOut += encoder.Encode(new short[Frame], payload) == 0 ? 1 : 0;
            Assert.InRange(leftOut, least, least + 50);
            Assert.True(leftOut > 0 == codec.LeavesSilenceOut);
        }
    }

    [Theory]
    [InlineData(20000)]
    [InlineData(12000)]
    public void No_packet_is_longer_than_the_bound_allows_whatever_is_said(int mostBits)
    {
        var codec = OpusCodec.For("useinbandfec=1", mostBits);
        var (bound, free) = (codec.NewEncoder(), Codec.NewEncoder());
        var random = new Random(7);
        // Where many rooms are encoded for, the buffer is that of the longest.
        var payload = new byte[Codec.MaxFrameBytes];
        int longest = 0;
        for (int i = 0; i < 500; i++)
        {
            // Silence, then noise at full level: what no coder guesses.
            short[] samples = [.. Enumerable.Range(0, Frame).Select(_ => i % 50 < 25 ? (short)0 : (short)random.Next(short.MinValue, short.MaxValue))];
            Assert.InRange(bound.Encode(samples, payload) * 8 * 50, 1, mostBits);
            longest = Math.Max(longest, free.Encode(samples, payload));
        }

        Assert.True(longest * 8 * 50 > mostBits, "unbound it would be more");
    }

    [Fact]
    public void Garbage_is_counted_as_no_sound_or_decoded_to_what_it_says()
    {
        var random = new Random(5);
        var decoder = Codec.NewDecoder();
        var samples = new short[48000 * 120 / 1000];
        for (int i = 0; i < 3000; i++)
        {
            var payload = new byte[random.Next(1, 200)];
            random.NextBytes(payload);
            int count = Codec.Samples(payload);
            Assert.InRange(count, 0, samples.Length);
            if (count > 0)
                decoder.Decode(payload, samples.AsSpan(0, count));
        }

        Assert.Equal(0, Codec.Samples([]));
    }

    [Fact]
    public void Neither_encoding_nor_decoding_allocates()
    {
        // Three times the same: what shows in one only is the runtime's own.
        Assert.Contains(0, Enumerable.Range(0, 3).Select(_ => Allocated()));
    }

    private static long Allocated()
    {
        var encoder = Codec.NewEncoder();
        var decoder = Codec.NewDecoder();
        var other = Codec.NewEncoder();
        var payload = new byte[Codec.MaxFrameBytes];
        var samples = new short[Frame];
        long before = 0;
        for (int i = 0; i < 60; i++)
        {
            if (i == 10)
                before = GC.GetAllocatedBytesForCurrentThread();
            int length = encoder.Encode(samples, payload);
            decoder.Decode(payload.AsSpan(0, length), samples.AsSpan(0, Codec.Samples(payload.AsSpan(0, length))));
            other.CopyFrom(encoder);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>A buzz of 150 Hz under two formants.</summary>
    private static short Sound(long sample)
    {
        double sum = 0;
        for (int k = 1; k <= 20; k++)
            sum += Math.Sin(2 * Math.PI * 150 * k * sample / 48000) / k;
        return (short)(4000 * sum);
    }

    private static List<byte[]> Encode(AudioEncoder encoder, int firstFrame, int frames)
    {
        var packets = new List<byte[]>();
        var payload = new byte[Codec.MaxFrameBytes];
        for (int i = 0; i < frames; i++)
        {
            long begin = (long)(firstFrame + i) * Frame;
            short[] samples = [.. Enumerable.Range(0, Frame).Select(n => Sound(begin + n))];
            packets.Add(payload[..encoder.Encode(samples, payload)]);
        }

        return packets;
    }

    private static short[] Decode(List<byte[]> packets, AudioDecoder decoder)
    {
        var samples = new short[packets.Count * Frame];
        for (int i = 0; i < packets.Count; i++)
        {
            Assert.Equal(Frame, Codec.Samples(packets[i]));
            decoder.Decode(packets[i], samples.AsSpan(i * Frame, Frame));
        }

        return samples;
    }

    /// <summary>RMS, the original's being 1.</summary>
    private static double Level(ReadOnlySpan<short> samples)
    {
        double power = 0;
        foreach (short sample in samples)
            power += sample * sample;
        double original = Enumerable.Range(0, Frame).Sum(n => (double)Sound(n) * Sound(n)) / Frame;
        return Math.Sqrt(power / samples.Length / original);
    }
}
