using System.Text.Json;

namespace Conferencing.RoomSimulator.Load;

/// <summary>What one load run measured: written as one line of JSON. Times are milliseconds, processor time is in cores.</summary>
public sealed record LoadFigures
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public required int Rooms { get; init; }

    public required double Seconds { get; init; }

    /// <summary>User and system time of the bridge's process; null when it was not named.</summary>
    public double? BridgeCores { get; init; }

    public double? ResidentMb { get; init; }

    public required double GeneratorCores { get; init; }

    /// <summary>What all others on this machine used: more than a small part of a core, and delays and gaps are not the bridge's alone.</summary>
    public required double ForeignCores { get; init; }

    /// <summary>What the host of a virtual machine took away.</summary>
    public required double StolenCores { get; init; }

    /// <summary>The latest that the generator itself was.</summary>
    public required double GeneratorLateMs { get; init; }

    public required long Received { get; init; }

    /// <summary>Of 50 packets a second for every room.</summary>
    public required double ReceivedShare { get; init; }

    public required long Lost { get; init; }

    public required double WorstLossPercent { get; init; }

    /// <summary>The longest time between two packets at any room, by the kernel's stamps.</summary>
    public required double WorstGapMs { get; init; }

    public required int GapsOver30Ms { get; init; }

    public required int GapsOver60Ms { get; init; }

    /// <summary>Of those over 30 ms, in which the machine itself stood still for the rest of the time; null when it was not watched.</summary>
    public int? GapsOfMachine { get; init; }

    /// <summary>The longest that a processor kept even the most urgent thread waiting; null when it was not watched.</summary>
    public double? WorstStandstillMs { get; init; }

    /// <summary>Garbage collections of the bridge's node, and how long it stood still for them; null when nobody was asked.</summary>
    public int? Collections { get; init; }

    public double? CollectionPauseMs { get; init; }

    /// <summary>Time between two packets of a room.</summary>
    public required double ArrivalP99Ms { get; init; }

    public required int Bursts { get; init; }

    /// <summary>Bursts that came back to the room that sent them.</summary>
    public required int SelfEchoes { get; init; }

    /// <summary>Bursts that a listening room did not hear.</summary>
    public required int Missed { get; init; }

    /// <summary>Bursts not judged: the generator was starved, or the simulated line lost a part.</summary>
    public required int Void { get; init; }

    /// <summary>Added from mouth to ear: neither the sender's packet time nor the listener's jitter buffer is in it.</summary>
    public required double DelayP50Ms { get; init; }

    public required double DelayP95Ms { get; init; }

    public required double DelayP99Ms { get; init; }

    /// <summary>After a stall, the delay of what was sent in each quarter of a second from when the bridge went on; null without one.</summary>
    public IReadOnlyList<RecoveryStep>? Recovery { get; init; }
}

/// <param name="FromMs">Since the bridge went on.</param>
/// <param name="WorstMs">The longest delay of what was sent in this time.</param>
public sealed record RecoveryStep(int FromMs, int Heard, double P50Ms, double WorstMs);
