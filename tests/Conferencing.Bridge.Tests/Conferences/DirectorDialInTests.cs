using System.Collections.Immutable;
using System.Net;
using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>Calls that come in: asked, let in, turned away. Each prompt lasts a second here, and its samples say which it is.</summary>
public sealed class DirectorDialInTests
{
    private static readonly ImmutableDictionary<Prompt, ReadOnlyMemory<short>> Sounds = Enum.GetValues<Prompt>()
        .ToImmutableDictionary(prompt => prompt, prompt => (ReadOnlyMemory<short>)Enumerable.Repeat((short)prompt, 8000).ToArray());

    private readonly DirectorRig _rig = new(new DirectorOptions
    {
        FirstCall = 100,
        Prompts = new PromptSet(Sounds, new short[] { 77 }),
        TrustedPeer = IPEndPoint.Parse("127.0.0.1:5099"),
    });

    private long _lastIncoming;

    private static DialInPlan DialIn(bool wait = false, bool roomsNeedPin = false) => new()
    {
        Number = "8001",
        GuestPin = "123456",
        HostPin = "654321",
        GuestsWaitForChair = wait,
        RoomsNeedPin = roomsNeedPin,
    };

    private void Run(DialInPlan? dialIn, params ParticipantPlan[] rooms)
    {
        _rig.Apply(_rig.MakePlan(rooms) with { DialIn = dialIn });
        _rig.AdvanceTo(TimeSpan.Zero);
    }

    private CallHandle Ring(string number = "8001", string from = "sip:guest@10.0.0.77", string source = "10.0.0.77:5060", string name = "Ông Nam")
    {
        var call = new CallHandle(--_lastIncoming);
        _rig.Happen(new CallEvent.Incoming(call, from, name, number, SipPath.Udp(IPEndPoint.Parse(source))));
        return call;
    }

    private CallHandle CallIn(string number = "8001", string from = "sip:guest@10.0.0.77", string source = "10.0.0.77:5060")
    {
        var call = Ring(number, from, source);
        Answer(call);
        return call;
    }

    private void Answer(CallHandle call)
    {
        _rig.Happen(new CallEvent.IdentityChanged(call, DirectorRig.Dialog($"in{call.Value}")));
        _rig.Happen(new CallEvent.Answered(call, DirectorRig.Pcma(port: 7000)));
    }

    private void Press(CallHandle call, string keys)
    {
        foreach (var key in keys)
            _rig.Happen(new CallEvent.Digit(call, key));
    }

    /// <summary>All that was said, the prompts of one sound joined.</summary>
    private string Said() => string.Join(", ", _rig.ToldMedia<MediaCommand.Play>().Select(play => Words(play.Samples)));

    private static string Words(ReadOnlyMemory<short> samples) =>
        string.Join('+', Enumerable.Range(0, samples.Length / 8000).Select(index => (Prompt)samples.Span[index * 8000]));

    private string? ByeReason(CallHandle call) => _rig.Outputs.OfType<DirectorOutput.Tell>().Select(told => told.Command)
        .OfType<CallCommand.HangUp>().SingleOrDefault(command => command.Call == call)?.Reason;

    private ParticipantStatus Guest() => _rig.Rooms.Values.Single(room => room.Guest is not null);

    [Theory]
    [InlineData("123456", false)]
    [InlineData("654321", true)]
    [InlineData("99*123456", false)] // a star begins again
    public void A_guest_with_the_right_pin_is_in_and_on_the_board(string keys, bool isHost)
    {
        Run(DialIn());
        var call = CallIn();
        Press(call, keys);
        Assert.Equal((LegState.Connected, true, "sip:guest@10.0.0.77"), (Guest().State, Guest().CalledIn, Guest().Address));
        Assert.Equal(new GuestStatus("Ông Nam", isHost), Guest().Guest);
        Assert.Equal("Welcome+EnterPin, YouAreIn", Said());
        Assert.Equal(LegPlace.Mix, _rig.ToldMedia<MediaCommand.SetPlace>().Last().Place);
        Assert.Single(_rig.Legs);

        _rig.Happen(new CallEvent.Ended(call, CallEnd.Remote, null));
        Assert.Equal(LegState.Removed, Guest().State);
        Assert.NotNull(_rig.Legs.Values.Single().LeftAt);
        Assert.Equal(0, _rig.Director.LiveCalls);
    }

