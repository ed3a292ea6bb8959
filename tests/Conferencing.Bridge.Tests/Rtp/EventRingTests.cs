using Conferencing.Bridge.Rtp;
using Conferencing.Media;

namespace Conferencing.Bridge.Tests.Rtp;

public sealed class EventRingTests
{
    private static readonly Guid One = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();

    [Fact]
    public void What_is_put_comes_out_in_order_and_what_does_not_fit_is_refused()
    {
        var ring = new EventRing<int>(3);
        int next = 0;
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 3; i++)
                Assert.True(ring.TryPut(next + i));
            Assert.False(ring.TryPut(-1));
            Assert.Equal(0, ring.Free);
            for (int i = 0; i < 3; i++)
            {
                Assert.True(ring.TryTake(out int taken));
                Assert.Equal(next++, taken);
            }

            Assert.False(ring.TryTake(out _));
        }
    }

    [Fact]
    public void Nothing_is_lost_or_changed_between_two_threads()
    {
        const int Count = 200_000;
        var ring = new EventRing<(long, long)>(64);
        var putter = new Thread(() =>
        {
            for (long i = 0; i < Count;)
            {
                if (ring.TryPut((i, -i)))
                    i++;
                else
                    Thread.Yield();
            }
        });
        putter.Start();
        for (long i = 0; i < Count;)
        {
            if (!ring.TryTake(out var taken))
            {
                Thread.Yield();
                continue;
            }

            Assert.Equal((i, -i), taken);
            i++;
        }

        putter.Join();
    }

    [Fact]
    public void Levels_of_one_conference_are_told_together_and_are_dropped_whole_when_nobody_takes_them()
    {
        using var signal = new AutoResetEvent(false);
        var line = new EventLine(signal);
        var levels = Enumerable.Range(1, 1000).Select(leg => new LegLevel(new LegId(leg), -30, Speaking: true)).ToArray();
        for (int i = 0; i < 3; i++)
        {
            line.Add(One, levels);
            line.Add(Other, levels.AsSpan(0, 20));
        }

        line.Add(One, levels);
        line.Add(Other, levels.AsSpan(0, 1));

        Assert.Equal([(One, 1000), (Other, 20), (One, 1000), (Other, 20), (One, 1000), (Other, 20), (One, 1000), (Other, 1)], Take(line));
        for (int i = 0; i < 5; i++)
            line.Add(One, levels);
        Assert.Equal(1, line.Dropped);
        Assert.Equal(4, Take(line).Count);
    }

    private static List<(Guid, int)> Take(EventLine line)
    {
        var told = new List<(Guid, int)>();
        line.TakeAll((conference, happened) => told.Add((conference, Assert.IsType<MediaEvent.Levels>(happened).Legs.Count)));
        return told;
    }
}
