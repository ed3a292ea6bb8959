using Conferencing.Media;
using Conferencing.Media.Audio;

namespace Conferencing.Tests.Media;

public sealed class SpeakerTests
{
    private static readonly LegId A = new(1);
    private static readonly LegId B = new(2);

    [Fact]
    public void The_first_to_speak_is_shown_at_once()
    {
        var speaker = new ActiveSpeaker();
        Assert.False(speaker.Decide(At(0)));
        Assert.True(Frame(speaker, 20, (A, -30)));
        Assert.Equal(A, speaker.Current);
    }

    [Fact]
    public void Another_takes_over_after_the_hold_only()
    {
        var speaker = new ActiveSpeaker();
        Frame(speaker, 0, (A, -30));
        for (int ms = 20; ms < 3000; ms += 20)
            Assert.False(Frame(speaker, ms, (B, -10)));
        Assert.True(Frame(speaker, 3000, (B, -10)));
        Assert.Equal(B, speaker.Current);
    }

    [Fact]
    public void Who_still_speaks_is_overtaken_only_by_a_clearly_louder_one_who_stays()
    {
        var speaker = new ActiveSpeaker();
        Frame(speaker, 0, (A, -30));
        for (int ms = 20; ms < 10_000; ms += 20)
            Assert.False(Frame(speaker, ms, (A, -30), (B, -25)));
        for (int ms = 10_000; ms < 10_400; ms += 20)
            Assert.False(Frame(speaker, ms, (A, -30), (B, -20)));
        Assert.True(Frame(speaker, 10_400, (A, -30), (B, -20)));
    }

    [Fact]
    public void Silence_changes_nothing_and_leaving_does()
    {
        var speaker = new ActiveSpeaker();
        Frame(speaker, 0, (A, -30));
        for (int ms = 20; ms < 60_000; ms += 20)
            Assert.False(speaker.Decide(At(ms)));
        Assert.False(speaker.Forget(B));
        Assert.True(speaker.Forget(A));
        Assert.Null(speaker.Current);
        Assert.True(Frame(speaker, 60_000, (B, -40)));
    }

    [Fact]
    public void A_click_is_no_speech_and_a_pause_no_end()
    {
        var meter = new LevelMeter();
        Feed(meter, 3000, 2);
        Assert.False(meter.Speaking);
        Feed(meter, 0, 1);
        Feed(meter, 3000, 3);
        Assert.True(meter.Speaking);
        Feed(meter, 0, 24);
        Assert.True(meter.Speaking);
        Feed(meter, 0, 1);
        Assert.False(meter.Speaking);
    }

    [Fact]
    public void Between_the_two_thresholds_nothing_changes()
    {
        var meter = new LevelMeter();
        int between = (int)(32768 * Math.Pow(10, -45 / 20.0));
        Feed(meter, between, 50);
        Assert.False(meter.Speaking);
        Feed(meter, 3000, 3);
        Feed(meter, between, 50);
        Assert.True(meter.Speaking);
    }

    [Theory]
    [InlineData(0, -127)]
    [InlineData(1, -90)]
    [InlineData(3277, -20)]
    [InlineData(32767, 0)]
    public void Levels_are_of_the_square_wave(int amplitude, int dbov)
    {
        var meter = new LevelMeter();
        Feed(meter, amplitude, 10);
        Assert.Equal(dbov, meter.TakeLevel());
        Assert.Equal(-127, meter.TakeLevel());
    }

    private static void Feed(LevelMeter meter, int amplitude, int frames)
    {
        short[] frame = [.. Enumerable.Range(0, 160).Select(i => (short)(i % 2 == 0 ? amplitude : -amplitude))];
        for (int i = 0; i < frames; i++)
            meter.Add(frame);
    }

    private static bool Frame(ActiveSpeaker speaker, int ms, params (LegId Leg, double Dbov)[] speaking)
    {
        foreach (var (leg, dbov) in speaking)
            speaker.Speaks(leg, dbov);
        return speaker.Decide(At(ms));
    }

    private static Tick At(int ms) => new(ms * 1_000_000L);
}
