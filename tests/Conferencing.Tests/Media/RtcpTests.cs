using Conferencing.Media;
using Conferencing.Media.Rtp;
using Conferencing.Media.Rtp.Rtcp;

namespace Conferencing.Tests.Media;

public sealed class RtcpTests
{
    /// <summary>
    /// RFC 3550 figure 2: SR sent at 0xb705:2000 (NTP middle), answered 5.25 s after its arrival, back at 0xb710:8000: 6.125 s
    /// of round trip.
    /// </summary>
    [Fact]
    public void The_round_trip_of_the_RFCs_example()
    {
        var arrival = new NtpTime(0xb44db710_80000000);
        Assert.Equal(TimeSpan.FromSeconds(6.125), NtpTime.RoundTrip(arrival, 0xb7052000, 0x00054000));
    }

    [Theory]
    // No SR seen yet | rounding just below zero | nonsense far below zero
    [InlineData(0x00010000u, 0u, 0u, null)]
    [InlineData(0x00010000u, 0x00010000u, 2u, 0.0)]
    [InlineData(0x00010000u, 0x00010000u, 0x00020000u, null)]
    [InlineData(0x00000100u, 0xFFFFFF00u, 0u, 0.0078125)]
    public void Round_trips_at_the_edges(uint arrivalMiddle, uint lastSr, uint delay, double? seconds) =>
        Assert.Equal(seconds, NtpTime.RoundTrip(new NtpTime((ulong)arrivalMiddle << 16), lastSr, delay)?.TotalSeconds);

    [Fact]
    public void Loop_time_becomes_ntp_time() =>
        Assert.Equal(new NtpTime(0x00000003_80000000), NtpTime.FromTick(new Tick(3_500_000_000)));

    [Fact]
    public void A_compound_is_read_as_written()
    {
        var block = new ReportBlock
        {
            Ssrc = 7,
            FractionLost = 64,
            CumulativeLost = -3,
            HighestSequence = 0x0001FFFF,
            Jitter = 80,
            LastSr = 0x12345678,
            DelaySinceLastSr = 65536,
        };
        var report = new SenderReport { Ssrc = 9, Ntp = new NtpTime(0x1122334455667788), RtpTimestamp = 160, PacketCount = 5, OctetCount = 800 };
        var datagram = new byte[200];
        int length = report.Write(datagram, block);
        length += SourceDescription.Write(datagram.AsSpan(length), 9, "điểm cầu"u8);
        length += Goodbye.Write(datagram.AsSpan(length), 9);

        Assert.True(RtcpCompound.TryParse(datagram.AsSpan(0, length), out var compound));
        Assert.True(compound.TryNext(out var part));
        Assert.True(SenderReport.TryParse(part, out var readReport, out var blocks));
        Assert.Equal(report, readReport);
        Assert.True(ReportBlock.TryFind(blocks, part.Header.Count, 7, out var readBlock));
        Assert.Equal(block, readBlock);
        Assert.False(ReportBlock.TryFind(blocks, part.Header.Count, 8, out _));
        Assert.True(compound.TryNext(out part));
        Assert.True(SourceDescription.TryParse(part, out uint ssrc, out var name));
        Assert.Equal(9u, ssrc);
        Assert.True(name.SequenceEqual("điểm cầu"u8));
        Assert.True(compound.TryNext(out part));
        Assert.True(Goodbye.Names(part, 9));
        Assert.False(Goodbye.Names(part, 10));
        Assert.False(compound.TryNext(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(255)]
    public void A_name_of_any_length_is_padded_to_whole_words(int nameLength)
    {
        var name = new byte[nameLength];
        Array.Fill(name, (byte)'x');
        var datagram = new byte[300];
        int length = SourceDescription.Write(datagram, 1, name);
        Assert.Equal(0, length % 4);
        Assert.Equal(0, datagram[length - 1]);
        Assert.True(RtcpCompound.TryParse(datagram.AsSpan(0, length), out var compound));
        Assert.True(compound.TryNext(out var part));
        Assert.True(SourceDescription.TryParse(part, out _, out var read));
        Assert.Equal(nameLength, read.Length);
    }

    [Theory]
    // empty | header cut | version 1 | length beyond the end | rest that is no packet | padding longer than the packet
    [InlineData("")]
    [InlineData("80c900")]
    [InlineData("40c9000100000001")]
    [InlineData("80c9000200000001")]
    [InlineData("80c9000100000001ff")]
    [InlineData("a0c9000100000006")]
    public void A_compound_that_does_not_add_up_is_refused(string hex) =>
        Assert.False(RtcpCompound.TryParse(Convert.FromHexString(hex), out _));

    [Theory]
    // Counts promise blocks that are not there.
    [InlineData("81c9000100000001")]
    [InlineData("80c8000100000001")]
    [InlineData("9fc800060000000100000000000000000000000000000000000000ff")]
    public void Missing_blocks_are_refused(string hex)
    {
        Assert.True(RtcpCompound.TryParse(Convert.FromHexString(hex), out var compound));
        Assert.True(compound.TryNext(out var part));
        Assert.False(SenderReport.TryParse(part, out _, out _));
        Assert.False(ReceiverReport.TryParse(part, out _, out _));
    }
}
