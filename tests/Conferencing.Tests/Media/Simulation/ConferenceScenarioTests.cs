using Conferencing.Media;

namespace Conferencing.Tests.Media.Simulation;

/// <summary>Whole conferences on a virtual clock. Around every one of them: nobody hears himself, everybody is heard.</summary>
public sealed class ConferenceScenarioTests
{
    private static readonly AudioCodec[] Codecs = [AudioCodec.G722, AudioCodec.Pcma, AudioCodec.Pcmu, AudioCodec.L16];
    private static readonly int[] Ptimes = [20, 10, 60, 30, 40];

    [Fact]
    public void Twelve_rooms_with_equal_tones_all_hear_each_other_and_not_themselves()
    {
        var simulation = new ConferenceSimulation(1);
        for (int i = 0; i < 12; i++)
            simulation.Add();

        simulation.RunAndListen(1, 2);
        simulation.AssertEverybodyIsHeard();
    }

    [Fact]
    public void Every_packet_time_hears_every_other()
    {
        var simulation = new ConferenceSimulation(2);
        foreach (int ptime in new[] { 10, 20, 30, 40, 60 })
            simulation.Add(sendPtimeMs: ptime, sendCodec: ptime == 30 ? AudioCodec.Pcmu : AudioCodec.Pcma, with: room => room.PtimeMs = ptime);

        simulation.RunAndListen(1, 2);
        simulation.AssertEverybodyIsHeard();
        Assert.All(simulation.Rooms, room => Assert.Equal(0, simulation.Conference.Dropped(DropReason.BufferFull)));
    }

