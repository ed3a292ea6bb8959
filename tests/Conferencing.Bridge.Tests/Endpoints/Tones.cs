using System.Buffers.Binary;
using Conferencing.Media.Audio;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>
/// Tones as fingerprints of rooms. No harmonic (2 to 5 times) of one tone and no sum or difference of two lies within 25 Hz of
/// a third; all are carried by G.711, and ten of them at <see cref="Amplitude"/> together do not overload.
/// </summary>
internal static class Tones
{
    public const int RateHz = 8000;

    /// <summary>Peak amplitude in parts of full scale: −21.9 dBFS.</summary>
    public const double Amplitude = 0.08;

    /// <summary>A tone at this level or above is heard, dBFS.</summary>
    public const double HeardDbfs = -40;

    /// <summary>A tone at this level or below is not there, dBFS: G.711's own noise lies about −50 in all, far lower in one bin.</summary>
    public const double SilentDbfs = -55;

    /// <summary>The same for Opus, whose encoder spreads its noise over the bins of the tones it was given: measured at −48 to −52 for four to seven of them.</summary>
    private const double OpusSilentDbfs = -44;

    public static readonly int[] FrequenciesHz = [420, 660, 980, 1180, 1460, 1740, 2020, 2260, 2540, 2820];

    /// <summary>Up to this level, dBFS, a tone that a room did not send back to itself may seem to be in sound it received in a codec.</summary>
    public static double SilentIn(string codec) => codec == "opus" ? OpusSilentDbfs : SilentDbfs;

    /// <summary>Writes a sine as a 16 bit WAV file, the same in every channel.</summary>
    public static void WriteWav(string path, int frequencyHz, int seconds, int rateHz = RateHz, int channels = 1)
    {
        byte[] pcm = new byte[rateHz * seconds * channels * 2];
        for (int i = 0; i < rateHz * seconds * channels; i++)
            BinaryPrimitives.WriteInt16LittleEndian(pcm.AsSpan(i * 2), SampleAt(frequencyHz, i / channels, rateHz));
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("RIFF"u8);
        writer.Write(36 + pcm.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)channels);
        writer.Write(rateHz);
        writer.Write(rateHz * channels * 2);
        writer.Write((short)(channels * 2));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(pcm.Length);
        writer.Write(pcm);
    }

    public static short SampleAt(int frequencyHz, int index, int rateHz = RateHz)
        => (short)Math.Round(32767 * Amplitude * Math.Sin(2 * Math.PI * frequencyHz * (index % rateHz) / rateHz));

    /// <summary>
    /// The samples of a 16 bit WAV file, brought to 8 kHz, the first channel's; a header that was never finished (0 bytes) is taken to
    /// mean: up to the end.
    /// </summary>
    public static short[] ReadWav(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int at = 12;
        int rateHz = RateHz;
        int channels = 1;
        while (at + 8 <= file.Length)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 4));
            if (file.AsSpan(at, 4).SequenceEqual("fmt "u8))
            {
                channels = BinaryPrimitives.ReadInt16LittleEndian(file.AsSpan(at + 10));
                rateHz = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at + 12));
            }
            if (file.AsSpan(at, 4).SequenceEqual("data"u8))
            {
                int length = size <= 0 || at + 8 + size > file.Length ? file.Length - at - 8 : size;
                return AtRate(ToSamples(file.AsSpan(at + 8, length)), rateHz, channels);
            }
            at += 8 + size + (size & 1);
        }
        return [];
    }

    /// <summary>Level of one tone in a stretch of sound, dB relative to a full-scale sine (Goertzel under a Hann window).</summary>
    public static double LevelDbfs(ReadOnlySpan<short> samples, int frequencyHz)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * frequencyHz / RateHz);
        double s1 = 0, s2 = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            double window = 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / samples.Length));
            double s = (samples[i] / 32768.0 * window) + (coefficient * s1) - s2;
            s2 = s1;
            s1 = s;
        }
        double power = (s1 * s1) + (s2 * s2) - (coefficient * s1 * s2);
        // A Hann window passes half the amplitude; a sine of amplitude 1 gives N/2 of it.
        double amplitude = Math.Sqrt(Math.Max(power, 0)) / (samples.Length / 4.0);
        return 20 * Math.Log10(Math.Max(amplitude, 1e-9));
    }

    /// <summary>
    /// Of several tones these are heard and the others are not, whatever a starving sender's dropouts spread over the band: a tone that leaked
    /// would be about as loud as those that belong there.
    /// </summary>
    public static bool AreOnly(short[] samples, IEnumerable<int> all, params int[] heard)
    {
        double softest = heard.Min(tone => TypicalDbfs(samples, tone));
        return softest >= HeardDbfs && all.Except(heard).All(tone => TypicalDbfs(samples, tone) <= softest - 12);
    }

    /// <summary>Median level of a tone over half-second stretches.</summary>
    public static double TypicalDbfs(ReadOnlySpan<short> samples, int frequencyHz) => Percentile(samples, frequencyHz, 0.5);

    /// <summary>The level a tone stays under in nine of ten half-second stretches: one click of somebody joining is no leak.</summary>
    public static double HighDbfs(ReadOnlySpan<short> samples, int frequencyHz) => Percentile(samples, frequencyHz, 0.9);

    private static double Percentile(ReadOnlySpan<short> samples, int frequencyHz, double share)
    {
        const int Stretch = RateHz / 2;
        var levels = new List<double>();
        for (int at = 0; at + Stretch <= samples.Length; at += Stretch)
            levels.Add(LevelDbfs(samples.Slice(at, Stretch), frequencyHz));
        if (levels.Count == 0) return double.NegativeInfinity;
        levels.Sort();
        return levels[(int)Math.Ceiling(share * (levels.Count - 1))];
    }

    private static short[] AtRate(short[] samples, int rateHz, int channels)
    {
        if (rateHz == RateHz && channels == 1) return samples;
        short[] mono = [.. samples.Where((_, index) => index % channels == 0)];
        if (rateHz == RateHz) return mono;
        var resampler = new Resampler(rateHz, RateHz);
        short[] narrow = new short[mono.Length * (long)RateHz / rateHz / (RateHz / 50) * (RateHz / 50)];
        for (int to = 0; to < narrow.Length; to += RateHz / 50)
            resampler.Resample(mono.AsSpan(to * (rateHz / RateHz), rateHz / 50), narrow.AsSpan(to, RateHz / 50));
        return narrow;
    }

    private static short[] ToSamples(ReadOnlySpan<byte> pcm)
    {
        short[] samples = new short[pcm.Length / 2];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(pcm[(i * 2)..]);
        return samples;
    }
}
