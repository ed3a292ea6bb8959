namespace Conferencing.Media.Audio;

/// <summary>
/// What an RFC 3389 packet is among waiting packets: the moment from which noise is played. So short that it never covers the sound that
/// follows it; what comes after it is filled by the jitter buffer. Never sent.
/// </summary>
internal sealed record ComfortNoiseCodec : AudioCodec
{
    private static readonly ComfortNoiseCodec Narrow = new(8000);
    private static readonly ComfortNoiseCodec Wide = new(16000);
    private static readonly ComfortNoiseCodec Full = new(48000);

    private ComfortNoiseCodec(int sampleRateHz)
        : base("CN", sampleRateHz, sampleRateHz)
    {
    }

    public override int FrameBytes => 0;

    public override int MaxFrameBytes => 1;

    public override bool IsStateless => true;

    public static ComfortNoiseCodec At(int sampleRateHz) => sampleRateHz switch
    {
        8000 => Narrow,
        16000 => Wide,
        _ => Full,
    };

    /// <summary>One millisecond.</summary>
    public override int Samples(ReadOnlySpan<byte> payload) => SampleRateHz / 1000;

    public override AudioEncoder NewEncoder() => throw new System.Diagnostics.UnreachableException("Comfort noise is not sent.");

    public override AudioDecoder NewDecoder() => new Decoder();

    private sealed class Decoder : AudioDecoder
    {
        private readonly ComfortNoise _noise = new(1);

        public override void Decode(ReadOnlySpan<byte> payload, Span<short> samples)
        {
            _noise.SetLevel(ComfortNoise.LevelOf(payload));
            _noise.Fill(samples);
        }

        public override void Reset()
        {
        }
    }
}
