using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>Provisional responses that are acknowledged (RFC 3262), both ways, and why calls end (RFC 3326).</summary>
public sealed class ReliabilityTests
{
    private const string Reliable = "Require: 100rel\r\n";

    [Fact]
    public void A_reliable_ringing_is_acknowledged_in_order_and_once()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        Assert.True(invite.Lists("Supported", "100rel"));
        peer.Reply(invite, 183, headers: Reliable + "RSeq: 7\r\nContact: <sip:early@192.0.2.9:5070>");
        var prack = peer.LastRequest;
        Assert.Equal(("PRACK", 2L, "7 1 INVITE", "sip:early@192.0.2.9:5070", "theirs"), (prack.Method, prack.CSeq.Sequence, prack.Find("RAck"), prack.RequestUri, prack.To.Tag));
        peer.Reply(invite, 183, headers: Reliable + "RSeq: 7");
        peer.Reply(invite, 180, headers: Reliable + "RSeq: 9");
        Assert.Equal(1, peer.Count("PRACK"));
        peer.Reply(invite, 180, headers: Reliable + "RSeq: 8");
        Assert.Equal("8 1 INVITE", peer.LastRequest.Find("RAck"));
        peer.Reply(invite, 180, headers: "RSeq: 10");
        Assert.Equal(2, peer.Count("PRACK"));
        Assert.Single(peer.Events, one => one is CallEvent.Ringing);

