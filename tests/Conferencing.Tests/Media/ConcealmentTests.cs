using Conferencing.Media.Audio;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

public sealed class ConcealmentTests
{
    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(1000)]
    public void A_lost_frame_of_a_tone_goes_on_at_its_pitch(double frequencyHz)
    {
        var concealment = new Concealment();
        Feed(concealment, frequencyHz, 0, 480);
        var made = new short[80];
        concealment.Fill(made);
        for (int i = 0; i < made.Length; i++)
            Assert.InRange(made[i] - Sample(frequencyHz, 480 + i), -500, 500);
    }

    [Fact]
    public void A_long_gap_fades_to_silence_in_60_ms()
    {
        var concealment = new Concealment();
        Feed(concealment, 400, 0, 480);
        var made = new short[640];
        concealment.Fill(made);
        Assert.InRange(made[..80].Max(), 9000, 10100);
        Assert.InRange(made[240..320].Max(), 4000, 7000);
        Assert.All(made[480..], sample => Assert.Equal(0, sample));
        Assert.True(concealment.IsSilent);
    }

    [Fact]
    public void What_comes_back_is_blended_in()
    {
        var concealment = new Concealment();
        Feed(concealment, 400, 0, 480);
        var made = new short[160];
        concealment.Fill(made);
        short[] back = [.. Enumerable.Repeat((short)-10000, 160)];
        concealment.Play(back);
        Assert.InRange(Math.Abs(back[0] - made[159]), 0, 4500);
        Assert.Equal(-10000, back[40]);
    }

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    [InlineData(37)]
    public void Cutting_a_tone_keeps_the_tone(int limit)
    {
        short[] longer = [.. Enumerable.Range(0, 160 + limit).Select(i => Sample(400, i))];
        int cut = TimeStretch.BestCut(longer, limit);
        Assert.InRange(cut, 20, limit);
        var frame = new short[160];
        TimeStretch.Cut(longer.AsSpan(0, 160 + cut), frame);
        Assert.Equal(longer[0], frame[0]);
        Assert.Equal(longer[cut + 159], frame[159]);
        for (int i = 1; i < frame.Length; i++)
            Assert.InRange(Math.Abs(frame[i] - frame[i - 1]), 0, 3300);
    }

    [Fact]
    public void A_tone_is_a_pure_function_of_its_numbers()
    {
        var tone = Conferencing.Media.Prompts.Tone.Sine(880, TimeSpan.FromSeconds(1), -20);
        Assert.Equal(8000, tone.Length);
        Assert.Equal(tone, Conferencing.Media.Prompts.Tone.Sine(880, TimeSpan.FromSeconds(1), -20));
        Assert.InRange(Goertzel.Amplitude(tone, 880), 4400, 4700);
        Assert.Equal(3 * 3200, Conferencing.Media.Prompts.Tone.Warning().Length);
    }

    private static void Feed(Concealment concealment, double frequencyHz, int from, int count)
    {
        short[] samples = [.. Enumerable.Range(from, count).Select(i => Sample(frequencyHz, i))];
        concealment.Play(samples);
    }

    private static short Sample(double frequencyHz, int at) => (short)(10000 * Math.Sin(2 * Math.PI * frequencyHz * at / 8000));
}
