namespace Conferencing.Media.Audio;

/// <summary>
/// Noise at a told level, in place of the sound a sender spares while its room is silent (RFC 3389). Its colour is always that of a quiet
/// room: the spectrum a sender may add to the level is not used. The same seed makes the same noise.
/// </summary>
internal sealed class ComfortNoise
{
    /// <summary>Louder is no comfort, dBov: what a peer tells beyond it is played no louder than this.</summary>
    public const int Loudest = -35;

    /// <summary>Softer is silence, dBov.</summary>
    public const int Softest = -75;

    private const int TableSize = 4096;

    /// <summary>RMS 1.</summary>
    private static readonly float[] Table = MakeTable();

    private float _amplitude;
    private uint _state;

    public ComfortNoise(uint seed) => _state = seed;

    /// <summary>The level that is told: 0 to −127 dBov.</summary>
    public void SetLevel(int dbov) =>
        _amplitude = dbov < Softest ? 0 : (float)(32768 * Math.Pow(10, Math.Min(dbov, Loudest) / 20.0));

    /// <summary>The level a payload tells (RFC 3389 section 3.1): its first byte, in −dBov. What is empty tells silence.</summary>
    public static int LevelOf(ReadOnlySpan<byte> payload) => payload.IsEmpty ? -127 : -(payload[0] & 0x7F);

    public void Fill(Span<short> samples)
    {
        while (!samples.IsEmpty)
        {
            // Pieces from anywhere in the table: no ear finds it again.
            int at = (int)(Next() % (TableSize / 2));
            int count = Math.Min(samples.Length, TableSize / 2);
            for (int i = 0; i < count; i++)
                samples[i] = (short)(_amplitude * Table[at + i]);
            samples = samples[count..];
        }
    }

    private uint Next()
    {
        _state = unchecked((_state * 1664525) + 1013904223);
        return _state >> 8;
    }

    /// <summary>Noise that falls towards the high notes, as that of fans and voices far away.</summary>
    private static float[] MakeTable()
    {
        var table = new float[TableSize];
        var noise = 0.0;
        double squares = 0;
        uint state = 1;
        for (int i = 0; i < TableSize; i++)
        {
            state = unchecked((state * 1664525) + 1013904223);
            noise = (0.7 * noise) + ((state >> 8) / 8388608.0) - 1;
            table[i] = (float)noise;
            squares += noise * noise;
        }

        float scale = (float)Math.Sqrt(TableSize / squares);
        for (int i = 0; i < TableSize; i++)
            table[i] *= scale;
        return table;
    }
}
