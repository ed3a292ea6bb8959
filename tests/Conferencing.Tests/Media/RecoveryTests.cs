using Conferencing.Media;
using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media;

/// <summary>Packets that repeat the one before them: a line that loses packets is delayed by one, and then what is lost is recovered.</summary>
public sealed class RecoveryTests
{
    private const int Packets = 3000;

    [Theory]
    [InlineData(0, true, 0)]
    [InlineData(400, true, 0)] // seldom: made up rather than waited for
    [InlineData(50, true, 20)]
    [InlineData(10, true, 20)]
    [InlineData(10, false, 0)] // nothing would be gained
    public void A_line_that_loses_is_delayed_by_one_packet_if_that_helps(int oneIn, bool repeats, int targetMs)
    {
        var line = new Line(repeats);
        for (int number = 0; number < Packets; number++)
            line.Tick(number, isLost: oneIn > 0 && number % oneIn == oneIn - 1);
        Assert.Equal(targetMs, line.Buffer.TargetMs);
    }

    [Fact]
    public void What_is_lost_is_recovered_once_the_line_is_known_to_lose()
    {
        var line = new Line(repeats: true);
        for (int number = 0; number < Packets; number++)
            line.Tick(number, isLost: number % 20 == 19);

        // The first two were made up; after them every number was played, the lost ones too.
        Assert.Equal(2, line.Buffer.ConcealedFrames);
        Assert.Equal(Enumerable.Range(100, Packets - 200), line.Played.Where(number => number >= 100).Take(Packets - 200));
    }

    [Fact]
    public void A_line_that_has_become_good_is_no_longer_delayed()
    {
        var line = new Line(repeats: true);
        for (int number = 0; number < Packets; number++)
            line.Tick(number, isLost: number < 500 && number % 20 == 19);
        Assert.Equal(0, line.Buffer.TargetMs);
        Assert.Equal(Packets - 1, line.Played[^1]);
    }

    /// <summary>One packet a tick, in time; what is played is told by its number.</summary>
    private sealed class Line(bool repeats)
    {
        private readonly NumberCodec _codec = new(repeats);
        private readonly short[] _frame = new short[160];

        public JitterBuffer Buffer { get; } = new(new JitterBufferOptions());

        public List<int> Played { get; } = [];

        public void Tick(int number, bool isLost)
        {
            if (!isLost)
                Buffer.Put(number, number * 160L, _codec, BitConverter.GetBytes(number));
            Buffer.Take(_frame);
            Played.Add(_frame[^1]);
        }
    }

    /// <summary>Each packet is its number, and so is each of its samples.</summary>
    private sealed record NumberCodec(bool IsRepeating) : AudioCodec("number", 8000, 8000)
    {
        public override int FrameBytes => 0;

        public override int MaxFrameBytes => sizeof(int);

        public override bool IsStateless => true;

        public override int Samples(ReadOnlySpan<byte> payload) => 160;

        public override bool Repeats(ReadOnlySpan<byte> payload) => IsRepeating;

        public override AudioEncoder NewEncoder() => throw new NotSupportedException("Nothing is sent here.");

        public override AudioDecoder NewDecoder() => new NumberDecoder(IsRepeating);
    }

    private sealed class NumberDecoder(bool isRepeating) : AudioDecoder
    {
        public override void Decode(ReadOnlySpan<byte> payload, Span<short> samples) => samples.Fill((short)BitConverter.ToInt32(payload));

        public override bool TryRecover(ReadOnlySpan<byte> next, Span<short> samples)
        {
            if (isRepeating)
                samples.Fill((short)(BitConverter.ToInt32(next) - 1));
            return isRepeating;
        }

        public override void Reset()
        {
            // It remembers nothing.
        }
    }
}