        // The numbers of the early dialog go on.
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, "Contact: <sip:there@192.0.2.9>");
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        Assert.Equal(("BYE", 4L), (peer.LastRequest.Method, peer.LastRequest.CSeq.Sequence));
    }

    [Fact]
    public void Each_fork_has_its_own_numbers()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Reply(invite, 180, headers: Reliable + "RSeq: 1", tag: "a");
        peer.Reply(invite, 180, headers: Reliable + "RSeq: 50", tag: "b");
        peer.Reply(invite, 180, headers: Reliable + "RSeq: 2", tag: "a");
        Assert.Equal(["1 1 INVITE", "50 1 INVITE", "2 1 INVITE"], peer.Sent.OfType<SipRequest>().Select(one => one.Find("RAck")).OfType<string>());
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, tag: "b");
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, tag: "a");
        Assert.Equal(("BYE", "a", 4L), (peer.LastRequest.Method, peer.LastRequest.To.Tag, peer.LastRequest.CSeq.Sequence));
    }

    [Fact]
    public void A_prack_nobody_answers_is_repeated_as_its_transaction_has_it()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial(ringSeconds: 100);
        peer.Reply(invite, 180, headers: Reliable + "RSeq: 1");
        peer.AdvanceTo(7.4);
        Assert.Equal(4, peer.Count("PRACK")); // 0, 0.5, 1.5, 3.5; the next at 7.5
        peer.Reply(peer.LastRequest, 200);
        peer.AdvanceTo(60);
        Assert.Equal(4, peer.Count("PRACK"));
    }

    [Fact]
    public void Our_ringing_is_repeated_until_its_prack()
    {
        var peer = Answering();
        var call = IncomingPeer.Invite(peer, headers: Reliable.Trim());
        peer.Do(new CallCommand.Ring(call));
        peer.Do(new CallCommand.Ring(call));
        peer.AdvanceTo(3.4);
        Assert.Equal([180, 180, 180], peer.Sent.OfType<SipResponse>().Select(one => one.Status)); // 0, 0.5, 1.5; the next at 3.5
        var number = peer.LastResponse.Find("RSeq");
        Assert.Equal("100rel", peer.LastResponse.Find("Require"));
        IncomingPeer.Send(peer, "PRACK", 2, headers: $"RAck: {number} 99 INVITE");
        Assert.Equal(481, peer.LastResponse.Status);
        IncomingPeer.Send(peer, "PRACK", 3, headers: $"RAck: {number} 1 INVITE");
        Assert.Equal(200, peer.LastResponse.Status);
        peer.AdvanceTo(40);
        Assert.Equal(5, peer.Sent.Count);
        peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        IncomingPeer.Send(peer, "ACK", 1);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Fact]
    public void Our_ringing_without_prack_is_given_up_after_32_seconds()
    {
        var peer = Answering();
        peer.Do(new CallCommand.Ring(IncomingPeer.Invite(peer, headers: Reliable.Trim())));
        peer.AdvanceTo(31.9);
        Assert.Equal(180, peer.LastResponse.Status);
        peer.AdvanceTo(32);
        Assert.Equal(504, peer.LastResponse.Status);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void Without_an_offer_a_reliable_ringing_would_need_ours_and_is_left_out()
    {
        var peer = Answering();
        var call = IncomingPeer.Invite(peer, sdp: null, headers: Reliable.Trim());
        peer.Do(new CallCommand.Ring(call));
        Assert.Empty(peer.Sent);
        peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        Assert.Equal(200, peer.LastResponse.Status);
    }

    [Fact]
    public void Answered_before_the_prack_the_ringing_stops_and_the_late_prack_is_welcome()
    {
        var peer = Answering();
        var call = IncomingPeer.Invite(peer, headers: Reliable.Trim());
        peer.Do(new CallCommand.Ring(call));
        var number = peer.LastResponse.Find("RSeq");
        peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        IncomingPeer.Send(peer, "PRACK", 2, headers: $"RAck: {number} 1 INVITE");
        Assert.Equal(200, peer.LastResponse.Status);
        IncomingPeer.Send(peer, "ACK", 1);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Theory]
    [InlineData("SIP;cause=200;text=\"Call completed elsewhere\"", "Call completed elsewhere")]
    [InlineData("sip ; cause=200", "Call completed elsewhere")]
    [InlineData("Q.850;cause=16;text=\"Terminated\"", "Terminated (Q.850 16)")]
    [InlineData("Q.850;cause=17, SIP;cause=486;text=\"Busy, here\"", "Q.850 17; Busy, here (SIP 486)")]
    [InlineData("preemption;cause=1", "PREEMPTION 1")]
    [InlineData("SIP;text=\"tired\"", "tired (SIP)")]
    [InlineData(";;", null)]
    public void Why_a_peer_hangs_up_is_told(string reason, string? told)
    {
        var peer = new ScriptedPeer();
        peer.Ask(peer.Establish(), "BYE", 2, headers: "Reason: " + reason);
        Assert.Equal(told, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).Detail);
    }

    [Fact]
    public void A_caller_answered_elsewhere_says_so()
    {
        var peer = Answering();
        IncomingPeer.Invite(peer);
        IncomingPeer.Cancel(peer, "Reason: SIP;cause=200;text=\"Call completed elsewhere\"");
        var failure = Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure;
        Assert.Equal((CallFailureKind.Cancelled, "the caller gave up: Call completed elsewhere"), (failure.Kind, failure.Phrase));
    }

    [Fact]
    public void We_say_why_we_cancel_and_hang_up()
    {
        var peer = new ScriptedPeer();
        peer.Reply(peer.Dial(ringSeconds: 10), 180);
        peer.AdvanceTo(10);
        Assert.Equal(("CANCEL", "Q.850;cause=19;text=\"No answer from user\""), (peer.LastRequest.Method, peer.LastRequest.Find("Reason")));
        var other = new ScriptedPeer();
        other.Establish();
        other.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        Assert.Equal("Q.850;cause=16;text=\"Normal call clearing\"", other.LastRequest.Find("Reason"));
    }

    [Theory]
    [InlineData("application/media_control+xml", "<?xml version=\"1.0\"?><media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>", "KeyFrameWanted")]
    [InlineData("application/media_control+xml; charset=utf-8", "<media_control><vc_primitive><to_encoder><picture_fast_update>\n</picture_fast_update></to_encoder></vc_primitive></media_control>", "KeyFrameWanted")]
    [InlineData("application/media_control+xml", "<media_control/>", "Answered")]
    [InlineData("text/plain", "picture_fast_update", "Answered")]
    [InlineData("application/dtmf", "5", "Digit")]
    [InlineData("application/dtmf", "\r\n # \r\n", "Digit")]
    [InlineData("application/dtmf", "55", "Answered")]
    [InlineData("application/dtmf-relay", "5", "Answered")]
    public void An_info_is_answered_and_told(string type, string body, string told)
    {
        var peer = new ScriptedPeer();
        peer.Ask(peer.Establish(), "INFO", 2, body, type: type);
        Assert.Equal(200, peer.LastResponse.Status);
        Assert.Equal(told, peer.Events.Last().GetType().Name);
    }

    private static ScriptedPeer Answering() => new(new SignallingOptions { Incoming = IncomingPolicy.Answer });
}
