using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>Calls by TCP and TLS: what is written into messages, which way they go, and what a lost connection does.</summary>
public sealed class TransportStoryTests
{
    private static readonly IPAddress Room = ScriptedPeer.Address.Address;

    [Theory]
    [InlineData("sip:room@192.0.2.9", "UDP 192.0.2.9:5060", "SIP/2.0/UDP 192.0.2.1:5060", "sip:bridge@192.0.2.1:5060")]
    [InlineData("sip:room@192.0.2.9;transport=tcp", "TCP 192.0.2.9:5060", "SIP/2.0/TCP 192.0.2.1:5060", "sip:bridge@192.0.2.1:5060;transport=tcp")]
    [InlineData("sip:room@192.0.2.9:5070;transport=TCP", "TCP 192.0.2.9:5070", "SIP/2.0/TCP 192.0.2.1:5060", "sip:bridge@192.0.2.1:5060;transport=tcp")]
    [InlineData("sip:room@192.0.2.9;transport=tls", "TLS 192.0.2.9:5061", "SIP/2.0/TLS 192.0.2.1:5061", "sip:bridge@192.0.2.1:5061;transport=tls")]
    [InlineData("sips:room@192.0.2.9", "TLS 192.0.2.9:5061", "SIP/2.0/TLS 192.0.2.1:5061", "sips:bridge@192.0.2.1:5061")]
    [InlineData("sips:room@192.0.2.9:7000;transport=tcp", "TLS 192.0.2.9:7000", "SIP/2.0/TLS 192.0.2.1:5061", "sips:bridge@192.0.2.1:5061")]
    [InlineData("sip:room@[2001:db8::9];transport=tcp", "TCP [2001:db8::9]:5060", "SIP/2.0/TCP 192.0.2.1:5060", "sip:bridge@192.0.2.1:5060;transport=tcp")]
    public void An_address_says_how_it_is_called(string address, string way, string via, string contact)
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial(address);
        Assert.Equal(way, peer.Paths.Single().ToString());
        Assert.StartsWith(via + ";branch=", invite.Vias[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(contact, invite.Contacts.Single().UriText);
        Assert.Equal(address, invite.RequestUri);
    }

    [Fact]
    public void The_name_that_was_dialled_is_the_name_the_certificate_must_have()
    {
        var peer = new ScriptedPeer();
        peer.Dial("sips:room@Room.Example");
        peer.Resolve("room.example", Room);
        Assert.Equal("TLS 192.0.2.9:5061 room.example", peer.Paths.Single().ToString());
        var early = Assert.IsType<CallEvent.IdentityChanged>(peer.Events.Last()).Identity;
        Assert.True(SipPath.TryParse(early.Destination.ToString(), out var read));
        Assert.Equal(early.Destination, read);
    }

    [Fact]
    public void A_response_goes_by_the_connection_its_request_came_by_else_to_the_port_in_Via()
    {
        var peer = new ScriptedPeer(new SignallingOptions { Incoming = IncomingPolicy.Answer });
        var way = new SipPath(SipTransport.Tcp, new IPEndPoint(Room, 40123), 7);
        peer.Receive(Options("TCP 192.0.2.200:5077"), way);
        Assert.Equal(new SipPath(SipTransport.Tcp, new IPEndPoint(Room, 5077), 7), peer.Paths.Last());
        peer.Receive(Options("TLS 192.0.2.200").Replace("z9hG4bK1", "z9hG4bK2", StringComparison.Ordinal), way with { Transport = SipTransport.Tls });
        Assert.Equal(new SipPath(SipTransport.Tls, new IPEndPoint(Room, 5061), 7), peer.Paths.Last());
    }

    [Fact]
    public void A_large_request_goes_by_tcp_and_by_udp_after_all_when_that_is_refused()
    {
        var peer = new ScriptedPeer(new SignallingOptions { LargestDatagram = 400 });
        var first = peer.Dial();
        Assert.Equal(("TCP", SipTransport.Tcp), (first.Vias[0].Transport, peer.Paths.Last().Transport));
        peer.AdvanceTo(5);
        Assert.Equal(1, peer.Count("INVITE"));
        peer.Unreachable(peer.Paths.Last());
        Assert.Equal(("UDP", SipTransport.Udp), (peer.LastRequest.Vias[0].Transport, peer.Paths.Last().Transport));
        Assert.Equal(first.CSeq, peer.LastRequest.CSeq);
        peer.AdvanceTo(5.6);
        Assert.Equal(3, peer.Count("INVITE"));
        peer.Unreachable(peer.Paths.Last());
        Assert.Equal(CallFailureKind.Unreachable, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
    }

    /// <summary>
    /// The largest INVITE we send, with every codec and encryption: by the name alone it fits a datagram; through a proxy and with credentials it may
    /// not, and then goes by TCP (RFC 3261 section 18.1.1), or by UDP after all at a room that has no TCP.
    /// </summary>
    [Theory]
    [InlineData("sip:room@192.0.2.9", CallEncryption.Off, SipTransport.Udp)]
    [InlineData("sip:room@192.0.2.9", CallEncryption.Preferred, SipTransport.Udp)]
    [InlineData("sip:phong.hop.so.1.uy.ban.nhan.dan@192.0.2.9:50600", CallEncryption.Required, SipTransport.Udp)]
    [InlineData("sip:room@192.0.2.9;x=0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789", CallEncryption.Preferred, SipTransport.Tcp)]
    public void An_invite_goes_by_udp_while_it_fits(string address, CallEncryption encryption, SipTransport transport)
    {
        var peer = new ScriptedPeer();
        peer.Do(new CallCommand.Dial(
            ScriptedPeer.Call, address, "Hội nghị trực tuyến Ủy ban nhân dân tỉnh", SdpTests.Everything with { Encryption = encryption }, TimeSpan.FromSeconds(30)));
        Assert.Equal(transport, peer.Paths[^1].Transport);
        Assert.Equal(transport == SipTransport.Udp, SipWriter.Write(peer.LastRequest).Length <= 1300);
        Assert.Equal(SipTransports.Name(transport), peer.LastRequest.Vias[0].Transport);
        if (transport == SipTransport.Udp)
            return;

        peer.RefuseLast();
        Assert.Equal(SipTransport.Udp, peer.Paths[^1].Transport);
        Assert.Equal("UDP", peer.LastRequest.Vias[0].Transport);
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Failed);
        peer.Reply(peer.LastRequest, 200, ScriptedPeer.PlainSdp, "Contact: <sip:there@192.0.2.9>");
        Assert.IsType<CallEvent.Answered>(peer.Events[^1]);
    }

    [Fact]
    public void What_follows_a_large_request_goes_its_way()
    {
        var peer = new ScriptedPeer(new SignallingOptions { LargestDatagram = 400 });
        var invite = peer.Dial();
        peer.Reply(invite, 180);
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        Assert.Equal(("CANCEL", "TCP"), (peer.LastRequest.Method, peer.LastRequest.Vias[0].Transport));
        Assert.Equal(SipTransport.Tcp, peer.Paths.Last().Transport);
    }

    [Fact]
    public void A_connection_lost_while_it_rings_ends_the_call_and_the_ringing()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial("sip:room@192.0.2.9;transport=tcp");
        peer.Reply(invite, 180);
        peer.Close(peer.Paths.Last());
        Assert.Equal("CANCEL", peer.LastRequest.Method);
        peer.Reply(peer.LastRequest, 200);
        peer.Reply(invite, 487);
        Assert.Equal("ACK", peer.LastRequest.Method);
        Assert.Equal(CallFailureKind.Unreachable, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void A_connection_lost_while_it_rings_ends_the_call_when_nobody_is_there()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial("sip:room@192.0.2.9;transport=tcp");
        peer.Reply(invite, 180);
        peer.Close(peer.Paths.Last());
        peer.Unreachable(peer.Paths.Last());
        Assert.Equal(CallFailureKind.Unreachable, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void A_lost_connection_leaves_an_answered_call_alone()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial("sip:room@192.0.2.9;transport=tcp");
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, "Contact: <sip:there@192.0.2.9;transport=tcp>");
        peer.Close(peer.Paths.Last());
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(new CallEvent.Ended(ScriptedPeer.Call, CallEnd.Local, null), peer.Events.Last());
    }

    [Fact]
    public void The_next_way_is_tried_after_silence_refusal_and_503()
    {
        var peer = new ScriptedPeer();
        peer.Dial("sip:room@room.example", ringSeconds: 90);
        SipPath[] ways = [.. Enumerable.Range(1, 4).Select(i => SipPath.Udp(new IPEndPoint(IPAddress.Parse($"192.0.2.{20 + i}"), 5060)))];
        peer.Resolve([.. ways]);
        peer.Unreachable(ways[0]);
        Assert.Equal(ways[1], peer.Paths.Last());
        peer.Reply(peer.LastRequest, 503);
        Assert.Equal(ways[2], peer.Paths.Last());
        peer.AdvanceTo(33);
        Assert.Equal(ways[3], peer.Paths.Last());
        peer.Reply(peer.LastRequest, 503);
        Assert.Equal((CallFailureKind.ServerFailure, 503), Failure(peer));
        Assert.Equal(4, peer.Sent.OfType<SipRequest>().Where(one => one.Method == "INVITE").Select(one => one.Vias[0].Branch).Distinct().Count());
    }

    [Fact]
    public void Busy_is_an_answer_and_no_reason_to_try_another_way()
    {
        var peer = new ScriptedPeer();
        peer.Dial("sip:room@room.example");
        peer.Resolve(SipPath.Udp(ScriptedPeer.Address), SipPath.Udp(new IPEndPoint(Room, 5070)));
        peer.Reply(peer.LastRequest, 486);
        Assert.Equal((CallFailureKind.Busy, 486), Failure(peer));
    }

    [Theory]
    [InlineData("<sip:there@192.0.2.9:6000;transport=tcp>", "", "TCP 192.0.2.9:6000")]
    [InlineData("<sip:there@192.0.2.9:6000>", "", "TCP 192.0.2.9:6000")]
    [InlineData("<sip:there@192.0.2.9;transport=tls>", "", "TLS 192.0.2.9:5061")]
    [InlineData("<sips:there@192.0.2.9>", "", "TLS 192.0.2.9:5061")]
    [InlineData("<sip:there@192.0.2.9;transport=udp>", "", "UDP 192.0.2.9:5060")]
    [InlineData("<sip:there@192.0.2.55>", "", "UDP 192.0.2.55:5060")]
    [InlineData("<sip:there@somewhere.example>", "", "TCP 192.0.2.9:5060")]
    [InlineData("<sip:there@192.0.2.9>", "Record-Route: <sip:192.0.2.50;transport=tcp;lr>, <sip:192.0.2.51;lr>", "UDP 192.0.2.51:5060")]
    public void Requests_inside_the_call_go_where_Contact_and_route_say(string contact, string route, string way)
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial("sip:room@192.0.2.9;transport=tcp");
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, $"Contact: {contact}{(route.Length > 0 ? "\r\n" + route : "")}");
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        Assert.Equal("BYE", peer.LastRequest.Method);
        Assert.Equal(way, peer.Paths.Last().ToString());
        Assert.Equal(way[..3], peer.LastRequest.Vias[0].Transport);
    }

    [Theory]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/sdp\r\n\r\n{0}\r\n--b--\r\n", true)]
    [InlineData("multipart/mixed; boundary=\"a b\"", "preamble\r\n--a b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--a b\r\nc: application/SDP;x=y\r\n\r\n{0}\r\n--a b--", true)]
    [InlineData("multipart/alternative;boundary=b", "--b\n\nplain\n--b\nContent-Type: application/sdp\n\n{0}\n--b--\n", true)]
    [InlineData("multipart/mixed;boundary=o", "--o\r\nContent-Type: multipart/alternative;boundary=i\r\n\r\n--i\r\nContent-Type: application/sdp\r\n\r\n{0}\r\n--i--\r\n--o--\r\n", true)]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/isup\r\nContent-Disposition: signal;handling=required\r\n\r\n1\r\n--b\r\nContent-Type: application/sdp\r\n\r\n{0}\r\n--b--\r\n", false)]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\n{0}\r\n--b--\r\n", false)]
    [InlineData("multipart/mixed", "--b\r\nContent-Type: application/sdp\r\n\r\n{0}\r\n--b--\r\n", false)]
    [InlineData("multipart/mixed;boundary=b", "--b\r\nContent-Type: application/sdp", false)]
    public void The_description_is_found_among_several_bodies(string type, string body, bool isFound)
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, "INVITE", 2, body.Replace("{0}", ScriptedPeer.PlainSdp.Replace("o=- 1 1", "o=- 1 2", StringComparison.Ordinal), StringComparison.Ordinal), type: type);
        Assert.Equal(isFound ? 200 : 415, peer.LastResponse.Status);
    }

    private static (CallFailureKind Kind, int Status) Failure(ScriptedPeer peer)
    {
        var failure = Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure;
        return (failure.Kind, failure.Status);
    }

    private static string Options(string sentBy) =>
        $"OPTIONS sip:x@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/{sentBy};rport;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:x@192.0.2.1>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
}
