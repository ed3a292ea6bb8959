using System.Numerics;
using System.Runtime.InteropServices;

namespace Conferencing.Media.Audio;

/// <summary>
/// Changes the sample rate by a whole factor, up or down, with a linear-phase filter in polyphase form (Kaiser window, 80 dB).
/// Between 8, 16 and 48 kHz only. Remembers the samples before, so that frames join without a seam; knows no clock.
/// </summary>
public sealed class Resampler
{
    /// <summary>Samples of 20 ms at 48 kHz, the most taken at once.</summary>
    private const int MaxInput = 960;

    private readonly FilterBank _bank;
    private readonly int _up;
    private readonly int _down;
    private readonly float[] _input;

    public Resampler(int fromHz, int toHz)
    {
        FromHz = fromHz;
        ToHz = toHz;
        _up = Math.Max(1, toHz / fromHz);
        _down = Math.Max(1, fromHz / toHz);
        if (fromHz * _up != toHz * _down)
            throw new System.Diagnostics.UnreachableException($"There is no way from {fromHz} to {toHz} Hz here.");

        _bank = FilterBank.Of(fromHz, toHz);
        _input = new float[_bank.Taps - 1 + MaxInput];
    }

    public int FromHz { get; }

    public int ToHz { get; }

    /// <summary>Samples of the input by which the output is late.</summary>
    public double DelaySamples => ((_bank.Taps * _up) - 1) / 2.0 / _up;

    /// <summary>True when nothing but silence is remembered.</summary>
    public bool IsSilent => !_input.AsSpan(0, _bank.Taps - 1).ContainsAnyExcept(0f);

    /// <summary>Turns a frame into one of the other rate.</summary>
    public void Resample(ReadOnlySpan<short> input, Span<short> output)
    {
        int past = _bank.Taps - 1;
        var fresh = _input.AsSpan(past, input.Length);
        for (int i = 0; i < input.Length; i++)
            fresh[i] = input[i];

        if (_down == 1)
            Interpolate(output);
        else
            Decimate(output);
        _input.AsSpan(input.Length, past).CopyTo(_input);
    }

    /// <summary>Goes on as another of the same rates would.</summary>
    public void CopyFrom(Resampler other) => other._input.AsSpan(0, _bank.Taps - 1).CopyTo(_input);

    public void Reset() => _input.AsSpan(0, _bank.Taps - 1).Clear();

    private void Interpolate(Span<short> output)
    {
        for (int phase = 0; phase < _up; phase++)
        {
            var taps = MemoryMarshal.Cast<float, Vector<float>>(_bank.Phase(phase));
            for (int at = 0, to = phase; to < output.Length; at++, to += _up)
                output[to] = Round(Dot(taps, at));
        }
    }

    private void Decimate(Span<short> output)
    {
        var taps = MemoryMarshal.Cast<float, Vector<float>>(_bank.Phase(0));
        for (int to = 0; to < output.Length; to++)
            output[to] = Round(Dot(taps, to * _down));
    }

    private float Dot(ReadOnlySpan<Vector<float>> taps, int at)
    {
        var samples = MemoryMarshal.Cast<float, Vector<float>>(_input.AsSpan(at, _bank.Taps));
        var even = Vector<float>.Zero;
        var odd = Vector<float>.Zero;
        for (int i = 0; i + 1 < taps.Length; i += 2)
        {
            even = Vector.FusedMultiplyAdd(taps[i], samples[i], even);
            odd = Vector.FusedMultiplyAdd(taps[i + 1], samples[i + 1], odd);
        }

        return Vector.Sum(even + odd);
    }

    private static short Round(float sample) => (short)Math.Clamp(MathF.Round(sample), short.MinValue, short.MaxValue);
}
