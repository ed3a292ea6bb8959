namespace Conferencing.Media.Audio;

/// <summary>One stream's decoder of a codec. Fed packet by packet in the order of play; knows neither loss nor time but by what it is told.</summary>
public abstract class AudioDecoder
{
    /// <summary>
    /// Decodes a packet to as many samples as <see cref="AudioCodec.Samples"/> says. What cannot be decoded becomes silence or a guess.
    /// </summary>
    public abstract void Decode(ReadOnlySpan<byte> payload, Span<short> samples);

    /// <summary>
    /// Recovers the sound just before a packet that is there from what that packet repeats of it. False when the codec has no
    /// such means; then nothing changed.
    /// </summary>
    /// <param name="next">The packet after the gap; it is decoded afterwards all the same.</param>
    public virtual bool TryRecover(ReadOnlySpan<byte> next, Span<short> samples) => false;

    /// <summary>Forgets the sound before.</summary>
    public abstract void Reset();
}
