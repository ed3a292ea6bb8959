using Conferencing.Media;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>Rooms that send back what they are sent are found out, and rooms that only talk never are.</summary>
public sealed class EchoTests
{
    private const double Seconds = 60;

    [Theory]
    [InlineData(1, 40, -6, -70)]
    [InlineData(2, 120, -20, -70)]
    [InlineData(3, 400, -12, -60)]
    [InlineData(4, 700, -25, -64)]
    [InlineData(5, 860, 0, -90)]
    public void A_room_that_returns_the_mix_is_found_with_its_delay_and_nobody_else_is(int seed, int delayMs, double loss, double noiseDbov)
    {
        var simulation = new ConferenceSimulation(seed);
        var talking = simulation.Add(with: room => room.Sound = SimulatedVoice.Speech(seed, Seconds, 8000, -28));
        var echoing = simulation.Add(with: room => room.Returns(delayMs, loss, SimulatedVoice.Noise(seed, 5, 8000, noiseDbov)));
        simulation.Add(with: room => room.Sound = SimulatedVoice.Noise(seed + 1, 5, 8000, -60));
        simulation.Run(14);
        var found = Echoes(simulation);
        Assert.Equal([echoing.Leg], found.Select(report => report.Leg).Distinct());

        // The line's 20 ms and the wait for the ticks at both ends come on top.
        Assert.InRange(found[^1].EchoDelay!.Value.TotalMilliseconds, delayMs, delayMs + 90);

        // It is over soon after the room is mended.
        echoing.Sound = SimulatedVoice.Speech(seed + 50, Seconds, 8000, -30);
        echoing.Returns(0, double.NegativeInfinity, null);
        simulation.Run(25);
        Assert.Null(LastReport(simulation, echoing).EchoDelay);
        Assert.NotNull(talking.Sound);
    }

    [Fact]
    public void An_echo_is_not_made_louder()
    {
        var simulation = new ConferenceSimulation(6);
        simulation.Add(with: room => room.Sound = SimulatedVoice.Speech(6, Seconds, 8000, -28));
        var echoing = simulation.Add(with: room => room.Returns(200, -20, null));
        simulation.Run(40);
        Assert.InRange(LastReport(simulation, echoing).GainDb!.Value, -12, 0);
    }

    [Fact]
    public void Muting_the_room_ends_the_alarm()
    {
        var simulation = new ConferenceSimulation(7);
        simulation.Add(with: room => room.Sound = SimulatedVoice.Speech(7, Seconds, 8000, -28));
        var echoing = simulation.Add(with: room => room.Returns(200, -10, null));
        simulation.Run(14);
        Assert.NotNull(LastReport(simulation, echoing).EchoDelay);
        simulation.SetMuted(echoing, true);
        simulation.Run(1.5);
        Assert.Null(LastReport(simulation, echoing).EchoDelay);
    }

    /// <summary>People in turn, at once, and interrupting each other. Two hours of it, from thirty seeds, were as well.</summary>
    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    [InlineData(300)]
    public void Talk_is_no_echo(int firstSeed)
    {
        for (int seed = firstSeed; seed < firstSeed + 4; seed++)
        {
            var simulation = new ConferenceSimulation(seed);
            for (int i = 0; i < 3; i++)
                simulation.Add(with: room => room.Sound = SimulatedVoice.Speech((10 * seed) + i, 57 + (10 * i), 8000, -24 - (5 * i), -66));
            simulation.Run(120);
            Assert.Empty(Echoes(simulation));
        }
    }

    [Fact]
    public void Two_rooms_that_hear_one_voice_at_once_are_no_echo()
    {
        var simulation = new ConferenceSimulation(8);
        var voice = SimulatedVoice.Speech(8, Seconds, 8000, -28);
        simulation.Add(with: room => room.Sound = voice);
        simulation.Add(with: room => room.Sound = voice);
        simulation.Run(60);
        Assert.Empty(Echoes(simulation));
    }

    private static List<LegReport> Echoes(ConferenceSimulation simulation) =>
        [.. simulation.Events.OfType<MediaEvent.Report>().Select(report => report.Leg).Where(report => report.EchoDelay is not null)];

    private static LegReport LastReport(ConferenceSimulation simulation, SimulatedRoom room) =>
        simulation.Events.OfType<MediaEvent.Report>().Last(report => report.Leg.Leg == room.Leg).Leg;
}
