using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Bridge.Tests.RoomSimulator;

public sealed class StandstillsTests
{
    [Theory]
    [InlineData(0, 100, 0)]
    [InlineData(0, 150, 50)]
    [InlineData(120, 180, 60)]
    [InlineData(0, 1000, 130)]
    [InlineData(190, 505, 15)]
    [InlineData(530, 1000, 0)]
    public void Of_a_stretch_what_lies_in_a_standstill_counts(long from, long to, long within)
    {
        var processor = new Standstills();
        processor.Add(100, 200);
        processor.Add(500, 530);

        Assert.Equal(within, processor.Within(from, to));
        Assert.Equal(100, processor.WorstNs);
    }

    [Fact]
    public void A_processor_that_never_stood_still_explains_nothing()
    {
        Assert.Equal(0, new Standstills().Within(0, long.MaxValue));
        Assert.Equal(0, new Standstills().WorstNs);
    }
}
