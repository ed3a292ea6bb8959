namespace Conferencing.RoomSimulator.Measuring;

/// <summary>Finds where a marker burst begins in what a room hears: the first of three 2.5 ms windows in a row that hold the tone.</summary>
internal sealed class MarkerEar(int rateHz = 8000)
{
    private const int WindowsNeeded = 3;
    private const int WindowsOfSilence = 8;
    private const double LeastAmplitude = 0.06;

    /// <summary>A pure tone puts all its energy into one bin; three people speaking over it leave it this share at least.</summary>
    private const double LeastShare = 0.3;

    private readonly int _window = rateHz / 400;
    private readonly double _coefficient = 2 * Math.Cos(2 * Math.PI * Markers.FrequencyHz / rateHz);

    private int _holding;
    private int _silent = WindowsOfSilence;

    /// <summary>Listens to one packet.</summary>
    /// <returns>The offset of a burst's first sample from the packet's first; negative when it lay in the packet before.</returns>
    public int? Listen(ReadOnlySpan<short> samples)
    {
        int? onset = null;
        for (int at = 0; at + _window <= samples.Length; at += _window)
        {
            if (!HoldsTone(samples.Slice(at, _window)))
            {
                _holding = 0;
                _silent++;
                continue;
            }
            _holding++;
            if (_holding == WindowsNeeded && _silent >= WindowsOfSilence) onset = at - ((WindowsNeeded - 1) * _window);
            if (_holding >= WindowsNeeded) _silent = 0;
        }
        return onset;
    }

    private bool HoldsTone(ReadOnlySpan<short> samples)
    {
        double s1 = 0, s2 = 0, energy = 0;
        foreach (short sample in samples)
        {
            double x = sample / 32768.0;
            energy += x * x;
            double s = x + (_coefficient * s1) - s2;
            s2 = s1;
            s1 = s;
        }
        double power = (s1 * s1) + (s2 * s2) - (_coefficient * s1 * s2);
        double amplitude = 2 * Math.Sqrt(Math.Max(power, 0)) / _window;
        return amplitude >= LeastAmplitude && amplitude * amplitude * _window / 2 >= LeastShare * energy;
    }
}
