using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>Session timers as ladders with exact times (RFC 4028).</summary>
public sealed class SessionTimerTests
{
    private const string Updates = "Allow: INVITE, UPDATE\r\nSupported: timer\r\n";

    [Fact]
    public void Our_invite_asks_for_a_session_of_half_an_hour()
    {
        var invite = new ScriptedPeer().Dial();
        Assert.Equal("1800", invite.Find("Session-Expires"));
        Assert.Null(invite.Find("Min-SE"));
        Assert.True(invite.Lists("Supported", "timer"));
    }

    /// <summary>What the 2xx says, what then goes out at half the time, and when the session is over without an answer or refresh.</summary>
    [Theory]
    [InlineData(Updates + "Session-Expires: 600;refresher=uac", "UPDATE", 300, 332)]
    [InlineData("Supported: timer\r\nSession-Expires: 600;refresher=uac", "INVITE", 300, 332)]
    [InlineData("Allow: INVITE, UPDATE\r\nx: 600", "UPDATE", 300, 332)]
    [InlineData(Updates + "Session-Expires: 600;refresher=uas", "BYE", 568, 568)]
    [InlineData(Updates + "Session-Expires: 90;refresher=uas", "BYE", 60, 60)]
    [InlineData("Allow: INVITE", "INVITE", 900, 932)]
    public void A_dead_peer_is_found(string headers, string request, double at, double over)
    {
        var peer = new ScriptedPeer();
        Establish(peer, headers);
        var before = peer.Sent.Count;
        peer.AdvanceTo(at - 0.001);
        Assert.Equal(before, peer.Sent.Count);
        peer.AdvanceTo(at);
        Assert.Equal(request, peer.LastRequest.Method);
        peer.AdvanceTo(over - 0.001);
        Assert.Equal(request == "BYE" ? 1 : 0, peer.Count("BYE"));
        peer.AdvanceTo(over);
        Assert.Equal("BYE", peer.LastRequest.Method);
        Assert.Equal(408, ReasonHeader.Of(peer.LastRequest).Single().Cause);
        peer.AdvanceTo(over + 4);
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).By);
        peer.AdvanceTo(over + 200);
        Assert.Equal(default, peer.Engine.Counts);
    }

    [Fact]
    public void A_refresh_by_update_keeps_the_roles_and_starts_the_time_anew()
    {
        var peer = new ScriptedPeer();
        Establish(peer, Updates + "Session-Expires: 600;refresher=uac");
        peer.AdvanceTo(300);
        var update = peer.LastRequest;
        Assert.Equal(("UPDATE", "600;refresher=uac", true), (update.Method, update.Find("Session-Expires"), update.Body.IsEmpty));
        peer.Reply(update, 200, headers: "Session-Expires: 400;refresher=uac");
        peer.AdvanceTo(499.999);
        Assert.Equal(1, peer.Count("UPDATE"));
        peer.AdvanceTo(500);
        Assert.Equal(2, peer.Count("UPDATE"));
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Fact]
    public void A_refresh_by_reinvite_says_the_same_in_the_same_version()
    {
        var peer = new ScriptedPeer();
        var invite = Establish(peer, "Supported: timer\r\nSession-Expires: 600;refresher=uac");
        peer.AdvanceTo(300);
        var refresh = peer.LastRequest;
        Assert.Equal(("INVITE", 2L), (refresh.Method, refresh.CSeq.Sequence));
        Assert.Equal(invite.Body.ToArray(), refresh.Body.ToArray());
        peer.Reply(refresh, 200, ScriptedPeer.PlainSdp, "Session-Expires: 600;refresher=uac");
        Assert.Equal(("ACK", 2L), (peer.LastRequest.Method, peer.LastRequest.CSeq.Sequence));
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.MediaChanged);
        peer.AdvanceTo(600);
        Assert.Equal(3, peer.Count("INVITE"));
    }

    /// <summary>While the peer holds us our description is another than at first: that one is repeated.</summary>
    [Fact]
    public void A_refresh_on_hold_does_not_resume()
    {
        var peer = new ScriptedPeer();
        var invite = Establish(peer, "Supported: timer\r\nSession-Expires: 600;refresher=uac");
        peer.Ask(invite, "INVITE", 5, ScriptedPeer.PlainSdp + "a=sendonly\r\n", "Supported: timer\r\nSession-Expires: 600;refresher=uas");
        var held = peer.LastResponse;
        peer.Ask(invite, "ACK", 5);
        peer.AdvanceTo(300);
        Assert.Equal(held.Body.ToArray(), peer.LastRequest.Body.ToArray());
    }

    [Fact]
    public void Update_that_is_not_known_after_all_is_replaced_by_reinvite()
    {
        var peer = new ScriptedPeer();
        Establish(peer, Updates + "Session-Expires: 600;refresher=uac");
        peer.AdvanceTo(300);
        peer.Reply(peer.LastRequest, 501);
        Assert.Equal("INVITE", peer.LastRequest.Method);
        peer.Reply(peer.LastRequest, 200, ScriptedPeer.PlainSdp, "Session-Expires: 600;refresher=uac");
        peer.AdvanceTo(600);
        Assert.Equal((1, 3), (peer.Count("UPDATE"), peer.Count("INVITE")));
    }

    [Fact]
    public void A_peer_without_session_timers_that_refuses_the_refresh_is_alive()
    {
        var peer = new ScriptedPeer();
        Establish(peer, "Allow: INVITE");
        peer.AdvanceTo(900);
        peer.Reply(peer.LastRequest, 488);
        peer.AdvanceTo(1799.999);
        Assert.Equal(2, peer.Count("INVITE"));
        peer.AdvanceTo(1800);
        Assert.Equal(3, peer.Count("INVITE"));
        Assert.DoesNotContain(peer.Events, one => one is CallEvent.Ended or CallEvent.ChangeRefused);
    }

    [Fact]
    public void A_peer_that_no_longer_knows_the_call_ends_it_at_once()
    {
        var peer = new ScriptedPeer();
        Establish(peer, Updates + "Session-Expires: 600;refresher=uac");
        peer.AdvanceTo(300);
        peer.Reply(peer.LastRequest, 481);
        Assert.Equal(CallEnd.Lost, Assert.IsType<CallEvent.Ended>(peer.Events.Last()).By);
        Assert.Equal(0, peer.Count("BYE"));
    }

    [Fact]
    public void Too_short_for_the_peer_is_asked_again_longer()
    {
        var peer = new ScriptedPeer();
        peer.Reply(peer.Dial(), 422, headers: "Min-SE: 3600");
        var second = peer.LastRequest;
        Assert.Equal((2L, "3600", "3600"), (second.CSeq.Sequence, second.Find("Session-Expires"), second.Find("Min-SE")));
        peer.Reply(second, 422, headers: "Min-SE: 3600");
        Assert.Equal(422, Assert.IsType<CallEvent.Failed>(peer.Events.Last()).Failure.Status);
    }

    [Fact]
    public void Too_short_for_the_peer_later_is_asked_again_longer()
    {
        var peer = new ScriptedPeer();
        Establish(peer, Updates + "Session-Expires: 600;refresher=uac");
        peer.AdvanceTo(300);
        peer.Reply(peer.LastRequest, 422, headers: "Min-SE: 1000");
        Assert.Equal(("UPDATE", "1000;refresher=uac", "1000"), (peer.LastRequest.Method, peer.LastRequest.Find("Session-Expires"), peer.LastRequest.Find("Min-SE")));
    }

    /// <summary>Request header fields, the 2xx's Session-Expires and Require, and the first thing that goes out and when.</summary>
    [Theory]
    [InlineData("Supported: timer\r\nSession-Expires: 300;refresher=uac", "300;refresher=uac", "timer", "BYE", 268)]
    [InlineData("Supported: timer\r\nSession-Expires: 300;refresher=uas", "300;refresher=uas", null, "UPDATE", 150)]
    [InlineData("Supported: timer\r\nSession-Expires: 300", "300;refresher=uas", null, "UPDATE", 150)]
    [InlineData("Supported: timer\r\nx: 4000\r\nMin-SE: 2000", "2000;refresher=uas", null, "UPDATE", 1000)]
    [InlineData("Supported: timer\r\nSession-Expires: 99999999", "1800;refresher=uas", null, "UPDATE", 900)]
    [InlineData("Supported: timer", "1800;refresher=uas", null, "UPDATE", 900)]
    [InlineData("Session-Expires: 30", "90;refresher=uas", null, "UPDATE", 45)]
    [InlineData("Supported: path", null, null, "UPDATE", 900)]
    [InlineData("Session-Expires: rubbish", null, null, "UPDATE", 900)]
    public void What_a_peer_asks_for_is_agreed_to(string headers, string? expires, string? require, string request, double at)
    {
        var peer = new ScriptedPeer();
        var invite = Establish(peer, "Allow: INVITE, UPDATE");
        peer.Ask(invite, "UPDATE", 5, headers: headers + "\r\nAllow: UPDATE");
        Assert.Equal((200, expires, require), (peer.LastResponse.Status, peer.LastResponse.Find("Session-Expires"), peer.LastResponse.Find("Require")));
        peer.AdvanceTo(at - 0.001);
        Assert.Equal("ACK", peer.LastRequest.Method);
        peer.AdvanceTo(at);
        Assert.Equal(request, peer.LastRequest.Method);
    }

    [Fact]
    public void Refreshes_of_the_peer_keep_the_call()
    {
        var peer = new ScriptedPeer();
        var invite = Establish(peer, Updates + "Session-Expires: 600;refresher=uas");
        for (var i = 1; i <= 5; i++)
        {
            peer.AdvanceTo(i * 500);
            peer.Ask(invite, "UPDATE", i, headers: "Supported: timer\r\nSession-Expires: 600;refresher=uac");
            Assert.Equal("600;refresher=uac", peer.LastResponse.Find("Session-Expires"));
        }

        peer.AdvanceTo(3067);
        Assert.Equal(0, peer.Count("BYE"));
        peer.AdvanceTo(3068);
        Assert.Equal(1, peer.Count("BYE"));
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("UPDATE")]
    public void Too_short_for_us_is_refused_and_changes_nothing(string method)
    {
        var peer = new ScriptedPeer();
        var invite = peer.Establish();
        peer.Ask(invite, method, 5, ScriptedPeer.PlainSdp + "a=sendonly\r\n", "Supported: timer\r\nSession-Expires: 60");
        Assert.Equal((422, "90"), (peer.LastResponse.Status, peer.LastResponse.Find("Min-SE")));
        Assert.Equal(1, peer.Engine.Refusals[SipReject.IntervalTooSmall]);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
    }

    [Fact]
    public void Turned_off_nothing_is_asked_and_a_peer_is_still_answered()
    {
        var peer = new ScriptedPeer(new SignallingOptions { SessionTimers = new SessionTimerOptions { Interval = TimeSpan.Zero } });
        var invite = peer.Establish();
        Assert.Null(invite.Find("Session-Expires"));
        peer.AdvanceTo(5000);
        Assert.Equal("ACK", peer.LastRequest.Method);
        peer.Ask(invite, "UPDATE", 5, headers: "Supported: timer\r\nSession-Expires: 5000;refresher=uac");
        Assert.Equal("5000;refresher=uac", peer.LastResponse.Find("Session-Expires"));
    }

    private static SipRequest Establish(ScriptedPeer peer, string headers)
    {
        var invite = peer.Dial();
        peer.Reply(invite, 200, ScriptedPeer.PlainSdp, "Contact: <sip:there@192.0.2.9>\r\n" + headers.Trim());
        return invite;
    }
}
