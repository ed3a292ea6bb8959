using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Conferencing.Media.Audio;

/// <summary>
/// The adaptive predictor and quantiser scale of one sub-band of ITU-T G.722 (blocks 3 and 4), the same in encoder and
/// decoder. Quantisers and filters are not here. A value: copying it copies the state.
/// </summary>
internal struct G722Band
{
    /// <summary>The logarithm's inverse, ILB of table 10.</summary>
    private static readonly short[] InverseLog =
    [
        2048, 2093, 2139, 2186, 2233, 2282, 2332, 2383, 2435, 2489, 2543, 2599, 2656, 2714, 2774, 2834,
        2896, 2960, 3025, 3091, 3158, 3228, 3298, 3371, 3444, 3520, 3597, 3676, 3756, 3838, 3922, 4008,
    ];

    /// <summary>The last six quantised differences, in the order of <see cref="_b"/>; two lanes are unused and stay 0.</summary>
    private Vector256<int> _d;

    /// <summary>Coefficients of the predictor's zeros.</summary>
    private Vector256<int> _b;
    private int _a1;
    private int _a2;
    private int _r1;
    private int _p1;
    private int _p2;
    private int _zeros;
    private int _logScale;

    public G722Band(int scale) => Scale = scale;

    /// <summary>Quantiser scale, DET.</summary>
    public int Scale { get; private set; }

    /// <summary>What is expected of the next sample.</summary>
    public int Prediction { get; private set; }

    /// <summary>Adapts the scale to a code: LOGSCL and SCALEL, or LOGSCH and SCALEH.</summary>
    public void Rescale(int weight, int limit, int shift)
    {
        _logScale = Math.Clamp(((_logScale * 127) >> 7) + weight, 0, limit);
        int value = InverseLog[(_logScale >> 6) & 31];
        int right = shift - (_logScale >> 11);
        Scale = (right < 0 ? value << -right : value >> right) << 2;
    }

    /// <summary>Block 4: takes a quantised difference and predicts the next sample.</summary>
    public void Predict(int d)
    {
        int p = Saturate(_zeros + d);
        int r = Saturate(Prediction + d);
        AdaptPoles(p);
        AdaptZeros(d);
        _p2 = _p1;
        _p1 = p;

        int poles = Saturate(((_a1 * Saturate(r + r)) >> 15) + ((_a2 * Saturate(_r1 + _r1)) >> 15));
        _r1 = r;
        var doubled = Vector256.Clamp(_d + _d, Vector256.Create((int)short.MinValue), Vector256.Create((int)short.MaxValue));
        _zeros = Saturate(Vector256.Sum((_b * doubled) >> 15));
        Prediction = Saturate(poles + _zeros);
    }

    /// <summary>UPPOL2 and UPPOL1.</summary>
    private void AdaptPoles(int p)
    {
        bool likeLast = (p ^ _p1) >= 0;
        int lean = Saturate(_a1 << 2);
        lean = likeLast ? Math.Min(-lean, short.MaxValue) : lean;
        int step = (p ^ _p2) >= 0 ? 128 : -128;
        _a2 = Math.Clamp(step + (lean >> 7) + ((_a2 * 32512) >> 15), -12288, 12288);

        int limit = Saturate(15360 - _a2);
        int a1 = Saturate((likeLast ? 192 : -192) + ((_a1 * 32640) >> 15));
        _a1 = Math.Clamp(a1, -limit, limit);
    }

    /// <summary>UPZERO and DELAYA: each coefficient moves by the sign of its difference times that of the newest.</summary>
    private void AdaptZeros(int d)
    {
        var step = Vector256.Create(d == 0 ? 0 : 128);
        var sign = (_d ^ Vector256.Create(d)) >> 31;

        // 128 where the signs are alike, −128 where they are not. It cannot overflow: |b| shrinks by 1/256 first.
        _b = ((_b * 32640) >> 15) + ((step ^ sign) - sign);
        _d = Vector256.Shuffle(_d, Vector256.Create(7, 0, 1, 2, 3, 4, 5, 6)).WithElement(0, d) & Vector256.Create(-1, -1, -1, -1, -1, -1, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Saturate(int value) => Math.Clamp(value, short.MinValue, short.MaxValue);
}
