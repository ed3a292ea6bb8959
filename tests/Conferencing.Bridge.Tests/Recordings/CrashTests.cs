using System.Globalization;
using Conferencing.Bridge.Recordings;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.Recordings;

/// <summary>A recording survives the sudden death of the process that writes it.</summary>
public sealed class CrashTests
{
    private static readonly TimeSpan MostLost = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(Player.Opus)]
    [InlineData(Player.Flac)]
    public async Task After_SIGKILL_at_a_random_moment_the_file_opens_and_at_most_the_last_second_is_missing(string codec)
    {
        using var work = new WorkFolder();
        var random = new Random(20);
        for (var batch = 0; batch < 5; batch++)
        {
            var shortage = ProcessorShortage.Measure();
            var runs = Enumerable.Range(4 * batch, 4).Select(run => Kill(Path.Combine(work.Path, $"run{run}"), random.Next(1, 2500), codec));
            foreach (var (recorded, known) in await Task.WhenAll(runs))
                Assert.True(recorded >= known - MostLost - shortage.SoFar, $"Of {known} only {recorded} is in the file; {shortage.SoFar} without a processor.");
        }
    }

    /// <returns>What the file plays, and what the process had lived through for certain.</returns>
    private static async Task<(TimeSpan Recorded, TimeSpan Known)> Kill(string folder, int atMs, string codec)
    {
        Directory.CreateDirectory(folder);
        var self = typeof(CrashTests).Assembly.Location;
        using var program = ClientProgram.Start("dotnet", "dotnet-sdk-10.0", Path.Combine(folder, "log"), folder, self, "record", Path.Combine(folder, "recordings"), "60", codec);
        await Eventually.True(TimeSpan.FromSeconds(30), () => LastTold(program) >= atMs, () => program.Log);
        program.Kill();
        var known = TimeSpan.FromMilliseconds(LastTold(program));
        var recording = Assert.Single(RecordingFolder.All(Path.Combine(folder, "recordings")));
        var recorded = Player.Length(recording.In(RecordingFolder.MixFile), codec);

        var recovered = recording.Recover(recording.Read()!);
        Assert.Equal(RecordingEnd.Interrupted, recovered.End);
        Assert.Equal(recorded.TotalSeconds, recovered.Tracks.Single().Milliseconds / 1000.0, Player.Tolerance);
        return (recorded, known);
    }

    private static int LastTold(ClientProgram program)
    {
        var lines = program.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 || !int.TryParse(lines[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var told) ? 0 : told;
    }
}
