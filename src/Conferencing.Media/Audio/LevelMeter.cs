using System.Numerics;
using System.Runtime.InteropServices;

namespace Conferencing.Media.Audio;

/// <summary>RMS level of one leg and whether it speaks, with hysteresis.</summary>
public sealed class LevelMeter
{
    public const int Silence = -127;

    /// <summary>A frame at least this loud begins speech, dBov. Telephone speech averages about −26.</summary>
    private const double StartDbov = -42;

    /// <summary>Speech ends when every frame is softer than this for <see cref="HangoverFrames"/>.</summary>
    private const double StopDbov = -48;

    /// <summary>Loud frames in a row that make speech: 60 ms, so that a click is none.</summary>
    private const int AttackFrames = 3;

    /// <summary>500 ms: a pause between words is no end.</summary>
    private const int HangoverFrames = 25;

    private double _squares;
    private int _samples;
    private int _loudFrames;
    private int _quietFrames;

    public bool Speaking { get; private set; }

    /// <summary>Level of the last frame as it will be heard, dBov, for comparing speakers.</summary>
    public double FrameDbov { get; private set; } = Silence;

    /// <summary>Level of the last frame as it came, dBov.</summary>
    public double PlainDbov { get; private set; } = Silence;

    /// <summary>Measures a frame. False when there is nothing in it.</summary>
    /// <param name="gainDb">What will be added to it before it is heard.</param>
    public bool Add(ReadOnlySpan<short> frame, double gainDb = 0) => Add(SumOfSquares(frame), frame.Length, gainDb);

    /// <summary>The same of a frame that is not decoded.</summary>
    public bool Add(double squares, int samples, double gainDb)
    {
        _squares += squares;
        _samples += samples;
        PlainDbov = Dbov(squares, samples);
        Follow(PlainDbov + gainDb);
        return squares > 0;
    }

    /// <summary>Measures a frame of comfort noise: it is heard, and nobody speaks. False when there is nothing in it.</summary>
    public bool AddNoise(ReadOnlySpan<short> frame)
    {
        double squares = SumOfSquares(frame);
        _squares += squares;
        _samples += frame.Length;
        PlainDbov = Silence;
        Follow(Silence);
        return squares > 0;
    }

    /// <summary>What was measured is not heard, and is no speech.</summary>
    public void Hush()
    {
        _loudFrames = 0;
        Speaking = false;
        FrameDbov = Silence;
    }

    /// <summary>A frame without any sound.</summary>
    public void AddSilence(int samples)
    {
        _samples += samples;
        Follow(Silence);
    }

    /// <summary>RMS since the last time this was asked: 0 to −127 dBov.</summary>
    public int TakeLevel()
    {
        int level = (int)Math.Round(Dbov(_squares, _samples));
        _squares = 0;
        _samples = 0;
        return level;
    }

    /// <summary>The leg was muted: it does not speak.</summary>
    public void Reset()
    {
        _squares = 0;
        _samples = 0;
        _loudFrames = 0;
        _quietFrames = 0;
        Speaking = false;
        FrameDbov = Silence;
    }

    /// <summary>0 dBov is the power of a full-scale square wave (RFC 6464 appendix A).</summary>
    internal static double Dbov(double sumOfSquares, int samples)
    {
        if (samples == 0 || sumOfSquares <= 0)
            return Silence;

        return Math.Clamp(10 * Math.Log10(sumOfSquares / samples / (32768.0 * 32768.0)), Silence, 0);
    }

    internal static double SumOfSquares(ReadOnlySpan<short> frame)
    {
        var vectors = MemoryMarshal.Cast<short, Vector<short>>(frame);
        var sums = Vector<ulong>.Zero;
        foreach (var samples in vectors)
        {
            // Two squares together fit 32 bits without a sign.
            Vector.Widen(samples, out var low, out var high);
            Vector.Widen(Vector.AsVectorUInt32((low * low) + (high * high)), out var even, out var odd);
            sums += even + odd;
        }

        long sum = (long)Vector.Sum(sums);
        foreach (short sample in frame[(vectors.Length * Vector<short>.Count)..])
            sum += sample * sample;
        return sum;
    }

    private void Follow(double dbov)
    {
        FrameDbov = dbov;
        _loudFrames = dbov >= StartDbov ? _loudFrames + 1 : 0;
        _quietFrames = dbov < StopDbov ? _quietFrames + 1 : 0;
        if (_loudFrames >= AttackFrames)
            Speaking = true;
        else if (_quietFrames >= HangoverFrames)
            Speaking = false;
    }
}
