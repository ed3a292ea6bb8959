using System.Collections.Immutable;
using Conferencing.Contract;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// When a room that failed or dropped is called again, and where. With the default plan, minutes after the first failure:
/// 1, 2, 3, 4, 5, 10, 15, 20 and so on until the conference ends. Attempts keep to that grid however long each one rang.
/// </summary>
internal static class RedialPlan
{
    /// <summary>The least rest between the end of one attempt and the next.</summary>
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(10);

    /// <param name="failingSince">When the room first failed since it was last connected.</param>
    /// <param name="failedAt">When the attempt before ended; not earlier than <paramref name="failingSince"/>.</param>
    public static DateTimeOffset Next(DialPlan dial, DateTimeOffset failingSince, DateTimeOffset failedAt)
    {
        var first = TimeSpan.FromSeconds(Math.Max(1, dial.FirstIntervalSeconds));
        var period = TimeSpan.FromSeconds(Math.Max(0, dial.FirstPeriodSeconds));
        var later = TimeSpan.FromSeconds(Math.Max(1, dial.LaterIntervalSeconds));
        var rest = TimeSpan.FromTicks(Math.Min(LongestRest.Ticks, first.Ticks / 6));
        var earliest = failedAt - failingSince + rest;
        var early = first * Steps(earliest, first);
        return failingSince + (early <= period ? early : period + (later * Steps(earliest - period, later)));
    }

    /// <summary>The address of an attempt: each redial tries the next one, in turn.</summary>
    public static string Address(ImmutableArray<string> addresses, int turn) => addresses[turn % addresses.Length];

    private static long Steps(TimeSpan span, TimeSpan step) => Math.Max(1, (span.Ticks + step.Ticks - 1) / step.Ticks);
}
