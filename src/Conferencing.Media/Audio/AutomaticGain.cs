using System.Numerics;
using System.Runtime.InteropServices;

namespace Conferencing.Media.Audio;

/// <summary>
/// Brings one room's speech to the loudness of the others', slowly and within bounds. It learns from speech only, stands still in silence,
/// never raises what is between the words to where it would be heard, and takes its gain back for as long as a frame would clip.
/// </summary>
internal struct AutomaticGain()
{
    public const double Least = -12;
    public const double Most = 18;

    /// <summary>Where speech is brought to, dBov: the usual level of speech on the telephone (ITU-T P.56 active level).</summary>
    private const double Target = -26;

    /// <summary>So near it is left alone, dB.</summary>
    private const double Slack = 2;

    /// <summary>What a window of speech (1.28 s) may change, dB.</summary>
    private const double StepUp = 2;
    private const double StepDown = 4;

    /// <summary>What lies between the words is not raised above this, dBov.</summary>
    private const double NoiseCeiling = -52;

    /// <summary>Part by which a window of speech moves the estimate of its level.</summary>
    private const double Trust = 0.35;

    /// <summary>A frame this loud may have peaks at full scale, dBov.</summary>
    private const double MayClip = -24;

    /// <summary>Peaks are kept below this.</summary>
    private const float Ceiling = 30000;

    private double? _speech;
    private double _floor;
    private float _factor = 1;
    private float _applied = 1;

    /// <summary>0 until it has heard speech.</summary>
    public double GainDb { get; private set; }

    /// <summary>Learns from a window that has just been judged.</summary>
    /// <param name="mayRaise">False while what is heard is not the room's own.</param>
    public void Follow(in SoundWatch heard, bool mayRaise)
    {
        if (heard.Kind != SoundKind.Speech)
            return;

        // The floor is the softest lately; it comes up slowly, as a fan does.
        _floor = _speech is null ? heard.FloorDbov : Math.Min(heard.FloorDbov, _floor + 1);
        _speech = _speech is { } before ? before + ((heard.LevelDbov - before) * Trust) : heard.LevelDbov;
        double most = mayRaise ? Math.Clamp(NoiseCeiling - _floor, 0, Most) : 0;
        double step = Math.Clamp(Target - _speech.Value, Least, most) - GainDb;
        if (Math.Abs(step) <= Slack && GainDb <= most)
            return;

        GainDb += Math.Clamp(step, -StepDown, StepUp);
        _factor = (float)Math.Pow(10, GainDb / 20);
    }

    /// <summary>Back to no gain, over the next frame, as if no speech had been heard.</summary>
    public void Forget() => (_speech, _floor, GainDb, _factor) = (null, 0, 0, 1);

    /// <summary>Applies it to a frame of a level, from what the frame before had on.</summary>
    public void Apply(Span<short> frame, double frameDbov)
    {
        float factor = _factor;
        if (factor > 1 && frameDbov + GainDb > MayClip)
            factor = Math.Min(factor, Math.Max(1, Ceiling / Peak(frame)));

        // Down at once where it would clip; else gliding over the frame.
        if (factor < _applied && factor < _factor)
            _applied = factor;
        if (factor != _applied)
            Glide(frame, factor);
        else if (factor != 1)
            Multiply(frame, factor);
        _applied = factor;
    }

    private void Glide(Span<short> frame, float to)
    {
        float step = (to - _applied) / frame.Length;
        for (int i = 0; i < frame.Length; i++)
            frame[i] = (short)Math.Clamp(frame[i] * (_applied + (step * (i + 1))), short.MinValue, short.MaxValue);
    }

    private static void Multiply(Span<short> frame, float factor)
    {
        var vectors = MemoryMarshal.Cast<short, Vector<short>>(frame);
        for (int v = 0; v < vectors.Length; v++)
        {
            Vector.Widen(vectors[v], out var low, out var high);
            vectors[v] = Vector.NarrowWithSaturation(
                Vector.ConvertToInt32(Vector.ConvertToSingle(low) * factor), Vector.ConvertToInt32(Vector.ConvertToSingle(high) * factor));
        }

        for (int i = vectors.Length * Vector<short>.Count; i < frame.Length; i++)
            frame[i] = (short)Math.Clamp(frame[i] * factor, short.MinValue, short.MaxValue);
    }

    private static int Peak(ReadOnlySpan<short> frame)
    {
        int peak = 1;
        foreach (short sample in frame)
            peak = Math.Max(peak, Math.Abs((int)sample));
        return peak;
    }
}
