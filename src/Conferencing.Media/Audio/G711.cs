namespace Conferencing.Media.Audio;

/// <summary>ITU-T G.711 A-law and µ-law by table: one byte a sample at 8 kHz. Stateless.</summary>
public static class G711
{
    /// <summary>What silence is in A-law: the smallest positive value.</summary>
    public const byte AlawSilence = 0xD5;

    public const byte UlawSilence = 0xFF;

    private static readonly short[] AlawToLinear = Table(256, code => ExpandAlaw((byte)code));
    private static readonly short[] UlawToLinear = Table(256, code => ExpandUlaw((byte)code));

    // A-law looks at the upper 13 bits of a sample, µ-law at the upper 14.
    private static readonly byte[] LinearToAlaw = Table(8192, index => CompressAlaw((short)(index << 3)));
    private static readonly byte[] LinearToUlaw = Table(16384, index => CompressUlaw((short)(index << 2)));

    public static void DecodeAlaw(ReadOnlySpan<byte> codes, Span<short> samples) => Decode(AlawToLinear, codes, samples);

    public static void DecodeUlaw(ReadOnlySpan<byte> codes, Span<short> samples) => Decode(UlawToLinear, codes, samples);

    public static void EncodeAlaw(ReadOnlySpan<short> samples, Span<byte> codes)
    {
        ref byte table = ref LinearToAlaw[0];
        for (int i = 0; i < samples.Length; i++)
            codes[i] = System.Runtime.CompilerServices.Unsafe.Add(ref table, (ushort)samples[i] >> 3);
    }

    public static void EncodeUlaw(ReadOnlySpan<short> samples, Span<byte> codes)
    {
        ref byte table = ref LinearToUlaw[0];
        for (int i = 0; i < samples.Length; i++)
            codes[i] = System.Runtime.CompilerServices.Unsafe.Add(ref table, (ushort)samples[i] >> 2);
    }

    internal static double SumOfSquaresAlaw(ReadOnlySpan<byte> codes) => SumOfSquares(AlawToLinear, codes);

    internal static double SumOfSquaresUlaw(ReadOnlySpan<byte> codes) => SumOfSquares(UlawToLinear, codes);

    private static double SumOfSquares(short[] table, ReadOnlySpan<byte> codes)
    {
        ref short entries = ref table[0]; // one for every byte
        long sum = 0;
        foreach (byte code in codes)
        {
            int sample = System.Runtime.CompilerServices.Unsafe.Add(ref entries, (int)code);
            sum += sample * sample;
        }

        return sum;
    }

    private static void Decode(short[] table, ReadOnlySpan<byte> codes, Span<short> samples)
    {
        ref short entries = ref table[0]; // one for every byte
        samples = samples[..codes.Length];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = System.Runtime.CompilerServices.Unsafe.Add(ref entries, (int)codes[i]);
    }

    /// <summary>G.711 table 1a: sign, 3 bits of segment, 4 of interval; even bits inverted on the line.</summary>
    private static short ExpandAlaw(byte code)
    {
        int bits = code ^ 0x55;
        int segment = (bits >> 4) & 7;
        int magnitude = ((bits & 0x0F) << 4) + 8;
        if (segment > 0)
            magnitude = (magnitude + 0x100) << (segment - 1);

        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    /// <summary>G.711 table 2a: all bits inverted on the line, a bias of 33 in 14 bits.</summary>
    private static short ExpandUlaw(byte code)
    {
        int bits = ~code;
        int magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static byte CompressAlaw(short sample)
    {
        // One's complement makes the intervals left and right of zero alike.
        int magnitude = (sample < 0 ? ~sample : sample) >> 4;
        int code = magnitude;
        if (magnitude > 15)
        {
            int segment = 1;
            while (magnitude > 16 + 15)
            {
                magnitude >>= 1;
                segment++;
            }

            code = (segment << 4) | (magnitude - 16);
        }

        return (byte)((sample < 0 ? code : code | 0x80) ^ 0x55);
    }

    private static byte CompressUlaw(short sample)
    {
        int magnitude = Math.Min(((sample < 0 ? ~sample : sample) >> 2) + 33, 0x1FFF);
        int segment = 0;
        for (int rest = magnitude >> 6; rest != 0; rest >>= 1)
            segment++;

        int code = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0F);
        return (byte)~(sample < 0 ? code | 0x80 : code);
    }

    private static T[] Table<T>(int size, Func<int, T> entry)
    {
        var table = new T[size];
        for (int i = 0; i < size; i++)
            table[i] = entry(i);
        return table;
    }
}