    [Fact]
    public void Three_wrong_pins_end_the_call_with_words_and_a_reason_and_each_is_told_to_the_defence()
    {
        Run(DialIn());
        var call = CallIn();
        Press(call, "000000");
        Press(call, "111111");
        Assert.Null(ByeReason(call));
        Press(call, "222222");
        Assert.EndsWith("WrongPin+EnterPin, WrongPinLast", Said(), StringComparison.Ordinal);
        Press(call, "123456");
        _rig.AdvanceTo(TimeSpan.FromSeconds(2));
        Assert.Equal("Three wrong PINs", ByeReason(call));
        Assert.Equal([1, 2, 3], _rig.Outputs.OfType<DirectorOutput.WrongPin>().Select(wrong => wrong.Count));
        Assert.Empty(_rig.Rooms);
        Assert.Empty(_rig.Legs);
    }

    [Fact]
    public void Who_calls_no_number_is_asked_for_it_and_hears_it_back_digit_by_digit()
    {
        Run(DialIn());
        var call = CallIn(number: "bridge");
        Press(call, "9#");
        Press(call, "8001#");
        Press(call, "123456");
        Assert.Equal(
            "Welcome+EnterNumber, WrongNumber+EnterNumber, NumberIs+Digit8+Digit0+Digit0+Digit1+EnterPin, YouAreIn", Said());
        // His leg changed from the reception's media to the conference's.
        var reception = _rig.Outputs.OfType<DirectorOutput.TellMedia>().Where(told => told.ConferenceId == Reception.MediaId).Select(told => told.Command);
        Assert.Single(reception.OfType<MediaCommand.RemoveLeg>());
        Assert.Equal(LegState.Connected, Guest().State);
        Assert.Equal((Reception.MediaId, DirectorRig.Conference), _rig.Outputs.OfType<DirectorOutput.Moved>().Single() is var moved ? (moved.FromMediaId, moved.ConferenceId) : default);
    }

