using Conferencing.Signalling;

namespace Conferencing.Tests.Signalling;

/// <summary>The queue of deadlines against the plainest one there is, a list that is sorted each time.</summary>
public sealed class DeadlinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parts_come_up_in_their_order_however_their_deadlines_move(int seed)
    {
        var random = new Random(seed);
        var deadlines = new Deadlines();
        var parts = Enumerable.Range(0, 300).Select(_ => new Part(deadlines)).ToList();
        long moves = 0;
        for (var now = new Tick(0); now < new Tick(5000); now += TimeSpan.FromMicroseconds(1))
        {
            var part = parts[random.Next(parts.Count)];
            part.Move(random.Next(4) == 0 ? Tick.Never : now + TimeSpan.FromMicroseconds(random.Next(1, 200)), moves++);
            var due = parts.Where(one => one.Deadline <= now).OrderBy(one => one.Deadline).ThenBy(one => one.Moved).ToList();
            foreach (var expected in due)
            {
                Assert.True(deadlines.TryTakeDue(now, out var taken));
                Assert.Same(expected, taken);
                expected.Move(Tick.Never, moves++);
            }

            Assert.False(deadlines.TryTakeDue(now, out _));
            var waiting = parts.Where(one => one.Deadline != Tick.Never).ToList();
            Assert.Equal(waiting.Count, deadlines.Count);
            Assert.Equal(waiting.Count == 0 ? Tick.Never : waiting.Min(one => one.Deadline), deadlines.Soonest);
        }
    }

    [Fact]
    public void A_part_that_ends_is_not_held_until_its_time()
    {
        var deadlines = new Deadlines();
        new Part(deadlines).Move(new Tick(1), 0); // what is before it in the queue
        var ended = End(deadlines);
        GC.Collect();
        Assert.False(ended.TryGetTarget(out _));
        Assert.Equal(1, deadlines.Count);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<Part> End(Deadlines deadlines)
    {
        var part = new Part(deadlines);
        part.Move(new Tick(900_000_000), 1);
        part.Move(Tick.Never, 2);
        return new WeakReference<Part>(part);
    }

    private sealed class Part(Deadlines deadlines) : Timed(deadlines)
    {
        public long Moved { get; private set; }

        public void Move(Tick deadline, long number)
        {
            if (deadline != Deadline)
                Moved = number;
            Deadline = deadline;
        }

        public override void Advance(Tick now)
        {
            // The test takes parts from the queue itself.
        }
    }
}
