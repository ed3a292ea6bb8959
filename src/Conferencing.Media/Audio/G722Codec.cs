namespace Conferencing.Media.Audio;

/// <summary>G.722 as a codec of a conference: 16 kHz sound on an 8 kHz RTP clock (RFC 3551 4.5.2).</summary>
internal sealed record G722Codec() : AudioCodec("G722", 16000, 8000)
{
    public override int FrameBytes => 160;

    public override int MaxFrameBytes => 160;

    public override bool IsStateless => false;

    public override int Samples(ReadOnlySpan<byte> payload) => 2 * payload.Length;

    public override AudioEncoder NewEncoder() => new G722Encoder();

    public override AudioDecoder NewDecoder() => new G722Decoder();
}
