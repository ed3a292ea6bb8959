using Conferencing.Media;

namespace Conferencing.Tests.Media.Grading;

/// <summary>The table in docs/sound.md is what the code does: made anew and compared. <c>WRITE_TABLES=1</c> writes it.</summary>
public sealed class SoundTableTests
{
    private const int Seed = 4711;

    private static readonly AudioCodec[] Codecs = [AudioCodec.Pcma, AudioCodec.G722];

    [Fact]
    public void The_table_says_what_lines_do_to_sound() => new SoundTable("SoundTableTests").IsWhat(Codecs, Seed);

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
}
