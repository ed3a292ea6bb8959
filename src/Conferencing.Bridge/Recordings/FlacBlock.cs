namespace Conferencing.Bridge.Recordings;

/// <summary>
/// Blocks of 16-bit mono samples to FLAC frames (RFC 9639 section 9): the fixed predictor that fits best, what it leaves in Rice codes of one
/// parameter; one value for a block of silence. Without loss, and without a library. In steady state nothing is allocated.
/// </summary>
/// <param name="blockSamples">The most samples in a block.</param>
internal sealed class FlacBlock(int rateHz, int blockSamples)
{
    private const int MaxOrder = 4;

    /// <summary>The longest parameter of a four-bit code is no code.</summary>
    private const int MaxRice = 14;

    private const int SampleBits = 16;
    private const int MaxHeader = 16;

    private const uint Constant = 0;
    private const uint Verbatim = 1;
    private const uint Fixed = 8;

    private static readonly byte[] Crc8 = [.. Enumerable.Range(0, 256).Select(i => (byte)Shift(i, 8, 0x07))];
    private static readonly ushort[] Crc16 = [.. Enumerable.Range(0, 256).Select(i => (ushort)Shift(i << 8, 16, 0x8005))];

    private readonly BitWriter _bits = new(MaxHeader + 1 + (blockSamples * SampleBits / 8) + 2);

    /// <summary>What each order of prediction leaves of the block.</summary>
    private readonly int[][] _left = [.. Enumerable.Range(0, MaxOrder + 1).Select(_ => new int[blockSamples])];

    /// <summary>The frame of a block. Valid until the next call.</summary>
    /// <param name="position">Samples before it.</param>
    public ReadOnlySpan<byte> Encode(ReadOnlySpan<short> samples, long position)
    {
        _bits.Clear();
        WriteHeader(samples.Length, position);
        if (samples.ContainsAnyExcept(samples[0]))
            WriteBest(samples);
        else
            WriteConstant(samples[0]);
        _bits.Align();
        _bits.Put(Crc16Of(_bits.Written), 16);
        return _bits.Written;
    }

    /// <summary>Section 9.1.</summary>
    private void WriteHeader(int samples, long position)
    {
        const uint SyncOfAnySize = 0xFFF9, SizeFollowsIn16Bits = 7, Mono = 0, SixteenBits = 4;
        _bits.Put(SyncOfAnySize, 16);
        _bits.Put(SizeFollowsIn16Bits, 4);
        _bits.Put(RateCode(rateHz), 4);
        _bits.Put(Mono, 4);
        _bits.Put(SixteenBits << 1, 4);
        WriteNumber((ulong)position);
        _bits.Put((uint)(samples - 1), 16);
        _bits.Put(Crc8Of(_bits.Written), 8);
    }

    /// <summary>Section 9.1.2.</summary>
    private static uint RateCode(int rateHz) => rateHz switch
    {
        8000 => 4,
        16000 => 5,
        48000 => 10,
        _ => throw new System.Diagnostics.UnreachableException($"No track has {rateHz} Hz."),
    };

    /// <summary>Section 9.1.5: as UTF-8 codes a letter, only longer.</summary>
    private void WriteNumber(ulong number)
    {
        if (number < 0x80)
        {
            _bits.Put((uint)number, 8);
            return;
        }

        int more = 1;
        while (more < 6 && number >> (6 * more) >= 1UL << (6 - more))
            more++;
        _bits.Put((0xFF00u >> (more + 1)) | (uint)(number >> (6 * more)), 8);
        for (more--; more >= 0; more--)
            _bits.Put(0x80 | ((uint)(number >> (6 * more)) & 0x3F), 8);
    }

    private void WriteConstant(short sample)
    {
        WriteKind(Constant);
        _bits.Put((ushort)sample, SampleBits);
    }

    /// <summary>By the order whose differences are smallest in sum; as it is where no prediction pays.</summary>
    private void WriteBest(ReadOnlySpan<short> samples)
    {
        int order = Predict(samples);
        var left = _left[order].AsSpan(order, samples.Length - order);
        var (rice, bits) = BestRice(left);
        if (bits + (order * SampleBits) + 10 >= (long)samples.Length * SampleBits)
        {
            WriteKind(Verbatim);
            WriteSamples(samples);
            return;
        }

        WriteKind(Fixed + (uint)order);
        WriteSamples(samples[..order]);
        WriteLeft(left, rice);
    }

    /// <summary>Section 9.2.5: each order takes the differences of the one before.</summary>
    private int Predict(ReadOnlySpan<short> samples)
    {
        for (int i = 0; i < samples.Length; i++)
            _left[0][i] = samples[i];
        int best = 0;
        long least = Sum(_left[0].AsSpan(0, samples.Length));
        for (int order = 1; order <= MaxOrder && order < samples.Length; order++)
        {
            var (from, to) = (_left[order - 1], _left[order]);
            for (int i = order; i < samples.Length; i++)
                to[i] = from[i] - from[i - 1];
            long sum = Sum(to.AsSpan(order, samples.Length - order));
            if (sum < least)
                (best, least) = (order, sum);
        }

        return best;
    }

    private static long Sum(ReadOnlySpan<int> values)
    {
        long sum = 0;
        foreach (int value in values)
            sum += Math.Abs(value);
        return sum;
    }

    private static (int Rice, long Bits) BestRice(ReadOnlySpan<int> left)
    {
        var best = (Rice: 0, Bits: long.MaxValue);
        for (int rice = 0; rice <= MaxRice; rice++)
        {
            long bits = (long)left.Length * (rice + 1);
            foreach (int value in left)
                bits += Folded(value) >> rice;
            if (bits < best.Bits)
                best = (rice, bits);
        }

        return best;
    }

    /// <summary>Section 9.2.7: Rice codes of four-bit parameters, one partition.</summary>
    private void WriteLeft(ReadOnlySpan<int> left, int rice)
    {
        _bits.Put(0, 2 + 4);
        _bits.Put((uint)rice, 4);
        foreach (int value in left)
        {
            uint folded = Folded(value);
            _bits.PutUnary(folded >> rice);
            _bits.Put(folded, rice);
        }
    }

    private void WriteKind(uint kind) => _bits.Put(kind << 1, 8);

    private void WriteSamples(ReadOnlySpan<short> samples)
    {
        foreach (short sample in samples)
            _bits.Put((ushort)sample, SampleBits);
    }

    /// <summary>0, −1, 1, −2 … are 0, 1, 2, 3 …</summary>
    private static uint Folded(int value) => (uint)((value << 1) ^ (value >> 31));

    private static byte Crc8Of(ReadOnlySpan<byte> bytes)
    {
        byte crc = 0;
        foreach (byte one in bytes)
            crc = Crc8[crc ^ one];
        return crc;
    }

    private static ushort Crc16Of(ReadOnlySpan<byte> bytes)
    {
        ushort crc = 0;
        foreach (byte one in bytes)
            crc = (ushort)((crc << 8) ^ Crc16[(crc >> 8) ^ one]);
        return crc;
    }

    /// <summary>Eight steps of a check sum that is not reflected and begins with zero.</summary>
    private static int Shift(int value, int width, int polynomial)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value << 1) ^ ((value >> (width - 1) & 1) * polynomial);
        return value;
    }
}
