using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>A room that a technician moves from one running conference to another: what the bridge does, and what the room notices.</summary>
public sealed class DirectorMoveTests
{
    private static readonly Guid There = DirectorRig.Conference;
    private static readonly Guid Here = new("c0000000-0000-0000-0000-000000000002");

    private readonly DirectorRig _rig = new();
    private long _revision = 100;

    public DirectorMoveTests()
    {
        _rig.Apply(PlanOf(There, "8001", DirectorRig.Wanted(1), DirectorRig.Wanted(2)));
        _rig.Apply(PlanOf(Here, "8002", DirectorRig.Wanted(3)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.Answer(2);
    }

    private ConferencePlan PlanOf(Guid conference, string number, params ParticipantPlan[] rooms) => _rig.MakePlan(rooms) with
    {
        ConferenceId = conference,
        Revision = ++_revision,
        DialIn = new DialInPlan { Number = number, GuestPin = "123456", HostPin = "654321", GuestsWaitForChair = false, RoomsNeedPin = true },
    };

    /// <summary>The second room goes from there to here.</summary>
    private void Move(MoveWay way, bool departureFirst = false, EncryptionPolicy encryption = EncryptionPolicy.Preferred)
    {
        var arriving = DirectorRig.Wanted(2) with { Arrival = new ArrivalPlan(There, "Giao ban", way) };
        var leaving = DirectorRig.Wanted(2) with { Wanted = false, Departure = new DeparturePlan(Here, "Họp bão") };
        var (to, from) = (PlanOf(Here, "8002", DirectorRig.Wanted(3), arriving) with { Encryption = encryption }, PlanOf(There, "8001", DirectorRig.Wanted(1), leaving));
        foreach (var plan in departureFirst ? [from, to] : new[] { to, from })
            _rig.Apply(plan);
    }

    private ParticipantStatus StatusIn(Guid conference, int room = 2) => _rig.Outputs.OfType<DirectorOutput.Participant>()
        .Last(told => told.ConferenceId == conference && told.Status.RoomId == DirectorRig.Room(room)).Status;

    private IEnumerable<T> MediaOf<T>(Guid conference)
        where T : MediaCommand => _rig.Outputs.OfType<DirectorOutput.TellMedia>().Where(told => told.ConferenceId == conference).Select(told => told.Command).OfType<T>();

    private IEnumerable<CallCommand.Transfer> Refers => _rig.Outputs.OfType<DirectorOutput.Tell>().Select(told => told.Command).OfType<CallCommand.Transfer>();

    private void AssertTheCallWentOn(int dials, string? detail = null)
    {
        Assert.Equal(dials, _rig.Dials.Count);
        Assert.Empty(_rig.HangUps);
        Assert.Equal((LegState.Left, LegReason.Moved), (StatusIn(There).State, StatusIn(There).Reason));
        var here = StatusIn(Here);
        Assert.Equal((LegState.Connected, $"call-{_rig.CallTo(2).Value}"), (here.State, here.CallId));
        Assert.Equal(new ArrivalStatus(There, MoveWay.SameCall, IsDone: true, detail), here.Arrival);
        Assert.Single(MediaOf<MediaCommand.RemoveLeg>(There));
        Assert.Single(MediaOf<MediaCommand.AddLeg>(Here));
        var moved = _rig.Outputs.OfType<DirectorOutput.Moved>().Single();
        Assert.Equal((_rig.CallTo(2), There, Here, "8002"), (moved.Call, moved.FromMediaId, moved.ConferenceId, moved.Focus));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(null)]
    public void A_lowered_room_is_told_its_rate_where_it_goes(int? kbits)
    {
        var arriving = DirectorRig.Wanted(2) with { Arrival = new ArrivalPlan(There, "Giao ban", MoveWay.SameCall), MostKbits = kbits };
        _rig.Apply(PlanOf(Here, "8002", DirectorRig.Wanted(3), arriving));
        Assert.Equal(kbits, _rig.Outputs.OfType<DirectorOutput.Moved>().Single().MostKbits);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_call_goes_on_in_the_other_conference_whichever_plan_comes_first(bool departureFirst)
    {
        Move(MoveWay.SameCall, departureFirst);
        AssertTheCallWentOn(dials: 3);
        var legs = _rig.Legs.Values.Where(leg => leg.RoomId == DirectorRig.Room(2)).ToDictionary(leg => leg.ConferenceId);
        Assert.Equal((LegReason.Moved, true), (legs[There].EndReason, legs[There].LeftAt is not null));
        Assert.Null(legs[Here].LeftAt);

        // It stays so whatever is told again, and a failure from now on is this conference's.
        _rig.AdvanceTo(TimeSpan.FromMinutes(10));
        AssertTheCallWentOn(dials: 3);
        _rig.End(2, CallEnd.Remote);
        Assert.Equal(LegState.Redialling, StatusIn(Here).State);
        Assert.Equal(LegState.Left, StatusIn(There).State);
    }

    [Fact]
    public void A_room_that_muted_itself_is_not_heard_in_the_other_conference()
    {
        _rig.Happen(new CallEvent.Digit(_rig.CallTo(2), '*'));
        _rig.Happen(new CallEvent.Digit(_rig.CallTo(2), '6'));
        Assert.True(StatusIn(There).SelfMuted);
        Move(MoveWay.SameCall);
        Assert.True(StatusIn(Here).SelfMuted);
        Assert.True(MediaOf<MediaCommand.AddLeg>(Here).Single().Muted);
    }

    [Fact]
    public void A_room_that_comes_back_is_taken_back_with_the_same_call()
    {
        Move(MoveWay.SameCall);
        _rig.Apply(PlanOf(There, "8001", DirectorRig.Wanted(1), DirectorRig.Wanted(2) with { Arrival = new ArrivalPlan(Here, "Họp bão", MoveWay.SameCall) }));
        _rig.Apply(PlanOf(Here, "8002", DirectorRig.Wanted(3), DirectorRig.Wanted(2) with { Wanted = false, Departure = new DeparturePlan(There, "Giao ban") }));
        Assert.Equal((LegState.Connected, LegState.Left), (StatusIn(There).State, StatusIn(Here).State));
        Assert.Equal(3, _rig.Dials.Count);
        Assert.Empty(_rig.HangUps);
    }

    [Fact]
    public void A_room_that_is_not_in_a_call_is_simply_called()
    {
        _rig.End(2, CallEnd.Remote);
        Move(MoveWay.Refer);
        Assert.Equal(2, _rig.DialTimes(2).Length);
        Assert.Null(StatusIn(Here).Arrival);
        Assert.Empty(Refers);
    }

    [Fact]
    public void A_call_that_is_not_encrypted_as_the_other_conference_requires_is_made_anew()
    {
        Move(MoveWay.SameCall, encryption: EncryptionPolicy.Required);
        var old = Assert.Single(_rig.HangUps);
        Assert.Equal((LegState.Left, LegReason.Moved), (StatusIn(There).State, StatusIn(There).Reason));
        Assert.Single(_rig.DialTimes(2));
        _rig.Happen(new CallEvent.Ended(old, CallEnd.Local, null));
        Assert.Equal(2, _rig.DialTimes(2).Length);
        Assert.Equal((MoveWay.NewCall, false), (StatusIn(Here).Arrival!.Way, StatusIn(Here).Arrival!.IsDone));
    }

    [Fact]
    public void A_device_that_calls_by_itself_when_asked_is_let_in_without_a_pin_and_its_first_call_ends()
    {
        Move(MoveWay.Refer);
        var asked = Assert.Single(Refers);
        Assert.Equal((_rig.CallTo(2), "8002", true), (asked.Call, asked.Address, asked.IsOwnNumber));
        Assert.Equal((LegState.Connected, LegState.Dialling, LegReason.Moved), (StatusIn(There).State, StatusIn(Here).State, StatusIn(Here).Reason));

        var coming = new CallHandle(-1);
        _rig.Happen(new CallEvent.Incoming(coming, "sip:room2@10.0.0.2", "Phòng 2", "8002", SipPath.Udp(new(System.Net.IPAddress.Parse("10.0.0.2"), 5060))));
        Assert.Equal([_rig.CallTo(2)], _rig.HangUps);
        _rig.Happen(new CallEvent.Answered(coming, DirectorRig.Pcma(port: 6000)));
        _rig.Happen(new CallEvent.TransferProgress(_rig.CallTo(2), 200, "OK", IsFinal: true));
        _rig.End(2, CallEnd.Local);
        Assert.Equal(new ArrivalStatus(There, MoveWay.Refer, IsDone: true, null), StatusIn(Here).Arrival);
        Assert.Equal((LegState.Connected, true), (StatusIn(Here).State, StatusIn(Here).CalledIn));
        Assert.Equal((LegState.Left, LegReason.Moved), (StatusIn(There).State, StatusIn(There).Reason));
        _rig.AdvanceTo(TimeSpan.FromMinutes(5));
        Assert.Equal(LegState.Connected, StatusIn(Here).State);
        Assert.Equal(3, _rig.Dials.Count);
        Assert.Single(_rig.HangUps);
    }

    /// <summary>What a device says to REFER, and with what word; 0 for nothing at all.</summary>
    [Theory]
    [InlineData(405, "Method Not Allowed", "The device did not call by itself: 405 Method Not Allowed")]
    [InlineData(603, "Declined", "The device did not call by itself: 603 Declined")]
    [InlineData(0, "", "The device did not call by itself in time.")]
    public void A_device_that_will_not_call_by_itself_is_moved_with_the_call_it_has(int status, string phrase, string detail)
    {
        Move(MoveWay.Refer);
        if (status > 0)
            _rig.Happen(new CallEvent.TransferProgress(_rig.CallTo(2), status, phrase, IsFinal: true));
        else
            _rig.AdvanceTo(TimeSpan.FromSeconds(15));
        Assert.Single(Refers);
        AssertTheCallWentOn(dials: 3, detail);
    }

    [Fact]
    public void A_device_that_says_it_called_and_never_comes_is_moved_all_the_same()
    {
        Move(MoveWay.Refer);
        _rig.Happen(new CallEvent.TransferProgress(_rig.CallTo(2), 180, "Ringing", IsFinal: false));
        _rig.Happen(new CallEvent.TransferProgress(_rig.CallTo(2), 200, "OK", IsFinal: true));
        _rig.AdvanceTo(TimeSpan.FromSeconds(14.9));
        Assert.Equal(LegState.Connected, StatusIn(There).State);
        _rig.AdvanceTo(TimeSpan.FromSeconds(15));
        AssertTheCallWentOn(dials: 3, "The device did not call by itself in time.");
    }

    [Fact]
    public void A_device_that_hangs_up_and_does_not_come_is_called()
    {
        Move(MoveWay.Refer);
        _rig.End(2, CallEnd.Remote);
        Assert.Equal((LegState.Left, LegReason.Moved), (StatusIn(There).State, StatusIn(There).Reason));
        Assert.Single(_rig.DialTimes(2));
        _rig.AdvanceTo(TimeSpan.FromSeconds(15));
        Assert.Equal(2, _rig.DialTimes(2).Length);
        _rig.Answer(2);
        Assert.Equal(MoveWay.NewCall, StatusIn(Here).Arrival!.Way);
    }

    [Fact]
    public void A_room_that_nobody_takes_over_is_hung_up_in_the_end()
    {
        _rig.Apply(PlanOf(There, "8001", DirectorRig.Wanted(1), DirectorRig.Wanted(2) with { Wanted = false, Departure = new DeparturePlan(Here, "Họp bão") }));
        Assert.Empty(_rig.HangUps);
        _rig.AdvanceTo(TimeSpan.FromSeconds(30));
        Assert.Equal([_rig.CallTo(2)], _rig.HangUps);
    }

    [Fact]
    public void A_room_that_will_not_send_to_the_other_port_is_called_anew_at_once()
    {
        Move(MoveWay.SameCall);
        _rig.Happen(new CallEvent.ChangeRefused(_rig.CallTo(2), 488, "Not Acceptable Here"));
        var old = Assert.Single(_rig.HangUps);
        _rig.Happen(new CallEvent.Ended(old, CallEnd.Local, null));
        Assert.Equal(2, _rig.DialTimes(2).Length);
        Assert.Equal(Here, _rig.Dials[^1].Dial.ConferenceId);
    }

    [Fact]
    public void A_room_that_asks_to_be_moved_is_refused()
    {
        _rig.Happen(new CallEvent.TransferAsked(_rig.CallTo(2), "sip:8002@10.0.0.254", "sip:room2@10.0.0.2"));
        var answer = _rig.Outputs.OfType<DirectorOutput.Tell>().Select(told => told.Command).OfType<CallCommand.AnswerTransfer>().Single();
        Assert.Equal((603, LegState.Connected), (answer.Status, StatusIn(There).State));
    }

    [Fact]
    public void A_fault_in_the_conference_it_goes_to_loses_the_move_and_not_the_room()
    {
        Move(MoveWay.Refer);
        _rig.Director.StartOver(Here, _rig.Now);
        _rig.Happen(new CallEvent.TransferProgress(_rig.CallTo(2), 405, "Method Not Allowed", IsFinal: true));
        _rig.AdvanceTo(TimeSpan.FromSeconds(20));
        Assert.Equal(LegState.Connected, StatusIn(Here).State);
    }
}
