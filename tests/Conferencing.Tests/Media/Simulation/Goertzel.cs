namespace Conferencing.Tests.Media.Simulation;

/// <summary>How much of one frequency is in a sound.</summary>
internal static class Goertzel
{
    /// <summary>Amplitude of a tone, averaged in power over windows of 100 ms, so that breaks in its phase do not hide it.</summary>
    public static double Amplitude(ReadOnlySpan<short> samples, double frequencyHz, int rateHz = 8000)
    {
        int window = rateHz / 10;
        int windows = samples.Length / window;
        double power = 0;
        for (int i = 0; i < windows; i++)
            power += Math.Pow(WindowAmplitude(samples.Slice(i * window, window), frequencyHz, rateHz), 2);
        return windows == 0 ? 0 : Math.Sqrt(power / windows);
    }

    private static double WindowAmplitude(ReadOnlySpan<short> samples, double frequencyHz, int rateHz)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * frequencyHz / rateHz);
        double before = 0;
        double last = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            // A Hann window keeps neighbouring tones apart.
            double hann = 0.5 - (0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / samples.Length));
            (before, last) = (last, (samples[i] * hann) + (coefficient * last) - before);
        }

        double squared = (last * last) + (before * before) - (coefficient * last * before);
        return 4 * Math.Sqrt(Math.Max(0, squared)) / samples.Length;
    }
}
