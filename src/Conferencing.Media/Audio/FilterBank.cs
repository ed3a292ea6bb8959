namespace Conferencing.Media.Audio;

/// <summary>
/// The low-pass filter between two sample rates, one set of taps for each phase. Designed once for each pair, in code: a sinc
/// under a Kaiser window, half an amplitude at the lower rate's Nyquist frequency.
/// </summary>
internal sealed class FilterBank
{
    /// <summary>Shape of the window: 80 dB of stop band.</summary>
    private const double Beta = 7.9;

    // Taps for each sample of the lower rate. At 8 kHz the pass band ends at 3.4 kHz, at 16 kHz at 7 kHz (G.722's).
    private const int TapsAt8 = 32;
    private const int TapsAt16 = 48;

    private static readonly FilterBank From8To16 = new(TapsAt8, up: 2, down: 1);
    private static readonly FilterBank From8To48 = new(TapsAt8, up: 6, down: 1);
    private static readonly FilterBank From16To48 = new(TapsAt16, up: 3, down: 1);
    private static readonly FilterBank From16To8 = new(TapsAt8, up: 1, down: 2);
    private static readonly FilterBank From48To8 = new(TapsAt8, up: 1, down: 6);
    private static readonly FilterBank From48To16 = new(TapsAt16, up: 1, down: 3);

    private readonly float[] _taps;

    private FilterBank(int taps, int up, int down)
    {
        int factor = Math.Max(up, down);
        var filter = LowPass(taps * factor, factor);
        Taps = taps * down;
        _taps = new float[filter.Length];
        for (int phase = 0; phase < up; phase++)
        {
            // In the order of the samples, oldest first: phase p of the interpolator is filter[p], filter[p + up], … backwards.
            for (int i = 0; i < Taps; i++)
                _taps[(phase * Taps) + i] = (float)(filter[phase + (up * (Taps - 1 - i))] * up);
        }
    }

    /// <summary>Taps of one phase: a multiple of 16.</summary>
    public int Taps { get; }

    public static FilterBank Of(int fromHz, int toHz) => (fromHz, toHz) switch
    {
        (8000, 16000) => From8To16,
        (8000, 48000) => From8To48,
        (16000, 48000) => From16To48,
        (16000, 8000) => From16To8,
        (48000, 8000) => From48To8,
        (48000, 16000) => From48To16,
        _ => throw new System.Diagnostics.UnreachableException($"There is no filter from {fromHz} to {toHz} Hz."),
    };

    public ReadOnlySpan<float> Phase(int phase) => _taps.AsSpan(phase * Taps, Taps);

    /// <summary>Cut off at 1/(2·factor) of the rate; the sum is 1.</summary>
    private static double[] LowPass(int length, int factor)
    {
        var filter = new double[length];
        double middle = (length - 1) / 2.0;
        for (int i = 0; i < length; i++)
        {
            double x = (i - middle) / factor;
            double sinc = x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
            double edge = (i - middle) / middle;
            filter[i] = sinc * Bessel(Beta * Math.Sqrt(1 - (edge * edge))) / Bessel(Beta) / factor;
        }

        double sum = filter.Sum();
        return [.. filter.Select(tap => tap / sum)];
    }

    /// <summary>Modified Bessel function of the first kind and order zero.</summary>
    private static double Bessel(double x)
    {
        double sum = 1;
        double term = 1;
        for (int i = 1; i < 40; i++)
        {
            term *= x / 2 / i;
            sum += term * term;
        }

        return sum;
    }
}
