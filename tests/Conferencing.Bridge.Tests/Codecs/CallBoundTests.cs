using Conferencing.Booking.Capacities;
using Conferencing.Bridge.Codecs;

namespace Conferencing.Bridge.Tests.Codecs;

/// <summary>What a booking reckons and what a call is held to are written in two places that know nothing of each other: they must agree.</summary>
public sealed class CallBoundTests
{
    [Fact]
    public void What_is_booked_for_G711_carries_it_and_one_less_does_not()
    {
        Assert.InRange(CallBound.Of(CallRate.Sound)!.PayloadBits, 64_000, int.MaxValue);
        Assert.InRange(CallBound.Of(CallRate.Sound - 1)!.PayloadBits, 0, 63_999);
    }

    /// <summary>Rates lie a little above what is needed, each by another bit: an octet more or less of heads shows at one of them.</summary>
    [Fact]
    public void What_is_booked_for_any_codec_carries_it_and_one_less_does_not()
    {
        foreach (var codecKbits in Enumerable.Range(48, 512))
        {
            var booked = CallRate.Of(codecKbits, packetMs: 20);
            Assert.InRange(CallBound.Of(booked)!.PayloadBits, codecKbits * 1000, int.MaxValue);
            Assert.InRange(CallBound.Of(booked - 1)!.PayloadBits, 0, (codecKbits * 1000) - 1);
        }
    }

    [Fact]
    public void The_least_that_is_booked_is_the_least_a_call_is_held_to()
    {
        Assert.Equal(CallRate.Least, CallBound.Of(CallRate.Least)!.Kbits);
        Assert.Equal(CallRate.Least, CallBound.Of(CallRate.Least - 1)!.Kbits);
        Assert.InRange(CallBound.Of(CallRate.Least)!.PayloadBits, OpusCodec.For(null).BitRate, int.MaxValue);
    }
}
