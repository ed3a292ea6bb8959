namespace Conferencing.Media.Prompts;

/// <summary>
/// Music for who waits: a slow pentatonic melody over a soft fifth, made of decaying sines. A pure function; play it over and over.
/// </summary>
public static class MusicOnHold
{
    private const int SampleRateHz = 8000;

    /// <summary>Quiet: a waiting room is no concert.</summary>
    private const double LevelDbov = -30;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(600);

    /// <summary>Semitones above A3, a note a beat; −1 rests. The scale is A, B, D, E, F sharp: no step of it jars.</summary>
    private static readonly int[] Melody =
        [12, -1, 9, 7, 5, -1, 7, -1, 9, 12, 14, -1, 12, -1, 9, -1, 7, -1, 5, 7, 9, -1, 5, -1, 2, 5, 7, -1, 5, -1, -1, -1];

    /// <summary>8 kHz mono, some 19 seconds whose end fits their beginning.</summary>
    public static short[] Samples()
    {
        int beat = (int)(Beat.TotalSeconds * SampleRateHz);
        var sum = new double[Melody.Length * beat];
        for (int i = 0; i < Melody.Length; i++)
        {
            if (Melody[i] >= 0)
                Pluck(sum, i * beat, Frequency(Melody[i]), 1.0, 1.1);
            if (i % 8 == 0)
            {
                Pluck(sum, i * beat, Frequency(-7), 0.5, 3.5);
                Pluck(sum, i * beat, Frequency(0), 0.35, 3.5);
            }
        }

        return ToLevel(sum);
    }

    private static double Frequency(int semitones) => 220 * Math.Pow(2, semitones / 12.0);

    /// <summary>Adds a note that decays; what sounds on past the end goes on at the beginning.</summary>
    private static void Pluck(double[] sum, int at, double frequencyHz, double strength, double seconds)
    {
        int length = (int)(seconds * 2 * SampleRateHz);
        for (int i = 0; i < length; i++)
        {
            double time = (double)i / SampleRateHz;
            double rise = Math.Min(1, time / 0.02);
            double fall = Math.Exp(-2.5 * time / seconds) * (1 - ((double)i / length));
            double phase = 2 * Math.PI * frequencyHz * time;
            sum[(at + i) % sum.Length] += strength * rise * fall * (Math.Sin(phase) + (0.2 * Math.Sin(2 * phase)));
        }
    }

    private static short[] ToLevel(double[] sum)
    {
        double rms = Math.Sqrt(sum.Average(sample => sample * sample));
        double gain = 32768 * Math.Pow(10, LevelDbov / 20) / rms;
        return [.. sum.Select(sample => (short)Math.Clamp(Math.Round(sample * gain), short.MinValue, short.MaxValue))];
    }
}
