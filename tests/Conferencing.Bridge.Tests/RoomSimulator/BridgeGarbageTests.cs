using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.Bridge.Tests.RoomSimulator;

public sealed class BridgeGarbageTests
{
    [Fact]
    public void Collections_and_their_time_are_read_from_the_page_of_metrics()
    {
        const string Page = "conferencing_bridge_online 1\nconferencing_bridge_collections_total 55\nconferencing_bridge_collection_pause_ms_total 85.7\n";

        Assert.Equal(new BridgeGarbage(55, 85.7), BridgeGarbage.Parse(Page));
        Assert.Equal(new BridgeGarbage(5, 1.5), new BridgeGarbage(55, 85.5) - new BridgeGarbage(50, 84));
    }

    [Theory]
    [InlineData("")]
    [InlineData("conferencing_bridge_online 0\n")]
    [InlineData("conferencing_bridge_collections_total 55\n")]
    [InlineData("conferencing_bridge_collections_total x\nconferencing_bridge_collection_pause_ms_total 1\n")]
    public void A_page_that_does_not_tell_is_no_figure(string page) => Assert.Null(BridgeGarbage.Parse(page));
}
