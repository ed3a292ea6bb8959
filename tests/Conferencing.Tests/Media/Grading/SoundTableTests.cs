using System.Globalization;
using Conferencing.Media;
using Conferencing.Tests.Architecture;

namespace Conferencing.Tests.Media.Grading;

/// <summary>The table in docs/sound.md is what the code does: made anew and compared. <c>WRITE_TABLES=1</c> writes it.</summary>
public sealed class SoundTableTests
{
    private const int Seed = 4711;
    private const string Begin = "<!-- made by SoundTableTests -->";
    private const string End = "<!-- end -->";

    private static readonly AudioCodec[] Codecs = [AudioCodec.Pcma, AudioCodec.G722];
    private static readonly string Document = Path.Combine(Repository.Root, "docs", "sound.md");

    /// <summary>By how much a column may differ on another machine: floating point differs in its last bits, and a rounding with it.</summary>
    private static readonly double[] Tolerances = [0.21, 1.01, 2.01, 2.01, 20.01, 3.01, 5.01];

    [Fact]
    public void The_table_says_what_lines_do_to_sound()
    {
        var lines = NetworkRun.All.AsParallel().AsOrdered().SelectMany(run => Codecs.Select(codec => Row(run.Grade(codec, Seed)))).ToList();
        var text = File.ReadAllText(Document);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("WRITE_TABLES") == "1")
        {
            File.WriteAllText(Document, text[..from] + "\n" + Head + string.Join("\n", lines) + "\n" + text[to..]);
            return;
        }

        var written = text[from..to].Split('\n').Where(line => line.StartsWith('|')).Skip(2).ToList();
        Assert.Equal(lines.Count, written.Count);
        foreach (var (line, told) in lines.Zip(written))
            Assert.True(IsSame(line, told), $"docs/sound.md says\n{told}\nand it is\n{line}\nWRITE_TABLES=1 writes the table anew.");
    }

    /// <summary>What must hold whatever the table says.</summary>
    [Theory]
    [InlineData("clean", 40, 0)]
    [InlineData("10 % sent twice", 20, 10)]
    [InlineData("clock +200 ppm", 25, 3)]
    [InlineData("restarts every 5 s", 25, 16)]
    [InlineData("held for 2 s every 8 s, timestamp leaps", 25, 12)]
    [InlineData("jitter up to 60 ms", 15, 25)]
    [InlineData("5 % lost", 15, 40)]
    [InlineData("20 % lost", 8, 250)]
    public void Sound_stays_as_good_as_it_was(string name, double leastDb, int mostHoles)
    {
        var graded = NetworkRun.All.Single(run => run.Name == name).Grade(AudioCodec.Pcma, seed: 99);
        Assert.InRange(graded.Grade.SnrDb, leastDb, 40);
        Assert.InRange(graded.Grade.Holes, 0, mostHoles);
    }

    private const string Head = """
        | line | codec | made up % | SNR dB | pieces ≥ 15 dB % | holes | longest ms | later by ms | target ms |
        | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

        """;

    private static string Row(Graded graded) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {graded.Run} | {graded.Codec} | {graded.MadeUpPercent:F1} | {graded.Grade.SnrDb:F0} | {graded.Grade.GoodPercent:F0} | {graded.Grade.Holes} | {graded.Grade.LongestHoleMs} | {graded.Grade.DelayMs:F0} | {graded.TargetMs:F0} |");

    private static bool IsSame(string line, string told)
    {
        var (now, then) = (Cells(line), Cells(told));
        return now.Length == then.Length && now[0] == then[0] && now[1] == then[1]
            && now.Skip(2).Zip(then.Skip(2), Tolerances).All(cell => Math.Abs(Number(cell.First) - Number(cell.Second)) <= cell.Third);
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static double Number(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
