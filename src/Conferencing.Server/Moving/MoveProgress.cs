using System.Globalization;

namespace Conferencing.Server.Moving;

/// <summary>Says each second how far a table is, so that nobody takes a long one for a standstill.</summary>
internal sealed class MoveProgress(TextWriter output, TimeProvider clock)
{
    /// <summary>Rows between two looks at the clock.</summary>
    private const int Step = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private long _said = clock.GetTimestamp();

    /// <param name="doing">Table and what is done with it.</param>
    /// <param name="rows">How many it was done with.</param>
    public Task At(string doing, long rows)
    {
        if (rows % Step != 0 || clock.GetElapsedTime(_said) < Pause) return Task.CompletedTask;
        _said = clock.GetTimestamp();
        return Say($"    {doing}: {Count(rows)} …");
    }

    public Task Say(string line) => output.WriteLineAsync(line);

    public static string Count(long rows) => string.Create(CultureInfo.InvariantCulture, $"{rows:N0} {(rows == 1 ? "row" : "rows")}");
}
