using Conferencing.Media;

namespace Conferencing.Tests.Media;

public sealed class TelephoneEventsTests
{
    /// <summary>A press of "5": three updates and three end packets.</summary>
    private static readonly (byte Code, bool End, ushort Duration)[] Press =
        [(5, false, 160), (5, false, 320), (5, false, 480), (5, true, 640), (5, true, 640), (5, true, 640)];

    [Fact]
    public void A_press_is_told_once_whichever_packets_are_lost()
    {
        for (int lost = 0; lost < (1 << Press.Length) - 1; lost++)
        {
            var events = new TelephoneEvents();
            var told = Enumerable.Range(0, Press.Length).Where(i => (lost >> i & 1) == 0).Select(i => Send(events, Press[i], 1000));
            Assert.Equal("5", string.Concat(told));
        }
    }

    [Fact]
    public void The_same_digit_twice_is_told_twice()
    {
        var events = new TelephoneEvents();
        Assert.Equal("5", string.Concat(Press.Select(packet => Send(events, packet, 1000))));
        Assert.Equal("5", string.Concat(Press.Select(packet => Send(events, packet, 2600))));
    }

    [Fact]
    public void A_late_packet_of_the_press_before_is_not_told_again()
    {
        var events = new TelephoneEvents();
        Send(events, Press[0], 1000);
        Assert.Equal("1", Send(events, (1, false, 160), 2600));
        Assert.Equal("", Send(events, Press[5], 1000));
        Assert.Equal("", Send(events, (1, true, 640), 2600));
    }

    [Fact]
    public void A_press_of_more_than_eight_seconds_is_one()
    {
        var events = new TelephoneEvents();
        Assert.Equal("0", Send(events, (0, false, 0xFFFF), 1000));
        Assert.Equal("", Send(events, (0, false, 160), 1000 + 0xFFFF));
        Assert.Equal("", Send(events, (0, true, 800), 1000 + 0xFFFF));
        Assert.Equal("0", Send(events, (0, false, 160), 1000 + 0xFFFF + 1600));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(9, "9")]
    [InlineData(10, "*")]
    [InlineData(11, "#")]
    [InlineData(12, "A")]
    [InlineData(15, "D")]
    [InlineData(16, "")]
    [InlineData(255, "")]
    public void Codes_and_their_digits(byte code, string digit) => Assert.Equal(digit, Send(new TelephoneEvents(), (code, false, 160), 0));

    [Fact]
    public void The_timestamp_may_wrap_between_presses()
    {
        var events = new TelephoneEvents();
        Assert.Equal("1", Send(events, (1, true, 160), uint.MaxValue - 100));
        Assert.Equal("2", Send(events, (2, true, 160), 1500));
        Assert.Equal("", Send(events, (1, true, 160), uint.MaxValue - 100));
    }

    [Fact]
    public void A_payload_too_short_is_refused() => Assert.False(new TelephoneEvents().TryReceive([5, 10, 0], 0, out _));

    private static string Send(TelephoneEvents events, (byte Code, bool End, ushort Duration) packet, uint timestamp)
    {
        byte[] payload = [packet.Code, (byte)(packet.End ? 0x8A : 0x0A), (byte)(packet.Duration >> 8), (byte)packet.Duration];
        Assert.True(events.TryReceive(payload, timestamp, out char? digit));
        return digit?.ToString() ?? "";
    }
}
