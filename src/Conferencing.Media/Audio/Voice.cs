namespace Conferencing.Media.Audio;

/// <summary>The way from the mix to the payloads of one codec: sample rate, then encoder. It goes on from frame to frame, and can go on as another's copy.</summary>
internal sealed class Voice
{
    private readonly AudioCodec _codec;
    private readonly AudioEncoder _encoder;
    private readonly short[] _samples;
    private Resampler? _resampler;

    public Voice(AudioCodec codec)
    {
        _codec = codec;
        _encoder = codec.NewEncoder();
        _samples = new short[codec.FrameSamples];
    }

    /// <summary>Encodes a frame of the mix. Returns the bytes written.</summary>
    public int Encode(ReadOnlySpan<short> mix, int sampleRateHz, Span<byte> payload)
    {
        if (sampleRateHz == _codec.SampleRateHz)
            return _encoder.Encode(mix, payload);

        Tune(sampleRateHz);
        _resampler!.Resample(mix, _samples);
        return _encoder.Encode(_samples, payload);
    }

    /// <summary>Goes on as another of the same codec would: whoever followed that one can follow this one.</summary>
    public void CopyFrom(Voice other)
    {
        _encoder.CopyFrom(other._encoder);
        if (other._resampler is null)
            return;

        Tune(other._resampler.FromHz);
        _resampler!.CopyFrom(other._resampler);
    }

    private void Tune(int fromHz)
    {
        if (_resampler?.FromHz != fromHz)
            _resampler = new Resampler(fromHz, _codec.SampleRateHz);
    }
}
