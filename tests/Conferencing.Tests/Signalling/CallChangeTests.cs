using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>What we ask of an answered call, and what comes of it.</summary>
public sealed class CallChangeTests
{
    private static readonly AudioCapabilities Held = SimulatedAgent.Sound with { MayReceive = false };

    /// <summary>Our wish, the direction offered, the peer's answer, and what is agreed.</summary>
    [Theory]
    [InlineData(true, true, "sendrecv", "sendrecv", true, true)]
    [InlineData(true, true, "sendrecv", "sendonly", false, true)]
    [InlineData(true, true, "sendrecv", "recvonly", true, false)]
    [InlineData(true, true, "sendrecv", "inactive", false, false)]
    [InlineData(true, false, "sendonly", "recvonly", true, false)]
    [InlineData(true, false, "sendonly", "sendrecv", true, false)]
    [InlineData(true, false, "sendonly", "inactive", false, false)]
    [InlineData(false, true, "recvonly", "sendonly", false, true)]
    [InlineData(false, true, "recvonly", "inactive", false, false)]
    [InlineData(false, false, "inactive", "inactive", false, false)]
    [InlineData(false, false, "inactive", "sendrecv", false, false)]
    public void Our_offer_in_every_direction(bool send, bool receive, string offered, string answered, bool maySend, bool mayReceive)
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, SimulatedAgent.Sound with { MaySend = send, MayReceive = receive }));
        Assert.Contains("a=" + offered, Lines(peer.LastRequest));
        peer.Reply(peer.LastRequest, 200, ScriptedPeer.PlainSdp + $"a={answered}\r\n");
        var media = Assert.IsType<CallEvent.MediaChanged>(peer.Events.Last()).Media;
        Assert.Equal((maySend, mayReceive), (media.MaySend, media.MayReceive));
    }

    /// <summary>RFC 3264 section 6.1: the peer's offer, our wish, our answer.</summary>
    [Theory]
    [InlineData("sendrecv", true, false, "sendonly")]
    [InlineData("sendrecv", false, true, "recvonly")]
    [InlineData("sendrecv", false, false, "inactive")]
    [InlineData("sendonly", true, false, "inactive")]
    [InlineData("sendonly", true, true, "recvonly")]
    [InlineData("recvonly", true, false, "sendonly")]
    [InlineData("recvonly", false, true, "inactive")]
    [InlineData("inactive", true, true, "inactive")]
    public void Our_answer_in_every_direction(string offered, bool send, bool receive, string answered)
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, SimulatedAgent.Sound with { MaySend = send, MayReceive = receive }));
        peer.Reply(peer.LastRequest, 200, ScriptedPeer.PlainSdp);
        peer.Ask(invite, "UPDATE", 2, ScriptedPeer.PlainSdp + $"a={offered}\r\n");
        Assert.Contains("a=" + answered, Lines(peer.LastResponse));
    }

    [Fact]
    public void A_change_has_a_number_a_version_and_an_acknowledgement()
    {
        var peer = new ScriptedPeer();
        var first = peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held));
        var invite = peer.LastRequest;
        Assert.Equal(("INVITE", 2L, first.From.Tag, "theirs"), (invite.Method, invite.CSeq.Sequence, invite.From.Tag, invite.To.Tag));
        Assert.Equal(Version(first) + 1, Version(invite));
        Assert.Equal(2, peer.Events.OfType<CallEvent.IdentityChanged>().Last().Identity.LocalSequence);
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp);
        Assert.Equal(("ACK", 2L), (peer.LastRequest.Method, peer.LastRequest.CSeq.Sequence));
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp);
        Assert.Equal(3, peer.Count("ACK"));
    }

    [Fact]
    public void A_refused_change_leaves_all_as_it_was()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held));
        peer.Reply(peer.LastRequest, 488);
        Assert.Equal(488, Assert.IsType<CallEvent.ChangeRefused>(peer.Events.Last()).Status);
        peer.Ask(invite, "UPDATE", 2, ScriptedPeer.PlainSdp);
        Assert.Contains("a=sendrecv", Lines(peer.LastResponse));
    }

    [Fact]
    public void One_change_at_a_time_and_the_newest_wish_counts()
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held));
        var first = peer.LastRequest;
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held with { MaySend = false }));
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, SimulatedAgent.Sound));
        Assert.Equal(2, peer.Count("INVITE"));
        peer.Reply(first, 200, ScriptedPeer.PlainSdp);
        Assert.Equal(3, peer.Count("INVITE"));
        Assert.Contains("a=sendrecv", Lines(peer.LastRequest));
    }

    /// <summary>RFC 3261 section 14.1: the side that began the call waits 2.1 to 4 s, the other 0 to 2 s, from many seeds.</summary>
    [Theory]
    [InlineData(true, 2100, 4000)]
    [InlineData(false, 10, 2000)]
    public void Glare_is_waited_out(bool isCaller, int least, int most)
    {
        var pauses = new HashSet<long>();
        for (var seed = 0; seed < 200; seed++)
        {
            var peer = new ScriptedPeer(new SignallingOptions { Incoming = IncomingPolicy.Answer }, seed * 104_729);
            var call = isCaller ? ScriptedPeer.Call : IncomingPeer.Establish(peer);
            if (isCaller)
                peer.Establish();
            peer.Do(new CallCommand.Change(call, Held));
            var count = peer.Count("INVITE");
            peer.Reply(peer.LastRequest, 491);
            var asked = peer.Now;
            while (peer.Count("INVITE") == count)
                peer.AdvanceTo(((peer.Now.Microseconds / 10_000) + 1.00001) / 100);
            pauses.Add((long)(peer.Now - asked).TotalMilliseconds);
        }

        Assert.True(pauses.Count > 50, $"the pauses hardly differ: {string.Join(", ", pauses)}");
        Assert.InRange(pauses.Min(), least, most);
        Assert.InRange(pauses.Max(), least, most);
    }

    [Fact]
    public void While_we_ask_the_peers_question_meets_glare_and_both_get_through()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held));
        var ours = peer.LastRequest;
        peer.Ask(invite, "INVITE", 2, ScriptedPeer.PlainSdp);
        Assert.Equal(491, peer.LastResponse.Status);
        peer.Reply(ours, 491);
        peer.Ask(invite, "INVITE", 3, ScriptedPeer.PlainSdp + "a=sendonly\r\n");
        Assert.Equal(200, peer.LastResponse.Status);

        // Its 200 is not acknowledged yet: our own question waits for that too.
        peer.AdvanceTo(4.1);
        Assert.Equal(2, peer.Count("INVITE"));
        peer.Ask(invite, "ACK", 3);
        Assert.Equal(3, peer.Count("INVITE"));
    }

    [Fact]
    public void A_server_that_wants_time_gets_it()
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held));
        peer.Reply(peer.LastRequest, 500, headers: "Retry-After: 7 (busy)");
        peer.AdvanceTo(6.9);
        Assert.Equal(2, peer.Count("INVITE"));
        peer.AdvanceTo(7);
        Assert.Equal(3, peer.Count("INVITE"));
    }

    [Fact]
    public void A_change_nobody_answers_ends_the_call()
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held));
        peer.Reply(peer.LastRequest, 100);
        peer.AdvanceTo(31.9);
        Assert.Equal(0, peer.Count("BYE"));
        peer.AdvanceTo(32);
        Assert.Equal(1, peer.Count("BYE"));
        peer.AdvanceTo(40);
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).By);
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void Hanging_up_during_a_change_still_acknowledges_it()
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held));
        var change = peer.LastRequest;
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        peer.Reply(peer.LastRequest, 200);
        peer.Reply(change, 200, ScriptedPeer.PlainSdp);
        Assert.Equal(2, peer.Count("ACK"));
        Assert.IsType<CallEvent.Ended>(peer.Events.Last());
        peer.AdvanceTo(200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void A_reinvite_that_overtakes_the_200_is_asked_to_come_again()
    {
        var peer = new ScriptedPeer();
        var invite = peer.Dial();
        peer.Ask(invite, "INVITE", 1, ScriptedPeer.PlainSdp);
        Assert.Equal(491, peer.LastResponse.Status);
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp);
        peer.Ask(invite, "INVITE", 2, ScriptedPeer.PlainSdp + "a=sendonly\r\n");
        Assert.Equal(200, peer.LastResponse.Status);
    }

    [Fact]
    public void A_reinvite_that_overtakes_the_ack_stands_for_it()
    {
        var peer = new ScriptedPeer(new SignallingOptions { Incoming = IncomingPolicy.Answer });
        var call = IncomingPeer.Invite(peer);
        peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        IncomingPeer.Send(peer, "INVITE", 2, ScriptedPeer.PlainSdp + "a=sendonly\r\n");
        Assert.Equal(200, peer.LastResponse.Status);
        Assert.Equal(["IdentityChanged", "200", "Answered", "MediaChanged", "200"], peer.Order.TakeLast(5));
        IncomingPeer.Send(peer, "ACK", 2);
        peer.AdvanceTo(60);
        Assert.Equal(0, peer.Count("BYE"));
    }

    /// <summary>A proxy and the peer both ask; the nonces then serve for every request of the call, counted.</summary>
    [Fact]
    public void Passwords_asked_for_once_are_given_with_every_request()
    {
        var peer = new ScriptedPeer(new SignallingOptions
        {
            Credentials = [new DigestCredential("proxy", null, "bridge", "one"), new DigestCredential("room", null, "bridge", "two")],
        });
        peer.Reply(peer.Dial(), 407, headers: "Proxy-Authenticate: Digest realm=\"proxy\", nonce=\"p\", qop=\"auth\"");
        Assert.Contains("nc=00000001", peer.LastRequest.Find("Proxy-Authorization"), StringComparison.Ordinal);
        peer.Reply(peer.LastRequest, 401, headers: "WWW-Authenticate: Digest realm=\"room\", nonce=\"r\", qop=\"auth\", algorithm=SHA-256");
        var third = peer.LastRequest;
        Assert.Contains("nc=00000002", third.Find("Proxy-Authorization"), StringComparison.Ordinal);
        Assert.Contains("nc=00000001", third.Find("Authorization"), StringComparison.Ordinal);
        peer.Reply(third, 200, ScriptedPeer.PlainSdp);
        Assert.Equal(third.Find("Authorization"), peer.LastRequest.Find("Authorization"));
        peer.Do(new CallCommand.Change(ScriptedPeer.Call, Held));
        Assert.Contains("nc=00000003", peer.LastRequest.Find("Proxy-Authorization"), StringComparison.Ordinal);
        peer.Reply(peer.LastRequest, 407, headers: "Proxy-Authenticate: Digest realm=\"proxy\", nonce=\"q\", qop=\"auth\"");
        Assert.Contains("nonce=\"q\"", peer.LastRequest.Find("Proxy-Authorization"), StringComparison.Ordinal);
        peer.Reply(peer.LastRequest, 200, ScriptedPeer.PlainSdp);
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        Assert.Contains("nc=00000002", peer.LastRequest.Find("Proxy-Authorization"), StringComparison.Ordinal);
        Assert.Contains("nc=00000004", peer.LastRequest.Find("Authorization"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_peer_that_asks_again_and_again_is_refused_in_the_end()
    {
        var peer = new ScriptedPeer(new SignallingOptions { Credentials = [new DigestCredential(null, null, "bridge", "one")] });
        peer.Dial();
        for (var i = 0; i < 20 && peer.Events.Last() is not CallEvent.Failed; i++)
            peer.Reply(peer.LastRequest, 401, headers: $"WWW-Authenticate: Digest realm=\"r{i}\", nonce=\"n\"");
        Assert.Equal(5, peer.Count("INVITE"));
        Assert.Equal(CallFailureKind.NotAuthenticated, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Kind);
    }

    [Fact]
    public void Passwords_may_change_while_calls_run()
    {
        var peer = new ScriptedPeer();
        peer.Establish();
        peer.Engine.Credentials = [new DigestCredential("room", null, "bridge", "new")];
        peer.Do(new CallCommand.HangUp(ScriptedPeer.Call));
        peer.Reply(peer.LastRequest, 401, headers: "WWW-Authenticate: Digest realm=\"room\", nonce=\"n\"");
        Assert.Equal(("BYE", 3L), (peer.LastRequest.Method, peer.LastRequest.CSeq.Sequence));
        Assert.NotNull(peer.LastRequest.Find("Authorization"));
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(CallEnd.Local, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).By);
    }

    private static string[] Lines(SipMessage message) => Encoding.UTF8.GetString(message.Body.Span).Split("\r\n");

    private static long Version(SipMessage message) =>
        long.Parse(Lines(message)[1].Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
}
