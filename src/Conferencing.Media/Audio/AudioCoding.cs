using System.Diagnostics;

namespace Conferencing.Media.Audio;

/// <summary>The codecs a conference decodes and encodes, by name. All of them run on the 8 kHz bus, one byte a sample.</summary>
public static class AudioCoding
{
    public const int SampleRateHz = 8000;

    /// <summary>Samples of one mix: 20 ms.</summary>
    public const int FrameSamples = SampleRateHz / 50;

    /// <summary>The longest packet taken, samples: 120 ms.</summary>
    public const int MaxPacketSamples = SampleRateHz * 120 / 1000;

    /// <summary>Samples that a payload decodes to.</summary>
    public static int Samples(AudioCodec codec, int payloadLength) => codec switch
    {
        AudioCodec.Pcma or AudioCodec.Pcmu => payloadLength,
        _ => throw new UnreachableException("Every codec is listed."),
    };

    /// <summary>Returns the samples written.</summary>
    public static int Decode(AudioCodec codec, ReadOnlySpan<byte> payload, Span<short> samples)
    {
        switch (codec)
        {
            case AudioCodec.Pcma:
                G711.DecodeAlaw(payload, samples);
                return payload.Length;
            case AudioCodec.Pcmu:
                G711.DecodeUlaw(payload, samples);
                return payload.Length;
            default:
                throw new UnreachableException("Every codec is listed.");
        }
    }

    /// <summary>Returns the bytes written.</summary>
    public static int Encode(AudioCodec codec, ReadOnlySpan<short> samples, Span<byte> payload)
    {
        switch (codec)
        {
            case AudioCodec.Pcma:
                G711.EncodeAlaw(samples, payload);
                return samples.Length;
            case AudioCodec.Pcmu:
                G711.EncodeUlaw(samples, payload);
                return samples.Length;
            default:
                throw new UnreachableException("Every codec is listed.");
        }
    }
}
