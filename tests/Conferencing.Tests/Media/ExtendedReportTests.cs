using Conferencing.Media;
using Conferencing.Media.Rtp.Rtcp;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>RFC 3611: what a room tells of how it hears us is read and told on, its clock is answered, and ours is told where no SR goes out.</summary>
public sealed class ExtendedReportTests
{
    [Fact]
    public void What_a_room_tells_is_in_its_report()
    {
        var simulation = new ConferenceSimulation(61);
        var room = simulation.Add();
        simulation.Run(0.5);
        simulation.Send(room, ExtendedReports.Compound(about: room.Settings.Ssrc));
        simulation.Run(1.2);
        var report = LastReport(simulation, room);
        Assert.Equal(
            new VoipMetrics
            {
                Ssrc = room.Settings.Ssrc,
                LossPercent = 12.5,
                DiscardPercent = 6.25,
                BurstPercent = 50,
                GapPercent = 1.5625,
                BurstMs = 500,
                GapMs = 9000,
                RoundTripMs = 85,
                EndSystemDelayMs = 120,
                MosListening = 3.6,
                BufferMs = 60,
            },
            report.FarEnd);
        Assert.Equal(new StatisticsSummary { Ssrc = room.Settings.Ssrc, Expected = 16, Lost = 3, Duplicates = 1, MeanJitter = 20 }, report.FarCounts);
    }

    [Fact]
    public void What_is_told_of_others_or_not_known_is_not_taken()
    {
        var simulation = new ConferenceSimulation(62);
        var room = simulation.Add();
        simulation.Send(room, ExtendedReports.Compound(about: 4711));
        simulation.Run(1.2);
        Assert.Null(LastReport(simulation, room).FarEnd);
        Assert.Null(LastReport(simulation, room).FarCounts);

        simulation.Send(room, ExtendedReports.Packet(1, ExtendedReports.Metrics(room.Settings.Ssrc, mos: 127), ExtendedReports.Statistics(room.Settings.Ssrc, told: 0)));
        simulation.Run(1.2);
        Assert.Null(LastReport(simulation, room).FarEnd!.Value.MosListening);
        Assert.Equal(new StatisticsSummary { Ssrc = room.Settings.Ssrc, Expected = 16 }, LastReport(simulation, room).FarCounts);
        Assert.Equal(0, simulation.Conference.Dropped(DropReason.BadRtcp));
    }

    [Fact]
    public void A_rooms_clock_is_answered_once_with_the_time_since()
    {
        var simulation = new ConferenceSimulation(63);
        var room = simulation.Add();
        simulation.Run(1.7);
        long sentAt = simulation.NowNs;
        simulation.Send(room, ExtendedReports.Packet(77, ExtendedReports.ReferenceTime(new NtpTime(0x11223344_55667788))));
        simulation.Run(20);
        var (at, ssrc, reference, delay) = Assert.Single(room.DelaysHeard);
        Assert.Equal((77u, 0x33445566u), (ssrc, reference));

        // The clock was 20 ms on its way.
        Assert.InRange(delay / 65536.0, ((at - sentAt) / 1e9) - 0.02 - 0.002, ((at - sentAt) / 1e9) - 0.02 + 0.002);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_held_rooms_round_trip_is_measured_by_our_own_clock_where_that_was_agreed_on(bool agreed)
    {
        var simulation = new ConferenceSimulation(64);
        var room = simulation.Add(with: it => it.Settings = it.Settings with { MaySend = false, MayReceive = false, ExtendedReports = agreed });
        room.AnswersClocks = true;
        simulation.Run(20);
        Assert.Equal(agreed, room.ClocksHeard > 0);
        if (agreed)
            Assert.InRange(LastReport(simulation, room).RoundTripMs!.Value, 19, 23);
        else
            Assert.Null(LastReport(simulation, room).RoundTripMs);
    }

    [Theory]
    [InlineData("80cf0000")]
    [InlineData("80cf000200000001070000ff")]
    [InlineData("80cf00020000000107000008")]
    public void What_does_not_fit_is_refused(string hex)
    {
        var simulation = new ConferenceSimulation(65);
        var room = simulation.Add();
        simulation.Send(room, Convert.FromHexString(hex));
        simulation.Run(0.1);
        Assert.Equal(1, simulation.Conference.Dropped(DropReason.BadRtcp));
    }

    [Fact]
    public void The_delay_that_the_line_asks_for_is_told()
    {
        var simulation = new ConferenceSimulation(66);
        var clean = simulation.Add();
        var jittery = simulation.Add(with: room => room.Line = new LineQuality { JitterMs = 80 });
        simulation.Run(6);
        Assert.InRange(LastReport(simulation, clean).TargetMs, 0, 20);
        Assert.InRange(LastReport(simulation, jittery).TargetMs, 40, 100);
        Assert.InRange(LastReport(simulation, jittery).BufferMs, 20, 100);
    }

    private static LegReport LastReport(ConferenceSimulation simulation, SimulatedRoom room) =>
        simulation.Events.OfType<MediaEvent.Report>().Last(report => report.Leg.Leg == room.Leg).Leg;
}
