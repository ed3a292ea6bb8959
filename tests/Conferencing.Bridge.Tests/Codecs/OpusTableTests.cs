using Conferencing.Bridge.Codecs;
using Conferencing.Tests.Media.Grading;

namespace Conferencing.Bridge.Tests.Codecs;

/// <summary>The rows of docs/sound.md for Opus, which the core's own tests cannot make: libopus is not part of it.</summary>
public sealed class OpusTableTests
{
    private const int Seed = 4711;

    private static readonly OpusCodec Repeating = OpusCodec.For("useinbandfec=1");

    [Fact]
    public void The_table_says_what_lines_do_to_Opus() => new SoundTable(nameof(OpusTableTests)).IsWhat([Repeating], Seed);

    /// <summary>What must hold whatever the table says.</summary>
    [Theory]
    [InlineData("clean", 40, 0)]
    [InlineData("5 % lost", 15, 10)]
    [InlineData("jitter up to 60 ms", 15, 10)]
    public void Opus_stays_as_good_as_it_was(string name, double leastDb, int mostHoles)
    {
        var graded = NetworkRun.All.Single(run => run.Name == name).Grade(Repeating, seed: 99);
        Assert.InRange(graded.Grade.SnrDb, leastDb, 40);
        Assert.InRange(graded.Grade.Holes, 0, mostHoles);
    }
}
