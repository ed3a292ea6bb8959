namespace Conferencing.Media.Audio;

/// <summary>One stream's encoder of a codec, with what it remembers of the sound before. Knows no packets and no clock.</summary>
public abstract class AudioEncoder
{
    /// <summary>Encodes one frame of 20 ms. Returns the bytes written; 0 when the codec chose to send nothing (discontinuous transmission).</summary>
    /// <param name="payload">As long as <see cref="AudioCodec.MaxFrameBytes"/> at least.</param>
    public abstract int Encode(ReadOnlySpan<short> samples, Span<byte> payload);

    /// <summary>Goes on as another encoder of the same codec would: a decoder that followed that one can follow this one.</summary>
    public abstract void CopyFrom(AudioEncoder other);
}
