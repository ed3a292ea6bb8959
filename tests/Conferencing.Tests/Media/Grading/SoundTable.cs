using System.Globalization;
using Conferencing.Media;
using Conferencing.Tests.Architecture;

namespace Conferencing.Tests.Media.Grading;

/// <summary>A table of docs/sound.md between two marks: made anew and compared, or written where <c>WRITE_TABLES=1</c>.</summary>
/// <param name="maker">Which tests made it, as its mark says.</param>
internal sealed class SoundTable(string maker)
{
    private const string End = "<!-- end -->";

    private const string Head = """
        | line | codec | made up % | SNR dB | pieces ≥ 15 dB % | holes | longest ms | later by ms | target ms |
        | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |

        """;

    private static readonly string Document = Path.Combine(Repository.Root, "docs", "sound.md");

    /// <summary>By how much a column may differ on another machine: floating point differs in its last bits, and a rounding with it.</summary>
    private static readonly double[] Tolerances = [0.21, 1.01, 2.01, 2.01, 20.01, 3.01, 5.01];

    private readonly string _begin = $"<!-- made by {maker} -->";

    /// <summary>Every line of the network runs with every codec is as the document says.</summary>
    public void IsWhat(IReadOnlyList<AudioCodec> codecs, int seed)
    {
        var lines = NetworkRun.All.AsParallel().AsOrdered().SelectMany(run => codecs.Select(codec => Row(run.Grade(codec, seed)))).ToList();
        string text = File.ReadAllText(Document);
        int from = text.IndexOf(_begin, StringComparison.Ordinal) + _begin.Length;
        int to = text.IndexOf(End, from, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("WRITE_TABLES") == "1")
            File.WriteAllText(Document, text[..from] + "\n" + Head + string.Join("\n", lines) + "\n" + text[to..]);
        else
            Compare(lines, [.. text[from..to].Split('\n').Where(line => line.StartsWith('|')).Skip(2)]);
    }

    private static void Compare(List<string> lines, List<string> written)
    {
        Assert.Equal(lines.Count, written.Count);
        foreach (var (line, told) in lines.Zip(written))
            Assert.True(IsSame(line, told), $"docs/sound.md says\n{told}\nand it is\n{line}\nWRITE_TABLES=1 writes the table anew.");
    }

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
