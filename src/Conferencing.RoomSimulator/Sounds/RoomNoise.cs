namespace Conferencing.RoomSimulator.Sounds;

/// <summary>The faint noise of a quiet room, about −69 dBov.</summary>
internal sealed class RoomNoise(Random random) : Sound
{
    private const int Peak = 20;

    public override void Fill(Span<short> samples)
    {
        foreach (ref short sample in samples)
            sample = (short)random.Next(-Peak, Peak + 1);
    }
}
