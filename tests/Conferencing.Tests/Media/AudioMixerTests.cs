using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media;

public sealed class AudioMixerTests
{
    /// <summary>Lengths around those of the vector registers.</summary>
    public static TheoryData<int> Lengths => [1, 7, 8, 15, 16, 17, 31, 33, 80, 160];

    [Fact]
    public void Two_loud_and_one_opposite_are_limited_once_at_the_end()
    {
        short[] loud = [30000, 30000, -30000];
        foreach (int[] order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            var mixer = new AudioMixer(1);
            foreach (int i in order)
                mixer.Add([loud[i]]);

            Assert.Equal(30000, HearAll(mixer));
            Assert.Equal(0, HearOthers(mixer, loud[0]));
            Assert.Equal(0, HearOthers(mixer, loud[1]));
            Assert.InRange(HearOthers(mixer, loud[2]), (short)32766, short.MaxValue);
        }
    }

    [Fact]
    public void Silence_is_heard_by_whoever_talks_alone()
    {
        var mixer = new AudioMixer(1);
        mixer.Add([short.MinValue]);
        Assert.Equal(0, HearOthers(mixer, short.MinValue));
        Assert.Equal(short.MinValue, HearAll(mixer));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Any_frame_length_is_summed_exactly(int length)
    {
        var random = new Random(length);
        var frames = Enumerable.Range(0, 5).Select(_ => RandomFrame(random, length)).ToArray();
        var mixer = new AudioMixer(length);
        mixer.Add(RandomFrame(random, length));
        mixer.Clear();
        foreach (var frame in frames)
            mixer.Add(frame);

        var heard = new short[length];
        mixer.HearOthers(frames[2], new SoftLimiter(), heard);
        for (int i = 0; i < length; i++)
            Assert.Equal(frames.Sum(frame => frame[i]) - frames[2][i], heard[i]);
    }

    private static short[] RandomFrame(Random random, int length) =>
        [.. Enumerable.Range(0, length).Select(_ => (short)random.Next(-8000, 8001))];

    private static short HearAll(AudioMixer mixer)
    {
        var heard = new short[1];
        mixer.HearAll(new SoftLimiter(), heard);
        return heard[0];
    }

    private static short HearOthers(AudioMixer mixer, short own)
    {
        var heard = new short[1];
        mixer.HearOthers([own], new SoftLimiter(), heard);
        return heard[0];
    }
}
