using System.Buffers.Binary;

namespace Conferencing.Media.Audio;

/// <summary>Linear 16-bit samples in network byte order (RFC 3551 4.5.11): lossless, for tests.</summary>
internal static class L16
{
    public static void Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16BigEndian(payload[(2 * i)..]);
    }

    public static int Encode(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        for (int i = 0; i < samples.Length; i++)
            BinaryPrimitives.WriteInt16BigEndian(payload[(2 * i)..], samples[i]);
        return 2 * samples.Length;
    }
}
