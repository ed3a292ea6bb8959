using Conferencing.Media;
using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media;

/// <summary>
/// Each case is a line: packets by the tick before which they arrive, and what is played at each tick. Packet n is 20 ms of
/// the µ-law code 20 + n, so that what is played can be named; "-" is a frame that was made up.
/// </summary>
public sealed class JitterBufferTests
{
    [Theory]
    [InlineData("in time", "0|1|2|3", "0 1 2 3")]
    [InlineData("lost", "0|1||3", "0 1 - 3")]
    [InlineData("reordered in time", "0|2 1||3", "0 1 2 3")]
    [InlineData("twice", "0|1 1|2 1|3", "0 1 2 3")]
    [InlineData("once late: lost", "0|1||2 3|4", "0 1 - 3 4")]
    [InlineData("twice late: waited for", "0|1||2 3||4 5|6|7", "0 1 - 3 - 4 5 6")]
    [InlineData("late for good", "0|1||2|3|4|5", "0 1 - - 3 4 5")]
    [InlineData("a stall, however long, is not waited for", "0|1||||||2 3 4 5 6 7|8|9", "0 1 - - - - - 7 8 9")]
    [InlineData("a stall whose burst takes two ticks", "0|1||||2 3|4 5 6|7|8", "0 1 - - - - 6 7 8")]
    [InlineData("begins early, goes on later", "0||1|2|3|4", "0 - - 2 3 4")]
    [InlineData("silence suppression", "0|1||||||7|8", "0 1 - - - - - 7 8")]
    public void What_is_played(string story, string arrivals, string expected) => Assert.Equal((story, expected), (story, Play(arrivals)));

    [Fact]
    public void Delay_is_given_back_when_it_is_no_longer_needed()
    {
        var story = new List<string> { "0", "1", "", "2 3", "", "4 5" };
        story.AddRange(Enumerable.Range(6, 200).Select(n => $"{n}"));
        var played = Play(string.Join('|', story)).Split(' ');
        Assert.Equal("4", played[5]);

        // A frame late until the window has passed, then in time again; the cut frame shows two packets.
        Assert.Equal("54", played[55]);
        Assert.Equal("150", played[150]);
    }

    [Fact]
    public void A_glance_tells_how_loud_the_next_frame_is_and_changes_nothing()
    {
        var buffer = new JitterBuffer(new JitterBufferOptions());
        var frame = new short[160];
        Assert.Null(buffer.Glance());
        for (int number = 0; number < 5; number++)
        {
            Put(buffer, number);
            double? told = buffer.Glance();
            buffer.Take(frame);
            Assert.Equal($"{number}", Name(frame));
            Assert.Equal(frame.Average(sample => (double)sample * sample), told);
        }

        // Nothing there, and after it what must be counted first.
        Assert.Null(buffer.Glance());
        buffer.Take(frame);
        Put(buffer, 6);
        Assert.Null(buffer.Glance());
        buffer.Take(frame);
        Assert.Equal(1, buffer.ConcealedFrames);
        Put(buffer, 7);
        Assert.NotNull(buffer.Glance());
    }

    [Fact]
    public void What_was_let_pass_undecoded_is_heard_again_without_a_gap()
    {
        var buffer = new JitterBuffer(new JitterBufferOptions());
        var frame = new short[160];
        for (int number = 0; number < 100; number++)
        {
            Put(buffer, number);
            Assert.NotNull(buffer.Glance());
            if (number % 10 < 7)
                buffer.Skip();
            else
                Assert.Equal((0, $"{number}"), (buffer.Take(frame), Name(frame)));
        }

        Assert.Equal(0, buffer.ConcealedFrames);
    }

    [Fact]
    public void Reset_forgets_the_source_and_keeps_the_settings()
    {
        var options = new JitterBufferOptions { MaxDelay = TimeSpan.FromMilliseconds(40) };
        var buffer = new JitterBuffer(options);
        string before = Play("0|1||||2 3 4 5||6 7 8 9|10", buffer);
        buffer.Reset();
        Assert.Equal(before, Play("0|1||||2 3 4 5||6 7 8 9|10", buffer));

        // With the default of 200 ms the same arrivals are waited for.
        Assert.NotEqual(before, Play("0|1||||2 3 4 5||6 7 8 9|10"));
    }

    [Fact]
    public void Nothing_before_the_first_packet_is_silence()
    {
        var buffer = new JitterBuffer(new JitterBufferOptions());
        short[] frame = [.. Enumerable.Repeat((short)1, 160)];
        buffer.Take(frame);
        Assert.All(frame, sample => Assert.Equal(0, sample));
        Assert.Equal(0, buffer.ConcealedFrames);
    }

    [Theory]
    [InlineData("0|1||3|4", 1)]
    [InlineData("0|1|||4|5", 2)]
    [InlineData("0|1||||||7", 3)]
    [InlineData("0|1|2|3", 0)]
    public void Made_up_frames_are_counted_while_they_are_audible(string arrivals, int frames)
    {
        var buffer = new JitterBuffer(new JitterBufferOptions());

        // Lost packets leave a gap in the numbers.
        Play(arrivals, buffer);
        Assert.Equal(frames, buffer.ConcealedFrames);
    }

    [Fact]
    public void Too_many_at_once_are_refused_by_name()
    {
        var buffer = new JitterBuffer(new JitterBufferOptions());
        var results = Enumerable.Range(0, 40).Select(n => buffer.Put(n, n * 8, AudioCodec.Pcmu, new byte[8])).ToList();
        Assert.Equal(32, results.Count(result => result == PutResult.Stored));
        Assert.Equal(8, results.Count(result => result == PutResult.BufferFull));
        Assert.Equal(PutResult.Duplicate, buffer.Put(5, 40, AudioCodec.Pcmu, new byte[8]));
        Assert.Equal(PutResult.Late, buffer.Put(-60, -480, AudioCodec.Pcmu, new byte[8]));
    }

    [Fact]
    public void A_skipped_leg_is_in_step_when_it_is_heard_again()
    {
        var buffer = new JitterBuffer(new JitterBufferOptions());
        for (int n = 0; n < 30; n++)
        {
            Put(buffer, n);
            buffer.Skip();
        }

        Put(buffer, 30);
        var frame = new short[160];
        buffer.Take(frame);
        Assert.Equal("30", Name(frame));
    }

    private static string Play(string arrivals, JitterBuffer? buffer = null)
    {
        buffer ??= new JitterBuffer(new JitterBufferOptions());
        var frame = new short[160];
        var played = new List<string>();
        foreach (string tick in arrivals.Split('|'))
        {
            foreach (string packet in tick.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                Put(buffer, int.Parse(packet, System.Globalization.CultureInfo.InvariantCulture));
            played.Add(buffer.Take(frame) > 80 ? "-" : Name(frame));
        }

        return string.Join(' ', played);
    }

    private static void Put(JitterBuffer buffer, int number)
    {
        var payload = new byte[160];
        Array.Fill(payload, (byte)(20 + number));
        buffer.Put(number, number * 160, AudioCodec.Pcmu, payload);
    }

    /// <summary>The packet whose sample stands in the middle of the frame.</summary>
    private static string Name(short[] frame)
    {
        var code = new byte[1];
        G711.EncodeUlaw(frame.AsSpan(100, 1), code);
        return ((byte)(code[0] - 20)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
