using System.Collections.Immutable;
using System.Net;

namespace Conferencing.RoomSimulator;

/// <summary>What a simulator process plays.</summary>
internal sealed record SimulatorOptions
{
    public required IPAddress Address { get; init; }

    public required ImmutableArray<RoomSettings> Rooms { get; init; }

    public SoundKind Sound { get; init; } = SoundKind.Speech;

    /// <summary>Rooms that speak in a load run; the others are quiet.</summary>
    public int Talkers { get; init; } = 3;

    /// <summary>Not null in a load run.</summary>
    public LoadOptions? Load { get; init; }
}

internal enum SoundKind
{
    /// <summary>Every room speaks in its turn, about one and a half at a time.</summary>
    Speech,
    /// <summary>Every room sends a tone of its own.</summary>
    Tones,
    /// <summary>Some rooms speak without end, the rest are quiet.</summary>
    Talkers,
}

/// <summary>A measured run: the rooms are called by somebody else; when all are in, so many rounds are measured.</summary>
internal sealed record LoadOptions(int Rounds, TimeSpan Round, TimeSpan Patience);
