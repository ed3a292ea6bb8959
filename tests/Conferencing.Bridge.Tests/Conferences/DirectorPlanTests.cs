using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>How a running conference follows newer plans and acts.</summary>
public sealed class DirectorPlanTests
{
    private readonly DirectorRig _rig = new();

    [Fact]
    public void Older_and_equal_revisions_change_nothing()
    {
        var old = _rig.MakePlan(DirectorRig.Wanted(1), DirectorRig.Wanted(2));
        var newer = _rig.MakePlan(DirectorRig.Wanted(1));
        _rig.Apply(newer);
        _rig.Apply(old);
        _rig.Apply(newer);
        _rig.AdvanceTo(TimeSpan.Zero);
        Assert.Equal(DirectorRig.Room(1), Assert.Single(_rig.Dials).Dial.RoomId);
        Assert.Equal(2, _rig.Director.Refusals["plan.OldRevision"]);
    }

    [Fact]
    public void A_room_that_is_added_is_called_at_once_and_one_removed_is_hung_up()
    {
        Connect(1);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(2)));
        Assert.Equal([TimeSpan.FromMinutes(1)], _rig.DialTimes(2));
        Assert.Equal((LegState.Removed, LegReason.RemovedFromPlan), _rig.State(1));
        Assert.Single(_rig.HangUps);
        Assert.Equal(LegReason.RemovedFromPlan, _rig.Legs.Values.Single().EndReason);
        _rig.End(1, CallEnd.Local);
        Assert.Single(_rig.Outputs.OfType<DirectorOutput.Participant>(), told => told.Status.State == LegState.Removed);
    }

    [Fact]
    public void A_room_that_is_removed_and_added_again_is_called_when_its_old_call_is_over()
    {
        Connect(1);
        _rig.Apply(_rig.MakePlan());
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        Assert.Equal(LegState.Waiting, _rig.Status(1).State);
        Assert.Single(_rig.Dials);
        _rig.Happen(new CallEvent.Ended(_rig.CallTo(1), CallEnd.Local, null));
        Assert.Equal(2, _rig.Dials.Count);
    }

    [Fact]
    public void A_room_hung_up_by_a_technician_stays_out_until_it_is_wanted_again()
    {
        Connect(1);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Wanted = false }));
        Assert.Equal((LegState.Left, LegReason.HungUpByTechnician), _rig.State(1));
        _rig.End(1, CallEnd.Local);
        _rig.Do(new DirectorInput.CallNow(DirectorRig.Conference, DirectorRig.Room(1)));
        _rig.AdvanceTo(TimeSpan.FromMinutes(20));
        Assert.Single(_rig.Dials);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        Assert.Equal(TimeSpan.FromMinutes(20), _rig.DialTimes(1)[^1]);
    }

    [Fact]
    public void Mute_is_ordered_at_once_and_shown()
    {
        Connect(1);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Muted = true }));
        Assert.Equal(new MediaCommand.SetMuted(new LegId(1), true), Assert.Single(_rig.ToldMedia<MediaCommand.SetMuted>()));
        Assert.True(_rig.Status(1).Muted);
        Assert.Equal(LegState.Connected, _rig.Status(1).State);
    }

    [Fact]
    public void New_addresses_leave_a_connected_room_alone()
    {
        Connect(1);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1, "sip:new@10.0.0.9")));
        Assert.Empty(_rig.HangUps);
        _rig.End(1, CallEnd.Remote);
        _rig.AdvanceTo(TimeSpan.FromMinutes(2));
        Assert.Equal("sip:new@10.0.0.9", _rig.Dials[^1].Dial.Address);
    }

    [Fact]
    public void New_addresses_replace_a_call_that_is_not_answered()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1, "sip:new@10.0.0.9")));
        Assert.Equal([_rig.CallTo(1)], _rig.HangUps);
        _rig.Refuse(1, CallFailureKind.Cancelled, 487, "Request Terminated");
        Assert.Equal(["sip:room1@10.0.0.1", "sip:new@10.0.0.9"], _rig.Dials.Select(dialled => dialled.Dial.Address));
    }

    [Fact]
    public void New_addresses_are_tried_at_once_by_a_room_that_waits_for_its_redial()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Refuse(1, CallFailureKind.BadAddress, 404, "Not Found");
        _rig.AdvanceTo(TimeSpan.FromSeconds(5));
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1, "sip:new@10.0.0.9")));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(5)], _rig.DialTimes(1));
    }

    [Fact]
    public void Call_now_calls_at_once_and_begins_the_redial_plan_anew()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        foreach (var minute in new[] { 0, 1, 2, 3, 4, 5 })
        {
            _rig.AdvanceTo(TimeSpan.FromMinutes(minute));
            _rig.Refuse(1);
        }

        _rig.AdvanceTo(TimeSpan.FromMinutes(7));
        _rig.Do(new DirectorInput.CallNow(DirectorRig.Conference, DirectorRig.Room(1)));
        Assert.Equal(TimeSpan.FromMinutes(7), _rig.DialTimes(1)[^1]);
        _rig.Refuse(1);
        Assert.Equal(DirectorRig.Eight + TimeSpan.FromMinutes(8), _rig.Status(1).NextDialAt);
    }

    [Fact]
    public void Call_now_does_nothing_to_a_room_that_is_called_or_connected()
    {
        Connect(1);
        _rig.Do(new DirectorInput.CallNow(DirectorRig.Conference, DirectorRig.Room(1)));
        _rig.Do(new DirectorInput.CallNow(DirectorRig.Conference, DirectorRig.Room(7)));
        _rig.Do(new DirectorInput.CallNow(Guid.Empty, DirectorRig.Room(1)));
        Assert.Single(_rig.Dials);
        Assert.Equal(1, _rig.Director.Refusals["plan.UnknownConference"]);
    }

    [Fact]
    public void At_the_end_every_room_is_released_and_none_is_called_again()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1), DirectorRig.Wanted(2), DirectorRig.Wanted(3)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.Refuse(2);
        _rig.AdvanceTo(TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_rig.HangUps);
        _rig.AdvanceTo(TimeSpan.FromHours(1));
        Assert.Equal(ConferencePhase.Ended, _rig.Phase);
        Assert.Equal((LegState.Left, LegReason.SessionEnded), _rig.State(1));
        Assert.Equal(LegReason.SessionEnded, _rig.Legs.Values.Single().EndReason);
        Assert.Single(_rig.Outputs.OfType<DirectorOutput.CloseMedia>());
        var dials = _rig.Dials.Count;
        _rig.AdvanceTo(TimeSpan.FromHours(2));
        Assert.Equal(dials, _rig.Dials.Count);
        Assert.Single(_rig.Outputs.OfType<DirectorOutput.Forget>());
        Assert.False(_rig.Director.HasWork);
    }

    [Fact]
    public void A_room_that_never_came_keeps_its_reason_at_the_end()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Refuse(1);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { EndAt = _rig.Now });
        Assert.Equal((LegState.Failed, LegReason.Busy), _rig.State(1));
    }

    [Fact]
    public void Rooms_are_warned_before_the_end_and_again_when_it_moved()
    {
        Connect(1);
        _rig.AdvanceTo(TimeSpan.FromMinutes(59));
        Assert.Single(_rig.ToldMedia<MediaCommand.Play>());
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { EndAt = DirectorRig.Eight + TimeSpan.FromMinutes(75) });
        _rig.AdvanceTo(TimeSpan.FromMinutes(73.9));
        Assert.Single(_rig.ToldMedia<MediaCommand.Play>());
        _rig.AdvanceTo(TimeSpan.FromMinutes(74));
        Assert.Equal(2, _rig.ToldMedia<MediaCommand.Play>().Count());
        Assert.All(_rig.ToldMedia<MediaCommand.Play>(), play => Assert.True(play.Leg is null && play.Samples.Length > 0));
    }

    [Fact]
    public void A_warning_whose_time_is_past_when_the_end_becomes_known_is_left_out()
    {
        Connect(1);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with
        {
            EndAt = _rig.Now + TimeSpan.FromMinutes(2),
            EndWarningMinutes = [5, 1],
        });
        _rig.AdvanceTo(TimeSpan.FromMinutes(10));
        Assert.Single(_rig.ToldMedia<MediaCommand.Play>());
    }

    [Fact]
    public void A_session_that_is_extended_after_its_end_calls_its_rooms_again()
    {
        Connect(1);
        _rig.AdvanceTo(TimeSpan.FromHours(1));
        _rig.End(1, CallEnd.Local);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { EndAt = DirectorRig.Eight + TimeSpan.FromHours(2) });
        Assert.Equal(ConferencePhase.Running, _rig.Phase);
        Assert.Equal(2, _rig.Dials.Count);
    }

    [Fact]
    public void An_extension_gives_a_room_without_redials_left_its_next_one()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { EndAt = DirectorRig.Eight + TimeSpan.FromSeconds(30) });
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Refuse(1);
        Assert.Equal((LegState.Failed, LegReason.Busy), _rig.State(1));
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        Assert.Equal((LegState.Redialling, LegReason.Busy), _rig.State(1));
        _rig.AdvanceTo(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _rig.Dials.Count);
    }

    [Fact]
    public void A_plan_that_ended_before_it_came_calls_nobody()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { ConnectAt = _rig.Now - TimeSpan.FromHours(1), EndAt = _rig.Now });
        Assert.Empty(_rig.Dials);
        Assert.Equal(ConferencePhase.Ended, _rig.Phase);
        Assert.Equal((LegState.Left, LegReason.SessionEnded), _rig.State(1));
    }

    [Fact]
    public void A_connect_time_that_moves_moves_the_call()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { ConnectAt = DirectorRig.Eight + TimeSpan.FromMinutes(5) });
        _rig.AdvanceTo(TimeSpan.FromMinutes(5));
        Assert.Equal([TimeSpan.FromMinutes(5)], _rig.DialTimes(1));
    }

    [Fact]
    public void A_room_that_is_still_in_another_session_is_called_when_that_has_let_it_go()
    {
        Connect(1);
        var next = _rig.MakePlan(DirectorRig.Wanted(1)) with
        {
            ConferenceId = Guid.NewGuid(),
            ConnectAt = DirectorRig.Eight + TimeSpan.FromMinutes(55),
            EndAt = DirectorRig.Eight + TimeSpan.FromHours(2),
        };
        _rig.Apply(next);
        _rig.AdvanceTo(TimeSpan.FromMinutes(56));
        Assert.Single(_rig.Dials);
        Assert.Equal(LegState.Waiting, _rig.Status(1).State);
        Assert.NotNull(_rig.Status(1).Detail);
        _rig.AdvanceTo(TimeSpan.FromHours(1));
        _rig.Happen(new CallEvent.Ended(_rig.CallTo(1), CallEnd.Local, null));
        Assert.Equal(next.ConferenceId, _rig.Dials[^1].Dial.ConferenceId);
    }

    [Fact]
    public void The_peers_that_may_speak_follow_the_plans()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1), DirectorRig.Wanted(2, "sip:x@Codec.vn")));
        Assert.Equal(["10.0.0.1", "codec.vn"], _rig.Outputs.OfType<DirectorOutput.Peers>().Last().Hosts.Order());
    }

    private void Connect(int room)
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(room)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(room);
        _rig.AdvanceTo(TimeSpan.FromMinutes(1));
    }
}
