using System.Buffers.Binary;
using System.Diagnostics;

namespace Conferencing.Media.Audio;

/// <summary>Linear 16-bit samples in network byte order (RFC 3551 4.5.11), 16 kHz mono: lossless, for tests.</summary>
internal sealed record L16Codec : AudioCodec
{
    private readonly Encoder _encoder = new();
    private readonly Decoder _decoder = new();

    public L16Codec()
        : base("L16", 16000, 16000)
    {
    }

    public override int FrameBytes => 640;

    public override int MaxFrameBytes => 640;

    public override bool IsStateless => true;

    public override int Samples(ReadOnlySpan<byte> payload) => payload.Length % 2 == 0 ? payload.Length / 2 : 0;

    public override AudioEncoder NewEncoder() => _encoder;

    public override AudioDecoder NewDecoder() => _decoder;

    private sealed class Encoder : AudioEncoder
    {
        public override int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
        {
            for (int i = 0; i < samples.Length; i++)
                BinaryPrimitives.WriteInt16BigEndian(payload[(2 * i)..], samples[i]);
            return 2 * samples.Length;
        }

        public override void CopyFrom(AudioEncoder other) => Debug.Assert(other is Encoder, "Encoders are copied within a codec.");
    }

    private sealed class Decoder : AudioDecoder
    {
        public override void Decode(ReadOnlySpan<byte> payload, Span<short> samples)
        {
            for (int i = 0; i < payload.Length / 2; i++)
                samples[i] = BinaryPrimitives.ReadInt16BigEndian(payload[(2 * i)..]);
        }

        public override void Reset()
        {
            // Nothing is remembered.
        }
    }
}