    [Fact]
    public void A_number_without_its_hash_counts_after_a_pause()
    {
        Run(DialIn());
        var call = CallIn(number: "");
        Press(call, "8001");
        _rig.AdvanceTo(TimeSpan.FromSeconds(4.1));
        Assert.EndsWith("EnterPin", Said(), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_presses_nothing_is_asked_three_times()
    {
        Run(DialIn());
        var call = CallIn();
        _rig.AdvanceTo(TimeSpan.FromMinutes(1));
        Assert.Equal("Welcome+EnterPin, NoInput+EnterPin, NoInput+EnterPin, Goodbye", Said());
        Assert.Equal("Nothing more was heard", ByeReason(call));
    }

    [Theory]
    [InlineData("4711", "WrongNumber")]
    [InlineData("8001", "Ended")]
    public void A_number_that_leads_nowhere_is_explained_before_the_bye(string number, string words)
    {
        Run(DialIn());
        _rig.AdvanceTo(TimeSpan.FromMinutes(61));
        var call = CallIn(number);
        Assert.Equal(words, Said());
        _rig.AdvanceTo(TimeSpan.FromMinutes(62));
        Assert.NotNull(ByeReason(call));
    }

    [Theory]
    [InlineData(true, 50, "123456", "Locked")]
    [InlineData(true, 50, "654321", "YouAreIn")]
    [InlineData(false, 0, "123456", "Full")]
    public void A_locked_or_full_conference_turns_guests_away(bool locked, int places, string pin, string words)
    {
        Run(DialIn() with { Locked = locked, MaxGuests = places });
        Press(CallIn(), pin);
        Assert.EndsWith(words, Said(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.1:5060", "sip:room1@10.0.0.1")]
    [InlineData("10.0.0.1:5060", "sip:codec@10.0.0.1")] // the port its address names
    [InlineData("10.0.0.1:40000", "sip:room1@10.0.0.1")]
    public void A_room_that_calls_its_conference_takes_its_own_place_without_a_pin(string source, string from)
    {
        Run(DialIn(), DirectorRig.Wanted(1), DirectorRig.Wanted(2));
        _rig.Answer(2);
        CallIn(from: from, source: source);
        Assert.Equal((LegState.Connected, true), (_rig.Status(1).State, _rig.Status(1).CalledIn));
        Assert.Equal(2, _rig.Rooms.Count);
        // Our own call to it gave way.
        Assert.Equal([_rig.CallTo(1)], _rig.HangUps);
        _rig.Happen(new CallEvent.Failed(_rig.CallTo(1), new CallFailure(CallFailureKind.Cancelled, 487, "")));
        Assert.Equal(LegState.Connected, _rig.Status(1).State);
        Assert.Equal(2, _rig.Director.LiveCalls);
        _rig.AdvanceTo(TimeSpan.FromMinutes(30));
        Assert.Equal(2, _rig.Dials.Count);
    }

    [Fact]
    public void Glare_leaves_one_leg_also_when_our_call_is_answered_after_all()
    {
        Run(DialIn(), DirectorRig.Wanted(1));
        var ours = _rig.CallTo(1);
        var its = Ring(from: "sip:room1@10.0.0.1", source: "10.0.0.1:5060");
        _rig.Happen(new CallEvent.Answered(ours, DirectorRig.Pcma()));
        Answer(its);
        _rig.Happen(new CallEvent.Ended(ours, CallEnd.Local, null));
        Assert.Equal(LegState.Connected, _rig.Status(1).State);
        Assert.Single(_rig.Legs);
        Assert.Equal([ours], _rig.HangUps);
        Assert.Equal(1, _rig.Director.LiveCalls);
    }

    [Fact]
    public void A_room_that_gives_its_own_call_up_is_called_at_once()
    {
        Run(DialIn(), DirectorRig.Wanted(1));
        var ours = _rig.CallTo(1);
        var its = Ring(from: "sip:room1@10.0.0.1", source: "10.0.0.1:5060");
        _rig.Happen(new CallEvent.Failed(ours, new CallFailure(CallFailureKind.Cancelled, 487, "")));
        _rig.Happen(new CallEvent.Failed(its, new CallFailure(CallFailureKind.Cancelled, 487, "")));
        _rig.AdvanceTo(TimeSpan.FromSeconds(1));
        Assert.Equal(2, _rig.Dials.Count);
        _rig.Answer(1);
        Assert.Equal((LegState.Connected, false), (_rig.Status(1).State, _rig.Status(1).CalledIn));
    }

    [Fact]
    public void A_room_that_calls_again_while_it_is_in_has_its_newer_call()
    {
        Run(DialIn(), DirectorRig.Wanted(1));
        _rig.Answer(1);
        CallIn(from: "sip:room1@10.0.0.1", source: "10.0.0.1:5060");
        Assert.Equal(LegState.Connected, _rig.Status(1).State);
        Assert.Equal(1, _rig.Legs.Values.Count(leg => leg.LeftAt is null));
        Assert.Equal([_rig.CallTo(1)], _rig.HangUps);
    }

    [Fact]
    public void A_lowered_room_is_called_and_answered_at_its_rate()
    {
        Run(DialIn(), DirectorRig.Wanted(1) with { MostKbits = 96 }, DirectorRig.Wanted(2));
        Assert.Equal([96, null], _rig.Dials.Select(dialled => dialled.Dial.MostKbits));
        _rig.Refuse(1);
        CallIn(from: "sip:room1@10.0.0.1", source: "10.0.0.1:5060");
        Assert.Equal(96, _rig.Outputs.OfType<DirectorOutput.Accept>().Single().MostKbits);
    }

    [Fact]
    public void A_lowered_room_that_is_asked_for_a_pin_is_answered_at_its_rate_already()
    {
        Run(DialIn(roomsNeedPin: true), DirectorRig.Wanted(1) with { MostKbits = 96 });
        _rig.Refuse(1);
        CallIn(from: "sip:room1@10.0.0.1", source: "10.0.0.1:5060");
        Assert.Equal(96, _rig.Outputs.OfType<DirectorOutput.Accept>().Single().MostKbits);
    }

    [Fact]
    public void A_room_may_be_asked_for_a_pin_too_and_then_takes_its_place()
    {
        Run(DialIn(roomsNeedPin: true), DirectorRig.Wanted(1));
        _rig.Refuse(1);
        var call = CallIn(from: "sip:room1@10.0.0.1", source: "10.0.0.1:5060");
        _rig.AdvanceTo(TimeSpan.FromSeconds(5));
        Assert.Equal(LegState.Redialling, _rig.Status(1).State);
        Press(call, "123456");
        Assert.Equal((LegState.Connected, true), (_rig.Status(1).State, _rig.Status(1).CalledIn));
        Assert.Single(_rig.Rooms);
    }

    [Fact]
    public void A_room_a_technician_hung_up_does_not_come_back_by_calling()
    {
        Run(DialIn(), DirectorRig.Wanted(1) with { Wanted = false });
        CallIn(from: "sip:room1@10.0.0.1", source: "10.0.0.1:5060");
        Assert.Equal("Locked", Said());
        Assert.Equal(LegState.Left, _rig.Status(1).State);
    }

    [Fact]
    public void Guests_hear_music_until_the_chair_is_in_and_are_heard_then()
    {
        Run(DialIn(wait: true), DirectorRig.Wanted(1) with { Role = ParticipantRole.Chair });
        var call = CallIn();
        Press(call, "123456");
        Assert.True(Guest().AwaitsChair);
        var place = _rig.ToldMedia<MediaCommand.SetPlace>().Last();
        Assert.Equal((LegPlace.Apart, 77), (place.Place, place.Background.Span[0]));
        Press(call, "*1");
        Assert.Null(Guest().HandRaisedAt);
        _rig.Answer(1);
        Assert.False(Guest().AwaitsChair);
        Assert.Equal(LegPlace.Mix, _rig.ToldMedia<MediaCommand.SetPlace>().Last().Place);
        Assert.EndsWith("WaitForChair, YouAreIn", Said(), StringComparison.Ordinal);
        // The chair's leaving sends nobody out again.
        _rig.End(1, CallEnd.Remote);
        Assert.False(Guest().AwaitsChair);
    }

    [Fact]
    public void The_host_pin_opens_the_door_for_those_who_wait()
    {
        Run(DialIn(wait: true));
        Press(CallIn(), "123456");
        var waiting = Guest().RoomId;
        Press(CallIn(from: "sip:chair@10.0.0.78", source: "10.0.0.78:5060"), "654321");
        Assert.False(_rig.Rooms[waiting].AwaitsChair);
    }

    [Fact]
    public void Keys_raise_and_lower_a_hand_call_for_help_and_mute()
    {
        Run(DialIn(), DirectorRig.Wanted(1));
        _rig.Answer(1);
        var call = _rig.CallTo(1);
        Press(call, "*1");
        Assert.Equal(_rig.Now, _rig.Status(1).HandRaisedAt);
        Press(call, "*2");
        Assert.Null(_rig.Status(1).HandRaisedAt);
        Press(call, "*0*1");
        Assert.NotNull(_rig.Status(1).HelpWantedAt);
        _rig.Do(new DirectorInput.AnswerHelp(DirectorRig.Conference, DirectorRig.Room(1)));
        _rig.Do(new DirectorInput.LowerHand(DirectorRig.Conference, DirectorRig.Room(1)));
        Assert.Equal((null, null), (_rig.Status(1).HelpWantedAt, _rig.Status(1).HandRaisedAt));
        Press(call, "*6");
        Assert.Equal((true, false), (_rig.Status(1).SelfMuted, _rig.Status(1).Muted));
        Assert.True(_rig.ToldMedia<MediaCommand.SetMuted>().Last().Muted);
        Press(call, "*6");
        Assert.False(_rig.ToldMedia<MediaCommand.SetMuted>().Last().Muted);
        Assert.Equal("HandRaised, HandLowered, HelpCalled, HandRaised, Muted, Unmuted", Said());
    }

    [Fact]
    public void A_technicians_unmute_wins_over_the_rooms_own_mute_and_his_mute_over_its_keys()
    {
        Run(DialIn(), DirectorRig.Wanted(1));
        _rig.Answer(1);
        Press(_rig.CallTo(1), "*6");
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Unmutes = 1 }));
        Assert.False(_rig.Status(1).SelfMuted);
        Assert.False(_rig.ToldMedia<MediaCommand.SetMuted>().Last().Muted);
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Unmutes = 1, Muted = true }));
        Press(_rig.CallTo(1), "*6");
        Assert.True(_rig.ToldMedia<MediaCommand.SetMuted>().Last().Muted);
        Assert.EndsWith("MutedByTechnician", Said(), StringComparison.Ordinal);
    }

    [Fact]
    public void Technicians_mute_and_hang_up_a_guest()
    {
        Run(DialIn());
        var call = CallIn();
        Press(call, "123456");
        var plan = _rig.MakePlan() with { DialIn = DialIn(), Guests = [new GuestPlan { GuestId = Guest().RoomId, Muted = true }] };
        _rig.Apply(plan);
        Assert.True(Guest().Muted);
        Assert.True(_rig.ToldMedia<MediaCommand.SetMuted>().Last().Muted);
        _rig.Apply(plan with { Revision = plan.Revision + 1, Guests = [plan.Guests[0] with { Treatment = new SoundTreatment(true, NoiseGate: false) }] });
        Assert.False(Assert.Single(_rig.ToldMedia<MediaCommand.ChangeLeg>()).Settings.NoiseGate);
        _rig.Apply(plan with { Revision = plan.Revision + 2, Guests = [plan.Guests[0] with { Wanted = false }] });
        Assert.Equal((LegState.Removed, LegReason.HungUpByTechnician), (Guest().State, Guest().Reason));
        Assert.Equal([call], _rig.HangUps);
    }

    [Fact]
    public void The_test_number_echoes_for_a_while()
    {
        Run(DialIn());
        var call = CallIn("9196");
        Assert.Equal(LegPlace.Echo, _rig.ToldMedia<MediaCommand.SetPlace>().Single().Place);
        Assert.Equal("Echo", Said());
        _rig.AdvanceTo(TimeSpan.FromMinutes(4));
        Assert.NotNull(ByeReason(call));
        Assert.Empty(_rig.Rooms);
    }

    [Fact]
    public void The_end_of_the_session_ends_every_call_that_came_in()
    {
        Run(DialIn());
        var guest = CallIn();
        Press(guest, "123456");
        var asked = CallIn(from: "sip:x@10.0.0.79", source: "10.0.0.79:5060");
        _rig.Apply(_rig.MakePlan() with { DialIn = DialIn(), EndAt = _rig.Now });
        _rig.AdvanceTo(TimeSpan.FromSeconds(1));
        Assert.Equal(new[] { guest, asked }.Order(Comparer<CallHandle>.Create((a, b) => a.Value.CompareTo(b.Value))), _rig.HangUps.OrderBy(call => call.Value));
    }

    [Fact]
    public void The_trusted_peer_makes_conferences_on_the_fly_that_nobody_is_told_of()
    {
        Run(DialIn());
        CallIn("7", "sip:load@127.0.0.1", "127.0.0.1:5099");
        CallIn("7", "sip:load@127.0.0.1", "127.0.0.1:5099");
        Assert.Empty(Said());
        Assert.Empty(_rig.Rooms);
        Assert.Equal(2, _rig.ToldMedia<MediaCommand.AddLeg>().Count());
        Assert.Equal(2, _rig.Director.LiveCalls);
        // From another port the number leads nowhere.
        CallIn("9", "sip:load@127.0.0.1", "127.0.0.1:5098");
        Assert.Equal("WrongNumber", Said());
    }
}
