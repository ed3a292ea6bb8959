using System.Diagnostics;

namespace Conferencing.Media.Audio;

/// <summary>G.711 as a codec of a conference. Without state, so one encoder and one decoder serve all.</summary>
internal sealed record G711Codec : AudioCodec
{
    private readonly Encoder _encoder;
    private readonly Decoder _decoder;

    public G711Codec(string name, bool isAlaw)
        : base(name, 8000, 8000)
    {
        _encoder = new Encoder(isAlaw);
        _decoder = new Decoder(isAlaw);
    }

    public override int FrameBytes => 160;

    public override int MaxFrameBytes => 160;

    public override bool IsStateless => true;

    public override int Samples(ReadOnlySpan<byte> payload) => payload.Length;

    internal override double? SumOfSquares(ReadOnlySpan<byte> payload) => _decoder.SumOfSquares(payload);

    public override AudioEncoder NewEncoder() => _encoder;

    public override AudioDecoder NewDecoder() => _decoder;

    private sealed class Encoder(bool isAlaw) : AudioEncoder
    {
        public override int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
        {
            if (isAlaw)
                G711.EncodeAlaw(samples, payload);
            else
                G711.EncodeUlaw(samples, payload);
            return samples.Length;
        }

        public override void CopyFrom(AudioEncoder other) => Debug.Assert(other is Encoder, "Encoders are copied within a codec.");
    }

    private sealed class Decoder(bool isAlaw) : AudioDecoder
    {
        public override void Decode(ReadOnlySpan<byte> payload, Span<short> samples)
        {
            if (isAlaw)
                G711.DecodeAlaw(payload, samples);
            else
                G711.DecodeUlaw(payload, samples);
        }

        public double SumOfSquares(ReadOnlySpan<byte> payload) => isAlaw ? G711.SumOfSquaresAlaw(payload) : G711.SumOfSquaresUlaw(payload);

        public override void Reset()
        {
            // Nothing is remembered.
        }
    }
}
