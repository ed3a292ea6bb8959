using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Sdp;

namespace Conferencing.Tests.Signalling;

/// <summary>IPv4 and IPv6 in calls: media are offered and answered in the family of the peer (RFC 4566 section 5.7, RFC 3264).</summary>
public sealed class FamilyTests
{
    private const string Own4 = "192.0.2.1";
    private const string Own6 = "2001:db8::1";

    private static readonly SignallingOptions BothFamilies = new()
    {
        Incoming = IncomingPolicy.Answer,
        LocalAddress = new IPEndPoint(IPAddress.Parse(Own4), 5060),
        LocalAddressTowards = Towards,
    };

    /// <summary>Where the peer says its media are, and where ours are then said to be.</summary>
    [Theory]
    [InlineData("IN IP4 192.0.2.9", "", "IN IP4 192.0.2.1", "192.0.2.9:4000", "192.0.2.9:4001")]
    [InlineData("IN IP6 2001:db8::9", "", "IN IP6 2001:db8::1", "[2001:db8::9]:4000", "[2001:db8::9]:4001")]
    [InlineData("IN IP6 2001:DB8:0:0:0:0:0:9", "", "IN IP6 2001:db8::1", "[2001:db8::9]:4000", "[2001:db8::9]:4001")]
    [InlineData("IN IP4 192.0.2.9", "c=IN IP6 2001:db8::9\r\n", "IN IP6 2001:db8::1", "[2001:db8::9]:4000", "[2001:db8::9]:4001")]
    [InlineData("IN IP6 2001:db8::9", "c=IN IP4 192.0.2.9\r\n", "IN IP4 192.0.2.1", "192.0.2.9:4000", "192.0.2.9:4001")]
    [InlineData("IN IP6 2001:db8::9", "a=rtcp:4007 IN IP6 2001:db8::8\r\n", "IN IP6 2001:db8::1", "[2001:db8::9]:4000", "[2001:db8::8]:4007")]
    [InlineData("IN IP6 2001:db8::9", "a=rtcp:4007\r\n", "IN IP6 2001:db8::1", "[2001:db8::9]:4000", "[2001:db8::9]:4007")]
    [InlineData("IN IP6 ff0e::9/3", "", "IN IP6 2001:db8::1", "[ff0e::9]:4000", "[ff0e::9]:4001")]
    public void An_offer_is_answered_in_its_family_whatever_way_it_came(string connection, string lines, string own, string rtp, string rtcp)
    {
        foreach (var way in new[] { "192.0.2.9", "2001:db8::9" })
        {
            var peer = new ScriptedPeer(BothFamilies);
            var call = Invite(peer, way, Offer(connection, lines));
            peer.Do(new CallCommand.Accept(call, Sound(way)));
            Assert.Equal(200, peer.LastResponse.Status);
            var answer = Encoding.UTF8.GetString(peer.LastResponse.Body.Span);
            Assert.Contains($"o=- {SessionOf(answer)} {own}\r\n", answer, StringComparison.Ordinal);
            Assert.Contains($"c={own}\r\n", answer, StringComparison.Ordinal);
            Acknowledge(peer, way);
            var media = Assert.IsType<CallEvent.Answered>(peer.Events[^1]).Media;
            Assert.Equal((rtp, rtcp), (media.RemoteRtp.ToString(), media.RemoteRtcp.ToString()));
        }
    }

    [Fact]
    public void Without_an_address_of_the_offers_family_there_is_no_sound_to_agree_on()
    {
        var peer = new ScriptedPeer(new SignallingOptions { Incoming = IncomingPolicy.Answer });
        peer.Do(new CallCommand.Accept(Invite(peer, "192.0.2.9", Offer("IN IP6 2001:db8::9", "")), SimulatedAgent.Sound));
        Assert.Equal(488, peer.LastResponse.Status);
        var failure = Assert.IsType<CallEvent.Failed>(peer.Events[^1]).Failure;
        Assert.Equal((CallFailureKind.NoUsableMedia, "the offer holds no usable sound (NoCommonFamily)"), (failure.Kind, failure.Phrase));
    }

    [Theory]
    [InlineData("IN IP4 0.0.0.0")]
    [InlineData("IN IP6 ::")]
    public void An_address_of_zeros_holds_a_call_of_either_family(string zeros)
    {
        var peer = new ScriptedPeer(BothFamilies);
        peer.Do(new CallCommand.Accept(Invite(peer, "2001:db8::9", Offer("IN IP6 2001:db8::9", "")), Sound("2001:db8::9")));
        Acknowledge(peer, "2001:db8::9");
        Invite(peer, "2001:db8::9", Offer(zeros, ""), sequence: 2, tag: peer.LastResponse.To.Tag);
        Assert.Equal(200, peer.LastResponse.Status);
        Assert.Contains("c=IN IP6 2001:db8::1\r\n", Encoding.UTF8.GetString(peer.LastResponse.Body.Span), StringComparison.Ordinal);
        Acknowledge(peer, "2001:db8::9", sequence: 2);
        Assert.False(Assert.IsType<CallEvent.MediaChanged>(peer.Events[^1]).Media.MaySend);
    }

