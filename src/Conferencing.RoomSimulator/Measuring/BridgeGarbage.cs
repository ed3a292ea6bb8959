using System.Globalization;

namespace Conferencing.RoomSimulator.Measuring;

/// <summary>What a bridge's node has spent on garbage since it began, as its server tells in /metrics.</summary>
internal readonly record struct BridgeGarbage(double Collections, double PauseMs)
{
    /// <summary>Null when the page does not tell.</summary>
    public static BridgeGarbage? Parse(string metrics)
    {
        string[] lines = metrics.Split('\n');
        return Value("conferencing_bridge_collections_total") is { } collections && Value("conferencing_bridge_collection_pause_ms_total") is { } pause
            ? new BridgeGarbage(collections, pause)
            : null;

        double? Value(string name) => Array.Find(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal)) is { } line
            && double.TryParse(line.AsSpan(name.Length + 1), CultureInfo.InvariantCulture, out double value) ? value : null;
    }

    public static BridgeGarbage operator -(BridgeGarbage later, BridgeGarbage earlier) =>
        new(later.Collections - earlier.Collections, later.PauseMs - earlier.PauseMs);
}
