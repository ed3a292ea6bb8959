using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>What a peer may ask in a call, and what strangers get.</summary>
public sealed class DialogRequestTests
{
    private static readonly IPEndPoint Stranger = new(IPAddress.Parse("198.51.100.1"), 5060);

    /// <summary>Hold in its forms: the peer's direction, our answer's, and what media are told.</summary>
    [Theory]
    [InlineData("a=sendonly\r\n", "192.0.2.9", "a=recvonly", false, true)]
    [InlineData("a=inactive\r\n", "192.0.2.9", "a=inactive", false, false)]
    [InlineData("a=recvonly\r\n", "192.0.2.9", "a=sendonly", true, false)]
    [InlineData("", "0.0.0.0", "a=recvonly", false, true)]
    public void Hold_is_answered_and_told(string direction, string address, string answered, bool maySend, bool mayReceive)
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "INVITE", 5, Sdp(address, direction, version: 2));
        Assert.Equal(200, peer.LastResponse.Status);
        Assert.Contains(answered, BodyLines(peer.LastResponse));
        var media = Assert.IsType<CallEvent.MediaChanged>(peer.Events.Last()).Media;
        Assert.Equal((maySend, mayReceive), (media.MaySend, media.MayReceive));
        peer.Ask(invite, "ACK", 5);

        peer.Ask(invite, "INVITE", 6, Sdp("192.0.2.9", "a=sendrecv\r\n", version: 3));
        Assert.Contains("a=sendrecv", BodyLines(peer.LastResponse));
        Assert.True(Assert.IsType<CallEvent.MediaChanged>(peer.Events.Last()).Media is { MaySend: true, MayReceive: true });
        peer.Ask(invite, "ACK", 6);
        peer.AdvanceTo(60);
        Assert.Equal(2, peer.Sent.Count(message => message is SipResponse));
    }

    [Fact]
    public void A_refresh_that_changes_nothing_is_answered_and_not_told()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "INVITE", 5, ScriptedPeer.PlainSdp);
        peer.Ask(invite, "ACK", 5);
        peer.Ask(invite, "UPDATE", 6, ScriptedPeer.PlainSdp);
        peer.Ask(invite, "UPDATE", 7);
        Assert.Equal(3, peer.Sent.OfType<SipResponse>().Count(response => response.Status == 200));
        Assert.True(peer.LastResponse.Body.IsEmpty);
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.MediaChanged);
    }

    [Fact]
    public void The_version_of_our_description_grows_only_with_a_change()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        var versions = new List<string>();
        foreach (var (sequence, direction) in new[] { (5, ""), (6, ""), (7, "a=sendonly\r\n"), (8, "a=sendonly\r\n") })
        {
            peer.Ask(invite, "UPDATE", sequence, Sdp("192.0.2.9", direction, sequence));
            versions.Add(BodyLines(peer.LastResponse).First(line => line.StartsWith("o=", StringComparison.Ordinal)).Split(' ')[2]);
        }

        Assert.Equal(versions[0], versions[1]);
        Assert.NotEqual(versions[1], versions[2]);
        Assert.Equal(versions[2], versions[3]);
    }

    [Fact]
    public void A_reinvite_without_offer_gets_ours_and_its_ack_is_the_answer()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "INVITE", 5);
        Assert.Contains("m=audio 20000 RTP/AVP 8 0 101", BodyLines(peer.LastResponse));
        peer.Ask(invite, "UPDATE", 6, ScriptedPeer.PlainSdp);
        Assert.Equal(491, peer.LastResponse.Status);
        peer.Ask(invite, "ACK", 5, Sdp("192.0.2.10", "", 2));
        Assert.Equal(IPAddress.Parse("192.0.2.10"), Assert.IsType<CallEvent.MediaChanged>(peer.Events.Last()).Media.RemoteRtp.Address);
        peer.Ask(invite, "UPDATE", 7, ScriptedPeer.PlainSdp);
        Assert.Equal(200, peer.LastResponse.Status);
    }

    [Fact]
    public void An_impossible_offer_is_refused_and_the_call_goes_on()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "INVITE", 5, "rubbish");
        Assert.Equal(488, peer.LastResponse.Status);
        peer.Ask(invite, "INVITE", 6, ScriptedPeer.PlainSdp.Replace("RTP/AVP", "RTP/SAVP", StringComparison.Ordinal));
        Assert.Equal(488, peer.LastResponse.Status);
        peer.Ask(invite, "INVITE", 7, "x", type: "text/plain");
        Assert.Equal(415, peer.LastResponse.Status);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Fact]
    public void Our_answer_is_repeated_until_its_ack_and_without_one_the_call_is_lost()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "INVITE", 5, ScriptedPeer.PlainSdp);
        peer.AdvanceTo(31.9);
        Assert.Equal(11, peer.Sent.OfType<SipResponse>().Count()); // 0, 0.5, 1.5, 3.5, 7.5 and so on to 31.5 s
        peer.AdvanceTo(32);
        Assert.Equal("BYE", peer.LastRequest.Method);
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).By);
    }

    [Fact]
    public void Requests_follow_routes_and_the_refreshed_target()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp,
            "Record-Route: <sip:192.0.2.51;lr>\r\nRecord-Route: <sip:192.0.2.50:5090;lr>\r\nContact: <sip:there@192.0.2.9:5062>");
        var ack = peer.LastRequest;
        Assert.Equal("sip:there@192.0.2.9:5062", ack.RequestUri);
        Assert.Equal(["sip:192.0.2.50:5090;lr", "sip:192.0.2.51;lr"], ack.Routes.Select(route => route.UriText));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.50"), 5090), peer.Destinations.Last());
        peer.Ask(invite, "UPDATE", 3, headers: "Contact: <sip:moved@192.0.2.12>");
        Assert.Equal("sip:moved@192.0.2.12", peer.Events.OfType<CallEvent.IdentityChanged>().Last().Identity.RemoteTarget);
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        Assert.Equal(("BYE", "sip:moved@192.0.2.12", 2), (peer.LastRequest.Method, peer.LastRequest.RequestUri, peer.LastRequest.Routes.Length));
    }

    [Fact]
    public void A_strict_router_is_put_into_the_request_uri()
    {
        var peer = new ScriptedPeer();
        peer.Reply(peer.Dial(), 200, ScriptedPeer.PlainSdp, "Record-Route: <sip:192.0.2.50>\r\nContact: <sip:there@192.0.2.9>");
        Assert.Equal("sip:192.0.2.50", peer.LastRequest.RequestUri);
        Assert.Equal(["sip:there@192.0.2.9"], peer.LastRequest.Routes.Select(route => route.UriText));
    }

    [Fact]
    public void A_number_that_does_not_grow_is_refused()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "OPTIONS", 10);
        Assert.Equal(200, peer.LastResponse.Status);
        peer.Ask(invite, "OPTIONS", 9);
        Assert.Equal(500, peer.LastResponse.Status);
        peer.Ask(invite, "BYE", 10, branch: "z9hG4bKother");
        Assert.Equal(500, peer.LastResponse.Status);
        Assert.Equal(2, peer.Engine.Refusals[SipReject.OldSequence]);
    }

    [Theory]
    [InlineData("INFO", 200)]
    [InlineData("OPTIONS", 200)]
    [InlineData("REFER", 400)]
    [InlineData("NOTIFY", 481)]
    [InlineData("PRACK", 481)]
    [InlineData("SUBSCRIBE", 405)]
    [InlineData("PUBLISH", 405)]
    [InlineData("FROBNICATE", 501)]
    public void Other_requests_get_their_answer(string method, int status)
    {
        var peer = new ScriptedPeer();
        peer.Ask(peer.Establish(), method, 2);
        Assert.Equal(status, peer.LastResponse.Status);
        Assert.Contains("INVITE", peer.LastResponse.Find("Allow"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Signal=5\r\nDuration=160\r\n", '5')]
    [InlineData("Duration= 160\nsignal= #\n", '#')]
    [InlineData("Signal=d", 'D')]
    [InlineData("Signal=10", '*')]
    [InlineData("Signal=12", null)]
    [InlineData("Signal=", null)]
    [InlineData("nothing", null)]
    public void A_digit_comes_by_info(string body, char? digit)
    {
        var peer = new ScriptedPeer();
        peer.Ask(peer.Establish(), "INFO", 2, body, type: "application/dtmf-relay");
        Assert.Equal(200, peer.LastResponse.Status);
        Assert.Equal(digit, peer.Events.OfType<CallEvent.Digit>().SingleOrDefault()?.Value);
    }

    [Fact]
    public void An_extension_that_must_be_understood_is_refused()
    {
        var peer = new ScriptedPeer();
        peer.Ask(peer.Establish(), "UPDATE", 2, headers: "Require: timer, gruu\r\nRequire: 100rel, x-y");
        Assert.Equal((420, "gruu, x-y"), (peer.LastResponse.Status, peer.LastResponse.Find("Unsupported")));
    }

    [Fact]
    public void A_dead_dialog_is_answered_481_for_a_while_and_then_nothing_tells_that_it_was()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "BYE", 2);
        peer.AdvanceTo(20);
        peer.Ask(invite, "INFO", 3);
        Assert.Equal(481, peer.LastResponse.Status);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
        var sent = peer.Sent.Count;
        peer.Ask(invite, "INFO", 4);
        Assert.Equal(sent, peer.Sent.Count);
        peer.Engine.KnownPeers = [new IPEndPoint(ScriptedPeer.Address.Address, 0)];
        peer.Ask(invite, "INFO", 5);
        Assert.Equal(481, peer.LastResponse.Status);
    }

    [Theory]
    [InlineData("INVITE", 403)]
    [InlineData("OPTIONS", 200)]
    [InlineData("REGISTER", 405)]
    [InlineData("BYE", 481)]
    [InlineData("CANCEL", 481)]
    [InlineData("FROBNICATE", 501)]
    public void A_stranger_hears_nothing_and_a_known_peer_gets_an_answer(string method, int status)
    {
        var peer = new ScriptedPeer();
        var text = $"{method} sip:x@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.1;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:x@192.0.2.1>\r\nCall-ID: 1\r\nCSeq: 1 {method}\r\n\r\n";
        peer.Receive(text, Stranger);
        Assert.Empty(peer.Sent);
        Assert.Equal(1, peer.Engine.Refusals[SipReject.UnknownSource]);
        Assert.Equal(default, peer.Engine.Counts);
        peer.Engine.KnownPeers = [Stranger];
        peer.Receive(text, Stranger);
        Assert.Equal(status, peer.LastResponse.Status);
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Incoming);
    }

    [Fact]
    public void Inside_a_call_the_tags_must_match()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "BYE", 2, tag: "guessed");
        Assert.Equal(1, peer.Engine.Refusals[SipReject.UnknownSource]);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Fact]
    public void Before_the_answer_an_offer_of_the_peer_meets_ours()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Reply(invite, 180);
        peer.Ask(invite, "UPDATE", 1, ScriptedPeer.PlainSdp);
        Assert.Equal(491, peer.LastResponse.Status);
        peer.Ask(invite, "INFO", 2);
        Assert.Equal(200, peer.LastResponse.Status);
        peer.Ask(invite, "BYE", 3);
        Assert.Equal(481, peer.LastResponse.Status);
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    private static string Sdp(string address, string direction, int version) =>
        $"v=0\r\no=- 1 {version} IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n{direction}";

    private static string[] BodyLines(SipMessage message) => Encoding.UTF8.GetString(message.Body.Span).Split("\r\n");
}
