using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>Calls that come in, with a caller written out by hand.</summary>
public sealed class IncomingCallTests
{
    private readonly ScriptedPeer _peer = new(new SignallingOptions { Incoming = IncomingPolicy.Answer });

    [Fact]
    public void A_call_rings_is_answered_and_established_by_the_ack()
    {
        var call = Invite();
        _peer.Do(new CallCommand.Ring(call));
        _peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        Assert.Equal(["Incoming", "180", "IdentityChanged", "200"], _peer.Order);
        Assert.Equal(_peer.Sent.OfType<SipResponse>().First().To.Tag, _peer.LastResponse.To.Tag);
        Send("ACK", 1, branch: "z9hG4bKack");
        Assert.IsType<CallEvent.Answered>(_peer.Events.Last());
        Send("BYE", 2);
        Assert.Equal(200, _peer.LastResponse.Status);
        Assert.Equal(CallEnd.Remote, Assert.IsType<CallEvent.Ended>(_peer.Events.Last()).By);
    }

    [Fact]
    public void What_the_caller_says_of_himself_is_told()
    {
        Invite();
        var incoming = Assert.IsType<CallEvent.Incoming>(_peer.Events.Single());
        Assert.Equal(("sip:caller@192.0.2.9", "Xã Cam Hiệp", "1234", ScriptedPeer.Address), (incoming.FromUri, incoming.FromName, incoming.ToUser, incoming.Source.Remote));
    }

    [Fact]
    public void A_hundred_is_sent_when_the_host_is_slow_and_the_invite_may_be_repeated()
    {
        Invite();
        Assert.Empty(_peer.Sent);
        _peer.AdvanceTo(0.2);
        Assert.Equal(100, _peer.LastResponse.Status);
        Invite(isNew: false);
        Assert.Equal(2, _peer.Sent.Count);
        Assert.Single(_peer.Events);
    }

