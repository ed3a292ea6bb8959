using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>Beginning again after a crash, a fault or a stop.</summary>
public sealed class DirectorRestartTests
{
    [Fact]
    public void A_forgotten_call_is_ended_before_its_room_is_called_once()
    {
        var rig = Restarted(out var forgotten);
        Assert.Equal(forgotten, Assert.IsType<CallCommand.EndForgotten>(rig.Outputs.OfType<DirectorOutput.Tell>().Single().Command).Call);
        rig.Apply(Running(rig, DirectorRig.Wanted(1, "sip:a@10.0.0.9", "sip:room1@10.0.0.1"), DirectorRig.Wanted(2)));
        Assert.Equal(DirectorRig.Room(2), Assert.Single(rig.Dials).Dial.RoomId);
        Assert.Equal((LegState.Dialling, LegReason.BridgeRestarted), rig.State(1));
        Assert.Equal((LegState.Dialling, LegReason.None), rig.State(2));

        rig.Happen(new CallEvent.Ended(forgotten, CallEnd.Local, null));
        Assert.Equal(2, rig.Dials.Count);
        // Where it was reached last, not at the first address of its plan.
        Assert.Equal("sip:room1@10.0.0.1", rig.Dials[^1].Dial.Address);
        Assert.Equal((LegState.Dialling, LegReason.BridgeRestarted), rig.State(1));
        Assert.Equal([forgotten], rig.Outputs.OfType<DirectorOutput.CallOver>().Select(over => over.Call));

        rig.Answer(1);
        Assert.Equal((LegState.Connected, LegReason.None), rig.State(1));
        rig.AdvanceTo(TimeSpan.FromMinutes(30));
        Assert.Single(rig.DialTimes(1));
    }

    [Fact]
    public void A_forgotten_call_whose_end_is_not_heard_of_holds_its_room_for_two_seconds()
    {
        var rig = Restarted(out _);
        rig.Apply(Running(rig, DirectorRig.Wanted(1)));
        var begin = rig.Now;
        rig.AdvanceTo(begin + TimeSpan.FromSeconds(1.9));
        Assert.Empty(rig.Dials);
        rig.AdvanceTo(begin + TimeSpan.FromSeconds(2));
        Assert.Single(rig.Dials);
    }

    [Fact]
    public void A_forgotten_call_that_is_over_before_the_plan_comes_holds_nothing()
    {
        var rig = Restarted(out var forgotten);
        rig.Happen(new CallEvent.Ended(forgotten, CallEnd.Lost, null));
        rig.Apply(Running(rig, DirectorRig.Wanted(1)));
        Assert.Single(rig.Dials);
        Assert.Equal((LegState.Dialling, LegReason.BridgeRestarted), rig.State(1));
    }

    [Fact]
    public void The_peers_of_forgotten_calls_may_speak_until_these_are_over()
    {
        var rig = Restarted(out var forgotten);
        Assert.Equal(["10.0.0.1"], rig.Outputs.OfType<DirectorOutput.Peers>().Single().Hosts);
        rig.Happen(new CallEvent.Ended(forgotten, CallEnd.Local, null));
        Assert.Empty(rig.Outputs.OfType<DirectorOutput.Peers>().Last().Hosts);
    }

    [Fact]
    public void A_fault_of_the_media_brings_the_legs_back_without_a_call()
    {
        var rig = Connected();
        rig.Happen(new MediaEvent.Faulted("broken"));
        Assert.Single(rig.Outputs.OfType<DirectorOutput.ReopenMedia>());
        Assert.Equal([1, 1], rig.ToldMedia<MediaCommand.AddLeg>().Select(added => added.Leg.Value));
        Assert.Equal(2, rig.Outputs.OfType<DirectorOutput.Expect>().Count());
        Assert.Empty(rig.HangUps);
        Assert.Equal(LegState.Connected, rig.Status(1).State);
    }

    [Fact]
    public void Media_that_moved_to_another_port_call_the_rooms_back()
    {
        var rig = Connected();
        var old = rig.CallTo(1);
        rig.Do(new DirectorInput.MediaMoved(DirectorRig.Conference));
        Assert.Equal([old], rig.HangUps);
        Assert.Equal(LegReason.BridgeRestarted, rig.Legs.Values.Single().EndReason);
        Assert.Single(rig.Dials);
        rig.Happen(new CallEvent.Ended(old, CallEnd.Local, null));
        Assert.Equal(2, rig.Dials.Count);
        rig.Answer(1);
        Assert.Equal((LegState.Connected, LegReason.None), rig.State(1));
    }

    [Fact]
    public void A_stop_hangs_up_every_call_and_nothing_is_called_again()
    {
        var rig = Connected();
        rig.Do(new DirectorInput.Stop());
        Assert.Equal([rig.CallTo(1)], rig.HangUps);
        Assert.Equal(1, rig.Director.LiveCalls);
        rig.End(1, CallEnd.Local);
        Assert.Equal(0, rig.Director.LiveCalls);
        rig.Apply(rig.MakePlan(DirectorRig.Wanted(1), DirectorRig.Wanted(2)));
        rig.AdvanceTo(TimeSpan.FromMinutes(30));
        Assert.Single(rig.Dials);
        Assert.NotNull(rig.Legs.Values.Single().LeftAt);
    }

    private static DirectorRig Restarted(out CallHandle forgotten)
    {
        forgotten = new CallHandle(7);
        return new DirectorRig(new ForgottenCall(
            forgotten, DirectorRig.Conference, DirectorRig.Room(1), "sip:room1@10.0.0.1", DirectorRig.Dialog("old")));
    }

    private static ConferencePlan Running(DirectorRig rig, params ParticipantPlan[] rooms) =>
        rig.MakePlan(rooms) with { ConnectAt = rig.Now - TimeSpan.FromMinutes(1) };

    private static DirectorRig Connected()
    {
        var rig = new DirectorRig();
        rig.Apply(rig.MakePlan(DirectorRig.Wanted(1)));
        rig.AdvanceTo(TimeSpan.Zero);
        rig.Answer(1);
        return rig;
    }
}
