using System.Numerics;
using System.Runtime.InteropServices;

namespace Conferencing.Media.Audio;

/// <summary>
/// The sum of all contributions in 32 bits, from which each listener's own is taken off; limited once, at the end.
/// So no order of participants can be heard, and nobody hears himself however loud the others are.
/// </summary>
public sealed class AudioMixer
{
    private readonly int[] _total;
    private readonly int[] _others;

    public AudioMixer(int frameSamples) => (_total, _others) = (new int[frameSamples], new int[frameSamples]);

    /// <summary>Begins the next frame.</summary>
    public void Clear() => Array.Clear(_total);

    /// <param name="frame">As many samples as a frame has.</param>
    public void Add(ReadOnlySpan<short> frame)
    {
        int i = 0;
        if (frame.Length >= Vector<short>.Count)
        {
            var sums = MemoryMarshal.Cast<int, Vector<int>>(_total.AsSpan());
            var frames = MemoryMarshal.Cast<short, Vector<short>>(frame);
            for (int v = 0; v < frames.Length; v++)
            {
                Vector.Widen(frames[v], out var low, out var high);
                sums[2 * v] += low;
                sums[(2 * v) + 1] += high;
            }

            i = frames.Length * Vector<short>.Count;
        }

        for (; i < frame.Length; i++)
            _total[i] += frame[i];
    }

    /// <summary>What a listener hears who contributes nothing.</summary>
    public void HearAll(SoftLimiter limiter, Span<short> heard) => limiter.Limit(_total, heard);

    /// <summary>What a listener hears: everything but his own frame.</summary>
    public void HearOthers(ReadOnlySpan<short> own, SoftLimiter limiter, Span<short> heard)
    {
        var sums = MemoryMarshal.Cast<int, Vector<int>>(_total.AsSpan());
        var owns = MemoryMarshal.Cast<short, Vector<short>>(own);
        var others = MemoryMarshal.Cast<int, Vector<int>>(_others.AsSpan());
        for (int v = 0; v < owns.Length; v++)
        {
            Vector.Widen(owns[v], out var low, out var high);
            others[2 * v] = sums[2 * v] - low;
            others[(2 * v) + 1] = sums[(2 * v) + 1] - high;
        }

        for (int i = owns.Length * Vector<short>.Count; i < own.Length; i++)
            _others[i] = _total[i] - own[i];
        limiter.Limit(_others, heard);
    }

    /// <summary>The same with a prompt that only he hears.</summary>
    public void HearOthers(ReadOnlySpan<short> own, ReadOnlySpan<short> prompt, SoftLimiter limiter, Span<short> heard)
    {
        for (int i = 0; i < own.Length; i++)
            _others[i] = _total[i] - own[i] + prompt[i];
        limiter.Limit(_others, heard);
    }

    /// <summary>Adds something to what is heard already, outside the sum.</summary>
    public static void HearBesides(ReadOnlySpan<short> frame, Span<short> heard)
    {
        for (int i = 0; i < heard.Length; i++)
            heard[i] = (short)Math.Clamp(heard[i] + frame[i], short.MinValue, short.MaxValue);
    }
}
