using System.Diagnostics;
using Conferencing.Media;
using Conferencing.Media.Rtp;
using Conferencing.Media.Rtp.Rtcp;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>What a conference tells and refuses; what it lets be heard is in <see cref="ConferenceScenarioTests"/>.</summary>
public sealed class MediaConferenceTests
{
    [Fact]
    public void The_round_trip_is_measured_from_the_rooms_reports()
    {
        var simulation = new ConferenceSimulation(1);
        var room = simulation.Add(with: room => room.Line = LineQuality.Clean with { DelayMs = 30 });
        simulation.Run(4);
        Assert.True(room.RtcpHeard > 0, "The first report comes early.");
        Assert.Null(LastReport(simulation, room).RoundTripMs);

        simulation.Send(room, room.ReceiverReport(simulation.NowNs));
        simulation.Run(1.2);
        Assert.InRange(LastReport(simulation, room).RoundTripMs!.Value, 29, 33);
        Assert.Equal(0, LastReport(simulation, room).SentLossPercent);
    }

    /// <summary>Five intervals: then nobody knows any longer how the room hears us.</summary>
    [Fact]
    public void What_a_room_said_of_our_sound_is_forgotten_when_its_reports_stop()
    {
        var simulation = new ConferenceSimulation(16);
        var room = simulation.Add();
        simulation.Run(4);
        simulation.Send(room, room.ReceiverReport(simulation.NowNs));
        simulation.Run(20);
        Assert.NotNull(LastReport(simulation, room).SentLossPercent);
        Assert.NotNull(LastReport(simulation, room).RoundTripMs);

        simulation.Run(14);
        Assert.Null(LastReport(simulation, room).SentLossPercent);
        Assert.Null(LastReport(simulation, room).RoundTripMs);
        simulation.Send(room, room.ReceiverReport(simulation.NowNs));
        simulation.Run(1.1);
        Assert.NotNull(LastReport(simulation, room).RoundTripMs);
    }

    /// <summary>A peer that sends back what it gets, or chose the same number by chance (RFC 3550 8.2).</summary>
    [Fact]
    public void What_comes_under_our_own_source_is_not_heard()
    {
        var simulation = new ConferenceSimulation(17);
        var room = simulation.Add(with: room => room.Sends = false);
        simulation.Add();
        simulation.Run(1);
        var datagram = new byte[172];
        for (ushort i = 0; i < 100; i++)
        {
            RtpPacket.Write(datagram, 8, false, i, i * 160u, room.Settings.Ssrc, new byte[160]);
            simulation.Send(room, datagram[..]);
            simulation.Run(0.02);
        }

        Assert.Equal(100, simulation.Conference.Dropped(DropReason.OwnSource));
        Assert.Equal(0, LastReport(simulation, room).PacketsReceived);
        Assert.DoesNotContain(simulation.Events.OfType<MediaEvent.Lost>(), lost => lost.Leg == room.Leg);
    }

    /// <summary>As some phones do after a hold.</summary>
    [Fact]
    public void Packets_are_counted_on_when_a_source_begins_its_numbers_anew()
    {
        var simulation = new ConferenceSimulation(18);
        var room = simulation.Add(with: room => room.Sends = false);
        simulation.Run(1);
        var datagram = new byte[172];
        for (int i = 0; i < 500; i++)
        {
            RtpPacket.Write(datagram, 8, false, (ushort)(i < 300 ? i : 30_000 + i), (uint)(i * 160), 77, new byte[160]);
            simulation.Send(room, datagram[..]);
            simulation.Run(0.02);
        }

        simulation.Run(1.1);
        // The first of the new numbers had to be confirmed by the second.
        Assert.Equal(499, LastReport(simulation, room).PacketsReceived);
    }

    [Fact]
    public void Reports_come_every_second_and_rtcp_about_every_five()
    {
        var simulation = new ConferenceSimulation(2);
        var rooms = Enumerable.Range(0, 10).Select(_ => simulation.Add(with: room => room.Sends = false)).ToList();
        simulation.Run(100);
        Assert.All(rooms, room => Assert.InRange(Reports(simulation, room).Count, 99, 100));

        // 5 s over e − 3/2 on average (RFC 3550 6.3.1 without others to reconsider for): 4.1 s.
        Assert.InRange(rooms.Average(room => room.RtcpHeard), 20, 30);
        Assert.True(rooms.Select(room => room.RtcpHeard).Distinct().Count() > 1, "They are not in step.");
    }

    [Fact]
    public void Loss_is_reported_of_the_interval()
    {
        var simulation = new ConferenceSimulation(3);
        var room = simulation.Add(with: room => room.Line = new LineQuality { Loss = 0.2 });
        simulation.Run(20.5);
        room.Line = LineQuality.Clean;
        simulation.Run(2);
        Assert.InRange(Reports(simulation, room).Take(20).Average(report => report.ReceivedLossPercent), 14, 26);
        Assert.Equal(0, LastReport(simulation, room).ReceivedLossPercent);
        Assert.True(LastReport(simulation, room).ConcealedFrames > 100);
    }

