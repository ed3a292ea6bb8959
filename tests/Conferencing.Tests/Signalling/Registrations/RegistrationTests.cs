using System.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrations;

namespace Conferencing.Tests.Signalling.Registrations;

/// <summary>The registration of an engine, moment by moment, against a registrar that says what the test says.</summary>
public sealed class RegistrationTests
{
    private static readonly RegistrationOptions Options = new()
    {
        Registrars = [Uri("sip:192.0.2.9"), Uri("sip:192.0.2.10:5070")],
        Account = Uri("sip:cau@tinh.vn"),
        Expires = TimeSpan.FromSeconds(600),
    };

    [Fact]
    public void It_registers_and_refreshes_at_four_fifths_of_what_was_granted()
    {
        var peer = Start();
        var register = peer.LastRequest;
        Assert.Equal(("REGISTER", "sip:tinh.vn", "sip:cau@tinh.vn", "sip:cau@tinh.vn", "600"), (register.Method, register.RequestUri, register.From.UriText, register.To.UriText, register.Find("Expires")));
        Assert.Equal("sip:bridge@192.0.2.1:5060", Assert.Single(register.Contacts).UriText);
        peer.Reply(register, 200, headers: "Contact: <sip:other@192.0.2.77>;expires=9, <sip:bridge@192.0.2.1:5060>;expires=100");
        Assert.Equal((RegistrationState.Registered, TimeSpan.FromSeconds(100)), (State(peer), peer.Engine.Registration!.Granted));
        NextRegister(peer);
        Assert.InRange(peer.Now.Microseconds / 1e6, 72, 80.1); // the jitter takes off a tenth at most
        Assert.Equal((register.CallId, register.CSeq.Sequence + 1), (peer.LastRequest.CallId, peer.LastRequest.CSeq.Sequence));
        Assert.Equal(RegistrationState.Registered, State(peer));
    }

    [Theory]
    [InlineData("Expires: 50", 36, 40.1)] // no Contact: the header counts
    [InlineData("", 432, 480.1)] // neither: what was asked for
    [InlineData("Contact: <sip:bridge@192.0.2.1:5060>;expires=1", 4.9, 5.1)] // never more often than every 5 s
    public void The_time_granted_is_found_wherever_it_stands(string headers, double notBefore, double by)
    {
        var peer = Start();
        peer.Reply(peer.LastRequest, 200, headers: headers);
        NextRegister(peer);
        Assert.InRange(peer.Now.Microseconds / 1e6, notBefore, by);
    }

    [Fact]
    public void A_registrar_that_keeps_others_bindings_only_has_not_registered_us()
    {
        var peer = Start();
        peer.Reply(peer.LastRequest, 200, headers: "Contact: <sip:other@192.0.2.77>;expires=9");
        Assert.Equal(RegistrationState.Failed, State(peer));
    }

    [Fact]
    public void A_challenge_is_answered_and_an_old_nonce_once_more()
    {
        var peer = Start();
        Challenge(peer, "n1");
        Assert.Contains("nonce=\"n1\"", peer.LastRequest.Find("Authorization"), StringComparison.Ordinal);
        Challenge(peer, "n2", ", stale=true");
        Assert.Contains("nonce=\"n2\"", peer.LastRequest.Find("Authorization"), StringComparison.Ordinal);
        Challenge(peer, "n3", ", stale=true");
        Assert.Equal((3, RegistrationState.Failed, 401), (peer.Count("REGISTER"), State(peer), peer.Engine.Registration!.Status));
    }

    [Fact]
    public void A_wrong_password_is_not_tried_in_a_hurry()
    {
        var peer = Start();
        var tries = new List<double>();
        for (var round = 0; round < 8; round++)
        {
            tries.Add(peer.Now.Microseconds / 1e6);
            Challenge(peer, "n1");
            Challenge(peer, "n2");
            Assert.Equal(RegistrationState.Failed, State(peer));
            NextRegister(peer);
        }

        // 10, 20, 40 … at most 600 s, each at least half of it (RFC 5626 section 4.5).
        double[] bounds = [10, 20, 40, 80, 160, 320, 600];
        for (var round = 0; round < bounds.Length; round++)
            Assert.InRange(tries[round + 1] - tries[round], bounds[round] / 2, bounds[round]);
    }

