using Conferencing.RoomSimulator;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Bridge.Tests.RoomSimulator;

public sealed class ReceptionTests
{
    [Theory]
    [InlineData(65530)]
    [InlineData(32760)]
    [InlineData(0)]
    public void Lost_packets_are_counted_across_every_wrap(int first)
    {
        var reception = new Reception();
        for (int i = 0; i < 20; i++)
        {
            if (i is not (3 or 7 or 8)) reception.Take((ushort)(first + i), (uint)(160 * i), i * 20_000_000L);
        }

        Assert.Equal(20, reception.Expected);
        Assert.Equal(3, reception.Lost);
        Assert.Equal(60, reception.WorstGapMs);
        Assert.Equal(2, reception.GapsOver30Ms);
        Assert.Equal(3 * 256 / 20, reception.TakeFractionLost());
    }

    [Fact]
    public void A_burst_that_comes_back_is_an_echo_and_one_that_does_not_come_is_missed()
    {
        var markers = new Markers(3);
        for (int room = 0; room < 3; room++)
            markers.SetConnected(room, true);
        markers.Begin(0);
        markers.Advance(300_000);
        markers.Fill(0, new short[160], departsNs: 1_000_000);

        markers.Heard(0, 11_000_000);
        markers.Heard(1, 9_000_000);
        markers.End();

        Assert.Equal(1, markers.Bursts);
        Assert.Equal(1, markers.SelfEchoes);
        Assert.Equal(1, markers.Missed);
        Assert.Equal([8.0], markers.DelaysMs);
    }

    [Fact]
    public void A_burst_whose_sender_was_starved_is_not_judged()
    {
        var markers = new Markers(2);
        markers.SetConnected(0, true);
        markers.SetConnected(1, true);
        markers.Begin(0);
        markers.Advance(300_000);
        markers.Fill(0, new short[160], departsNs: 1_000_000);
        markers.Fill(0, new short[160], departsNs: 100_000_000);
        markers.End();

        Assert.Equal((1, 1, 0), (markers.Bursts, markers.Void, markers.Missed));
    }

    [Fact]
    public void A_report_is_a_whole_number_of_words_and_says_when_the_last_one_came()
    {
        byte[] packet = new byte[200];
        var sender = new RtcpReport.Sender(1, 1_500_000_000, 160, 1, 160);
        int length = RtcpReport.Write(packet, sender, new RtcpReport.Block(2, 10, 3, 70000, 5, 6, 7), "room01@simulator", goodbye: true);

        Assert.Equal(0, length % 4);
        // 2 208 988 801.5 s since 1900: the middle 32 bits are the low 16 of the seconds and the high 16 of the fraction.
        Assert.Equal(((2_208_988_801 & 0xFFFF) << 16) | 0x8000, RtcpReport.ReadSenderReportTime(packet));
        Assert.Null(RtcpReport.ReadSenderReportTime(packet.AsSpan(4)));
    }
}
