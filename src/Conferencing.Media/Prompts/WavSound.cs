using System.Buffers.Binary;
using Conferencing.Media.Audio;

namespace Conferencing.Media.Prompts;

/// <summary>
/// Reads a recorded prompt: WAV, mono, 8 or 16 kHz, 16-bit PCM or G.711. What it gives is 8 kHz. It reads bytes, not files.
/// </summary>
public static class WavSound
{
    private const int Pcm = 1;
    private const int Alaw = 6;
    private const int Ulaw = 7;

    /// <summary>A prompt longer than this is none.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>False, with the reason in English, when it cannot be used.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, out short[] samples, out string reason)
    {
        samples = [];
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
            return Refuse("it is no WAV file", out reason);
        if (Chunk(file, "fmt "u8) is not { Length: >= 16 } format)
            return Refuse("it names no format", out reason);
        var data = Chunk(file, "data"u8);
        int kind = BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        int rate = BinaryPrimitives.ReadInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (channels != 1 || rate is not (8000 or 16000))
            return Refuse($"it has {channels} channels at {rate} Hz, but one at 8000 or 16000 Hz is wanted", out reason);
        if (Decode(data, kind, bits) is not { } decoded)
            return Refuse($"its samples are neither 16-bit PCM nor G.711 (format {kind}, {bits} bits)", out reason);
        if (decoded.Length > Longest.TotalSeconds * rate)
            return Refuse($"it is longer than {Longest.TotalSeconds} seconds", out reason);
        samples = rate == 16000 ? Halve(decoded) : decoded;
        reason = "";
        return true;
    }

    private static bool Refuse(string why, out string reason)
    {
        reason = why;
        return false;
    }

    /// <summary>Empty when there is none; one that claims more than the file has ends with it.</summary>
    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> file, ReadOnlySpan<byte> name)
    {
        long at = 12;
        while (at + 8 <= file.Length)
        {
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(file[((int)at + 4)..]);
            if (file.Slice((int)at, 4).SequenceEqual(name))
                return file.Slice((int)at + 8, (int)Math.Min(size, file.Length - at - 8));
            at += 8 + size + (size & 1);
        }

        return default;
    }

    private static short[]? Decode(ReadOnlySpan<byte> data, int kind, int bits)
    {
        switch (kind, bits)
        {
            case (Pcm, 16):
                var samples = new short[data.Length / 2];
                for (int i = 0; i < samples.Length; i++)
                    samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]);
                return samples;
            case (Alaw, 8):
                samples = new short[data.Length];
                G711.DecodeAlaw(data, samples);
                return samples;
            case (Ulaw, 8):
                samples = new short[data.Length];
                G711.DecodeUlaw(data, samples);
                return samples;
            default:
                return null;
        }
    }

    /// <summary>Every second sample after a half-band filter (0 dB below 3 kHz, −6 dB at 4 kHz).</summary>
    private static short[] Halve(short[] wide)
    {
        ReadOnlySpan<double> side = [0.3144, 0, -0.0926, 0, 0.0418, 0, -0.0187, 0, 0.0074, 0, -0.0023];
        var narrow = new short[wide.Length / 2];
        for (int i = 0; i < narrow.Length; i++)
        {
            double sum = 0.5 * wide[2 * i];
            for (int k = 1; k <= side.Length; k++)
                sum += side[k - 1] * (At(wide, (2 * i) - k) + At(wide, (2 * i) + k));
            narrow[i] = (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
        }

        return narrow;
    }

    private static double At(short[] samples, int index) => (uint)index < (uint)samples.Length ? samples[index] : 0;
}
