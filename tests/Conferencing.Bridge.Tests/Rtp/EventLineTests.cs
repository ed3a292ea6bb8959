using Conferencing.Bridge.Rtp;
using Conferencing.Media;

namespace Conferencing.Bridge.Tests.Rtp;

/// <summary>What a loop tells while nobody listens.</summary>
public sealed class EventLineTests
{
    private static readonly Guid Conference = Guid.NewGuid();

    [Fact]
    public void A_listener_that_was_stuck_learns_the_newest_level_of_every_leg()
    {
        using var signal = new AutoResetEvent(false);
        var line = new EventLine(signal);
        for (int times = 0; times < 5000; times++)
            line.Add(Conference, [new LegLevel(new LegId(1), -20 - (times % 2), true)]);
        line.Add(Conference, [new LegLevel(new LegId(1), -127, false), new LegLevel(new LegId(2), -30, true)]);
        Assert.True(line.Dropped > 0);

        var known = new Dictionary<LegId, LegLevel>();
        Take();
        Assert.True(known[new LegId(1)].Speaking);
        line.Signal();
        Take();
        Assert.Equal([new LegLevel(new LegId(1), -127, false), new LegLevel(new LegId(2), -30, true)], known.Values);

        // What is told afterwards comes after it.
        line.Add(Conference, [new LegLevel(new LegId(2), -127, false)]);
        line.Signal();
        Take();
        Assert.False(known[new LegId(2)].Speaking);

        void Take() => line.TakeAll((_, told) => Assert.IsType<MediaEvent.Levels>(told).Legs.ToList().ForEach(level => known[level.Leg] = level));
    }
}
