using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>Automatic gain and noise gate, in whole conferences: rooms that speak at any level, hum, hiss, or do both.</summary>
public sealed class RoomSoundTests
{
    private const double Seconds = 20;

    [Theory]
    [InlineData(-26, -80, 0, 2)]
    [InlineData(-36, -80, 8, 12)]
    [InlineData(-44, -80, 15, 18)]
    [InlineData(-52, -90, 16, 18)]
    [InlineData(-14, -80, -12, -9)]
    [InlineData(-6, -80, -12, -12)]
    [InlineData(-44, -62, 6, 12)] // raised no further than its noise may be
    [InlineData(-40, -54, 0, 4)]
    public void Speech_is_brought_to_one_loudness_within_bounds(double dbov, double noiseDbov, double least, double most)
    {
        var (simulation, room, listener) = Meeting(51);
        room.Sound = SimulatedVoice.Speech(7, Seconds, 8000, dbov, noiseDbov);
        simulation.Run(60);
        double gain = LastReport(simulation, room).GainDb!.Value;
        Assert.InRange(gain, least, most);

        simulation.RunAndListen(0, Seconds);
        double sent = SimulatedVoice.ActiveDbov(room.Sound, 8000, dbov - 15);
        double heard = SimulatedVoice.ActiveDbov(listener.Heard, 8000, dbov + gain - 15);
        Assert.InRange(heard - sent, gain - 1.5, gain + 1.5);
        Assert.All(listener.Heard.ToArray(), sample => Assert.InRange(sample, -32300, 32300));
    }

