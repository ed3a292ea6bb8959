using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>Waiting for what must become true: asks again and again until it is, or fails with what was asked and what was seen last.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Task True(TimeSpan within, Func<bool> condition, Func<string>? seen = null, [CallerArgumentExpression(nameof(condition))] string asked = "")
        => True(within, () => Task.FromResult(condition()), seen, asked);

    public static async Task True(
        TimeSpan within, Func<Task<bool>> condition, Func<string>? seen = null, [CallerArgumentExpression(nameof(condition))] string asked = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > within)
                Assert.Fail($"Not true within {within.TotalSeconds:0.#} s: {asked}. {seen?.Invoke()}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>The first value that is not null.</summary>
    public static async Task<T> Some<T>(
        TimeSpan within, Func<Task<T?>> find, Func<string>? seen = null, [CallerArgumentExpression(nameof(find))] string asked = "")
        where T : class
    {
        T? found = null;
        await True(within, async () => (found = await find()) is not null, seen, asked);
        return found!;
    }
}
