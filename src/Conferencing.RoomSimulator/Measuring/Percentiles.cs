namespace Conferencing.RoomSimulator.Measuring;

/// <summary>Percentiles of values in order.</summary>
internal static class Percentiles
{
    /// <summary>The value at this share; 0 of none.</summary>
    public static double Of(IReadOnlyList<double> sorted, double share)
        => sorted.Count == 0 ? 0 : Math.Round(sorted[(int)Math.Ceiling(share * (sorted.Count - 1))], 2);
}