    [Fact]
    public void Gain_comes_slowly_and_only_with_speech()
    {
        var (simulation, room, _) = Meeting(52);
        room.Sound = SimulatedVoice.Speech(8, Seconds, 8000, -46);
        simulation.Run(40);
        var gains = Reports(simulation, room).Select(report => report.GainDb!.Value).ToList();
        Assert.InRange(gains[^1], 12, 18);
        Assert.All(gains.Zip(gains.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, -4.01, 2.01));

        room.Sound = SimulatedVoice.Noise(9, Seconds, 8000, -70);
        simulation.Run(60);
        Assert.Equal(gains[^1], LastReport(simulation, room).GainDb);
    }

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-48, true)]
    [InlineData(-30, false)]
    public void Noise_and_tones_are_never_raised(double dbov, bool hums)
    {
        var (simulation, room, _) = Meeting(53);
        room.Sound = SimulatedVoice.Noise(10, Seconds, 8000, dbov, hums);
        simulation.Run(30);
        Assert.Equal(0, LastReport(simulation, room).GainDb);
        room.Sound = null;
        room.Amplitude = 100;
        simulation.Run(30);
        Assert.Equal(0, LastReport(simulation, room).GainDb);
    }

    [Fact]
    public void A_word_louder_than_the_gain_allows_does_not_clip()
    {
        var (simulation, room, listener) = Meeting(54);
        room.Sound = SimulatedVoice.Speech(11, Seconds, 8000, -42);
        simulation.Run(60);
        Assert.InRange(LastReport(simulation, room).GainDb!.Value, 13, 18);
        room.Sound = SimulatedVoice.Speech(11, Seconds, 8000, -12);
        simulation.RunAndListen(0, 1.2);
        Assert.All(listener.Heard.ToArray(), sample => Assert.InRange(sample, -32300, 32300));
        Assert.Contains(listener.Heard.ToArray(), sample => sample > 15000);
    }

    [Theory]
    [InlineData(-45, false, true)]
    [InlineData(-55, true, true)]
    [InlineData(-64, false, true)]
    [InlineData(-72, false, false)] // nothing that anybody would hear: faded out, and not told of
    public void A_room_that_only_hums_is_faded_out_and_that_is_told(double dbov, bool hums, bool told)
    {
        var (simulation, room, listener) = Meeting(55);
        room.Sound = SimulatedVoice.Noise(12, Seconds, 8000, dbov, hums);
        simulation.RunAndListen(1, 2);
        Assert.InRange(SimulatedVoice.Dbov(listener.Heard), dbov - 3, dbov + 3);
        Assert.False(LastReport(simulation, room).IsGated);

        simulation.RunAndListen(7, 20);
        Assert.InRange(SimulatedVoice.Dbov(listener.Heard), -127, -71);
        Assert.Equal(told, LastReport(simulation, room).IsGated);
        Assert.False(simulation.Events.OfType<MediaEvent.Levels>().SelectMany(levels => levels.Legs).Last(level => level.Leg == room.Leg).Speaking);
    }

    [Fact]
    public void The_first_word_after_it_opens_the_gate()
    {
        var (simulation, room, listener) = Meeting(56);
        room.Sound = SimulatedVoice.Noise(13, Seconds, 8000, -50);
        simulation.Run(10);
        Assert.True(LastReport(simulation, room).IsGated);
        double before = SimulatedVoice.ActiveDbov(SimulatedVoice.Speech(14, 2, 8000, -30, -50), 8000, -45);
        room.Begin(SimulatedVoice.Speech(14, Seconds, 8000, -30, -50));
        simulation.RunAndListen(0.06, 2);
        Assert.InRange(SimulatedVoice.ActiveDbov(listener.Heard, 8000, -45), before - 1.5, before + 1.5);
        Assert.False(LastReport(simulation, room).IsGated);

        // While it speaks it stays open, in pauses of a second too.
        simulation.Run(30);
        Assert.DoesNotContain(Reports(simulation, room).TakeLast(28), report => report.IsGated == true);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4000)]
    public void A_test_tone_is_left_alone(int amplitude)
    {
        var (simulation, room, listener) = Meeting(57);
        room.Amplitude = amplitude;
        simulation.RunAndListen(20, 2);
        Assert.InRange(listener.Hears(room.FrequencyHz), 0.97 * amplitude, 1.03 * amplitude);
    }

    [Fact]
    public void Both_can_be_switched_off()
    {
        var (simulation, room, listener) = Meeting(58, new MediaConferenceOptions { AutomaticGain = false, NoiseGate = false });
        room.Sound = SimulatedVoice.Noise(15, Seconds, 8000, -50);
        simulation.RunAndListen(10, 2);
        Assert.InRange(SimulatedVoice.Dbov(listener.Heard), -51, -49);
        Assert.Null(LastReport(simulation, room).IsGated);
        Assert.Null(LastReport(simulation, room).GainDb);
        room.Sound = SimulatedVoice.Speech(16, Seconds, 8000, -45);
        simulation.RunAndListen(30, Seconds);
        double sent = SimulatedVoice.ActiveDbov(room.Sound, 8000, -60);
        Assert.InRange(SimulatedVoice.ActiveDbov(listener.Heard, 8000, -60), sent - 1, sent + 1);
    }

    [Fact]
    public void One_room_can_be_left_alone_and_the_gain_it_had_glides_away()
    {
        var (simulation, room, listener) = Meeting(60);
        room.Sound = SimulatedVoice.Speech(17, Seconds, 8000, -44);
        simulation.Run(60);
        Assert.InRange(LastReport(simulation, room).GainDb!.Value, 12, 18);

        // A tone through the gain as it is, and in its midst the gain is taken away.
        room.Sound = null;
        room.Amplitude = 1000;
        simulation.RunAndListen(0.5, 0.2);
        Assert.InRange(listener.Hears(room.FrequencyHz), 3500, 8500);
        simulation.Change(room, room.Settings with { AutomaticGain = false });
        listener.Listen();
        simulation.Run(0.5);
        var heard = listener.Heard.ToArray();
        double steepest = 2 * Math.PI * room.FrequencyHz / 8000 * heard.Max(sample => Math.Abs((int)sample));
        Assert.All(heard.Zip(heard.Skip(1)), pair => Assert.InRange(Math.Abs(pair.Second - pair.First), 0, 1.3 * steepest));
        simulation.RunAndListen(0.5, 0.5);
        Assert.InRange(listener.Hears(room.FrequencyHz), 950, 1050);
        simulation.Run(1);
        Assert.Null(LastReport(simulation, room).GainDb);
        Assert.NotNull(LastReport(simulation, listener).GainDb);

        // It learns anew when it is wanted again.
        simulation.Change(room, room.Settings with { AutomaticGain = true });
        simulation.Run(1.1);
        Assert.Equal(0, LastReport(simulation, room).GainDb);
    }

    [Fact]
    public void A_gate_that_is_switched_off_while_it_acts_lets_the_noise_in_at_once()
    {
        var (simulation, room, listener) = Meeting(61);
        room.Sound = SimulatedVoice.Noise(18, Seconds, 8000, -50);
        simulation.Run(12);
        Assert.True(LastReport(simulation, room).IsGated);
        simulation.Change(room, room.Settings with { NoiseGate = false });
        simulation.RunAndListen(0.1, 10);
        Assert.InRange(SimulatedVoice.Dbov(listener.Heard), -52, -48);
        Assert.Null(LastReport(simulation, room).IsGated);
        simulation.Change(room, room.Settings with { NoiseGate = true });
        simulation.Run(12);
        Assert.True(LastReport(simulation, room).IsGated);
    }

    [Fact]
    public void Lost_packets_are_no_syllables()
    {
        var (simulation, room, _) = Meeting(59);
        room.Line = new LineQuality { Loss = 0.3 };
        room.Amplitude = 300;
        simulation.Run(60);
        Assert.Equal(0, LastReport(simulation, room).GainDb);
    }

    private static (ConferenceSimulation Simulation, SimulatedRoom Room, SimulatedRoom Listener) Meeting(int seed, MediaConferenceOptions? options = null)
    {
        var simulation = new ConferenceSimulation(seed, options);
        var room = simulation.Add();
        var listener = simulation.Add(with: it => it.Sends = false);
        return (simulation, room, listener);
    }

    private static List<LegReport> Reports(ConferenceSimulation simulation, SimulatedRoom room) =>
        [.. simulation.Events.OfType<MediaEvent.Report>().Select(report => report.Leg).Where(report => report.Leg == room.Leg)];

    private static LegReport LastReport(ConferenceSimulation simulation, SimulatedRoom room) => Reports(simulation, room)[^1];
}
