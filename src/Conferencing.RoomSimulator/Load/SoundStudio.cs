using Conferencing.Media.Audio;
using Conferencing.RoomSimulator.Measuring;
using Conferencing.RoomSimulator.Sounds;

namespace Conferencing.RoomSimulator.Load;

/// <summary>
/// Makes the loops of a load run: speech or a quiet room's noise at the codec's own rate, and with them a burst of a high tone at the beginning
/// for rooms that probe. Noise falls off with frequency as speech does, so that no codec takes it for nothing.
/// </summary>
internal sealed class SoundStudio(GeneratorOptions options)
{
    /// <summary>Packets of a burst: 100 ms.</summary>
    public const int BurstPackets = 5;

    private const double BurstAmplitude = 0.25 * 32767;

    /// <summary>Of noise: one pole at about 500 Hz.</summary>
    private const double CornerHz = 500;

    private readonly int _rateHz = options.Codec.Codec.SampleRateHz;

    /// <param name="voice">Whose speech; null for a quiet room.</param>
    public SoundLoop Make(int packets, int? voice, bool bursts, int seed)
    {
        var random = new Random(seed);
        var frames = Noise(packets, random);
        if (voice is { } number)
            AddSpeech(frames, number, random);
        if (bursts)
            AddBurst(frames);
        return SoundLoop.Encode(options.Codec.Sent(options.LeavesSilenceOut), frames, options.LeavesSilenceOut);
    }

    private List<short[]> Noise(int packets, Random random)
    {
        double keep = Math.Exp(-2 * Math.PI * CornerHz / _rateHz), state = 0;
        double amplitude = Math.Pow(10, options.NoiseDbov / 20) * 32768;
        // White noise from −1 to 1 has a power of 1/3; the pole leaves (1 − keep) / (1 + keep) of it.
        double gain = amplitude / Math.Sqrt((1 - keep) / (1 + keep) / 3);
        var frames = new List<short[]>();
        for (int packet = 0; packet < packets; packet++)
        {
            var frame = new short[_rateHz / 50];
            foreach (ref short sample in frame.AsSpan())
            {
                state = (keep * state) + ((1 - keep) * ((2 * random.NextDouble()) - 1));
                sample = (short)Math.Round(Math.Clamp(gain * state, -32768, 32767));
            }

            frames.Add(frame);
        }

        return frames;
    }

    private void AddSpeech(List<short[]> frames, int voice, Random random)
    {
        var speech = new Speech(random, pitchHz: 95 + (35 * voice % 150), talkShare: 1);
        var resampler = _rateHz == Sound.RateHz ? null : new Resampler(Sound.RateHz, _rateHz);
        var narrow = new short[Sound.RateHz / 50];
        var wide = new short[_rateHz / 50];
        foreach (var frame in frames)
        {
            speech.Fill(narrow);
            resampler?.Resample(narrow, wide);
            Add(frame, resampler is null ? narrow : wide);
        }
    }

    private void AddBurst(List<short[]> frames)
    {
        int position = 0;
        var tone = new short[_rateHz / 50];
        foreach (var frame in frames.Take(BurstPackets))
        {
            foreach (ref short sample in tone.AsSpan())
                sample = (short)(BurstAmplitude * Math.Sin(2 * Math.PI * Markers.FrequencyHz * position++ / _rateHz));
            Add(frame, tone);
        }
    }

    private static void Add(short[] frame, short[] more)
    {
        for (int i = 0; i < frame.Length; i++)
            frame[i] = (short)Math.Clamp(frame[i] + more[i], -32768, 32767);
    }
}
