using System.Diagnostics;
using System.Text.Json;

namespace Conferencing.Benchmarks.Desk;

/// <summary>The week of all rooms in a real browser: from the click to the last booking in sight (<c>web/bench/week.mjs</c>).</summary>
internal static class WeekPaint
{
    private const int Rounds = 20;

    /// <returns>What the script says, or null where Node or the browser is missing.</returns>
    public static async Task<JsonElement?> Measure(DeskServer server, DateTimeOffset first)
    {
        string web = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../web"));
        var start = new ProcessStartInfo("node", ["bench/week.mjs", server.Address, DeskServer.UserName, DeskServer.Password, $"{first:yyyy-MM-dd}", $"{Rounds}"])
        {
            WorkingDirectory = web,
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            string said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? JsonDocument.Parse(said).RootElement : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
