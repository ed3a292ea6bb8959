using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>A room that sends comfort noise instead of its silence (RFC 3389): heard as told, nothing lost, nobody speaks.</summary>
public sealed class ComfortNoiseTests
{
    [Theory]
    [InlineData(-50, 0, "PCMA")]
    [InlineData(-60, 60, "PCMA")]
    [InlineData(-45, 60, "PCMU")]
    [InlineData(-55, 30, "G722")]
    [InlineData(-50, 40, "L16")]
    public void The_silence_of_a_room_is_its_noise_and_no_loss(int dbov, double jitterMs, string codecName)
    {
        var codec = SimulatedRoom.Formats.First(format => format.Codec.Name == codecName).Codec;
        var simulation = new ConferenceSimulation(41);
        var room = simulation.Add(with: it =>
        {
            (it.Codec, it.Line) = (codec, new LineQuality { JitterMs = jitterMs });
            if (codec == AudioCodec.L16)
                it.Settings = it.Settings with { ComfortNoise = [new NoiseFormat(118, 16000)] };
        });
        var listener = simulation.Add(sendCodec: AudioCodec.L16, with: it => it.Sends = false);
        simulation.Run(3);
        long concealed = LastReport(simulation, room).ConcealedFrames;
        for (int i = 0; i < 5; i++)
        {
            Fall(simulation, room, dbov);
            simulation.RunAndListen(0.5, 2.5);
            Assert.InRange(Level(listener.Heard), dbov - 1.5, dbov + 1.5);
            Assert.False(simulation.Events.OfType<MediaEvent.Levels>().SelectMany(told => told.Legs).Last(level => level.Leg == room.Leg).Speaking);

            room.Sends = true;
            simulation.RunAndListen(0.3, 1);
            Assert.InRange(listener.Hears(room.FrequencyHz), 0.93 * room.Amplitude, 1.07 * room.Amplitude);
        }

        // What jitter costs now and then, as without any noise; never three frames for each silence.
        Assert.InRange(LastReport(simulation, room).ConcealedFrames - concealed, 0, jitterMs == 0 ? 0 : 8);
        Assert.All(Reports(simulation, room), report => Assert.Equal(0, report.ReceivedLossPercent));
        Assert.Equal(0, simulation.Conference.Dropped(DropReason.UnexpectedPayloadType));
    }

    [Fact]
    public void A_level_that_is_no_comfort_is_not_believed()
    {
        var simulation = new ConferenceSimulation(42);
        var room = simulation.Add();
        var listener = simulation.Add(with: it => it.Sends = false);
        simulation.Run(1);
        Fall(simulation, room, 0);
        simulation.RunAndListen(0.5, 1);
        Assert.InRange(Level(listener.Heard), ComfortNoise.Loudest - 1, ComfortNoise.Loudest + 1);
    }

    [Fact]
    public void A_room_that_said_noise_and_sends_no_rtcp_is_given_time()
    {
        var simulation = new ConferenceSimulation(43);
        var silent = simulation.Add();
        var gone = simulation.Add();
        simulation.Run(1);
        Fall(simulation, silent, -60);
        gone.Sends = false;
        simulation.Run(30);
        Assert.Equal(gone.Leg, Assert.Single(simulation.Events.OfType<MediaEvent.Lost>()).Leg);
        simulation.Run(100);
        Assert.Equal(2, simulation.Events.OfType<MediaEvent.Lost>().Count());
    }

    [Fact]
    public void Noise_on_another_clock_than_the_sound_follows_the_sound()
    {
        var simulation = new ConferenceSimulation(44);
        var room = simulation.Add(with: it => it.Codec = AudioCodec.L16);
        var listener = simulation.Add(with: it => it.Sends = false);
        simulation.Run(1);
        Fall(simulation, room, -40);
        simulation.RunAndListen(0.5, 1);
        Assert.InRange(Level(listener.Heard), -41.5, -38.5);
        room.Sends = true;
        simulation.RunAndListen(0.3, 1);
        Assert.InRange(listener.Hears(room.FrequencyHz), 900, 1100);
        Assert.Equal(0, LastReport(simulation, room).ConcealedFrames);
    }

    /// <summary>The room falls silent and says so.</summary>
    private static void Fall(ConferenceSimulation simulation, SimulatedRoom room, int dbov)
    {
        room.Sends = false;
        simulation.Send(room, room.Noise(dbov, (byte)(room.Settings.ComfortNoise.IsEmpty ? 13 : 118)));
    }

    private static double Level(ReadOnlySpan<short> heard) => LevelMeter.Dbov(LevelMeter.SumOfSquares(heard), heard.Length);

    private static List<LegReport> Reports(ConferenceSimulation simulation, SimulatedRoom room) =>
        [.. simulation.Events.OfType<MediaEvent.Report>().Select(report => report.Leg).Where(report => report.Leg == room.Leg)];

    private static LegReport LastReport(ConferenceSimulation simulation, SimulatedRoom room) => Reports(simulation, room)[^1];
}
