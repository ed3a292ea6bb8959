using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media.Simulation;

/// <summary>
/// Sound that rises and falls as speech does, and the noise of a room, from a seed: syllables of voiced harmonics with a gliding pitch, pauses
/// between words and sentences. No speech, but what levels, gaps and likeness are measured of behaves like it.
/// </summary>
internal static class SimulatedVoice
{
    /// <summary>A while of speech whose loud parts have a level (ITU-T P.56 active level, nearly), with a room's noise under it.</summary>
    public static short[] Speech(int seed, double seconds, int rateHz, double dbov, double noiseDbov = -80)
    {
        var random = new Random(seed);
        int length = (int)(seconds * rateHz);
        var envelope = Envelope(random, length, rateHz);
        var voiced = Voiced(random, envelope, rateHz);
        double power = voiced.Where((_, i) => envelope[i] > 0.2).Average(sample => sample * sample);
        double scale = 32768 * Math.Pow(10, dbov / 20) / Math.Sqrt(power);
        double noise = 32768 * Math.Pow(10, noiseDbov / 20) * Math.Sqrt(3);
        return [.. voiced.Select(sample => Clip((sample * scale) + (noise * ((2 * random.NextDouble()) - 1))))];
    }

    /// <summary>A while of nothing but noise, coloured as a fan's when it hums.</summary>
    public static short[] Noise(int seed, double seconds, int rateHz, double dbov, bool hums = false)
    {
        var random = new Random(seed);
        var sound = new double[(int)(seconds * rateHz)];
        double slow = 0;
        for (int i = 0; i < sound.Length; i++)
        {
            double white = (2 * random.NextDouble()) - 1;
            slow = hums ? (0.95 * slow) + (0.05 * white) : white;
            sound[i] = slow;
        }

        double scale = 32768 * Math.Pow(10, dbov / 20) / Math.Sqrt(sound.Average(sample => sample * sample));
        return [.. sound.Select(sample => Clip(sample * scale))];
    }

    public static double Dbov(ReadOnlySpan<short> sound) => LevelMeter.Dbov(LevelMeter.SumOfSquares(sound), sound.Length);

    /// <summary>The mean power of the frames of 20 ms that are not in pauses.</summary>
    public static double ActiveDbov(ReadOnlySpan<short> sound, int rateHz, double pausesDbov)
    {
        double squares = 0;
        int samples = 0;
        for (int at = 0; at + (rateHz / 50) <= sound.Length; at += rateHz / 50)
        {
            var frame = sound.Slice(at, rateHz / 50);
            if (Dbov(frame) < pausesDbov)
                continue;
            squares += LevelMeter.SumOfSquares(frame);
            samples += frame.Length;
        }

        return LevelMeter.Dbov(squares, samples);
    }

    /// <summary>One period of twelve harmonics.</summary>
    private static readonly double[] Period = [.. Enumerable.Range(0, 8192).Select(i => Enumerable.Range(1, 12).Sum(k => Math.Sin((2 * Math.PI * k * i / 8192) + k) / k))];

    private static double[] Envelope(Random random, int length, int rateHz)
    {
        var envelope = new double[length];
        for (int at = rateHz / 20; at < length;)
        {
            for (int word = random.Next(1, 5); word > 0 && at < length; word--)
            {
                int syllable = rateHz * random.Next(120, 260) / 1000;
                double loudness = 0.5 + (0.5 * random.NextDouble());
                for (int i = 0; i < syllable && at + i < length; i++)
                    envelope[at + i] = loudness * Math.Pow(Math.Sin(Math.PI * i / syllable), 0.6);
                at += syllable + (rateHz * random.Next(10, 60) / 1000);
            }

            at += rateHz * (random.Next(4) == 0 ? random.Next(300, 800) : random.Next(40, 200)) / 1000;
        }

        return envelope;
    }

    private static double[] Voiced(Random random, double[] envelope, int rateHz)
    {
        var sound = new double[envelope.Length];
        double phase = 0;
        double pitch = 110 + random.Next(100);
        double glide = 0;
        for (int i = 0; i < sound.Length; i++)
        {
            if (i % (rateHz / 10) == 0)
                glide = (random.NextDouble() - 0.5) * 60 / rateHz;
            pitch = Math.Clamp(pitch + glide, 100, 240);
            phase += pitch / rateHz;
            phase -= Math.Floor(phase);
            sound[i] = envelope[i] == 0 ? 0 : envelope[i] * Period[(int)(phase * Period.Length)];
        }

        return sound;
    }

    private static short Clip(double sample) => (short)Math.Clamp(Math.Round(sample), short.MinValue, short.MaxValue);
}
