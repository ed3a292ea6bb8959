using Conferencing.Media.Audio;
using Conferencing.Media.Prompts;

namespace Conferencing.Media;

/// <summary>
/// One tick of a conference's sound: every leg's frame is summed once, and each listener gets the sum without his own. All who
/// contribute nothing hear the same, so it is encoded once for each codec among them.
/// </summary>
internal sealed class ConferenceMix
{
    private const int Frame = AudioCoding.FrameSamples;
    private static readonly int Codecs = Enum.GetValues<AudioCodec>().Length;

    private readonly AudioMixer _mixer = new(Frame);
    private readonly short[] _prompt = new short[Frame];
    private readonly short[] _silence = new short[Frame];
    private readonly short[] _heard = new short[Frame];
    private readonly byte[] _encoded = new byte[Frame];
    private readonly byte[][] _shared = [.. Enumerable.Range(0, Codecs).Select(_ => new byte[Frame])];
    private readonly int[] _sharedLength = new int[Codecs];

    /// <summary>Prompts that all hear.</summary>
    public PromptQueue Prompts { get; } = new();

    /// <summary>Sums the frames that the legs have taken.</summary>
    public void Sum(List<Leg> legs)
    {
        _mixer.Clear();
        Array.Clear(_sharedLength);
        foreach (var leg in legs)
        {
            if (leg.Contributes)
                _mixer.Add(leg.Frame);
        }

        if (Prompts.IsEmpty)
            return;

        Prompts.Take(_prompt);
        _mixer.Add(_prompt);
    }

    /// <summary>Encodes what this leg hears. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(Leg leg)
    {
        var codec = leg.Settings.SendCodec;
        if (!leg.Contributes && leg.Prompts.IsEmpty)
            return Shared(codec);

        var own = leg.Contributes ? leg.Frame : _silence;
        if (leg.Prompts.IsEmpty)
        {
            _mixer.HearOthers(own, _heard);
        }
        else
        {
            leg.Prompts.Take(_prompt);
            _mixer.HearOthers(own, _prompt, _heard);
        }

        return _encoded.AsSpan(0, AudioCoding.Encode(codec, _heard, _encoded));
    }

    private ReadOnlySpan<byte> Shared(AudioCodec codec)
    {
        var shared = _shared[(int)codec];
        ref int length = ref _sharedLength[(int)codec];
        if (length == 0)
        {
            _mixer.HearAll(_heard);
            length = AudioCoding.Encode(codec, _heard, shared);
        }

        return shared.AsSpan(0, length);
    }
}
