namespace Conferencing.RoomSimulator.Sounds;

/// <summary>What a room's microphone hears: 8 kHz mono, without end.</summary>
internal abstract class Sound
{
    public const int RateHz = 8000;

    /// <summary>Writes the next samples.</summary>
    public abstract void Fill(Span<short> samples);
}
