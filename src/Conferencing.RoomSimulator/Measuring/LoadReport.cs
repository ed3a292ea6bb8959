using System.Text.Json;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>What the rooms of a load run measured in one round.</summary>
public sealed record LoadReport
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public required int RoomsConnected { get; init; }

    public required long PacketsExpected { get; init; }

    public required long PacketsLost { get; init; }

    /// <summary>Of the worst room.</summary>
    public required double WorstLossPercent { get; init; }

    /// <summary>Longest time between two packets at any room, by the kernel's stamps.</summary>
    public required double WorstGapMs { get; init; }

    public required int GapsOver30Ms { get; init; }

    public required int GapsOver60Ms { get; init; }

    public required int Bursts { get; init; }

    /// <summary>Bursts that came back to the room that sent them.</summary>
    public required int SelfEchoes { get; init; }

    /// <summary>Bursts that a room did not hear.</summary>
    public required int Missed { get; init; }

    /// <summary>Bursts not judged because their sender was starved while it sent them.</summary>
    public required int Void { get; init; }

    /// <summary>Bridge-added delay from mouth to ear.</summary>
    public required double DelayMedianMs { get; init; }

    public required double DelayP95Ms { get; init; }

    public required double DelayP99Ms { get; init; }

    internal static LoadReport Of(Simulator simulator)
    {
        var receptions = simulator.Rooms.Select(room => room.Reception).OfType<Reception>().ToList();
        var delays = simulator.Markers!.DelaysMs.Order().ToList();
        return new LoadReport
        {
            RoomsConnected = receptions.Count,
            PacketsExpected = receptions.Sum(r => r.Expected),
            PacketsLost = receptions.Sum(r => r.Lost),
            WorstLossPercent = receptions.Select(r => r.Expected == 0 ? 100 : 100.0 * r.Lost / r.Expected).DefaultIfEmpty().Max(),
            WorstGapMs = Math.Round(receptions.Select(r => r.WorstGapMs).DefaultIfEmpty().Max(), 1),
            GapsOver30Ms = receptions.Sum(r => r.GapsOver30Ms),
            GapsOver60Ms = receptions.Sum(r => r.GapsOver60Ms),
            Bursts = simulator.Markers.Bursts,
            SelfEchoes = simulator.Markers.SelfEchoes,
            Missed = simulator.Markers.Missed,
            Void = simulator.Markers.Void,
            DelayMedianMs = Percentiles.Of(delays, 0.5),
            DelayP95Ms = Percentiles.Of(delays, 0.95),
            DelayP99Ms = Percentiles.Of(delays, 0.99),
        };
    }
}