    [Fact]
    public void Jitter_is_reported_in_milliseconds()
    {
        var simulation = new ConferenceSimulation(4);
        var clean = simulation.Add();
        var unsteady = simulation.Add(with: room => room.Line = new LineQuality { JitterMs = 30 });
        simulation.Run(10);
        Assert.InRange(LastReport(simulation, clean).ReceivedJitterMs, 0, 0.2);

        // The mean difference of two uniform delays is a third of their range.
        Assert.InRange(LastReport(simulation, unsteady).ReceivedJitterMs, 5, 15);
    }

    [Fact]
    public void A_digit_is_told_once_from_any_leg_muted_or_not()
    {
        var simulation = new ConferenceSimulation(5);
        var room = simulation.Add(muted: true, with: room => room.Line = new LineQuality { Loss = 0.3, Duplicates = 0.2 });
        simulation.Add();
        simulation.Run(1);
        foreach (byte code in new byte[] { 1, 1, 10, 5 })
        {
            uint timestamp = room.Timestamp;
            room.Sends = false;
            for (int i = 0; i < 8; i++)
            {
                simulation.Send(room, room.Digit(code, (ushort)(160 * (i + 1)), i > 4, timestamp));
                simulation.Run(0.02);
            }

            room.Sends = true;
            simulation.Run(0.2);
        }

        Assert.Equal("11*5", string.Concat(simulation.Events.OfType<MediaEvent.Digit>().Select(digit => digit.Value)));
    }

    [Fact]
    public void Digits_sent_beside_sound_do_not_chop_it()
    {
        var simulation = new ConferenceSimulation(14);
        var room = simulation.Add();
        simulation.Add();
        simulation.RunAndListen(1, 0.1);
        for (int i = 0; i < 50; i++)
        {
            simulation.Send(room, room.Digit(3, 160, end: false));
            simulation.Run(0.02);
        }

        simulation.AssertEverybodyIsHeard(tolerance: 0.02);
    }

    [Fact]
    public void A_packet_time_nobody_may_agree_on_is_our_fault()
    {
        var simulation = new ConferenceSimulation(15);
        Assert.Throws<UnreachableException>(() => simulation.Add(sendPtimeMs: 0));
    }

    [Fact]
    public void Levels_tell_who_speaks_and_only_what_changed()
    {
        var simulation = new ConferenceSimulation(6);
        var loud = simulation.Add(with: room => room.Amplitude = 4000);
        var silent = simulation.Add(with: room => room.Sends = false);
        simulation.Run(3);

        var last = simulation.Events.OfType<MediaEvent.Levels>().SelectMany(levels => levels.Legs).Last(level => level.Leg == loud.Leg);
        Assert.InRange(last.LevelDbov, -22, -20);
        Assert.True(last.Speaking);
        Assert.DoesNotContain(simulation.Events.OfType<MediaEvent.Levels>().SelectMany(levels => levels.Legs), level => level.Leg == silent.Leg);
        Assert.Equal(loud.Leg, Assert.Single(simulation.Events.OfType<MediaEvent.SpeakerChanged>()).Leg);

        simulation.SetMuted(loud, true);
        simulation.Run(0.5);
        last = simulation.Events.OfType<MediaEvent.Levels>().SelectMany(levels => levels.Legs).Last();
        Assert.Equal(new LegLevel(loud.Leg, -127, false), last);
        Assert.Null(simulation.Events.OfType<MediaEvent.SpeakerChanged>().Last().Leg);
    }

    [Fact]
    public void A_room_that_falls_silent_on_both_is_lost_once_until_it_comes_back()
    {
        var simulation = new ConferenceSimulation(7);
        var room = simulation.Add();
        simulation.Run(5);
        room.Sends = false;
        simulation.Run(9.5);
        Assert.Empty(Lost(simulation));
        simulation.Run(30);
        Assert.Equal([room.Leg], Lost(simulation));

        room.Sends = true;
        simulation.Run(5);
        room.Sends = false;
        simulation.Run(12);
        Assert.Equal([room.Leg, room.Leg], Lost(simulation));
    }

    [Fact]
    public void A_room_that_never_sends_anything_is_lost()
    {
        var simulation = new ConferenceSimulation(8);
        simulation.Add(with: room => room.Sends = false);
        simulation.Run(9.5);
        Assert.Empty(Lost(simulation));
        simulation.Run(2);
        Assert.Single(Lost(simulation));
    }

