using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media;

/// <summary>The resampler measured with sines: what passes passes unchanged, what must not be there is 70 dB down.</summary>
public sealed class ResamplerTests
{
    private const double Amplitude = 10000;

    public static TheoryData<int, int> Pairs => new() { { 8000, 16000 }, { 8000, 48000 }, { 16000, 48000 }, { 16000, 8000 }, { 48000, 8000 }, { 48000, 16000 } };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void The_pass_band_is_flat(int from, int to)
    {
        double edge = PassBand(Math.Min(from, to));
        for (double frequency = 100; frequency <= edge; frequency += 100)
            Assert.InRange(Decibels(frequency, from, to, at: frequency), -0.1, 0.1);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Images_and_aliases_are_70_dB_down(int from, int to)
    {
        int low = Math.Min(from, to);
        double edge = PassBand(low);
        if (to > from)
        {
            // Images of a tone f lie at k·from ± f.
            for (double frequency = 300; frequency <= edge; frequency += 310)
            {
                for (int k = 1; k * from <= to / 2; k++)
                {
                    Assert.InRange(Decibels(frequency, from, to, at: (k * from) - frequency), double.NegativeInfinity, -70);
                    if ((k * from) + frequency < to / 2)
                        Assert.InRange(Decibels(frequency, from, to, at: (k * from) + frequency), double.NegativeInfinity, -70);
                }
            }
        }
        else
        {
            // A tone that the lower rate cannot carry must not come back as another; between the edges it may, above the pass band.
            for (double frequency = low - edge; frequency < from / 2; frequency += 310)
                Assert.InRange(Decibels(frequency, from, to, at: Alias(frequency, low)), double.NegativeInfinity, -70);
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void There_and_back_is_the_same_sound_later(int from, int to)
    {
        if (to < from)
            return;

        var up = new Resampler(from, to);
        var down = new Resampler(to, from);
        var random = new Random(3);
        double delay = up.DelaySamples + (down.DelaySamples * from / to);
        var input = new short[from / 50];
        var wide = new short[to / 50];
        var output = new short[from / 50];
        double signal = 0;
        double error = 0;
        double[] tones = [.. Enumerable.Range(0, 8).Select(_ => 200 + (random.NextDouble() * (PassBand(from) - 200)))];
        for (int frame = 0; frame < 20; frame++)
        {
            for (int i = 0; i < input.Length; i++)
                input[i] = (short)Math.Round(Chord((frame * input.Length) + i));
            up.Resample(input, wide);
            down.Resample(wide, output);
            for (int i = 0; frame > 1 && i < output.Length; i++)
            {
                double expected = Chord((frame * input.Length) + i - delay);
                signal += expected * expected;
                error += Math.Pow(output[i] - expected, 2);
            }
        }

        Assert.InRange(10 * Math.Log10(signal / error), 60, double.PositiveInfinity);

        double Chord(double sample) => tones.Sum(tone => 2000 * Math.Sin(2 * Math.PI * tone * sample / from));
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Full_scale_does_not_wrap(int from, int to)
    {
        var resampler = new Resampler(from, to);
        var input = new short[from / 50];
        var output = new short[to / 50];
        for (int i = 0; i < input.Length; i++)
            input[i] = i * 500 / from % 2 == 0 ? short.MaxValue : short.MinValue;
        resampler.Resample(input, output);
        var middle = output.AsSpan(output.Length / 4, output.Length / 8);
        Assert.Contains(short.MaxValue, output);
        for (int i = 1; i < middle.Length; i++)
            Assert.True(Math.Abs(middle[i] - middle[i - 1]) < 66_000);
    }

    [Fact]
    public void A_copy_goes_on_without_a_seam()
    {
        var first = new Resampler(8000, 48000);
        var second = new Resampler(8000, 48000);
        var sound = Sine(1000, 8000, 320);
        var expected = new short[960];
        var actual = new short[960];
        second.Resample(Sine(300, 8000, 160), actual);
        first.Resample(sound.AsSpan(0, 160), expected);
        second.CopyFrom(first);
        first.Resample(sound.AsSpan(160), expected);
        second.Resample(sound.AsSpan(160), actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Silence_after_sound_is_silence_within_a_frame()
    {
        var resampler = new Resampler(8000, 16000);
        var output = new short[320];
        resampler.Resample(Sine(1000, 8000, 160), output);
        Assert.False(resampler.IsSilent);
        resampler.Resample(new short[160], output);
        Assert.True(resampler.IsSilent);
        Assert.Equal(0, output[^1]);
    }

    /// <summary>The last frequency that passes unchanged, Hz: telephone band at 8 kHz, that of G.722 at 16 kHz.</summary>
    private static double PassBand(int rateHz) => rateHz == 8000 ? 3300 : 7000;

    private static double Alias(double frequency, int rateHz) => Math.Abs(frequency - (Math.Round(frequency / rateHz) * rateHz));

    /// <summary>How strong the output is at a frequency, relative to the input's tone.</summary>
    private static double Decibels(double frequency, int from, int to, double at)
    {
        const int Frames = 12;
        var resampler = new Resampler(from, to);
        var sound = Sine(frequency, from, Frames * from / 50);
        var output = new short[Frames * to / 50];
        for (int i = 0; i < Frames; i++)
            resampler.Resample(sound.AsSpan(i * from / 50, from / 50), output.AsSpan(i * to / 50, to / 50));
        var settled = output.AsSpan(2 * to / 50);
        double real = 0;
        double imaginary = 0;
        double weight = 0;
        for (int i = 0; i < settled.Length; i++)
        {
            // Blackman–Harris: side lobes at −92 dB, so that what is measured is the resampler's.
            double x = 2 * Math.PI * (i + 0.5) / settled.Length;
            double window = 0.35875 - (0.48829 * Math.Cos(x)) + (0.14128 * Math.Cos(2 * x)) - (0.01168 * Math.Cos(3 * x));
            real += window * settled[i] * Math.Cos(2 * Math.PI * at * i / to);
            imaginary += window * settled[i] * Math.Sin(2 * Math.PI * at * i / to);
            weight += window;
        }

        double amplitude = 2 * Math.Sqrt((real * real) + (imaginary * imaginary)) / weight;
        return 20 * Math.Log10(Math.Max(amplitude, 1e-9) / Amplitude);
    }

    private static short[] Sine(double frequency, int rateHz, int length)
    {
        var samples = new short[length];
        for (int i = 0; i < length; i++)
            samples[i] = (short)Math.Round(Amplitude * Math.Sin(2 * Math.PI * frequency * i / rateHz));
        return samples;
    }
}
