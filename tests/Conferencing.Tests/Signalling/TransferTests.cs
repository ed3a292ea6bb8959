using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>REFER both ways (RFC 3515) and Replaces (RFC 3891).</summary>
public sealed class TransferTests
{
    [Fact]
    public void A_room_is_asked_to_call_another_conference()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Do(new CallCommand.Transfer(ScriptedPeer.Call, "sip:2002@192.0.2.1"));
        var refer = peer.LastRequest;
        Assert.Equal(("REFER", "<sip:2002@192.0.2.1>", "<sip:bridge@192.0.2.1:5060>"), (refer.Method, refer.Find("Refer-To"), refer.Find("Referred-By")));
        peer.Do(new CallCommand.Transfer(ScriptedPeer.Call, "sip:2003@192.0.2.1"));
        Assert.Equal(1, peer.Count("REFER"));
        peer.Reply(refer, 202);
        Notify(peer, invite, 2, "SIP/2.0 100 Trying\r\n", "active;expires=60");
        Notify(peer, invite, 3, "SIP/2.0 180 Ringing\r\n", "active;expires=59");
        Notify(peer, invite, 4, "SIP/2.0 200 OK\r\n", "terminated;reason=noresource");
        Assert.Equal(["180 False", "200 True"], peer.Events.OfType<CallEvent.TransferProgress>().Select(one => $"{one.Status} {one.IsFinal}"));
        Notify(peer, invite, 5, "SIP/2.0 200 OK\r\n", "terminated;reason=noresource");
        Assert.Equal(481, peer.LastResponse.Status);
        peer.Do(new CallCommand.Transfer(ScriptedPeer.Call, "sip:2003@192.0.2.1"));
        Assert.Equal(2, peer.Count("REFER"));
    }

    /// <summary>The peer's answer to REFER, its NOTIFY, and the end that is told.</summary>
    [Theory]
    [InlineData(405, null, "active", 405)]
    [InlineData(202, "SIP/2.0 603 Declined\r\n", "terminated;reason=noresource", 603)]
    [InlineData(202, "rubbish", "terminated;reason=timeout", 0)]
    [InlineData(202, null, "active", 408)]
    public void A_transfer_ends_one_way_or_the_other(int answer, string? fragment, string state, int told)
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Do(new CallCommand.Transfer(ScriptedPeer.Call, "sip:2002@192.0.2.1"));
        peer.Reply(peer.LastRequest, answer);
        if (fragment is not null)
            Notify(peer, invite, 2, fragment, state);
        peer.AdvanceTo(180);
        var last = peer.Events.OfType<CallEvent.TransferProgress>().Single();
        Assert.Equal((told, true), (last.Status, last.IsFinal));
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Ended);
    }

    [Fact]
    public void What_is_no_address_is_told_at_once()
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Do(new CallCommand.Transfer(ScriptedPeer.Call, "2002"));
        Assert.Equal(400, Assert.IsType<CallEvent.TransferProgress>(peer.Events.Last()).Status);
        Assert.Equal(0, peer.Count("REFER"));
    }

    [Fact]
    public void A_peer_that_asks_for_a_transfer_hears_how_it_goes()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        Refer(peer, invite, 2, "Refer-To: \"Phòng 2\" <sip:2002@192.0.2.1;x=y>\r\nReferred-By: <sip:boss@192.0.2.9>");
        Assert.Equal(202, peer.LastResponse.Status);
        var asked = Assert.IsType<CallEvent.TransferAsked>(peer.Events.Last());
        Assert.Equal(("sip:2002@192.0.2.1;x=y", "sip:boss@192.0.2.9"), (asked.Address, asked.ReferredBy));
        Assert.Equal(("refer", "active;expires=180", "SIP/2.0 100 Trying\r\n"), Report(peer));
        Refer(peer, invite, 3, "Refer-To: <sip:2003@192.0.2.1>");
        Assert.Equal(491, peer.LastResponse.Status);

        // The next report waits for the answer to the one before.
        peer.Do(new CallCommand.AnswerTransfer(ScriptedPeer.Call, 180, "Ringing"));
        peer.Do(new CallCommand.AnswerTransfer(ScriptedPeer.Call, 200, "OK\r\nInjected: yes"));
        Assert.Equal(1, peer.Count("NOTIFY"));
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal("SIP/2.0 180 Ringing\r\n", Report(peer).Fragment);
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(("refer", "terminated;reason=noresource", "SIP/2.0 200 OKInjected: yes\r\n"), Report(peer));
        peer.Do(new CallCommand.AnswerTransfer(ScriptedPeer.Call, 200, "OK"));
        Assert.Equal(3, peer.Count("NOTIFY"));
        Refer(peer, invite, 4, "Refer-To: <sip:2003@192.0.2.1>");
        Assert.Equal(202, peer.LastResponse.Status);
    }

    [Fact]
    public void A_host_that_says_nothing_is_answered_for()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        Refer(peer, invite, 2, "Refer-To: <sip:2002@192.0.2.1>");
        peer.Reply(peer.LastRequest, 200);
        peer.AdvanceTo(180);
        Assert.Equal(("refer", "terminated;reason=timeout", "SIP/2.0 408 Request Timeout\r\n"), Report(peer));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Refer-To: <sip:a@b>\r\nRefer-To: <sip:c@d>")]
    [InlineData("Refer-To: <tel:113>")]
    [InlineData("Refer-To: <http://example.com/>")]
    [InlineData("Refer-To: rubbish")]
    public void A_transfer_to_nowhere_is_refused(string headers)
    {
        var peer = new ScriptedPeer();
        Refer(peer, peer.Establish(), 2, headers);
        Assert.Equal(400, peer.LastResponse.Status);
        Assert.Equal(1, peer.Engine.Refusals[SipReject.BadReferTo]);
    }

    [Fact]
    public void A_known_peer_puts_another_dialog_in_the_place_of_its_call()
    {
        var peer = new ScriptedPeer();
        var old = peer.Establish();
        peer.Engine.KnownPeers = [ScriptedPeer.Address];
        IncomingPeer.Invite(peer, ScriptedPeer.PlainSdp.Replace("4000", "4400", StringComparison.Ordinal), Replaces(old), "new");
        Assert.Equal(200, peer.LastResponse.Status);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
        IncomingPeer.Send(peer, "ACK", 1, callId: "new");
        Assert.Equal(["BYE", "IdentityChanged", "MediaChanged"], peer.Order.TakeLast(3));
        Assert.Equal(old.CallId, peer.LastRequest.CallId);
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(4400, Assert.IsType<CallEvent.MediaChanged>(peer.Events.Last()).Media.RemoteRtp.Port);
        Assert.Equal((ScriptedPeer.Call, "new"), (peer.Events.Last().Call, peer.Events.OfType<CallEvent.IdentityChanged>().Last().Identity.CallId));
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Incoming or CallEvent.Ended);

        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        Assert.Equal("new", peer.LastRequest.CallId);
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(CallEnd.Local, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).By);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void A_call_that_ends_before_its_place_is_taken_ends_both()
    {
        var peer = new ScriptedPeer();
        var old = peer.Establish();
        peer.Engine.KnownPeers = [ScriptedPeer.Address];
        IncomingPeer.Invite(peer, headers: Replaces(old), callId: "new");
        peer.Ask(old, "BYE", 2);
        IncomingPeer.Send(peer, "ACK", 1, callId: "new");
        Assert.Equal(("BYE", "new"), (peer.LastRequest.Method, peer.LastRequest.CallId));
        Assert.Single(peer.Events, one => one is CallEvent.Ended);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
        Assert.Single(peer.Events, one => one is CallEvent.Ended);
    }

    [Theory]
    [InlineData("{0};from-tag=theirs;to-tag={1};early-only", 486)]
    [InlineData("{0};from-tag=wrong;to-tag={1}", 481)]
    [InlineData("other;from-tag=theirs;to-tag={1}", 481)]
    [InlineData("{0};from-tag=theirs", 400)]
    [InlineData("{0}", 400)]
    public void What_cannot_be_replaced_is_refused(string pattern, int status)
    {
        var peer = new ScriptedPeer();
        var old = peer.Establish();
        peer.Engine.KnownPeers = [ScriptedPeer.Address];
        var value = pattern.Replace("{0}", old.CallId, StringComparison.Ordinal).Replace("{1}", old.From.Tag, StringComparison.Ordinal);
        IncomingPeer.Invite(peer, headers: "Replaces: " + value, callId: "new");
        Assert.Equal(status, peer.LastResponse.Status);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Fact]
    public void A_stranger_replaces_nothing_and_hears_nothing()
    {
        var peer = new ScriptedPeer();
        var old = peer.Establish();
        var sent = peer.Sent.Count;
        IncomingPeer.Invite(peer, headers: Replaces(old), callId: "new");
        Assert.Equal(sent, peer.Sent.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";early-only")]
    public void A_call_that_rings_is_answered_in_its_stead(string flag)
    {
        var peer = new ScriptedPeer();
        var old = peer.Dial();
        peer.Reply(old, 180);
        peer.Engine.KnownPeers = [ScriptedPeer.Address];
        IncomingPeer.Invite(peer, ScriptedPeer.PlainSdp.Replace("4000", "4400", StringComparison.Ordinal), Replaces(old) + flag, "new");
        Assert.Equal(200, peer.LastResponse.Status);
        Assert.Equal(0, peer.Count("CANCEL"));
        IncomingPeer.Send(peer, "ACK", 1, callId: "new");
        Assert.Equal(["CANCEL", "IdentityChanged", "Answered"], peer.Order.TakeLast(3));
        Assert.Equal((ScriptedPeer.Call, 4400), peer.Events.Last() is CallEvent.Answered answered ? (answered.Call, answered.Media.RemoteRtp.Port) : default);

        // The first one's end is nobody's affair any more.
        peer.Reply(peer.LastRequest, 200);
        peer.Reply(old, 487);
        peer.AdvanceTo(60);
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Failed or CallEvent.Ended or CallEvent.Incoming);
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal("new", peer.LastRequest.CallId);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void An_answer_that_crosses_the_one_in_its_stead_is_ended()
    {
        var peer = new ScriptedPeer();
        var old = peer.Dial();
        peer.Reply(old, 180);
        peer.Engine.KnownPeers = [ScriptedPeer.Address];
        IncomingPeer.Invite(peer, headers: Replaces(old), callId: "new");
        IncomingPeer.Send(peer, "ACK", 1, callId: "new");
        peer.Reply(old, 200, ScriptedPeer.PlainSdp, "Contact: <sip:there@192.0.2.9>");
        Assert.Equal(("BYE", old.CallId), (peer.LastRequest.Method, peer.LastRequest.CallId));
        Assert.Single(peer.Events, one => one is CallEvent.Answered);
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Failed or CallEvent.Ended);
    }

    [Fact]
    public void A_call_that_rings_here_is_given_to_nobody()
    {
        var peer = new ScriptedPeer(new SignallingOptions { Incoming = IncomingPolicy.Answer });
        IncomingPeer.Invite(peer, callId: "old");
        var call = peer.Events.OfType<CallEvent.Incoming>().Single().Call;
        peer.Do(new CallCommand.Ring(call));
        var tag = peer.Sent.OfType<SipResponse>().Last(one => one.Status == 180).To.Tag;
        IncomingPeer.Invite(peer, headers: $"Replaces: old;from-tag=caller;to-tag={tag}", callId: "new");
        Assert.Equal(481, peer.LastResponse.Status);
    }

    [Theory]
    [InlineData("Refer-To: <sip:2002@192.0.2.1>", 403)]
    [InlineData("Refer-To: <tel:113>", 403)]
    [InlineData("Refer-To: <sip:a@b>\r\nRefer-To: <sip:c@d>", 400)]
    [InlineData("Subject: nothing", 400)]
    [InlineData("Refer-To: <sip:a@b>\r\nRequire: norefersub", 420)]
    public void A_transfer_outside_a_call_is_refused(string headers, int status)
    {
        var peer = new ScriptedPeer();
        peer.Engine.KnownPeers = [ScriptedPeer.Address];
        peer.Receive($"REFER sip:2001@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKr\r\nFrom: <sip:room@192.0.2.9>;tag=a\r\nTo: <sip:2001@192.0.2.1>\r\n"
            + $"Call-ID: refer\r\nCSeq: 1 REFER\r\nContact: <sip:room@192.0.2.9>\r\n{headers}\r\n\r\n");
        Assert.Equal(status, peer.LastResponse.Status);
        Assert.Empty(peer.Events);
        peer.AdvanceTo(60);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void A_call_of_a_conference_names_it_and_refers_to_another_as_the_peer_sees_us()
    {
        var peer = new ScriptedPeer();
        peer.Do(new CallCommand.Dial(ScriptedPeer.Call, "sip:room@192.0.2.9", "Giao ban", SimulatedAgent.Sound, TimeSpan.FromSeconds(30)) { Focus = "8001" });
        var invite = peer.LastRequest;
        Assert.Equal("<sip:8001@192.0.2.1:5060>;isfocus", invite.Contacts[0].ToString());
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, "Contact: <sip:there@192.0.2.9>");
        peer.Do(new CallCommand.Transfer(ScriptedPeer.Call, "8002") { IsOwnNumber = true });
        Assert.Equal("<sip:8002@192.0.2.1:5060>", peer.LastRequest.Find("Refer-To"));
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, SimulatedAgent.Sound) { Focus = "8002" });
        Assert.Equal(("INVITE", "<sip:8002@192.0.2.1:5060>;isfocus"), (peer.LastRequest.Method, peer.LastRequest.Contacts[0].ToString()));
    }

    private static string Replaces(SipRequest invite) => $"Replaces: {invite.CallId};from-tag=theirs;to-tag={invite.From.Tag}";

    private static void Refer(ScriptedPeer peer, SipRequest invite, int sequence, string headers) =>
        peer.Ask(invite, "REFER", sequence, headers: headers);

    private static void Notify(ScriptedPeer peer, SipRequest invite, int sequence, string fragment, string state) =>
        peer.Ask(invite, "NOTIFY", sequence, fragment, $"Event: refer\r\nSubscription-State: {state}", "message/sipfrag;version=2.0");

    private static (string? Event, string? State, string Fragment) Report(ScriptedPeer peer)
    {
        Assert.Equal("NOTIFY", peer.LastRequest.Method);
        return (peer.LastRequest.Find("Event"), peer.LastRequest.Find("Subscription-State"), Encoding.UTF8.GetString(peer.LastRequest.Body.Span));
    }
}