    [Theory]
    // RTCP of a held room | what a silent room says over RTCP alone
    [InlineData(false)]
    [InlineData(true)]
    public void Rtcp_alone_keeps_a_room_and_its_end_loses_it_later(bool mayReceive)
    {
        var simulation = new ConferenceSimulation(9);
        var room = simulation.Add();
        simulation.Run(2);
        simulation.Change(room, room.Settings with { MaySend = mayReceive, MayReceive = mayReceive });
        room.Sends = false;
        for (int i = 0; i < 10; i++)
        {
            simulation.Run(6);
            simulation.Send(room, room.ReceiverReport(simulation.NowNs));
        }

        simulation.Run(24);
        Assert.Empty(Lost(simulation));
        simulation.Run(4);
        Assert.Single(Lost(simulation));
    }

    [Fact]
    public void A_held_room_that_never_sent_rtcp_is_not_lost()
    {
        var simulation = new ConferenceSimulation(10);
        var room = simulation.Add();
        simulation.Run(1);
        simulation.Change(room, room.Settings with { MaySend = false, MayReceive = false });
        room.Sends = false;
        simulation.Run(300);
        Assert.Empty(Lost(simulation));
    }

    [Fact]
    public void Leaving_says_goodbye()
    {
        var conference = new MediaConference(new MediaConferenceOptions(), new Random(1));
        var simulation = new ConferenceSimulation(11);
        var room = simulation.Add();
        conference.Do(new MediaCommand.AddLeg(room.Leg, room.Settings, false), default);
        Assert.False(conference.TryPoll(out _));
        conference.Do(new MediaCommand.RemoveLeg(room.Leg), default);
        Assert.True(conference.TryPoll(out var output));
        Assert.True(output.IsRtcp);
        Assert.True(RtcpCompound.TryParse(output.Datagram, out var compound));
        bool goodbye = false;
        while (compound.TryNext(out var part))
            goodbye |= Goodbye.Names(part, room.Settings.Ssrc);
        Assert.True(goodbye);
        Assert.Equal(Tick.Never, conference.NextDeadline);
    }

    [Fact]
    public void Every_refusal_has_its_counter()
    {
        var conference = new MediaConference(new MediaConferenceOptions(), new Random(1));
        var simulation = new ConferenceSimulation(12);
        var room = simulation.Add();
        conference.Do(new MediaCommand.AddLeg(room.Leg, room.Settings, false), default);
        Refuses(conference, DropReason.NotMedia, "00010002");
        Refuses(conference, DropReason.BadHeader, "8008");
        Refuses(conference, DropReason.BadRtcp, "80c90002");
        Refuses(conference, DropReason.UnexpectedPayloadType, "800500010000000000000001aa");
        Refuses(conference, DropReason.BadPayload, "800800010000000000000001");
        Refuses(conference, null, "800800020000000000000001aa");
        Refuses(conference, DropReason.Duplicate, "800800020000000000000001aa");
        Refuses(conference, DropReason.SourceProbation, "800800030000000000000002aa");
        Refuses(conference, null, "800800030000000000000001aa");
        Refuses(conference, DropReason.SequenceJump, "80087fff0000000000000001aa");
        Refuses(conference, DropReason.BadPayload, "806500040000000000000001aa");
        conference.Do(new MediaCommand.ChangeLeg(room.Leg, room.Settings with { MayReceive = false }), default);
        Refuses(conference, DropReason.NotExpectedNow, "800800050000000000000001aa");
        conference.Do(new MediaCommand.RemoveLeg(room.Leg), default);
        Refuses(conference, DropReason.UnknownLeg, "800800050000000000000001aa");
    }

    [Fact]
    public void A_command_for_a_leg_that_left_is_counted_and_a_number_used_twice_is_our_fault()
    {
        var conference = new MediaConference(new MediaConferenceOptions(), new Random(1));
        conference.Do(new MediaCommand.SetMuted(new LegId(9), true), default);
        conference.Do(new MediaCommand.RemoveLeg(new LegId(9)), default);
        Assert.Equal(2, conference.Dropped(DropReason.UnknownLeg));

        var simulation = new ConferenceSimulation(13);
        var room = simulation.Add();
        Assert.Throws<UnreachableException>(() => simulation.Do(new MediaCommand.AddLeg(room.Leg, room.Settings, false)));
    }

    private static void Refuses(MediaConference conference, DropReason? reason, string hex)
    {
        var before = Enum.GetValues<DropReason>().ToDictionary(each => each, conference.Dropped);
        conference.Receive(Convert.FromHexString(hex), new LegId(1), default);
        foreach (var each in before.Keys)
            Assert.Equal((each, before[each] + (each == reason ? 1 : 0)), (each, conference.Dropped(each)));
    }

    private static List<LegId> Lost(ConferenceSimulation simulation) =>
        [.. simulation.Events.OfType<MediaEvent.Lost>().Select(lost => lost.Leg)];

    private static List<LegReport> Reports(ConferenceSimulation simulation, SimulatedRoom room) =>
        [.. simulation.Events.OfType<MediaEvent.Report>().Select(report => report.Leg).Where(report => report.Leg == room.Leg)];

    private static LegReport LastReport(ConferenceSimulation simulation, SimulatedRoom room) => Reports(simulation, room)[^1];
}
