using Conferencing.Media.Audio;

namespace Conferencing.Media;

/// <summary>
/// A codec that a conference can decode and encode: its name, its rates, and the makers of its encoders and decoders. Knows neither
/// SDP nor packets. Codecs that are equal encode alike, so all who hear the same in equal codecs share one encoding.
/// </summary>
public abstract record AudioCodec
{
    /// <summary>ITU-T G.711 A-law.</summary>
    public static AudioCodec Pcma { get; } = new G711Codec("PCMA", isAlaw: true);

    /// <summary>ITU-T G.711 µ-law.</summary>
    public static AudioCodec Pcmu { get; } = new G711Codec("PCMU", isAlaw: false);

    /// <summary>ITU-T G.722 at 64 kbit/s.</summary>
    public static AudioCodec G722 { get; } = new G722Codec();

    /// <summary>Linear samples of 16 kHz, for tests.</summary>
    public static AudioCodec L16 { get; } = new L16Codec();

    protected AudioCodec(string name, int sampleRateHz, int clockRateHz)
    {
        Name = name;
        SampleRateHz = sampleRateHz;
        ClockRateHz = clockRateHz;
    }

    /// <summary>As in SDP (RFC 4855).</summary>
    public string Name { get; }

    /// <summary>Rate of the samples that are decoded and encoded: 8000, 16000 or 48000.</summary>
    public int SampleRateHz { get; }

    /// <summary>Rate of RTP timestamps; another than the samples' for G.722 (RFC 3551 4.5.2).</summary>
    public int ClockRateHz { get; }

    /// <summary>
    /// Bytes of each encoded frame of 20 ms, when packets of other lengths are cut from frames anywhere; 0 when an encoded frame is
    /// one packet, whatever its length.
    /// </summary>
    public abstract int FrameBytes { get; }

    /// <summary>The most bytes that a frame of 20 ms is encoded to.</summary>
    public abstract int MaxFrameBytes { get; }

    /// <summary>True when encoders remember nothing: any encoder's frame follows any other's.</summary>
    public abstract bool IsStateless { get; }

    /// <summary>Samples of 20 ms.</summary>
    internal int FrameSamples => SampleRateHz / 50;

    /// <summary>Samples that a payload decodes to; 0 when it is none of this codec.</summary>
    public abstract int Samples(ReadOnlySpan<byte> payload);

    /// <summary>The sum of the squares of a payload's samples where that takes no decoding; null elsewhere.</summary>
    internal virtual double? SumOfSquares(ReadOnlySpan<byte> payload) => null;

    /// <summary>True when a payload also says, in brief, what the packet before it said.</summary>
    public virtual bool Repeats(ReadOnlySpan<byte> payload) => false;

    /// <summary>What the sender's own voice detection says of a payload; null where a payload does not tell.</summary>
    public virtual bool? HasVoice(ReadOnlySpan<byte> payload) => null;

    public abstract AudioEncoder NewEncoder();

    public abstract AudioDecoder NewDecoder();
}
