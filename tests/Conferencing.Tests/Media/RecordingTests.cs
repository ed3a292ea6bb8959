using Conferencing.Media;
using Conferencing.Media.Prompts;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>What a recorded conference puts out: the mix as a silent listener hears it, and beside it each leg's part, on one time.</summary>
public sealed class RecordingTests
{
    private static readonly AudioCodec[] Wide = [AudioCodec.L16, AudioCodec.G722, AudioCodec.Pcma];

    [Fact]
    public void The_mix_is_sample_for_sample_what_a_silent_listener_is_sent()
    {
        var simulation = new ConferenceSimulation(1);
        var rooms = Enumerable.Range(0, 5).Select(i => simulation.Add(sendCodec: Wide[i % 3], with: room => room.Codec = Wide[i % 3])).ToList();
        var listener = simulation.Add(sendCodec: AudioCodec.L16, muted: true);
        simulation.Run(2);
        listener.Listen();
        simulation.Do(new MediaCommand.StartRecording(Legs: false));
        simulation.Run(1);
        simulation.Do(new MediaCommand.Play(null, Tone.Sine(2222, TimeSpan.FromSeconds(0.5), -20)));
        simulation.SetMuted(rooms[0], true);
        simulation.Run(2);
        Assert.Equal(listener.Heard.ToArray(), simulation.Recorded.Mix(16000));
        Assert.True(Goertzel.Amplitude(simulation.Recorded.Mix(16000).AsSpan(16000, 8000), 2222, 16000) > 1000, "Prompts that all hear belong to it.");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_legs_parts_add_up_to_the_mix(int seed)
    {
        var simulation = new ConferenceSimulation(seed);
        for (int i = 0; i < 24; i++)
            simulation.Add(sendCodec: Wide[i % 3], with: room => (room.Codec, room.Line) = (Wide[i % 3], LineQuality.Poor));
        simulation.Do(new MediaCommand.StartRecording(Legs: true));
        for (int i = 0; i < 6; i++)
        {
            simulation.Run(0.5);
            simulation.SetMuted(simulation.Rooms[i], true);
            simulation.Rooms[23 - i].Sends = false;
        }

        // More than sixteen have sounded: what was not heard is not recorded either.
        var (mix, parts) = (simulation.Recorded.Mix(16000), simulation.Rooms.Select(room => simulation.Recorded.Leg(room.Leg, 16000)).ToList());
        Assert.True(mix.Length > 16000 * 2.9);
        for (int at = 0; at < mix.Length; at++)
            Assert.Equal(mix[at], Math.Clamp(parts.Sum(part => part[at]), short.MinValue, short.MaxValue));
    }

    [Fact]
    public void A_muted_leg_a_caller_before_the_door_and_his_echo_are_not_recorded()
    {
        var simulation = new ConferenceSimulation(4);
        var (heard, muted, apart, echo) = (simulation.Add(), simulation.Add(muted: true), simulation.Add(), simulation.Add());
        simulation.Do(new MediaCommand.SetPlace(apart.Leg, LegPlace.Apart, default));
        simulation.Do(new MediaCommand.SetPlace(echo.Leg, LegPlace.Echo, default));
        simulation.Run(1);
        simulation.Do(new MediaCommand.StartRecording(Legs: true));
        simulation.Run(1);
        Assert.Equal([heard.Leg], simulation.Recorded.Legs);
        foreach (var silent in new[] { muted, apart, echo })
            Assert.True(Goertzel.Amplitude(simulation.Recorded.Mix(8000), silent.FrequencyHz, 8000) < 20);
    }

    [Fact]
    public void Time_runs_on_while_nobody_is_there_and_lost_time_is_a_gap_in_the_numbers()
    {
        var simulation = new ConferenceSimulation(5);
        simulation.Do(new MediaCommand.StartRecording(Legs: true));
        simulation.Run(1);
        Assert.Equal(50, simulation.Recorded.Numbers.Count);
        var room = simulation.Add();
        simulation.Run(1);
        simulation.Remove(room);
        simulation.Run(1);
        Assert.Equal(Enumerable.Range(0, 150).Select(number => (long)number), simulation.Recorded.Numbers);

        simulation.Skip(5);
        simulation.Run(0.1);
        Assert.InRange(simulation.Recorded.Numbers[^1], 399, 406);
        Assert.InRange(simulation.Recorded.Numbers.Count, 150, 170);

        simulation.Do(new MediaCommand.StopRecording());
        Assert.Equal(Tick.Never, simulation.Conference.NextDeadline);
    }

    [Fact]
    public void After_a_stop_nothing_more_is_put_out_and_a_new_recording_counts_from_zero()
    {
        var simulation = new ConferenceSimulation(6);
        simulation.Add();
        simulation.Do(new MediaCommand.StartRecording(Legs: false));
        simulation.Run(0.5);
        simulation.Do(new MediaCommand.StopRecording());
        simulation.Run(0.5);
        Assert.Equal(25, simulation.Recorded.Numbers.Count);
        simulation.Do(new MediaCommand.StartRecording(Legs: false));
        simulation.Run(0.1);
        Assert.Equal([0L, 1, 2, 3, 4], simulation.Recorded.Numbers.Skip(25));
    }
}
