namespace Conferencing.Tests.Media.Simulation;

/// <summary>What a simulated line does to datagrams. All zero: nothing but a constant delay.</summary>
internal sealed record LineQuality
{
    public static readonly LineQuality Clean = new();

    /// <summary>A poor line: 5 % loss, up to 40 ms of jitter (which reorders), 1 % duplicates.</summary>
    public static readonly LineQuality Poor = new() { Loss = 0.05, JitterMs = 40, Duplicates = 0.01 };

    public double Loss { get; init; }

    /// <summary>Datagrams that are lost in a row, on average; 0 for each by itself.</summary>
    public double BurstLength { get; init; }

    /// <summary>Part of the datagrams that take 30 ms longer than the others.</summary>
    public double Stragglers { get; init; }

    /// <summary>Each datagram is delayed by a uniformly chosen part of this; neighbours overtake each other.</summary>
    public double JitterMs { get; init; }

    public double Duplicates { get; init; }

    public double DelayMs { get; init; } = 20;
}
