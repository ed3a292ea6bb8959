using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;

namespace Conferencing.Tests.Media;

/// <summary>Everything with a sequence number tells the same story wherever the numbers begin.</summary>
public sealed class SerialNumberTests
{
    public static TheoryData<int> Cliffs => [0, 1, 127, 128, 32767, 32768, 65534, 65535];

    [Theory]
    [MemberData(nameof(Cliffs))]
    public void Newer_is_newer_across_the_wrap(int start)
    {
        Assert.False(Serial16.IsNewer((ushort)start, (ushort)start));
        foreach (int step in new[] { 1, 2, 100, 32767 })
        {
            Assert.True(Serial16.IsNewer((ushort)(start + step), (ushort)start));
            Assert.False(Serial16.IsNewer((ushort)start, (ushort)(start + step)));
            Assert.Equal(step, Serial16.Distance((ushort)start, (ushort)(start + step)));
            Assert.Equal(-step, Serial16.Distance((ushort)(start + step), (ushort)start));
        }
    }

    [Theory]
    [MemberData(nameof(Cliffs))]
    public void Unwrapping_goes_on_for_ever_and_back_a_little(int start)
    {
        var unwrapper = new SequenceUnwrapper();
        for (int i = 0; i < 200_000; i += 7)
        {
            Assert.Equal(start + i, unwrapper.Unwrap((ushort)(start + i)));
            Assert.Equal(start + i - 3, unwrapper.Unwrap((ushort)(start + i - 3)));
        }

        Assert.Equal(start + 199_997, unwrapper.Highest);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 159)]
    [InlineData(0x7FFFFFFFu)]
    public void Timestamps_unwrap_both_ways(uint start)
    {
        var unwrapper = new TimestampUnwrapper();
        long first = unwrapper.Unwrap(start);
        Assert.Equal(first + 160, unwrapper.Unwrap(unchecked(start + 160)));
        Assert.Equal(first - 160, unwrapper.Unwrap(unchecked(start - 160)));
        Assert.Equal(first + 2_000_000_000, unwrapper.Unwrap(unchecked(start + 2_000_000_000)));
    }

    [Theory]
    [MemberData(nameof(Cliffs))]
    public void Loss_and_reordering_are_counted_alike(int start)
    {
        var stats = new ReceptionStats(8000);
        foreach (int step in new[] { 0, 1, 2, 5, 4, 6, 6, 8 })
            Assert.True(stats.TryCount((ushort)(start + step), 0, default, out _, out _));

        // 0..8 are nine, of which 3 and 7 are missing, and 6 came twice.
        Assert.Equal(9, stats.Expected);
        Assert.Equal(8, stats.Received);
        Assert.Equal(1, stats.Report(1, 0, 0).CumulativeLost);
    }

    [Theory]
    [MemberData(nameof(Cliffs))]
    public void A_jitter_buffer_plays_in_order(int start)
    {
        var buffer = new JitterBuffer(new JitterBufferOptions());
        var unwrapper = new SequenceUnwrapper();
        var frame = new short[160];
        var heard = new List<byte>();
        foreach (int step in new[] { 0, 2, 1, 3, 4 })
        {
            long sequence = unwrapper.Unwrap((ushort)(start + step));
            Assert.Equal(PutResult.Stored, buffer.Put(sequence, step * 160, AudioCodec.Pcmu, Payload(step)));
            Assert.Equal(PutResult.Duplicate, buffer.Put(sequence, step * 160, AudioCodec.Pcmu, Payload(step)));
        }

        for (int i = 0; i < 5; i++)
        {
            buffer.Take(frame);
            var codes = new byte[1];
            G711.EncodeUlaw(frame.AsSpan(80, 1), codes);
            heard.Add(codes[0]);
        }

        Assert.Equal([10, 11, 12, 13, 14], heard);
    }

    private static byte[] Payload(int step)
    {
        var payload = new byte[160];
        Array.Fill(payload, (byte)(10 + step));
        return payload;
    }
}
