namespace Conferencing.Media.Prompts;

/// <summary>Tones as samples: pure functions of frequency, length and level.</summary>
public static class Tone
{
    private const int SampleRateHz = 8000;

    /// <summary>Samples over which a tone rises and falls, so that it does not click: 5 ms.</summary>
    private const int Ramp = SampleRateHz / 200;

    /// <summary>A sine tone, 8 kHz mono.</summary>
    /// <param name="levelDbov">RMS level relative to overload, for example −20; a full-scale sine is −3.</param>
    public static short[] Sine(double frequencyHz, TimeSpan duration, double levelDbov)
    {
        var samples = new short[(int)(duration.TotalSeconds * SampleRateHz)];
        double amplitude = Math.Min(short.MaxValue, 32768 * Math.Sqrt(2) * Math.Pow(10, levelDbov / 20));
        for (int i = 0; i < samples.Length; i++)
        {
            double edge = Math.Min(1, (Math.Min(i, samples.Length - 1 - i) + 0.5) / Ramp);
            samples[i] = (short)Math.Round(edge * amplitude * Math.Sin(2 * Math.PI * frequencyHz * i / SampleRateHz));
        }

        return samples;
    }

    /// <summary>The warning before a session ends: <paramref name="count"/> short beeps.</summary>
    public static short[] Warning(int count = 3, double frequencyHz = 880)
    {
        var beep = Sine(frequencyHz, TimeSpan.FromMilliseconds(200), -20);
        var samples = new short[count * beep.Length * 2];
        for (int i = 0; i < count; i++)
            beep.CopyTo(samples.AsSpan(i * 2 * beep.Length));
        return samples;
    }
}
