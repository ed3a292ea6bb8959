using System.Runtime.Intrinsics;

namespace Conferencing.Media.Audio;

/// <summary>ITU-T G.722 encoder at 64 kbit/s: two samples of 16 kHz become one byte, whatever their number.</summary>
public sealed class G722Encoder : AudioEncoder
{
    private const int Taps = 24;
    private const int Past = Taps - 2;

    private readonly int[] _samples = new int[Past + 320];
    private G722Band _low = new(32);
    private G722Band _high = new(8);

    /// <param name="samples">An even number of them.</param>
    public override int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        int written = 0;
        for (int done = 0; done < samples.Length;)
        {
            var part = samples.Slice(done, Math.Min(320, samples.Length - done));
            Widen(part, _samples.AsSpan(Past));
            for (int i = 0; i < part.Length; i += 2)
                payload[written++] = EncodePair(_samples.AsSpan(i, Taps));
            _samples.AsSpan(part.Length, Past).CopyTo(_samples);
            done += part.Length;
        }

        return written;
    }

    public override void CopyFrom(AudioEncoder other)
    {
        var from = (G722Encoder)other;
        _low = from._low;
        _high = from._high;
        from._samples.AsSpan(0, Past).CopyTo(_samples);
    }

    /// <summary>Codes one pair of sub-band samples: what the Recommendation's test sequences feed.</summary>
    internal byte EncodeBands(int low, int high)
    {
        int lowCode = CodeLow(G722Band.Saturate(low - _low.Prediction), _low.Scale);
        int four = lowCode >> 2;
        int d = (_low.Scale * G722Tables.Inverse4[four]) >> 15;
        _low.Rescale(G722Tables.LowWeights[four], 18432, 8);
        _low.Predict(d);

        int highCode = CodeHigh(G722Band.Saturate(high - _high.Prediction), _high.Scale);
        d = (_high.Scale * G722Tables.Inverse2[highCode]) >> 15;
        _high.Rescale(G722Tables.HighWeights[highCode], 22528, 10);
        _high.Predict(d);
        return (byte)((highCode << 6) | lowCode);
    }

    /// <summary>The transmit filter: 24 samples up to this pair become a low and a high one.</summary>
    private byte EncodePair(ReadOnlySpan<int> samples)
    {
        var filter = G722Tables.Filter.AsSpan();
        var sums = Vector256.Create(samples) * Vector256.Create<int>(filter);
        sums += Vector256.Create(samples[8..]) * Vector256.Create<int>(filter[8..]);
        sums += Vector256.Create(samples[16..]) * Vector256.Create<int>(filter[16..]);

        // Even places hold the first sample of each pair.
        int all = Vector256.Sum(sums);
        int odd = Vector256.Sum(sums & Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1));
        return EncodeBands(all >> 14, (odd + odd - all) >> 14);
    }

    /// <summary>QUANTL: the interval is found by halving, as the levels grow.</summary>
    private static int CodeLow(int difference, int scale)
    {
        int size = difference >= 0 ? difference : ~difference;
        int below = 0;
        int above = G722Tables.Levels.Length;
        while (below < above)
        {
            int middle = (below + above) >> 1;
            if (size < (G722Tables.Levels[middle] * scale) >> 12)
                above = middle;
            else
                below = middle + 1;
        }

        return difference < 0 ? G722Tables.NegativeCodes[below] : G722Tables.PositiveCodes[below];
    }

    /// <summary>QUANTH.</summary>
    private static int CodeHigh(int difference, int scale)
    {
        int size = difference >= 0 ? difference : ~difference;
        bool outer = size >= (564 * scale) >> 12;
        return difference < 0 ? (outer ? 0 : 1) : (outer ? 2 : 3);
    }

    private static void Widen(ReadOnlySpan<short> samples, Span<int> wide)
    {
        for (int i = 0; i < samples.Length; i++)
            wide[i] = samples[i];
    }
}
