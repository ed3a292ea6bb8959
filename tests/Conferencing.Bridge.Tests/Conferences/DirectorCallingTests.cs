using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>When rooms are called, and what becomes of it.</summary>
public sealed class DirectorCallingTests
{
    private readonly DirectorRig _rig = new();

    [Fact]
    public void Every_room_is_called_at_the_connect_time_and_not_before()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1), DirectorRig.Wanted(2)));
        Assert.Equal((LegState.Waiting, LegReason.None), _rig.State(1));
        Assert.Equal(ConferencePhase.Waiting, _rig.Phase);
        _rig.AdvanceTo(TimeSpan.FromMilliseconds(-1));
        Assert.Empty(_rig.Dials);
        _rig.AdvanceTo(TimeSpan.Zero);
        Assert.Equal([TimeSpan.Zero, TimeSpan.Zero], _rig.Dials.Select(dialled => dialled.At));
        Assert.Equal((LegState.Dialling, LegReason.None), _rig.State(2));
        Assert.Equal(ConferencePhase.Running, _rig.Phase);
        Assert.Equal("Giao ban", _rig.Dials[0].Dial.FromName);
        Assert.Equal(TimeSpan.FromSeconds(45), _rig.Dials[0].Dial.RingLimit);
    }

    [Fact]
    public void A_plan_that_comes_late_is_called_at_once()
    {
        _rig.AdvanceTo(TimeSpan.FromMinutes(3));
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        Assert.Equal([TimeSpan.FromMinutes(3)], _rig.DialTimes(1));
    }

    [Fact]
    public void An_answer_reaches_the_media_before_the_status()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Muted = true }));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Outputs.Clear();
        _rig.Answer(1);
        var order = _rig.Outputs.Select(output => output switch
        {
            DirectorOutput.TellMedia { Command: MediaCommand.AddLeg { Muted: true } } => "add",
            DirectorOutput.Expect => "expect",
            DirectorOutput.Evidence { Record.LeftAt: null } => "evidence",
            DirectorOutput.Participant { Status.State: LegState.Ringing } => "ringing",
            DirectorOutput.Participant { Status.State: LegState.Connected } => "connected",
            _ => "",
        }).Where(name => name.Length > 0);
        Assert.Equal(["ringing", "add", "expect", "evidence", "connected"], order);
        Assert.Equal("call-100", _rig.Status(1).CallId);
        Assert.True(_rig.Status(1).Muted);
    }

    [Theory]
    [InlineData(CallFailureKind.Busy, 486, "Busy Here", LegReason.Busy, "486 Busy Here")]
    [InlineData(CallFailureKind.NoAnswer, 0, "Ring limit", LegReason.NoAnswer, "Ring limit")]
    [InlineData(CallFailureKind.Refused, 603, "Decline", LegReason.Refused, "603 Decline")]
    [InlineData(CallFailureKind.BadAddress, 404, "", LegReason.BadAddress, "404")]
    [InlineData(CallFailureKind.Unreachable, 0, "", LegReason.Unreachable, null)]
    [InlineData(CallFailureKind.NoUsableMedia, 488, "Not Acceptable Here", LegReason.NoUsableMedia, "488 Not Acceptable Here")]
    [InlineData(CallFailureKind.NotAuthenticated, 401, "Unauthorized", LegReason.NotAuthenticated, "401 Unauthorized")]
    [InlineData(CallFailureKind.NotEncrypted, 200, "the answer is not encrypted", LegReason.NotEncrypted, "200 the answer is not encrypted")]
    [InlineData(CallFailureKind.ServerFailure, 503, "Service Unavailable", LegReason.ServerFailure, "503 Service Unavailable")]
    [InlineData(CallFailureKind.ProtocolError, 0, "No To tag", LegReason.ProtocolError, "No To tag")]
    [InlineData(CallFailureKind.Cancelled, 487, "Request Terminated", LegReason.ProtocolError, "487 Request Terminated")]
    public void Every_failure_has_a_reason_and_the_peer_s_words(CallFailureKind kind, int status, string phrase, LegReason reason, string? detail)
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Refuse(1, kind, status, phrase);
        Assert.Equal((LegState.Redialling, reason), _rig.State(1));
        Assert.Equal(detail, _rig.Status(1).Detail);
        Assert.Equal(DirectorRig.Eight + TimeSpan.FromMinutes(1), _rig.Status(1).NextDialAt);
    }

    [Fact]
    public void A_busy_room_is_called_each_minute_for_five_then_every_five_until_the_end()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)) with { EndAt = DirectorRig.Eight + TimeSpan.FromMinutes(21) });
        foreach (var minute in new[] { 0, 1, 2, 3, 4, 5, 10, 15, 20 })
        {
            _rig.AdvanceTo(TimeSpan.FromMinutes(minute));
            Assert.Equal(TimeSpan.FromMinutes(minute), _rig.DialTimes(1)[^1]);
            _rig.Refuse(1);
        }

        Assert.Equal((LegState.Failed, LegReason.Busy), _rig.State(1));
        Assert.Null(_rig.Status(1).NextDialAt);
        _rig.AdvanceTo(TimeSpan.FromHours(2));
        Assert.Equal(9, _rig.Dials.Count);
        Assert.Equal(9, _rig.Status(1).Attempts);
    }

    [Fact]
    public void Each_attempt_takes_the_next_address()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1, "sip:a@10.0.0.1", "sip:b@10.0.0.2")));
        for (var minute = 0; minute < 3; minute++)
        {
            _rig.AdvanceTo(TimeSpan.FromMinutes(minute));
            _rig.Refuse(1);
        }

        Assert.Equal(["sip:a@10.0.0.1", "sip:b@10.0.0.2", "sip:a@10.0.0.1"], _rig.Dials.Select(dialled => dialled.Dial.Address));
    }

    [Fact]
    public void A_room_without_an_address_fails_without_a_call()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Addresses = [] }));
        _rig.AdvanceTo(TimeSpan.Zero);
        Assert.Empty(_rig.Dials);
        Assert.Equal((LegState.Failed, LegReason.BadAddress), _rig.State(1));
    }

    [Theory]
    [InlineData(CallEnd.Remote, LegReason.RoomHungUp)]
    [InlineData(CallEnd.Lost, LegReason.Unreachable)]
    public void A_room_that_drops_out_is_called_again(CallEnd by, LegReason reason)
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1) with { Muted = true }));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.AdvanceTo(TimeSpan.FromMinutes(10));
        _rig.End(1, by);
        Assert.Equal((LegState.Redialling, reason), _rig.State(1));
        var left = Assert.Single(_rig.Legs.Values);
        Assert.Equal((DirectorRig.Eight, DirectorRig.Eight + TimeSpan.FromMinutes(10), reason), (left.JoinedAt, left.LeftAt, left.EndReason));
        Assert.Single(_rig.ToldMedia<MediaCommand.RemoveLeg>());
        _rig.AdvanceTo(TimeSpan.FromMinutes(11));
        Assert.Equal(TimeSpan.FromMinutes(11), _rig.DialTimes(1)[^1]);
        _rig.Answer(1);
        Assert.True(_rig.ToldMedia<MediaCommand.AddLeg>().Last().Muted);
        Assert.Equal([1, 2], _rig.ToldMedia<MediaCommand.AddLeg>().Select(added => added.Leg.Value));
        Assert.Equal(2, _rig.Legs.Count);
    }

    [Fact]
    public void A_room_whose_media_stopped_is_hung_up_before_it_is_called_again()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        var dead = _rig.CallTo(1);
        _rig.Happen(new MediaEvent.Lost(new LegId(1)));
        Assert.Equal([dead], _rig.HangUps);
        Assert.Equal((LegState.Redialling, LegReason.MediaLost), _rig.State(1));
        // Its BYE is not answered yet: the line is not free, whatever the time.
        _rig.AdvanceTo(TimeSpan.FromMinutes(2));
        Assert.Single(_rig.Dials);
        _rig.Happen(new CallEvent.Ended(dead, CallEnd.Local, null));
        Assert.Equal(2, _rig.Dials.Count);
    }

    [Fact]
    public void An_answer_in_a_codec_the_bridge_has_not_is_no_usable_media()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1, DirectorRig.Pcma() with { Format = new AudioFormat("G729", 8000, 18) });
        Assert.Equal((LegState.Redialling, LegReason.NoUsableMedia), _rig.State(1));
        Assert.Equal([_rig.CallTo(1)], _rig.HangUps);
        Assert.Empty(_rig.Legs);
    }

    [Fact]
    public void A_dial_that_could_not_be_posted_is_redialled_too()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Do(new DirectorInput.NotDialled(_rig.CallTo(1), LegReason.BadAddress, "The host x is not known."));
        Assert.Equal((LegState.Redialling, LegReason.BadAddress), _rig.State(1));
        _rig.AdvanceTo(TimeSpan.FromMinutes(1));
        Assert.Equal(2, _rig.Dials.Count);
    }

    [Fact]
    public void A_room_that_holds_is_shown_and_its_silence_is_no_loss()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        _rig.Happen(new CallEvent.MediaChanged(_rig.CallTo(1), DirectorRig.Pcma(maySend: false)));
        Assert.Equal(LegState.Held, _rig.Status(1).State);
        Assert.False(_rig.ToldMedia<MediaCommand.ChangeLeg>().Single().Settings.MaySend);
        _rig.Happen(new MediaEvent.Lost(new LegId(1)));
        Assert.Equal(LegState.Held, _rig.Status(1).State);
        _rig.Happen(new CallEvent.MediaChanged(_rig.CallTo(1), DirectorRig.Pcma(port: 5000)));
        Assert.Equal(LegState.Connected, _rig.Status(1).State);
        Assert.Equal([4000, 5000], _rig.Outputs.OfType<DirectorOutput.Expect>().Select(expected => expected.Rtp.Port));
        var sources = _rig.ToldMedia<MediaCommand.ChangeLeg>().Select(change => change.Settings.Ssrc);
        Assert.All(sources, ssrc => Assert.Equal(_rig.ToldMedia<MediaCommand.AddLeg>().Single().Settings.Ssrc, ssrc));
    }

    [Fact]
    public void The_last_sixteen_digits_are_kept()
    {
        _rig.Apply(_rig.MakePlan(DirectorRig.Wanted(1)));
        _rig.AdvanceTo(TimeSpan.Zero);
        _rig.Answer(1);
        foreach (var digit in "12345678901234567")
            _rig.Happen(new MediaEvent.Digit(new LegId(1), digit));
        _rig.Happen(new CallEvent.Digit(_rig.CallTo(1), '#'));
        Assert.Equal("345678901234567#", _rig.Status(1).Digits);
    }

    [Fact]
    public void A_call_that_comes_in_while_the_node_stops_is_refused()
    {
        _rig.Do(new DirectorInput.Stop());
        _rig.Happen(new CallEvent.Incoming(new CallHandle(-1), "sip:x@y", "", "bridge", SipPath.Udp(new System.Net.IPEndPoint(0, 5060))));
        var reject = Assert.IsType<CallCommand.Reject>(Assert.Single(_rig.Outputs.OfType<DirectorOutput.Tell>()).Command);
        Assert.Equal(503, reject.Status);
    }
}
