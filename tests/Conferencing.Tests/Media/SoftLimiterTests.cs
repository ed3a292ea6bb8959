using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media;

public sealed class SoftLimiterTests
{
    /// <summary>Of the mix, Hz.</summary>
    public static TheoryData<int> Rates => [8000, 16000, 48000];

    [Theory]
    [MemberData(nameof(Rates))]
    public void What_fits_passes_bit_for_bit(int rate)
    {
        var random = new Random(rate);
        int[] sum = [.. Enumerable.Range(0, rate / 50).Select(_ => random.Next(short.MinValue, short.MaxValue + 1))];
        (sum[0], sum[^1]) = (short.MinValue, short.MaxValue);
        Assert.Equal(sum, Limited(new SoftLimiter(), sum));
    }

    /// <summary>Three full voices at once, against what cutting their peaks off leaves.</summary>
    [Theory]
    [MemberData(nameof(Rates))]
    public void A_sum_of_loud_voices_keeps_its_shape(int rate)
    {
        int[] Frame(int number) => Voices(rate, number, 32000);
        var limiter = new SoftLimiter();
        Limited(limiter, Frame(0));
        int[] sum = Frame(1);
        double limited = Distortion(sum, Limited(limiter, sum)), cut = Distortion(sum, [.. sum.Select(Cut)]);
        Assert.True(limited < cut - 15, $"{limited:0.0} dB of the sound, where cutting leaves {cut:0.0} dB");
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void The_gain_comes_back_and_then_nothing_is_changed(int rate)
    {
        var limiter = new SoftLimiter();
        Limited(limiter, Voices(rate, 0, 32000));
        int[] faint = Voices(rate, 1, 1000);
        double before = Energy(Limited(limiter, faint));
        for (int tick = 0; tick < 20; tick++)
        {
            double now = Energy(Limited(limiter, faint));
            Assert.True(now >= before, "the gain never goes down while all fits");
            before = now;
        }

        Assert.Equal(faint, Limited(limiter, faint));
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void The_gain_comes_back_as_fast_while_nobody_hears_by_it(int rate)
    {
        var (hearing, resting) = (new SoftLimiter(), new SoftLimiter());
        Limited(hearing, Voices(rate, 0, 32000));
        resting.Follow(hearing);
        int[] faint = Voices(rate, 1, 1000);
        for (int tick = 0; tick < 5; tick++)
        {
            Limited(hearing, faint);
            resting.Rest();
        }

        Assert.Equal(Limited(hearing, faint), Limited(resting, faint));
        for (int tick = 0; tick < 20; tick++)
            resting.Rest();
        Assert.Equal(faint, Limited(resting, faint));
    }

    [Fact]
    public void Whatever_the_sum_no_sample_changes_its_sign_or_grows()
    {
        var random = new Random(7);
        var limiter = new SoftLimiter();
        for (int tick = 0; tick < 500; tick++)
        {
            int most = 1 << random.Next(8, 24);
            int[] sum = [.. Enumerable.Range(0, 160).Select(_ => random.Next(-most, most))];
            int[] heard = Limited(limiter, sum);
            Assert.All(sum.Zip(heard), pair => Assert.InRange(pair.Second, Math.Min(0, pair.First), Math.Max(0, pair.First)));
        }
    }

    [Fact]
    public void Who_follows_another_goes_on_with_his_gain()
    {
        var (first, second) = (new SoftLimiter(), new SoftLimiter());
        Limited(first, Voices(8000, 0, 32000));
        second.Follow(first);
        int[] next = Voices(8000, 1, 32000);
        Assert.Equal(Limited(first, next), Limited(second, next));
    }

    private static int[] Limited(SoftLimiter limiter, int[] sum)
    {
        var heard = new short[sum.Length];
        limiter.Limit(sum, heard);
        return [.. heard.Select(sample => (int)sample)];
    }

    private static int[] Voices(int rate, int frame, double amplitude) =>
    [
        .. Enumerable.Range(frame * rate / 50, rate / 50).Select(i =>
            (int)new[] { 300.0, 500, 700 }.Sum(hz => amplitude * Math.Sin(2 * Math.PI * hz * i / rate))),
    ];

    /// <summary>What is not the sound itself at some gain, in dB of it.</summary>
    private static double Distortion(int[] sum, int[] heard)
    {
        double gain = sum.Zip(heard, (a, b) => (double)a * b).Sum() / Energy(sum);
        return 10 * Math.Log10(Energy([.. sum.Zip(heard, (a, b) => b - (gain * a))]) / (gain * gain * Energy(sum)));
    }

    private static double Energy(int[] samples) => samples.Sum(sample => (double)sample * sample);

    private static double Energy(double[] samples) => samples.Sum(sample => sample * sample);

    private static int Cut(int sample) => Math.Clamp(sample, short.MinValue, short.MaxValue);
}