    [Fact]
    public void Cancel_ends_a_call_that_rings()
    {
        var call = Invite();
        _peer.Do(new CallCommand.Ring(call));
        Send("CANCEL", 1, branch: "z9hG4bKinvite", toTag: false);
        Assert.Equal([200, 487], _peer.Sent.OfType<SipResponse>().Skip(1).Select(response => response.Status));
        Assert.Equal(CallFailureKind.Cancelled, Assert.IsType<CallEvent.Failed>(_peer.Events.Last()).Failure.Kind);
        _peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound)); // too late, and no fault
        Assert.Equal(487, _peer.LastResponse.Status);
    }

    [Fact]
    public void Cancel_after_the_answer_changes_nothing()
    {
        var call = Invite();
        _peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        Send("CANCEL", 1, branch: "z9hG4bKinvite", toTag: false);
        Assert.Equal(200, _peer.LastResponse.Status);
        Send("ACK", 1, branch: "z9hG4bKack");
        Assert.IsType<CallEvent.Answered>(_peer.Events.Last());
    }

    [Fact]
    public void An_answer_without_ack_is_repeated_for_32_seconds_and_then_given_up()
    {
        var call = Invite();
        _peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        _peer.AdvanceTo(31.9);
        Assert.Equal(11, _peer.Sent.OfType<SipResponse>().Count(response => response.Status == 200));
        _peer.AdvanceTo(32);
        Assert.Equal("BYE", _peer.LastRequest.Method);
        _peer.AdvanceTo(200);
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(_peer.Events.Last()).By);
        Assert.Equal(default, _peer.Engine.Counts);
    }

    [Fact]
    public void Hanging_up_before_the_ack_waits_for_it()
    {
        var call = Invite();
        _peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        _peer.Do(new CallCommand.HangUp(call));
        Assert.Equal(0, _peer.Count("BYE"));
        Send("ACK", 1, branch: "z9hG4bKack");
        Assert.Equal(1, _peer.Count("BYE"));
    }

    [Fact]
    public void A_call_without_offer_gets_ours()
    {
        var call = Invite(sdp: null);
        _peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        Assert.Contains("m=audio 20000", Encoding.UTF8.GetString(_peer.LastResponse.Body.Span), StringComparison.Ordinal);
        Send("ACK", 1, branch: "z9hG4bKack", body: ScriptedPeer.PlainSdp);
        Assert.Equal(4000, Assert.IsType<CallEvent.Answered>(_peer.Events.Last()).Media.RemoteRtp.Port);
    }

    [Fact]
    public void A_call_without_offer_and_without_answer_is_ended()
    {
        var call = Invite(sdp: null);
        _peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        Send("ACK", 1, branch: "z9hG4bKack");
        Assert.Equal("BYE", _peer.LastRequest.Method);
        _peer.Reply(_peer.LastRequest, 200);
        Assert.Equal(CallFailureKind.NoUsableMedia, Assert.IsType<CallEvent.Failed>(_peer.Events.Last()).Failure.Kind);
    }

    [Fact]
    public void An_offer_without_common_sound_is_refused_when_accepted()
    {
        var call = Invite(sdp: ScriptedPeer.PlainSdp.Replace("RTP/AVP 8 101", "RTP/AVP 9", StringComparison.Ordinal));
        _peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        Assert.Equal(488, _peer.LastResponse.Status);
        Assert.Equal(CallFailureKind.NoUsableMedia, Assert.IsType<CallEvent.Failed>(_peer.Events.Last()).Failure.Kind);
    }

    [Fact]
    public void A_refusal_is_repeated_until_its_ack()
    {
        _peer.Do(new CallCommand.Reject(Invite(), 486, "Busy Here\r\nInjected: yes"));
        Assert.Equal((486, null), (_peer.LastResponse.Status, _peer.LastResponse.Find("Injected")));
        _peer.AdvanceTo(0.6);
        Assert.Equal(2, _peer.Sent.Count);
        Send("ACK", 1, branch: "z9hG4bKinvite");
        _peer.AdvanceTo(100);
        Assert.Equal(2, _peer.Sent.Count);
        Assert.Equal(default, _peer.Engine.Counts);
    }

    [Fact]
    public void The_same_call_on_two_ways_is_refused_on_the_second()
    {
        Invite();
        Send("INVITE", 1, body: ScriptedPeer.PlainSdp, branch: "z9hG4bKotherway", toTag: false);
        Assert.Equal(482, _peer.LastResponse.Status);
        Assert.Single(_peer.Events);
    }

    [Fact]
    public void More_waiting_calls_than_the_options_allow_are_refused()
    {
        var peer = new ScriptedPeer(new SignallingOptions { Incoming = IncomingPolicy.Answer, MaxPendingIncoming = 2 });
        for (var i = 0; i < 3; i++)
            peer.Receive(Text("INVITE", 1, ScriptedPeer.PlainSdp, $"z9hG4bK{i}", "", $"call{i}"));
        Assert.Equal(2, peer.Events.Count);
        Assert.Equal(503, peer.LastResponse.Status);
        Assert.Equal(1, peer.Engine.Refusals[SipReject.Overload]);
    }

    private CallHandle Invite(string? sdp = ScriptedPeer.PlainSdp, bool isNew = true)
    {
        var before = _peer.Events.Count;
        Send("INVITE", 1, sdp, "z9hG4bKinvite", toTag: false);
        Assert.Equal(isNew, _peer.Events.Count > before);
        return _peer.Events[0].Call;
    }

    private void Send(string method, int sequence, string? body = null, string branch = "z9hG4bKnext", bool toTag = true)
    {
        var tag = toTag ? ";tag=" + _peer.Sent.OfType<SipResponse>().Select(response => response.To.Tag).Last(one => one is not null) : "";
        _peer.Receive(Text(method, sequence, body, branch, tag, "call1"));
    }

    private static string Text(string method, int sequence, string? body, string branch, string toTag, string callId) =>
        $"{method} sip:1234@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch={branch}\r\nFrom: \"Xã Cam Hiệp\" <sip:caller@192.0.2.9>;tag=caller\r\n"
        + $"To: <sip:1234@192.0.2.1>{toTag}\r\nCall-ID: {callId}\r\nCSeq: {sequence} {method}\r\nContact: <sip:caller@192.0.2.9>\r\n"
        + (body is null ? "\r\n" : $"Content-Type: application/sdp\r\n\r\n{body}");
}
