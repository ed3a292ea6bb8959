using Conferencing.Media;
using Conferencing.Media.Rtp;

namespace Conferencing.Tests.Media;

public sealed class ReceptionStatsTests
{
    [Fact]
    public void No_packet_since_the_last_report_is_no_loss()
    {
        var stats = new ReceptionStats(8000);
        Assert.Equal(0, stats.Report(1, 0, 0).FractionLost);
        Receive(stats, 1, 2, 4);
        Assert.Equal(64, stats.Report(1, 0, 0).FractionLost);
        Assert.Equal(0, stats.Report(1, 0, 0).FractionLost);
        Assert.Equal(1, stats.Report(1, 0, 0).CumulativeLost);
    }

    [Theory]
    // received in the interval → 256ths lost (A.3: lost × 256 / expected)
    [InlineData(new[] { 1, 2, 3, 4 }, 0)]
    [InlineData(new[] { 1, 3, 4 }, 64)]
    [InlineData(new[] { 1, 4 }, 128)]
    [InlineData(new[] { 1, 2, 2, 3, 3 }, 0)]
    [InlineData(new[] { 3, 1, 2 }, 0)]
    public void Fractions_as_the_RFC_counts_them(int[] sequence, int fraction)
    {
        var stats = new ReceptionStats(8000);
        Receive(stats, 0);
        stats.Report(1, 0, 0);
        Receive(stats, sequence);
        Assert.Equal(fraction, stats.Report(1, 0, 0).FractionLost);
    }

    [Fact]
    public void A_steady_stream_has_no_jitter_and_an_unsteady_one_converges()
    {
        var stats = new ReceptionStats(8000);
        for (int i = 0; i < 200; i++)
            Count(stats, i, atMs: i * 20);
        Assert.Equal(0, stats.JitterMs);

        // Every second packet is 10 ms late: each difference is 10 ms, so the mean settles there (A.8).
        for (int i = 200; i < 400; i++)
            Count(stats, i, atMs: (i * 20) + (i % 2 * 10));
        Assert.InRange(stats.JitterMs, 9.9, 10.1);
    }

    [Fact]
    public void Jitter_survives_the_wrap_of_timestamps()
    {
        var stats = new ReceptionStats(8000);
        for (int i = 0; i < 100; i++)
            stats.TryCount((ushort)i, unchecked(uint.MaxValue - 8000 + (uint)(i * 160)), new Tick(i * 20_000_000L), out _, out _);
        Assert.Equal(0, stats.JitterMs);
    }

    [Fact]
    public void A_jump_is_believed_with_its_second_packet()
    {
        var stats = new ReceptionStats(8000);
        Receive(stats, 100, 101);
        Assert.False(stats.TryCount(30_000, 0, default, out _, out _));
        Assert.True(stats.TryCount(102, 0, default, out long next, out bool restarted));
        Assert.Equal((102, false), (next, restarted));

        Assert.False(stats.TryCount(30_000, 0, default, out _, out _));
        Assert.True(stats.TryCount(30_001, 0, default, out _, out restarted));
        Assert.True(restarted);
        Assert.Equal(1, stats.Expected);
    }

    [Theory]
    [InlineData(2999, true)]
    [InlineData(3000, false)]
    [InlineData(-99, true)]
    [InlineData(-100, false)]
    public void Where_a_step_becomes_a_jump(int step, bool counted)
    {
        var stats = new ReceptionStats(8000);
        Receive(stats, 5000);
        Assert.Equal(counted, stats.TryCount((ushort)(5000 + step), 0, default, out _, out _));
    }

    private static void Receive(ReceptionStats stats, params int[] sequence)
    {
        foreach (int number in sequence)
            Count(stats, number, 0);
    }

    private static void Count(ReceptionStats stats, int sequence, int atMs) =>
        Assert.True(stats.TryCount((ushort)sequence, (uint)(sequence * 160), new Tick(atMs * 1_000_000L), out _, out _));
}