    [Fact]
    public void Media_stay_in_the_family_they_are_in_when_we_move_them()
    {
        var peer = new ScriptedPeer(BothFamilies);
        var call = Invite(peer, "192.0.2.9", Offer("IN IP6 2001:db8::9", ""));
        peer.Do(new CallCommand.Accept(call, Sound("192.0.2.9")));
        Acknowledge(peer, "192.0.2.9");
        peer.Do(new CallCommand.Change(call, Sound("192.0.2.9") with { Rtp = new IPEndPoint(IPAddress.Parse(Own4), 30000), RtcpPort = 30001 }));
        var offer = Encoding.UTF8.GetString(peer.LastRequest.Body.Span);
        Assert.Contains("c=IN IP6 2001:db8::1\r\n", offer, StringComparison.Ordinal);
        Assert.Contains("m=audio 30000 ", offer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_room_with_both_is_called_by_IPv4_and_then_by_IPv6_with_an_offer_of_that_family()
    {
        var peer = new ScriptedPeer(BothFamilies);
        peer.Do(new CallCommand.Dial(ScriptedPeer.Call, "sip:room@both.example.vn", "Bridge", Sound(Own4), TimeSpan.FromSeconds(30)));
        peer.Resolve(SipPath.Udp(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 5060)), SipPath.Udp(new IPEndPoint(IPAddress.Parse("2001:db8::9"), 5060)));
        Assert.Contains("c=IN IP4 192.0.2.1\r\n", Encoding.UTF8.GetString(peer.LastRequest.Body.Span), StringComparison.Ordinal);
        peer.Unreachable(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 5060));

        var second = peer.LastRequest;
        Assert.Equal("2001:db8::9", peer.Destinations[^1].Address.ToString());
        Assert.Contains("c=IN IP6 2001:db8::1\r\n", Encoding.UTF8.GetString(second.Body.Span), StringComparison.Ordinal);
        Assert.StartsWith("[2001:db8::1]", second.Vias[0].SentBy, StringComparison.Ordinal);
        peer.Reply(second, 200, Offer("IN IP6 2001:db8::9", ""), "Contact: <sip:room@[2001:db8::9]>");
        Assert.Equal("[2001:db8::9]:4000", Assert.IsType<CallEvent.Answered>(peer.Events[^1]).Media.RemoteRtp.ToString());
    }

    [Fact]
    public void A_call_by_IPv6_from_end_to_end_over_a_bad_network()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var network = new SimulatedNetwork(seed, NetworkFaults.Bad);
            var bridge = network.Add("2001:db8::1", IncomingPolicy.KnownPeersOnly);
            var room = network.Add("2001:db8::9", IncomingPolicy.Answer);
            var sound = SimulatedAgent.Sound with { Rtp = new IPEndPoint(IPAddress.Parse("2001:db8::1"), 20000) };
            room.OnEvent = happened =>
            {
                if (happened is CallEvent.Incoming incoming)
                    room.Do(new CallCommand.Accept(incoming.Call, sound));
            };
            var call = new CallHandle(1);
            bridge.Do(new CallCommand.Dial(call, "sip:room@[2001:db8::9]", "Bridge", sound, TimeSpan.FromSeconds(40)));
            network.RunTo(60_000);
            Assert.Contains(bridge.Events, one => one is CallEvent.Answered);
            bridge.Do(new CallCommand.HangUp(call));
            network.RunTo(200_000);
            Assert.IsType<CallEvent.Ended>(bridge.Last);
            Assert.Equal((default, default), (bridge.Engine.Counts, room.Engine.Counts));
        }
    }

    private static IPAddress? Towards(IPAddress peer) =>
        IPAddress.Parse(peer.GetAddressBytes().Length == 16 ? Own6 : Own4);

    private static AudioCapabilities Sound(string peer) => SimulatedAgent.Sound with { Rtp = new IPEndPoint(Towards(IPAddress.Parse(peer))!, 20000) };

    private static string Offer(string connection, string lines) =>
        $"v=0\r\no=- 1 1 {connection.Split('/')[0]}\r\ns=-\r\nc={connection}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0\r\n{lines}";

    private static string SessionOf(string description)
    {
        var origin = description.Split("\r\n")[1].Split(' ');
        return $"{origin[1]} {origin[2]}";
    }

    private static CallHandle Invite(ScriptedPeer peer, string from, string sdp, int sequence = 1, string? tag = null)
    {
        Send(peer, from, "INVITE", sequence, tag, $"Content-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}");
        return peer.Events.OfType<CallEvent.Incoming>().Last().Call;
    }

    private static void Acknowledge(ScriptedPeer peer, string from, int sequence = 1) =>
        Send(peer, from, "ACK", sequence, peer.Sent.OfType<SipResponse>().Last(one => one.Status == 200).To.Tag, "Content-Length: 0\r\n\r\n");

    private static void Send(ScriptedPeer peer, string from, string method, int sequence, string? tag, string rest)
    {
        var source = new IPEndPoint(IPAddress.Parse(from), 5060);
        peer.Receive(
            $"{method} sip:bridge@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP {source};branch=z9hG4bK{method}{sequence}\r\nFrom: <sip:room@{source}>;tag=theirs\r\n"
            + $"To: <sip:bridge@192.0.2.1>{(tag is null ? "" : ";tag=" + tag)}\r\nCall-ID: family\r\nCSeq: {sequence} {method}\r\nMax-Forwards: 70\r\n"
            + $"Contact: <sip:room@{source}>\r\n{rest}", source);
    }
}
