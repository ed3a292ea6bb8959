using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

public sealed class OutgoingCallTests
{
    [Fact]
    public void The_identity_is_told_before_the_invite_and_before_the_ack()
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        Assert.Equal(["IdentityChanged", "INVITE", "IdentityChanged", "ACK", "Answered"], peer.Order);
        var early = peer.Events.OfType<CallEvent.IdentityChanged>().First().Identity;
        var confirmed = peer.Events.OfType<CallEvent.IdentityChanged>().Last().Identity;
        Assert.Null(early.RemoteTag);
        Assert.Equal("sip:room@192.0.2.9", early.RemoteTarget);
        Assert.Equal(("theirs", "sip:there@192.0.2.9", early.InviteBranch), (confirmed.RemoteTag, confirmed.RemoteTarget, confirmed.InviteBranch));
    }

    [Fact]
    public void The_invite_offers_sound_and_keeps_the_diacritics()
    {
        var invite = new ScriptedPeer().Dial();
        Assert.Equal("Phòng họp \"1\"", invite.From.DisplayName);
        var lines = Encoding.UTF8.GetString(invite.Body.Span).Split("\r\n");
        Assert.Contains("m=audio 20000 RTP/AVP 8 0 101", lines);
        Assert.Contains("c=IN IP4 192.0.2.200", lines);
        Assert.Contains("a=fmtp:101 0-16", lines);
        Assert.Contains("a=ptime:20", lines);
        Assert.Contains("a=sendrecv", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("a=rtcp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(486, CallFailureKind.Busy)]
    [InlineData(600, CallFailureKind.Busy)]
    [InlineData(408, CallFailureKind.NoAnswer)]
    [InlineData(480, CallFailureKind.NoAnswer)]
    [InlineData(404, CallFailureKind.BadAddress)]
    [InlineData(410, CallFailureKind.BadAddress)]
    [InlineData(484, CallFailureKind.BadAddress)]
    [InlineData(604, CallFailureKind.BadAddress)]
    [InlineData(403, CallFailureKind.Refused)]
    [InlineData(603, CallFailureKind.Refused)]
    [InlineData(405, CallFailureKind.Refused)]
    [InlineData(488, CallFailureKind.NoUsableMedia)]
    [InlineData(606, CallFailureKind.NoUsableMedia)]
    [InlineData(500, CallFailureKind.ServerFailure)]
    [InlineData(503, CallFailureKind.ServerFailure)]
    [InlineData(401, CallFailureKind.NotAuthenticated)]
    [InlineData(302, CallFailureKind.Refused)]
    public void A_refusal_has_a_reason(int status, CallFailureKind kind)
    {
        var peer = new ScriptedPeer();
        peer.Reply(peer.Dial(), status);
        var failure = Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure;
        Assert.Equal((kind, status, "Test"), (failure.Kind, failure.Status, failure.Phrase));
        Assert.Equal("ACK", peer.LastRequest.Method);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("tel:113")]
    [InlineData("sips:room@192.0.2.9;transport=udp")]
    [InlineData("sip:room@192.0.2.9;transport=sctp")]
    [InlineData("sip:room@192.0.2.9?Subject=x")]
    public void An_address_that_cannot_be_called_fails_at_once(string address)
    {
        var peer = new ScriptedPeer();
        peer.Dial(address);
        Assert.Equal(CallFailureKind.BadAddress, Assert.IsType<CallEvent.Failed>(Assert.Single(peer.Events)).Failure.Kind);
        Assert.Empty(peer.Sent);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void Silence_is_unreachable_after_timer_B()
    {
        var peer = new ScriptedPeer();
        peer.Dial(ringSeconds: 60);
        peer.AdvanceTo(31.9);
        Assert.IsType<CallEvent.IdentityChanged>(peer.Events.Last());
        peer.AdvanceTo(32);
        Assert.Equal(CallFailureKind.Unreachable, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
        Assert.Equal(7, peer.Count("INVITE"));
    }

    [Fact]
    public void A_peer_that_rings_too_long_is_cancelled_at_the_limit()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial(ringSeconds: 20);
        peer.Reply(invite, 180);
        peer.AdvanceTo(20);
        var cancel = peer.LastRequest;
        Assert.Equal(("CANCEL", invite.Vias[0].Branch, invite.CSeq.Sequence), (cancel.Method, cancel.Vias[0].Branch, cancel.CSeq.Sequence));
        Assert.Null(cancel.To.Tag);
        peer.Reply(cancel, 200);
        peer.Reply(invite, 487);
        var failure = Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure;
        Assert.Equal(CallFailureKind.NoAnswer, failure.Kind);
    }

    [Fact]
    public void Cancel_waits_for_the_first_word_of_the_peer()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        Assert.Equal(0, peer.Count("CANCEL"));
        peer.Reply(invite, 100);
        Assert.Equal(1, peer.Count("CANCEL"));
        peer.Reply(invite, 487);
        Assert.Equal(CallFailureKind.Cancelled, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
    }

    [Fact]
    public void An_answer_that_crosses_cancel_is_acknowledged_and_ended()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Reply(invite, 180);
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp);
        Assert.Equal((1, 1, 1), (peer.Count("CANCEL"), peer.Count("ACK"), peer.Count("BYE")));
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(CallFailureKind.Cancelled, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Answered);
    }

    [Fact]
    public void An_answer_after_the_end_was_told_is_still_ended()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        peer.AdvanceTo(5);
        Assert.IsType<CallEvent.Failed>(peer.Events.Last());
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp);
        Assert.Equal((1, 1), (peer.Count("ACK"), peer.Count("BYE")));
    }

    [Fact]
    public void Another_fork_is_acknowledged_and_ended_and_the_first_goes_on()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, tag: "fork");
        Assert.Equal("fork", peer.LastRequest.To.Tag);
        Assert.Equal((2, 1), (peer.Count("ACK"), peer.Count("BYE")));
        Assert.Single(peer.Events.OfType<CallEvent.Answered>());
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, tag: "fork");
        Assert.Equal((3, 1), (peer.Count("ACK"), peer.Count("BYE")));
    }

    [Fact]
    public void A_repeated_answer_is_acknowledged_again_also_after_the_end()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "BYE", 1);
        Assert.Equal(CallEnd.Remote, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).By);
        peer.AdvanceTo(31);
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp);
        Assert.Equal(2, peer.Count("ACK"));
        peer.AdvanceTo(33);
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp);
        Assert.Equal(2, peer.Count("ACK"));
        Assert.Equal(1, peer.Engine.Refusals[SipReject.StrayResponse]);
    }

    [Theory]
    [InlineData(401, "WWW-Authenticate", "Authorization")]
    [InlineData(407, "Proxy-Authenticate", "Proxy-Authorization")]
    public void A_challenge_is_answered_once(int status, string ask, string answer)
    {
        var peer = new ScriptedPeer(new SignallingOptions { Credentials = [new DigestCredential("room", "192.0.2.9", "bridge", "secret")] });
        var first = peer.Dial();
        var challenge = $"{ask}: Digest realm=\"room\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"\r\n{ask}: Digest realm=\"room\", nonce=\"n1\"";
        peer.Reply(first, status, headers: challenge);
        var second = peer.LastRequest;
        Assert.Equal((2L, first.CallId, first.From.Tag), (second.CSeq.Sequence, second.CallId, second.From.Tag));
        Assert.NotEqual(first.Vias[0].Branch, second.Vias[0].Branch);
        Assert.Contains("algorithm=SHA-256", second.Find(answer), StringComparison.Ordinal);
        Assert.Equal(second.Vias[0].Branch, peer.Events.OfType<CallEvent.IdentityChanged>().Last().Identity.InviteBranch);
        peer.Reply(second, status, headers: challenge);
        Assert.Equal(CallFailureKind.NotAuthenticated, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
        Assert.Equal(2, peer.Count("INVITE"));
    }

    [Fact]
    public void A_stale_nonce_is_no_wrong_password()
    {
        var peer = new ScriptedPeer(new SignallingOptions { Credentials = [new DigestCredential(null, null, "bridge", "secret")] });
        peer.Reply(peer.Dial(), 401, headers: "WWW-Authenticate: Digest realm=\"r\", nonce=\"n1\"");
        peer.Reply(peer.LastRequest, 401, headers: "WWW-Authenticate: Digest realm=\"r\", nonce=\"n2\", stale=true");
        Assert.Equal(3, peer.Count("INVITE"));
        peer.Reply(peer.LastRequest, 200, ScriptedPeer.PlainSdp);
        Assert.NotNull(peer.LastRequest.Find("Authorization")); // the ACK carries it too
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Fact]
    public void Redirections_are_followed_in_the_order_of_their_preference_and_none_twice()
    {
        var peer = new ScriptedPeer();
        peer.Reply(peer.Dial(), 302, headers: "Contact: <sip:no@192.0.2.8;transport=ws>, <tel:113>, <sip:last@192.0.2.7>;q=0.2, <sip:other@192.0.2.8:5070>;q=0.9, <sip:x@192.0.2.7?Subject=y>");
        Assert.Equal("sip:other@192.0.2.8:5070", peer.LastRequest.RequestUri);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.8"), 5070), peer.Destinations.Last());
        peer.Reply(peer.LastRequest, 302, headers: "Contact: <sip:third@192.0.2.7>, <sip:room@192.0.2.9>");
        Assert.Equal("sip:third@192.0.2.7", peer.LastRequest.RequestUri);
        peer.Reply(peer.LastRequest, 486);
        Assert.Equal("sip:last@192.0.2.7", peer.LastRequest.RequestUri);
        Assert.Equal(4, peer.LastRequest.CSeq.Sequence);
        peer.Reply(peer.LastRequest, 480);
        Assert.Equal((CallFailureKind.NoAnswer, 480), (((CallEvent.Failed)peer.Events.Last()).Failure.Kind, ((CallEvent.Failed)peer.Events.Last()).Failure.Status));
    }

    [Fact]
    public void A_refusal_that_counts_everywhere_ends_the_search()
    {
        var peer = new ScriptedPeer();
        peer.Reply(peer.Dial(), 300, headers: "Contact: <sip:a@192.0.2.7>, <sip:b@192.0.2.8>");
        peer.Reply(peer.LastRequest, 603);
        Assert.Equal(603, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Status);
    }

    [Fact]
    public void A_target_nobody_answers_from_is_not_the_last()
    {
        var peer = new ScriptedPeer();
        peer.Reply(peer.Dial(ringSeconds: 300), 302, headers: "Contact: <sip:a@192.0.2.7>, <sip:b@192.0.2.8>");
        peer.AdvanceTo(31.9);
        Assert.Equal("sip:a@192.0.2.7", peer.LastRequest.RequestUri);
        peer.AdvanceTo(32);
        Assert.Equal("sip:b@192.0.2.8", peer.LastRequest.RequestUri);
    }

    [Fact]
    public void A_ring_of_redirections_ends()
    {
        var peer = new ScriptedPeer();
        peer.Dial();
        for (var i = 0; i < 20 && peer.Events.Last() is not CallEvent.Failed; i++)
            peer.Reply(peer.LastRequest, 302, headers: $"Contact: <sip:hop{i}@192.0.2.8>");
        Assert.Equal(302, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Status);
        Assert.Equal(8, peer.Count("INVITE"));
    }

    [Fact]
    public void A_name_is_looked_up_once_for_all_calls_that_wait()
    {
        var peer = new ScriptedPeer(new SignallingOptions { InvitesPerSecond = 1000 });
        peer.Dial("sip:room@codec.example:5070");
        peer.Do(new CallCommand.Dial(new CallHandle(2), "sip:other@CODEC.example:5070", "x", SimulatedAgent.Sound, TimeSpan.FromSeconds(9)));
        peer.AdvanceTo(0.01);
        Assert.Equal(["codec.example"], peer.Hosts);
        peer.Resolve("codec.example", IPAddress.Parse("192.0.2.77"));
        Assert.Equal([5070, 5070], peer.Destinations.Select(destination => destination.Port));
        peer.Do(new CallCommand.Dial(new CallHandle(3), "sip:a@unknown.example", "x", SimulatedAgent.Sound, TimeSpan.FromSeconds(9)));
        peer.AdvanceTo(0.02);
        peer.Resolve("unknown.example", null);
        Assert.Equal(CallFailureKind.Unreachable, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
    }

    [Fact]
    public void Nobody_listening_fails_at_once_unless_the_peer_was_heard()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Unreachable(new IPEndPoint(IPAddress.Parse("192.0.2.10"), 5060));
        peer.Reply(invite, 100);
        peer.Unreachable(ScriptedPeer.Address);
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Failed);

        var silent = new ScriptedPeer();
        silent.Dial();
        silent.Unreachable(ScriptedPeer.Address);
        Assert.Equal(CallFailureKind.Unreachable, Assert.IsType<CallEvent.Failed>(silent.Events.Last()).Failure.Kind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no sdp")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 0 RTP/AVP 8\r\n")]
    [InlineData("v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 9 101\r\na=rtpmap:101 telephone-event/8000\r\n")]
    public void An_answer_without_usable_sound_is_acknowledged_and_ended(string? sdp)
    {
        var peer = new ScriptedPeer();
        peer.Reply(peer.Dial(), 200, sdp, "Contact: <sip:there@192.0.2.9>");
        Assert.Equal((1, 1), (peer.Count("ACK"), peer.Count("BYE")));
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(CallFailureKind.NoUsableMedia, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Answered);
    }

    [Fact]
    public void An_answer_may_come_early_and_the_200_be_empty()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Reply(invite, 183, ScriptedPeer.PlainSdp);
        peer.Reply(invite, 200);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Theory]
    [InlineData(200, CallEnd.Local, null)]
    [InlineData(481, CallEnd.Local, "BYE was answered 481")]
    public void Bye_ends_whatever_is_answered(int status, CallEnd by, string? detail)
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        peer.Reply(peer.LastRequest, status);
        Assert.Equal(new CallEvent.Ended(ScriptedPeer.Call, by, detail), peer.Events.Last());
    }

    [Fact]
    public void Bye_that_nobody_answers_ends_at_the_limit_and_is_repeated_on()
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        peer.AdvanceTo(4);
        Assert.Equal(CallEnd.Local, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).By);
        peer.AdvanceTo(100);
        Assert.Equal(11, peer.Count("BYE"));
        Assert.Equal(default, peer.Engine.Counts);
    }
}
