using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>A technician talks to one room in private: his phone is called, the room goes aside with him and comes back, whatever ends it.</summary>
public sealed class DirectorAsideTests
{
    private static readonly Guid First = new("a0000000-0000-0000-0000-000000000001");
    private const string Phone = "sip:kt@10.0.0.99";

    private readonly DirectorRig _rig;
    private ParticipantPlan[] _rooms = [DirectorRig.Wanted(1), DirectorRig.Wanted(2)];

    public DirectorAsideTests()
        : this(new DirectorRig())
    {
    }

    private DirectorAsideTests(DirectorRig rig)
    {
        _rig = rig;
        Plan();
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.Answer(2);
    }

    private void Plan(params AsidePlan[] asides) => _rig.Apply(_rig.MakePlan(_rooms) with { Asides = [.. asides] });

    private static AsidePlan With(int room) => new() { AsideId = First, RoomId = DirectorRig.Room(room), Operator = "Kỹ thuật", Address = Phone };

    private AsideStatus Aside => Assert.Single(_rig.Outputs.OfType<DirectorOutput.Asides>().Last().Statuses);

    private DirectorOutput.Dial Dialled => _rig.Dials.Last(one => one.Dial.RoomId == First).Dial;

    private int DialsToHim => _rig.Dials.Count(one => one.Dial.RoomId == First);

    private void Happens(Func<CallHandle, CallEvent> what) => _rig.Happen(what(Dialled.Call));

    private void HeAnswers()
    {
        Happens(call => new CallEvent.Ringing(call));
        Happens(call => new CallEvent.Answered(call, DirectorRig.Pcma(port: 9000)));
    }

    /// <summary>The leg of a room's or the technician's newest call.</summary>
    private LegId LegOf(int port) => _rig.Outputs.OfType<DirectorOutput.Expect>().Last(expect => expect.Rtp.Port == port).Leg;

    private LegId His => LegOf(9000);

    /// <summary>Where a leg was put last; in the mix, if it was never put anywhere.</summary>
    private (LegPlace Place, LegId? With) PlaceOf(LegId leg) =>
        _rig.ToldMedia<MediaCommand.SetPlace>().LastOrDefault(put => put.Leg == leg) is { } put ? (put.Place, put.With) : (LegPlace.Mix, null);

    private static LegId RoomLeg(int room) => new(room);

    private void AssertTalking(int room)
    {
        Assert.Equal((AsideState.Talking, DirectorRig.Room(room)), (Aside.State, Aside.RoomId));
        Assert.Equal((LegPlace.Aside, His), PlaceOf(RoomLeg(room)));
        Assert.Equal((LegPlace.Aside, RoomLeg(room)), PlaceOf(His));
        Assert.Equal(LegState.Connected, _rig.Status(room).State);
    }

    private void AssertBack(int room) => Assert.Equal((LegPlace.Mix, (LegId?)null), PlaceOf(RoomLeg(room)));

    [Fact]
    public void The_room_stays_in_the_session_until_he_is_there_and_is_back_when_he_hangs_up()
    {
        Plan(With(2));
        Assert.Equal((Phone, AsideState.Calling), (Dialled.Address, Aside.State));
        Happens(call => new CallEvent.Ringing(call));
        Assert.Equal(AsideState.Ringing, Aside.State);
        AssertBack(2);
        Happens(call => new CallEvent.Answered(call, DirectorRig.Pcma(port: 9000)));
        AssertTalking(2);

        Happens(call => new CallEvent.Ended(call, CallEnd.Remote, null));
        Assert.Equal((AsideState.Ended, LegReason.RoomHungUp), (Aside.State, Aside.Reason));
        AssertBack(2);
        Assert.Contains(_rig.ToldMedia<MediaCommand.RemoveLeg>(), removed => removed.Leg == His);
        Assert.Equal(3, _rig.Dials.Count);
        Assert.Empty(_rig.HangUps);

        // He is not called again, and no attendance knows of him.
        _rig.AdvanceTo(TimeSpan.FromMinutes(20));
        Assert.Equal(1, DialsToHim);
        Assert.DoesNotContain(_rig.Legs.Values, leg => leg.RoomId == First);
        Plan();
        Assert.Empty(_rig.Outputs.OfType<DirectorOutput.Asides>().Last().Statuses);
    }

    [Fact]
    public void Out_of_the_plan_he_is_hung_up_and_the_room_is_back()
    {
        Plan(With(2));
        HeAnswers();
        Plan();
        AssertBack(2);
        Assert.Equal([Dialled.Call], _rig.HangUps);
        Happens(call => new CallEvent.Ended(call, CallEnd.Local, null));
        Assert.Contains(_rig.Outputs.OfType<DirectorOutput.CallOver>(), over => over.Call == Dialled.Call);
    }