    [Fact]
    public void A_registrar_that_is_down_is_passed_over_and_asked_again_first()
    {
        var peer = Start();
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 5060), peer.Destinations.Last());
        peer.RefuseLast();
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.10"), 5070), peer.Destinations.Last());
        peer.Reply(peer.LastRequest, 200, headers: "Expires: 100");
        Assert.Equal((RegistrationState.Registered, "sip:192.0.2.10:5070"), (State(peer), peer.Engine.Registration!.Registrar));
        peer.AdvanceTo(81);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 5060), peer.Destinations.Last());
    }

    [Theory]
    [InlineData(503, true)]
    [InlineData(408, true)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    public void Only_what_another_registrar_may_do_better_goes_to_it(int status, bool goesOn)
    {
        var peer = Start();
        peer.Reply(peer.LastRequest, status);
        Assert.Equal(goesOn ? 2 : 1, peer.Count("REGISTER"));
        if (goesOn)
            peer.Reply(peer.LastRequest, status, headers: "Retry-After: 300 (maintenance);duration=60");
        Assert.Equal((RegistrationState.Failed, status), (State(peer), peer.Engine.Registration!.Status));
        var failedAt = peer.Now;
        NextRegister(peer);
        Assert.InRange((peer.Now - failedAt).TotalSeconds, goesOn ? 299.9 : 4.9, goesOn ? 300.1 : 10);
    }

    [Fact]
    public void A_registrar_that_says_nothing_fails_after_timer_F()
    {
        var peer = Start();
        peer.AdvanceTo(31.9);
        Assert.All(peer.Destinations, destination => Assert.Equal(5060, destination.Port));
        peer.AdvanceTo(64.1);
        Assert.Equal(RegistrationState.Failed, State(peer));
        Assert.Equal("nothing was heard from the registrar", peer.Engine.Registration!.Reason);
    }

    [Fact]
    public void Too_brief_is_asked_again_for_longer_once()
    {
        var peer = Start();
        peer.Reply(peer.LastRequest, 423, headers: "Min-Expires: 1800");
        Assert.Equal("1800", peer.LastRequest.Find("Expires"));
        peer.Reply(peer.LastRequest, 423, headers: "Min-Expires: 3600");
        Assert.Equal((2, RegistrationState.Failed), (peer.Count("REGISTER"), State(peer)));
    }

    [Fact]
    public void At_the_end_the_binding_is_withdrawn_with_credentials_and_nothing_is_left()
    {
        var peer = Start();
        peer.Reply(peer.LastRequest, 200, headers: "Expires: 100");
        peer.Unregister();
        Assert.Equal("0", peer.LastRequest.Find("Expires"));
        Challenge(peer, "n9");
        Assert.Equal("0", peer.LastRequest.Find("Expires"));
        Assert.NotNull(peer.LastRequest.Find("Authorization"));
        peer.Reply(peer.LastRequest, 200);
        peer.AdvanceTo(200);
        Assert.Equal((3, RegistrationState.Ended), (peer.Count("REGISTER"), State(peer)));
        Assert.Equal((0, 0), (peer.Engine.Counts.Transactions, peer.Engine.Counts.Deadlines));
    }

    [Fact]
    public void A_name_is_looked_up_and_its_addresses_are_tried_in_turn()
    {
        var peer = Start(Options with { Registrars = [Uri("sip:proxy.tinh.vn")] });
        Assert.Equal("proxy.tinh.vn", Assert.Single(peer.Hosts));
        peer.Resolve("proxy.tinh.vn", null);
        Assert.Equal("the registrar's name is not known", peer.Engine.Registration!.Reason);
        peer.AdvanceTo(10);
        peer.Resolve("proxy.tinh.vn", ScriptedPeer.Address.Address);
        peer.Reply(peer.LastRequest, 200);
        Assert.Equal(RegistrationState.Registered, State(peer));
    }

    [Fact]
    public void With_an_outbound_proxy_a_call_goes_there_with_a_route_in_the_accounts_name()
    {
        var peer = Start(Options, Uri("sip:192.0.2.9:5080;transport=udp"));
        peer.Reply(peer.LastRequest, 200);
        var invite = peer.Dial("sip:room7@tinh.vn");
        Assert.Equal(("sip:room7@tinh.vn", "sip:cau@tinh.vn"), (invite.RequestUri, invite.From.UriText));
        Assert.Equal("<sip:192.0.2.9:5080;transport=udp;lr>", Assert.Single(invite.Routes).ToString());
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 5080), peer.Destinations.Last());
        peer.Reply(invite, 486);
        Assert.Equal("<sip:192.0.2.9:5080;transport=udp;lr>", Assert.Single(peer.LastRequest.Routes).ToString()); // the ACK of a refusal goes the same way
        Assert.Empty(peer.Hosts); // tinh.vn is the proxy's to know
    }

    [Fact]
    public void Calls_from_the_registrar_are_a_known_peers()
    {
        var peer = Start();
        peer.Receive("OPTIONS sip:bridge@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK77\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: o1\r\nCSeq: 1 OPTIONS\r\n\r\n");
        Assert.Equal(200, peer.LastResponse.Status);
    }

    private static ScriptedPeer Start(RegistrationOptions? options = null, SipUri? proxy = null)
    {
        var peer = new ScriptedPeer(new SignallingOptions
        {
            Registration = options ?? Options,
            OutboundProxy = proxy,
            Credentials = [new DigestCredential(null, "tinh.vn", "cau", "mat khau")],
        });
        peer.BeginRegistration();
        return peer;
    }

    private static void Challenge(ScriptedPeer peer, string nonce, string more = "") =>
        peer.Reply(peer.LastRequest, 401, headers: $"WWW-Authenticate: Digest realm=\"tinh\", nonce=\"{nonce}\", qop=\"auth\"{more}");

    private static void NextRegister(ScriptedPeer peer)
    {
        var before = peer.Sent.Count;
        for (var seconds = peer.Now.Microseconds / 1e6; peer.Sent.Count == before; seconds += 0.01)
            peer.AdvanceTo(seconds);
    }

    private static RegistrationState State(ScriptedPeer peer) => peer.Engine.Registration!.State;

    private static SipUri Uri(string text) => SipUri.TryParse(text, out var uri) ? uri : throw new ArgumentException(text);
}