    [Fact]
    public void A_packet_time_may_change_in_mid_call()
    {
        var simulation = new ConferenceSimulation(3);
        var changing = simulation.Add();
        simulation.Add();
        foreach (int ptime in new[] { 60, 10, 30, 20, 40 })
        {
            changing.PtimeMs = ptime;
            simulation.RunAndListen(1, 1);
            simulation.AssertEverybodyIsHeard();
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Rooms_on_poor_lines_are_still_heard(int seed)
    {
        var simulation = new ConferenceSimulation(seed);
        for (int i = 0; i < 6; i++)
            simulation.Add(with: room => room.Line = LineQuality.Poor);
        simulation.Add();

        simulation.RunAndListen(3, 5);
        simulation.AssertEverybodyIsHeard(tolerance: 0.3, leak: 0.1);
        Assert.True(simulation.Conference.Dropped(DropReason.Duplicate) > 0);
        Assert.InRange(Loss(simulation, simulation.Rooms[0]), 1, 12);
        Assert.Equal(0, Loss(simulation, simulation.Rooms[6]));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(-200)]
    public void A_clock_that_drifts_for_minutes_neither_grows_the_delay_nor_breaks_the_sound(double ppm)
    {
        var simulation = new ConferenceSimulation(4);
        var drifting = simulation.Add(with: room => room.DriftPpm = ppm);
        simulation.Add();

        simulation.Run(230);
        simulation.RunAndListen(0, 10);
        simulation.AssertEverybodyIsHeard(tolerance: 0.1, leak: 0.03);

        // 46 ms of drift: the buffer slipped a frame about twice, and made up a frame or two at each slip at the most.
        Assert.InRange(LastReport(simulation, drifting).ConcealedFrames, 0, 8);
        Assert.InRange(LastReport(simulation, drifting).BufferMs, 0, 21);
    }

    [Fact]
    public void A_restarted_device_is_heard_again_at_once()
    {
        var simulation = new ConferenceSimulation(5);
        var restarted = simulation.Add();
        simulation.Add();
        for (int i = 0; i < 8; i++)
        {
            simulation.Run(1);
            restarted.Restart();
            simulation.RunAndListen(0.1, 1);
            simulation.AssertEverybodyIsHeard();
        }
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(-1_000_000)]
    [InlineData(4000)]
    [InlineData(-4000)]
    [InlineData(1600)]
    [InlineData(-1600)]
    [InlineData(int.MinValue)]
    public void A_timestamp_that_leaps_after_a_hold_is_followed(int jump)
    {
        var simulation = new ConferenceSimulation(6);
        var held = simulation.Add();
        simulation.Add();
        simulation.Run(1);

        held.Sends = false;
        simulation.Run(3);
        held.Sends = true;
        held.JumpTimestamp(jump);
        simulation.RunAndListen(0.3, 1);
        simulation.AssertEverybodyIsHeard();
    }

    [Fact]
    public void Silence_suppression_is_no_loss()
    {
        var simulation = new ConferenceSimulation(7);
        var room = simulation.Add();
        simulation.Add();
        for (int i = 0; i < 10; i++)
        {
            room.Sends = i % 2 == 0;
            simulation.Run(0.7);
        }

        room.Sends = true;
        simulation.RunAndListen(0.2, 1);
        simulation.AssertEverybodyIsHeard();
        Assert.Equal(0, LastReport(simulation, room).ConcealedFrames);
    }

    [Fact]
    public void Mute_is_enforced_and_unmuting_is_immediate()
    {
        var simulation = new ConferenceSimulation(8);
        for (int i = 0; i < 4; i++)
            simulation.Add(muted: i == 3);

        simulation.RunAndListen(1, 1);
        simulation.AssertEverybodyIsHeard();

        simulation.SetMuted(simulation.Rooms[0], true);
        simulation.SetMuted(simulation.Rooms[3], false);
        simulation.RunAndListen(0.1, 1);
        simulation.AssertEverybodyIsHeard();
    }

    [Fact]
    public void Joining_and_leaving_disturb_nobody()
    {
        var simulation = new ConferenceSimulation(9);
        var staying = Enumerable.Range(0, 3).Select(_ => simulation.Add()).ToList();
        simulation.Run(1);
        int before = staying[0].PacketsHeard;

        // The rooms check each packet's number and timestamp meanwhile.
        for (int i = 0; i < 5; i++)
        {
            var guest = simulation.Add();
            simulation.Run(0.21);
            simulation.SetMuted(guest, i % 2 == 0);
            simulation.Run(0.19);
            simulation.Remove(guest);
        }

        Assert.Equal(100, staying[0].PacketsHeard - before);
        simulation.RunAndListen(0.1, 1);
        simulation.AssertEverybodyIsHeard();
    }

    [Fact]
    public void Changed_settings_go_on_with_the_same_numbers()
    {
        var simulation = new ConferenceSimulation(10);
        var room = simulation.Add();
        simulation.Add();
        simulation.Run(1.01);
        foreach (int ptime in new[] { 60, 30, 10, 40, 20 })
        {
            simulation.Change(room, room.Settings with { SendPtimeMs = ptime, SendCodec = AudioCodec.Pcmu, SendPayloadType = 0 });
            simulation.RunAndListen(0.3, 1);
            simulation.AssertEverybodyIsHeard();
        }
    }

    [Fact]
    public void A_held_room_is_sent_nothing_but_rtcp_and_comes_back_on_time()
    {
        var simulation = new ConferenceSimulation(11);
        var held = simulation.Add();
        simulation.Add();
        simulation.Run(1);

        simulation.Change(held, held.Settings with { MaySend = false, MayReceive = false });
        int packets = held.PacketsHeard;
        int reports = held.RtcpHeard;
        simulation.Run(20);
        Assert.Equal(packets, held.PacketsHeard);
        Assert.InRange(held.RtcpHeard - reports, 2, 10);

        // SimulatedRoom sees to it that the first packet has the marker and a timestamp that ran on.
        simulation.Change(held, held.Settings with { MaySend = true, MayReceive = true });
        simulation.RunAndListen(0.1, 1);
        simulation.AssertEverybodyIsHeard();
    }

    [Fact]
    public void Silence_is_sent_when_nobody_talks()
    {
        var simulation = new ConferenceSimulation(12);
        var room = simulation.Add();
        simulation.Add();
        foreach (var each in simulation.Rooms)
            each.Sends = false;

        simulation.RunAndListen(1, 1);
        Assert.Equal(8000, room.Heard.Length);
        Assert.All(room.Heard.ToArray(), sample => Assert.InRange(sample, -8, 8));
    }

    [Fact]
    public void A_prompt_is_heard_by_those_it_is_for_over_the_mix()
    {
        var simulation = new ConferenceSimulation(13);
        simulation.Add();
        simulation.Add();
        var prompt = Conferencing.Media.Prompts.Tone.Sine(2000, TimeSpan.FromSeconds(1.2), -20);
        simulation.Run(1);

        simulation.Do(new MediaCommand.Play(simulation.Rooms[0].Leg, prompt));
        simulation.RunAndListen(0.1, 1);
        simulation.AssertEverybodyIsHeard();
        Assert.InRange(Goertzel.Amplitude(simulation.Rooms[0].Heard, 2000), 4000, 5300);
        Assert.InRange(Goertzel.Amplitude(simulation.Rooms[1].Heard, 2000), 0, 30);

        simulation.Run(1);
        simulation.Do(new MediaCommand.Play(null, prompt));
        simulation.RunAndListen(0.1, 1);
        simulation.AssertEverybodyIsHeard();
        Assert.All(simulation.Rooms, room => Assert.InRange(Goertzel.Amplitude(room.Heard, 2000), 4000, 5300));
    }

    [Fact]
    public void The_delay_stays_small_and_comes_back_after_a_stall()
    {
        var simulation = new ConferenceSimulation(14);
        var room = simulation.Add();
        simulation.Add();
        simulation.Run(5);
        Assert.Equal(0, LastReport(simulation, room).BufferMs);

        // Everything of half a second comes at once.
        room.Line = LineQuality.Clean with { DelayMs = 520 };
        simulation.Run(0.02);
        for (int i = 0; i < 25; i++)
        {
            room.Line = LineQuality.Clean with { DelayMs = 500 - (i * 20) + 20 };
            simulation.Run(0.02);
        }

        room.Line = LineQuality.Clean;
        simulation.RunAndListen(2, 2);
        simulation.AssertEverybodyIsHeard();
        Assert.InRange(LastReport(simulation, room).BufferMs, 0, 0);
    }

    [Fact]
    public void Jitter_is_bought_with_delay_and_the_delay_is_given_back()
    {
        var simulation = new ConferenceSimulation(15);
        var room = simulation.Add();
        simulation.Add();
        room.Line = new LineQuality { JitterMs = 60 };
        simulation.Run(3);
        long concealed = LastReport(simulation, room).ConcealedFrames;
        simulation.RunAndListen(0, 4);
        simulation.AssertEverybodyIsHeard(tolerance: 0.1, leak: 0.03);
        Assert.InRange(LastReport(simulation, room).ConcealedFrames - concealed, 0, 8);
        Assert.InRange(LastReport(simulation, room).BufferMs, 10, 90);

        room.Line = LineQuality.Clean;
        simulation.Run(4);
        Assert.InRange(LastReport(simulation, room).BufferMs, 0, 20);
    }

    [Fact]
    public void A_standstill_of_the_loop_makes_no_burst()
    {
        var simulation = new ConferenceSimulation(16);
        var room = simulation.Add();
        simulation.Add();
        simulation.Run(1);
        int before = room.PacketsHeard;
        var late = simulation.Now + TimeSpan.FromSeconds(2);
        simulation.Conference.Advance(late);
        int packets = 0;
        while (simulation.Conference.TryPoll(out var output))
            packets += output.Event is null && !output.IsRtcp ? 1 : 0;

        Assert.InRange(packets, 2, 4);
        Assert.True(simulation.Conference.NextDeadline > late);
        Assert.Equal(before, room.PacketsHeard);
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Rooms_in_mixed_codecs_all_hear_each_other_and_not_themselves(int seed)
    {
        var simulation = new ConferenceSimulation(seed);
        for (int i = 0; i < 12; i++)
            simulation.Add(sendCodec: Codecs[i % 4], sendPtimeMs: i % 4 == 3 ? 20 : Ptimes[i % 5], with: room => room.Codec = Codecs[(i + (i / 4)) % 4]);

        simulation.RunAndListen(1, 2);
        simulation.AssertEverybodyIsHeard();

        // Whoever falls silent comes back to what all hear, and leaves it again.
        for (int i = 0; i < 6; i++)
        {
            var room = simulation.Rooms[i * 2];
            simulation.SetMuted(room, true);
            simulation.RunAndListen(0.5, 1);
            simulation.AssertEverybodyIsHeard();
            simulation.SetMuted(room, false);
            simulation.RunAndListen(0.1, 1);
            simulation.AssertEverybodyIsHeard();
        }
    }

    [Fact]
    public void Wide_sound_reaches_wide_rooms_and_narrow_rooms_hear_no_alias_of_it()
    {
        var simulation = new ConferenceSimulation(23);
        var wide = simulation.Add(sendCodec: AudioCodec.G722, with: room => (room.Codec, room.FrequencyHz) = (AudioCodec.L16, 6000));
        var listening = simulation.Add(sendCodec: AudioCodec.L16, with: room => room.Sends = false);
        var narrow = simulation.Add(with: room => room.Sends = false);
        simulation.RunAndListen(1, 2);
        Assert.InRange(listening.Hears(wide.FrequencyHz), 950, 1050);
        Assert.InRange(narrow.Hears(2000), 0, 3);
        Assert.InRange(wide.Hears(wide.FrequencyHz), 0, 20);
    }

    [Fact]
    public void A_wide_room_that_comes_and_goes_changes_the_rate_and_nobody_loses_the_sound()
    {
        var simulation = new ConferenceSimulation(24);
        for (int i = 0; i < 3; i++)
            simulation.Add();
        for (int i = 0; i < 3; i++)
        {
            simulation.RunAndListen(0.2, 0.5);
            simulation.AssertEverybodyIsHeard();
            var guest = simulation.Add(sendCodec: AudioCodec.G722, with: room => room.Codec = AudioCodec.G722);
            simulation.RunAndListen(0.3, 0.5);
            simulation.AssertEverybodyIsHeard();
            simulation.Remove(guest);
            simulation.RunAndListen(i == 1 ? 12 : 0.2, 0.5);
            simulation.AssertEverybodyIsHeard();
        }
    }

    [Fact]
    public void A_room_may_change_its_codec_in_mid_call_both_ways()
    {
        var simulation = new ConferenceSimulation(25);
        var changing = simulation.Add();
        simulation.Add(sendCodec: AudioCodec.G722, with: room => room.Codec = AudioCodec.G722);
        simulation.Add();
        foreach (var codec in new[] { AudioCodec.G722, AudioCodec.Pcmu, AudioCodec.L16, AudioCodec.Pcma, AudioCodec.G722 })
        {
            changing.Codec = codec;
            simulation.Change(changing, changing.Settings with { SendCodec = codec, SendPayloadType = SimulatedRoom.PayloadTypeOf(codec) });
            simulation.RunAndListen(0.3, 1);
            simulation.AssertEverybodyIsHeard();
        }
    }

    [Theory]
    [InlineData(26)]
    [InlineData(27)]
    public void Wide_rooms_on_poor_lines_are_still_heard(int seed)
    {
        var simulation = new ConferenceSimulation(seed);
        for (int i = 0; i < 4; i++)
        {
            simulation.Add(sendCodec: AudioCodec.G722, with: room =>
            {
                room.Line = LineQuality.Poor;
                room.Codec = i == 3 ? AudioCodec.L16 : AudioCodec.G722;
                room.DriftPpm = 100 * (i - 1);
            });
        }

        simulation.RunAndListen(3, 5);
        simulation.AssertEverybodyIsHeard(tolerance: 0.3, leak: 0.1);
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void In_a_crowd_who_begins_is_heard_at_once_and_faint_rooms_are_not(int seed)
    {
        var simulation = new ConferenceSimulation(seed);
        for (int i = 0; i < 24; i++)
            simulation.Add(sendCodec: Codecs[i % 4], with: room => (room.Codec, room.Amplitude) = (Codecs[i / 6], 30));
        simulation.RunAndListen(1, 0.5);
        Assert.All(simulation.Rooms, room => Assert.All(simulation.Rooms, other => Assert.InRange(room.Hears(other.FrequencyHz), 0, 12)));

        for (int i = 0; i < 12; i += 3)
        {
            var (speaking, listening) = (simulation.Rooms[i], simulation.Rooms[23 - i]);
            speaking.Amplitude = 3000;

            // Its packets are on their way for 20 ms, wait for a tick and fill a packet: 100 ms and a filter's length later all is there.
            simulation.RunAndListen(0.12, 0.3);
            Assert.InRange(listening.Hears(speaking.FrequencyHz), 2700, 3300);
            Assert.InRange(speaking.Hears(speaking.FrequencyHz), 0, 60);
            simulation.Run(0.5);
            speaking.Amplitude = 30;
            simulation.Run(3);
        }
    }

    /// <summary>Before gates close on the rooms that only hum, so that it is a crowd all the time.</summary>
    [Theory]
    [InlineData(34, 0)]
    [InlineData(35, 3)]
    [InlineData(36, 6)]
    [InlineData(37, 9)]
    public void In_a_crowd_a_pause_soon_adds_nothing_and_the_next_word_is_heard_whole(int seed, int number)
    {
        var simulation = new ConferenceSimulation(seed, new MediaConferenceOptions { AutomaticGain = false });
        for (int i = 0; i < 24; i++)
            simulation.Add(sendCodec: Codecs[i % 4], with: room => (room.Codec, room.Amplitude) = (Codecs[i / 6], 30));
        simulation.Run(1);
        var (speaking, listening) = (simulation.Rooms[number], simulation.Rooms[23 - number]);
        speaking.Amplitude = 3000;
        simulation.Run(0.5);
        speaking.Amplitude = 30;
        simulation.RunAndListen(0.7, 0.3);
        Assert.InRange(listening.Hears(speaking.FrequencyHz), 0, 12);

        speaking.Amplitude = 3000;
        simulation.RunAndListen(0.12, 0.3);
        Assert.InRange(listening.Hears(speaking.FrequencyHz), 2700, 3300);
    }

    [Fact]
    public void Of_too_many_who_speak_the_loudest_are_heard_and_nobody_hears_himself()
    {
        var simulation = new ConferenceSimulation(33, new MediaConferenceOptions { MostHeard = 4 });
        for (int i = 0; i < 12; i++)
            simulation.Add(sendCodec: Codecs[i % 4], with: room => (room.Codec, room.Amplitude) = (Codecs[i % 3], i < 4 ? 3000 : 700));
        simulation.RunAndListen(1, 1);
        foreach (var listener in simulation.Rooms)
        {
            foreach (var talker in simulation.Rooms)
            {
                bool heard = talker != listener && talker.Amplitude > 1000;
                Assert.InRange(listener.Hears(talker.FrequencyHz), heard ? 2700 : 0, heard ? 3300 : 60);
            }
        }
    }

    private static LegReport LastReport(ConferenceSimulation simulation, SimulatedRoom room) =>
        simulation.Events.OfType<MediaEvent.Report>().Last(report => report.Leg.Leg == room.Leg).Leg;

    private static double Loss(ConferenceSimulation simulation, SimulatedRoom room) =>
        simulation.Events.OfType<MediaEvent.Report>().Where(report => report.Leg.Leg == room.Leg).Average(report => report.Leg.ReceivedLossPercent);
}