    [Fact]
    public void Called_off_while_it_rings_nobody_went_anywhere()
    {
        Plan(With(2));
        Happens(call => new CallEvent.Ringing(call));
        Plan();
        Assert.Equal([Dialled.Call], _rig.HangUps);
        Happens(call => new CallEvent.Answered(call, DirectorRig.Pcma(port: 9000)));
        Happens(call => new CallEvent.Ended(call, CallEnd.Local, null));
        Assert.Equal(2, _rig.ToldMedia<MediaCommand.AddLeg>().Count());
        Assert.Empty(_rig.ToldMedia<MediaCommand.SetPlace>());
    }

    [Theory]
    [InlineData(CallFailureKind.Busy, 486, "Busy Here", LegReason.Busy)]
    [InlineData(CallFailureKind.NoAnswer, 0, "", LegReason.NoAnswer)]
    [InlineData(CallFailureKind.Unreachable, 0, "", LegReason.Unreachable)]
    public void A_phone_that_cannot_be_reached_is_told_with_its_reason_and_not_called_again(CallFailureKind kind, int status, string phrase, LegReason reason)
    {
        Plan(With(2));
        Happens(call => new CallEvent.Failed(call, new CallFailure(kind, status, phrase)));
        Assert.Equal((AsideState.Ended, reason, status == 0 ? null : $"{status} {phrase}"), (Aside.State, Aside.Reason, Aside.Detail));
        _rig.AdvanceTo(TimeSpan.FromMinutes(20));
        Assert.Equal(1, DialsToHim);
        AssertBack(2);
    }

    [Fact]
    public void A_dial_that_could_not_be_posted_ends_it_with_its_reason()
    {
        Plan(With(2));
        _rig.Do(new DirectorInput.NotDialled(Dialled.Call, LegReason.BadAddress, "The host is not known."));
        Assert.Equal((AsideState.Ended, LegReason.BadAddress, "The host is not known."), (Aside.State, Aside.Reason, Aside.Detail));
    }

    [Fact]
    public void With_another_room_in_the_plan_he_goes_on_to_it_on_the_same_call()
    {
        Plan(With(2));
        HeAnswers();
        Plan(With(1));
        AssertBack(2);
        AssertTalking(1);
        Assert.Equal(1, DialsToHim);
        Assert.Empty(_rig.HangUps);
    }

    [Fact]
    public void A_room_that_drops_is_called_again_and_goes_aside_again()
    {
        Plan(With(2));
        HeAnswers();
        _rig.End(2, CallEnd.Lost);
        Assert.Equal(AsideState.Waiting, Aside.State);
        Assert.Equal((LegPlace.Aside, null), PlaceOf(His));
        _rig.AdvanceTo(TimeSpan.FromMinutes(1));
        _rig.Answer(2);
        var leg = _rig.ToldMedia<MediaCommand.AddLeg>().Last().Leg;
        Assert.Equal((LegPlace.Aside, His), PlaceOf(leg));
        Assert.Equal((AsideState.Talking, LegState.Connected), (Aside.State, _rig.Status(2).State));
    }

    [Theory]
    [InlineData(false, LegReason.HungUpByTechnician)]
    [InlineData(true, LegReason.RemovedFromPlan)]
    public void A_room_that_is_sent_away_ends_it(bool removed, LegReason reason)
    {
        Plan(With(2));
        HeAnswers();
        _rooms = removed ? [DirectorRig.Wanted(1)] : [DirectorRig.Wanted(1), DirectorRig.Wanted(2) with { Wanted = false }];
        Plan(With(2));
        Assert.Equal((AsideState.Ended, reason), (Aside.State, Aside.Reason));
        Assert.Contains(Dialled.Call, _rig.HangUps);
    }

    [Fact]
    public void His_sound_stopping_ends_it()
    {
        Plan(With(2));
        HeAnswers();
        _rig.Happen(new MediaEvent.Lost(His));
        Assert.Equal((AsideState.Ended, LegReason.MediaLost), (Aside.State, Aside.Reason));
        AssertBack(2);
        Assert.Equal([Dialled.Call], _rig.HangUps);
    }

    [Fact]
    public void The_sessions_end_ends_it_and_an_older_plan_does_not_begin_it_again()
    {
        Plan(With(2));
        HeAnswers();
        _rig.AdvanceTo(TimeSpan.FromHours(1));
        Assert.Empty(_rig.Outputs.OfType<DirectorOutput.Asides>().Last().Statuses);
        Assert.Contains(Dialled.Call, _rig.HangUps);
        Plan(With(2));
        _rig.AdvanceTo(TimeSpan.FromMinutes(65));
        Assert.Equal(1, DialsToHim);
    }

