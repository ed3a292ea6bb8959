using System.Runtime.Intrinsics;

namespace Conferencing.Media.Audio;

/// <summary>ITU-T G.722 decoder at 64 kbit/s (mode 1): each byte becomes two samples of 16 kHz.</summary>
public sealed class G722Decoder : AudioDecoder
{
    private const int Taps = 24;
    private const int Past = Taps - 2;
    private const int Block = 160;

    /// <summary>Sums and differences of the sub-bands, in turn.</summary>
    private readonly int[] _bands = new int[Past + (2 * Block)];
    private G722Band _low = new(32);
    private G722Band _high = new(8);

    public override void Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        for (int done = 0; done < payload.Length;)
        {
            var part = payload.Slice(done, Math.Min(Block, payload.Length - done));
            DecodeBlock(part, samples[(2 * done)..]);
            done += part.Length;
        }
    }

    public override void Reset()
    {
        Array.Clear(_bands);
        _low = new G722Band(32);
        _high = new G722Band(8);
    }

    /// <summary>The sub-band samples of a code: what the Recommendation's test sequences expect.</summary>
    internal (int Low, int High) DecodeBands(byte code)
    {
        int lowCode = code & 63;
        int four = lowCode >> 2;
        int low = Limit(_low.Prediction + ((_low.Scale * G722Tables.Inverse6[lowCode]) >> 15));
        int d = (_low.Scale * G722Tables.Inverse4[four]) >> 15;
        _low.Rescale(G722Tables.LowWeights[four], 18432, 8);
        _low.Predict(d);

        int highCode = code >> 6;
        d = (_high.Scale * G722Tables.Inverse2[highCode]) >> 15;
        int high = Limit(_high.Prediction + d);
        _high.Rescale(G722Tables.HighWeights[highCode], 22528, 10);
        _high.Predict(d);
        return (low, high);
    }

    private void DecodeBlock(ReadOnlySpan<byte> codes, Span<short> samples)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            var (low, high) = DecodeBands(codes[i]);
            _bands[Past + (2 * i)] = low + high;
            _bands[Past + (2 * i) + 1] = low - high;
        }

        for (int i = 0; i < codes.Length; i++)
            Join(_bands.AsSpan(2 * i, Taps), samples.Slice(2 * i, 2));
        _bands.AsSpan(2 * codes.Length, Past).CopyTo(_bands);
    }

    /// <summary>The receive filter: two samples out of the 24 last sums and differences.</summary>
    private static void Join(ReadOnlySpan<int> bands, Span<short> samples)
    {
        var filter = G722Tables.Filter.AsSpan();
        var sums = Vector256.Create(bands) * Vector256.Create<int>(filter);
        sums += Vector256.Create(bands[8..]) * Vector256.Create<int>(filter[8..]);
        sums += Vector256.Create(bands[16..]) * Vector256.Create<int>(filter[16..]);
        int all = Vector256.Sum(sums);
        int odd = Vector256.Sum(sums & Vector256.Create(0, -1, 0, -1, 0, -1, 0, -1));
        samples[0] = (short)G722Band.Saturate(odd >> 11);
        samples[1] = (short)G722Band.Saturate((all - odd) >> 11);
    }

    /// <summary>LIMIT: 15 bits.</summary>
    private static int Limit(int sample) => Math.Clamp(sample, -16384, 16383);
}
