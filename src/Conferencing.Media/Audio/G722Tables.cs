namespace Conferencing.Media.Audio;

/// <summary>The quantisers and the filter of ITU-T G.722, named as in the Recommendation. Numbers only.</summary>
internal static class G722Tables
{
    /// <summary>Coefficients of the quadrature mirror filter; symmetric (table 11).</summary>
    public static readonly int[] Filter = [3, -11, -11, 53, 12, -156, 32, 362, -210, -805, 951, 3876, 3876, 951, -805, -210, 362, 32, -156, 12, 53, -11, -11, 3];

    /// <summary>Decision levels of the 6-bit quantiser, Q6 without its zeros.</summary>
    public static readonly int[] Levels =
    [
        35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1023, 1121, 1219, 1339, 1458, 1612, 1765, 1980,
        2195, 2557, 2919,
    ];

    /// <summary>Codes of negative differences by interval, ILN.</summary>
    public static readonly byte[] NegativeCodes =
        [63, 62, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4];

    /// <summary>Codes of positive differences by interval, ILP.</summary>
    public static readonly byte[] PositiveCodes =
        [61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32];

    /// <summary>Inverse of the 4-bit quantiser, QM4.</summary>
    public static readonly short[] Inverse4 =
        [0, -20456, -12896, -8968, -6288, -4240, -2584, -1200, 20456, 12896, 8968, 6288, 4240, 2584, 1200, 0];

    /// <summary>Inverse of the 6-bit quantiser, QM6.</summary>
    public static readonly short[] Inverse6 =
    [
        -136, -136, -136, -136, -24808, -21904, -19008, -16704, -14984, -13512, -12280, -11192, -10232, -9360, -8576, -7856,
        -7192, -6576, -6000, -5456, -4944, -4464, -4008, -3576, -3168, -2776, -2400, -2032, -1688, -1360, -1040, -728,
        24808, 21904, 19008, 16704, 14984, 13512, 12280, 11192, 10232, 9360, 8576, 7856, 7192, 6576, 6000, 5456,
        4944, 4464, 4008, 3576, 3168, 2776, 2400, 2032, 1688, 1360, 1040, 728, 432, 136, -432, -136,
    ];

    /// <summary>Inverse of the 2-bit quantiser, QM2.</summary>
    public static readonly short[] Inverse2 = [-7408, -1616, 7408, 1616];

    /// <summary>Weights of the lower scale by 4-bit code: WL of RL42.</summary>
    public static readonly short[] LowWeights = [-60, 3042, 1198, 538, 334, 172, 58, -30, 3042, 1198, 538, 334, 172, 58, -30, -60];

    /// <summary>Weights of the higher scale by 2-bit code: WH of RH2.</summary>
    public static readonly short[] HighWeights = [798, -214, 798, -214];
}
