namespace Conferencing.RoomSimulator.Measuring;

/// <summary>Finds where a marker burst begins in what a room hears: the first of three 2.5 ms windows in a row that hold the tone.</summary>
internal sealed class MarkerEar
{
    private const int Window = 20;
    private const int WindowsNeeded = 3;
    private const int WindowsOfSilence = 8;
    private const double LeastAmplitude = 0.06;

    /// <summary>A pure tone puts all its energy into one bin; three people speaking over it leave it this share at least.</summary>
    private const double LeastShare = 0.3;

    private static readonly double Coefficient = 2 * Math.Cos(2 * Math.PI * Markers.FrequencyHz / 8000);

    private int _holding;
    private int _silent = WindowsOfSilence;

    /// <summary>Listens to one packet.</summary>
    /// <returns>The offset of a burst's first sample from the packet's first; negative when it lay in the packet before.</returns>
    public int? Listen(ReadOnlySpan<short> samples)
    {
        int? onset = null;
        for (int at = 0; at + Window <= samples.Length; at += Window)
        {
            if (!HoldsTone(samples.Slice(at, Window)))
            {
                _holding = 0;
                _silent++;
                continue;
            }
            _holding++;
            if (_holding == WindowsNeeded && _silent >= WindowsOfSilence) onset = at - ((WindowsNeeded - 1) * Window);
            if (_holding >= WindowsNeeded) _silent = 0;
        }
        return onset;
    }

    private static bool HoldsTone(ReadOnlySpan<short> samples)
    {
        double s1 = 0, s2 = 0, energy = 0;
        foreach (short sample in samples)
        {
            double x = sample / 32768.0;
            energy += x * x;
            double s = x + (Coefficient * s1) - s2;
            s2 = s1;
            s1 = s;
        }
        double power = (s1 * s1) + (s2 * s2) - (Coefficient * s1 * s2);
        double amplitude = 2 * Math.Sqrt(Math.Max(power, 0)) / Window;
        return amplitude >= LeastAmplitude && amplitude * amplitude * Window / 2 >= LeastShare * energy;
    }
}