    [Fact]
    public void A_room_muted_by_the_plan_is_heard_in_private_and_muted_again_before_it_is_back()
    {
        _rooms = [DirectorRig.Wanted(1), DirectorRig.Wanted(2) with { Muted = true }];
        Plan(With(2));
        HeAnswers();
        var orders = OrdersTo(RoomLeg(2));
        Assert.Equal(["Aside", "False"], orders[^2..]);
        Plan();
        Assert.Equal(["True", "Mix"], OrdersTo(RoomLeg(2))[^2..]);
        Assert.True(_rig.Status(2).Muted);
    }

    [Fact]
    public void A_room_that_muted_itself_stays_so_and_can_unmute_itself_to_him()
    {
        _rooms = [DirectorRig.Wanted(1), DirectorRig.Wanted(2)];
        Press("*6");
        Plan(With(2));
        HeAnswers();
        Assert.Equal("True", OrdersTo(RoomLeg(2))[^1]);
        _rig.AdvanceTo(TimeSpan.FromSeconds(30));
        Press("*6");
        Assert.Equal("False", OrdersTo(RoomLeg(2))[^1]);
    }

    private void Press(string keys)
    {
        foreach (var key in keys)
            _rig.Happen(new CallEvent.Digit(_rig.CallTo(2), key));
    }

    private string[] OrdersTo(LegId leg) => [.. _rig.Outputs.OfType<DirectorOutput.TellMedia>().Select(told => told.Command).Select(command => command switch
    {
        MediaCommand.SetMuted mute when mute.Leg == leg => mute.Muted.ToString(),
        MediaCommand.SetPlace put when put.Leg == leg => put.Place.ToString(),
        _ => null,
    }).OfType<string>()];

    [Fact]
    public void A_session_that_requires_encryption_takes_no_plain_phone()
    {
        _rig.Apply(_rig.MakePlan(_rooms) with { Asides = [With(2)] });
        HeAnswers();
        _rig.Apply(_rig.MakePlan(_rooms) with { Asides = [With(2)], Encryption = EncryptionPolicy.Required });
        Assert.Equal((AsideState.Ended, LegReason.NotEncrypted), (Aside.State, Aside.Reason));
    }

    [Fact]
    public void After_a_fault_of_the_media_both_are_where_they_were()
    {
        Plan(With(2));
        HeAnswers();
        var before = _rig.Outputs.Count;
        _rig.Happen(new MediaEvent.Faulted("a fault"));
        var added = _rig.Outputs.Skip(before).OfType<DirectorOutput.TellMedia>().Select(told => told.Command).OfType<MediaCommand.AddLeg>().Select(add => add.Leg);
        Assert.Equal([RoomLeg(1), RoomLeg(2), His], added);
        AssertTalking(2);
    }

    [Fact]
    public void After_a_restart_of_the_bridge_the_old_call_to_him_is_over_before_he_is_called_again()
    {
        var rig = new DirectorRig(new ForgottenCall(new CallHandle(7), DirectorRig.Conference, First, Phone, DirectorRig.Dialog("old")));
        rig.AdvanceTo(TimeSpan.FromMinutes(1));
        rig.Apply(rig.MakePlan(_rooms) with { Asides = [With(2)] });
        Assert.Single(rig.Dials, one => one.Dial.RoomId == First);
        rig.Answer(2);
        rig.Happen(new CallEvent.Answered(rig.Dials.Last(one => one.Dial.RoomId == First).Dial.Call, DirectorRig.Pcma(port: 9000)));
        Assert.Equal(AsideState.Talking, Assert.Single(rig.Outputs.OfType<DirectorOutput.Asides>().Last().Statuses).State);
    }

    [Fact]
    public void A_fault_of_the_conference_calls_him_and_the_rooms_again()
    {
        Plan(With(2));
        HeAnswers();
        var call = Dialled.Call;
        _rig.Do(new DirectorInput.MediaMoved(DirectorRig.Conference));
        _rig.AdvanceTo(TimeSpan.FromSeconds(1));
        Assert.Contains(call, _rig.HangUps);
        Assert.Equal(1, DialsToHim);
        _rig.Happen(new CallEvent.Ended(call, CallEnd.Local, null));
        Assert.Equal(2, DialsToHim);
    }

    [Fact]
    public void His_phone_may_speak_to_the_bridge_while_he_is_wanted()
    {
        Plan(With(2));
        Assert.Contains("10.0.0.99", _rig.Outputs.OfType<DirectorOutput.Peers>().Last().Hosts);
        Plan();
        Assert.DoesNotContain("10.0.0.99", _rig.Outputs.OfType<DirectorOutput.Peers>().Last().Hosts);
    }
}
