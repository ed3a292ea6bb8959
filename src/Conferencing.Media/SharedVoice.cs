using Conferencing.Media.Audio;

namespace Conferencing.Media;

/// <summary>
/// One codec's encoding of the mix that all silent listeners share, once a tick. Who begins to talk gets a voice of his own that goes
/// on where the shared one is, so that his decoder notices nothing; later it is taken back.
/// </summary>
internal sealed class SharedVoice
{
    private readonly Stack<Voice> _free = new(16);
    private readonly byte[] _payload;
    private int _length = -1;
    private bool _ran;

    public SharedVoice(AudioCodec codec)
    {
        Codec = codec;
        Voice = new Voice(codec);
        _payload = new byte[codec.MaxFrameBytes];
    }

    public AudioCodec Codec { get; }

    /// <summary>May be used for one listener too where nothing is remembered.</summary>
    public Voice Voice { get; }

    /// <summary>False when what is encoded does not depend on what was before, so that anybody's frame may follow anybody else's.</summary>
    public bool Remembers(int mixRateHz) => !Codec.IsStateless || Codec.SampleRateHz != mixRateHz;

    /// <summary>Begins the next tick.</summary>
    public void Begin()
    {
        _ran = _length >= 0;
        _length = -1;
    }

    /// <summary>True when this tick's payload is there.</summary>
    public bool IsEncoded => _length >= 0;

    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _length);

    public void Encode(ReadOnlySpan<short> mix, int sampleRateHz) => _length = Voice.Encode(mix, sampleRateHz, _payload);

    /// <summary>A voice for one listener, before the shared one is used in this tick.</summary>
    public Voice Lend()
    {
        if (!_free.TryPop(out var voice))
            voice = new Voice(Codec);
        if (_ran)
            voice.CopyFrom(Voice);
        return voice;
    }

    /// <summary>Takes a voice back whose listener hears what all hear. While nobody else listened his is the one to go on with.</summary>
    public void TakeBack(Voice voice)
    {
        if (!_ran)
            Voice.CopyFrom(voice);
        _free.Push(voice);
    }
}
