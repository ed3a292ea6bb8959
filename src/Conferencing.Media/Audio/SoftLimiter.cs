using System.Numerics;
using System.Runtime.InteropServices;

namespace Conferencing.Media.Audio;

/// <summary>
/// Brings a sum of voices within 16 bits by lowering the gain around its peaks, where cutting them off would crackle whenever several
/// speak loudly at once. What fits passes bit for bit. One serves one listener, or all who hear the same: it remembers its gain.
/// </summary>
public sealed class SoftLimiter
{
    /// <summary>A frame of 20 ms is looked at millisecond by millisecond.</summary>
    private const int Parts = 20;

    /// <summary>By how much the gain comes back in a millisecond: 6 dB in 200 ms.</summary>
    private const float Release = 1.00346f;

    private float _gain = 1;

    /// <summary>Goes on where another is.</summary>
    public void Follow(SoftLimiter other) => _gain = other._gain;

    /// <summary>A frame passes in which nobody hears by it: its gain comes back all the same.</summary>
    public void Rest()
    {
        for (int part = 0; part < Parts && _gain < 1; part++)
            _gain = Risen(_gain);
    }

    /// <param name="sum">A frame of 20 ms at any rate.</param>
    /// <param name="heard">As many samples.</param>
    public void Limit(ReadOnlySpan<int> sum, Span<short> heard)
    {
        if (_gain == 1 && Peak(sum) <= short.MaxValue)
            Narrow(sum, heard);
        else
            Lower(sum, heard);
    }

    /// <summary>The gain is down before a peak comes; only one in the frame's first millisecond has to be cut while it is on its way.</summary>
    private void Lower(ReadOnlySpan<int> sum, Span<short> heard)
    {
        float fits = Fits(Part(sum, 0));
        for (int part = 0; part < Parts; part++)
        {
            float nextFits = part + 1 < Parts ? Fits(Part(sum, part + 1)) : fits;
            float to = Math.Min(Math.Min(fits, nextFits), Risen(_gain));
            Glide(Part(sum, part), heard[Start(heard.Length, part)..], _gain, to);
            (_gain, fits) = (to, nextFits);
        }
    }

    private static float Risen(float gain) => Math.Min(1, gain * Release);

    private static void Glide(ReadOnlySpan<int> sum, Span<short> heard, float from, float to)
    {
        float step = (to - from) / Math.Max(1, sum.Length);
        for (int i = 0; i < sum.Length; i++)
            heard[i] = (short)Math.Clamp(sum[i] * (from + (step * (i + 1))), short.MinValue, short.MaxValue);
    }

    /// <summary>The highest gain with which it fits.</summary>
    private static float Fits(ReadOnlySpan<int> sum) => Peak(sum) is > short.MaxValue and var peak ? short.MaxValue / (float)peak : 1;

    private static ReadOnlySpan<int> Part(ReadOnlySpan<int> sum, int part) => sum[Start(sum.Length, part)..Start(sum.Length, part + 1)];

    private static int Start(int length, int part) => length * part / Parts;

    /// <summary>How far it goes from 0; a negative sample counts one less, as 16 bits reach one further down than up.</summary>
    private static int Peak(ReadOnlySpan<int> sum)
    {
        var vectors = MemoryMarshal.Cast<int, Vector<int>>(sum);
        var most = Vector<int>.Zero;
        foreach (var vector in vectors)
            most = Vector.Max(most, vector ^ (vector >> 31));
        int peak = 0;
        for (int lane = 0; lane < Vector<int>.Count; lane++)
            peak = Math.Max(peak, most[lane]);
        foreach (int sample in sum[(vectors.Length * Vector<int>.Count)..])
            peak = Math.Max(peak, sample ^ (sample >> 31));
        return peak;
    }

    private static void Narrow(ReadOnlySpan<int> sum, Span<short> heard)
    {
        var sums = MemoryMarshal.Cast<int, Vector<int>>(sum);
        var narrowed = MemoryMarshal.Cast<short, Vector<short>>(heard);
        for (int v = 0; v < narrowed.Length; v++)
            narrowed[v] = Vector.Narrow(sums[2 * v], sums[(2 * v) + 1]);
        for (int i = narrowed.Length * Vector<short>.Count; i < heard.Length; i++)
            heard[i] = (short)sum[i];
    }
}
