using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Media.Prompts;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Media;

/// <summary>A room and an operator taken aside: they hear each other, nobody else hears them, and the room's own stream never breaks.</summary>
public sealed class AsideTests
{
    private readonly ConferenceSimulation _simulation = new(1);

    private void TakeAside(SimulatedRoom one, SimulatedRoom other)
    {
        _simulation.Do(new MediaCommand.SetPlace(one.Leg, LegPlace.Aside, default) { With = other.Leg });
        _simulation.Do(new MediaCommand.SetPlace(other.Leg, LegPlace.Aside, default) { With = one.Leg });
    }

    private void Return(SimulatedRoom room) => _simulation.Do(new MediaCommand.SetPlace(room.Leg, LegPlace.Mix, default));

    private static bool Hears(SimulatedRoom listener, SimulatedRoom talker) => listener.Hears(talker.FrequencyHz) > talker.Amplitude / 2;

    private static void AssertHears(SimulatedRoom listener, params SimulatedRoom[] talkers)
    {
        foreach (var talker in talkers)
            Assert.InRange(listener.Hears(talker.FrequencyHz), 900, 1100);
    }

    private void AssertHearsNobodyBut(SimulatedRoom listener, params SimulatedRoom[] talkers)
    {
        AssertHears(listener, talkers);
        foreach (var other in _simulation.Rooms.Except(talkers))
            Assert.InRange(listener.Hears(other.FrequencyHz), 0, 20);
    }

    /// <summary>The rooms check for themselves that numbers and timestamps go on unbroken.</summary>
    [Theory]
    [InlineData("PCMA", "PCMA")]
    [InlineData("G722", "PCMA")]
    [InlineData("PCMA", "G722")]
    [InlineData("L16", "G722")]
    public void The_two_hear_each_other_alone_and_afterwards_all_is_as_before(string roomCodec, string operatorCodec)
    {
        var (first, second) = (_simulation.Add(), _simulation.Add());
        var room = _simulation.Add(sendCodec: CodecOf(roomCodec), with: one => one.Codec = CodecOf(roomCodec));
        _simulation.RunAndListen(1, 1);
        _simulation.AssertEverybodyIsHeard();

        // He is never in the mix: what he says before the room is with him is heard by nobody.
        var technician = _simulation.Add(sendCodec: CodecOf(operatorCodec), with: one => one.Codec = CodecOf(operatorCodec));
        _simulation.Do(new MediaCommand.SetPlace(technician.Leg, LegPlace.Aside, default));
        _simulation.RunAndListen(0.5, 1);
        AssertHearsNobodyBut(room, first, second);
        AssertHearsNobodyBut(technician);

        TakeAside(room, technician);
        _simulation.RunAndListen(0.5, 2);
        AssertHearsNobodyBut(room, technician);
        AssertHearsNobodyBut(technician, room);
        AssertHearsNobodyBut(first, second);
        AssertHearsNobodyBut(second, first);

        Return(room);
        _simulation.Remove(technician);
        _simulation.RunAndListen(0.5, 2);
        _simulation.AssertEverybodyIsHeard();
    }

    [Fact]
    public void Two_talks_at_a_time_do_not_hear_each_other()
    {
        var rooms = Enumerable.Range(0, 5).Select(_ => _simulation.Add()).ToList();
        TakeAside(rooms[0], rooms[1]);
        TakeAside(rooms[2], rooms[3]);
        _simulation.RunAndListen(0.5, 2);
        AssertHearsNobodyBut(rooms[0], rooms[1]);
        AssertHearsNobodyBut(rooms[3], rooms[2]);
        AssertHearsNobodyBut(rooms[4]);
    }

    [Fact]
    public void A_leg_that_was_not_put_aside_with_it_is_not_heard()
    {
        var (room, technician, third) = (_simulation.Add(), _simulation.Add(), _simulation.Add());
        TakeAside(room, technician);
        _simulation.Do(new MediaCommand.SetPlace(third.Leg, LegPlace.Aside, default) { With = room.Leg });
        _simulation.RunAndListen(0.5, 1);
        AssertHearsNobodyBut(third);

        // The technician goes on to the third: the first room waits in silence, and may not listen on.
        TakeAside(third, technician);
        _simulation.RunAndListen(0.5, 1);
        AssertHearsNobodyBut(third, technician);
        AssertHearsNobodyBut(room);
    }

    [Fact]
    public void Who_muted_himself_is_not_heard_aside_either()
    {
        var (room, technician) = (_simulation.Add(muted: true), _simulation.Add());
        TakeAside(room, technician);
        _simulation.RunAndListen(0.5, 1);
        AssertHearsNobodyBut(technician);
        _simulation.SetMuted(room, false);
        _simulation.RunAndListen(0.5, 1);
        AssertHearsNobodyBut(technician, room);
    }

    [Fact]
    public void The_partners_leaving_leaves_silence()
    {
        var (room, technician) = (_simulation.Add(), _simulation.Add());
        TakeAside(room, technician);
        _simulation.Run(1);
        _simulation.Remove(technician);
        _simulation.RunAndListen(0.5, 1);
        AssertHearsNobodyBut(room);
    }

    [Fact]
    public void What_is_said_to_all_is_heard_aside_too_and_beside_the_talk()
    {
        var (room, technician) = (_simulation.Add(), _simulation.Add());
        var other = _simulation.Add();
        TakeAside(room, technician);
        _simulation.Run(0.5);
        _simulation.Do(new MediaCommand.Play(null, Tone.Sine(2222, TimeSpan.FromSeconds(3), -20)));
        _simulation.RunAndListen(0.2, 2);
        foreach (var listener in new[] { room, technician, other })
            Assert.InRange(listener.Hears(2222), 4000, 5000);
        Assert.True(Hears(room, technician));
        Assert.False(Hears(other, technician));
    }

    [Fact]
    public void Who_is_aside_is_not_recorded_and_does_not_count_as_speaking()
    {
        var (room, technician, other) = (_simulation.Add(), _simulation.Add(), _simulation.Add());
        TakeAside(room, technician);
        _simulation.Run(0.5);
        _simulation.Do(new MediaCommand.StartRecording(Legs: true));
        _simulation.Run(3);
        Assert.Equal([other.Leg], _simulation.Recorded.Legs);
        Assert.Equal(other.Leg, _simulation.Events.OfType<MediaEvent.SpeakerChanged>().Last().Leg);
        Assert.DoesNotContain(_simulation.Events.OfType<MediaEvent.Levels>().Last().Legs, level => level.Leg != other.Leg && level.Speaking);
    }

    private static AudioCodec CodecOf(string name) => name switch
    {
        "G722" => AudioCodec.G722,
        "L16" => AudioCodec.L16,
        _ => AudioCodec.Pcma,
    };
}
