using System.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling.Access;

/// <summary>What somebody outside a call gets, and what he can do to others.</summary>
public sealed class StrangerTests
{
    private readonly ScriptedPeer _peer = new(new SignallingOptions { Incoming = IncomingPolicy.KnownPeersAndAccounts, Access = Phone.Rules("phong1", "phong2") });

    [Theory]
    [InlineData("OPTIONS", 0)]
    [InlineData("REGISTER", 401)]
    [InlineData("INVITE", 401)]
    [InlineData("BYE", 0)]
    [InlineData("CANCEL", 0)]
    [InlineData("SUBSCRIBE", 0)]
    [InlineData("MESSAGE", 0)]
    [InlineData("PUBLISH", 0)]
    [InlineData("NONSENSE", 0)]
    public void A_stranger_gets(string method, int status)
    {
        Assert.Equal(status, new Phone(_peer).Send(method));
        Assert.Equal(0, _peer.Engine.Counts.Transactions);
    }

    [Theory]
    [InlineData("REGISTER")]
    [InlineData("INVITE")]
    public void Without_accounts_the_port_looks_closed(string method)
    {
        var peer = new ScriptedPeer(new SignallingOptions { Incoming = IncomingPolicy.KnownPeersAndAccounts });
        Assert.Equal(0, new Phone(peer).Send(method));
    }

    /// <summary>Byte for byte alike but for what is random: a scanner cannot tell an account from a name he made up.</summary>
    [Theory]
    [InlineData("REGISTER", false)]
    [InlineData("REGISTER", true)]
    [InlineData("INVITE", false)]
    [InlineData("INVITE", true)]
    public void Known_and_unknown_names_get_the_same_answer(string method, bool tryPassword)
    {
        var answers = new[] { "phong1", "nobody" }.Select(name =>
        {
            var phone = new Phone(_peer, name, password: "sai");
            Assert.Equal(401, phone.Send(method));
            if (tryPassword)
                Assert.Equal(401, phone.Send(method, answer: true));
            return _peer.LastResponse;
        }).ToList();
        Assert.Equal(Shape(answers[0]), Shape(answers[1]));
    }

    [Fact]
    public void A_challenge_tells_nothing_but_the_realm()
    {
        new Phone(_peer).Send("REGISTER");
        Assert.All(_peer.LastResponse.Others, header => Assert.Equal("WWW-Authenticate", header.Name));
        Assert.Equal(["SHA-256", "MD5"], _peer.LastResponse.FindAll("WWW-Authenticate").Select(text => text.Split("algorithm=")[1]));
    }

    [Fact]
    public void An_account_calls_in_with_its_password()
    {
        var phone = new Phone(_peer) { To = "sip:1234@192.0.2.1" };
        phone.Send("INVITE");
        phone.Send("INVITE", answer: true);
        var incoming = Assert.IsType<CallEvent.Incoming>(Assert.Single(_peer.Events));
        Assert.Equal(("phong1", "1234"), (incoming.Account, incoming.ToUser));
    }

    [Fact]
    public void A_known_peer_calls_in_without_one()
    {
        _peer.Engine.KnownPeers = [new IPEndPoint(IPAddress.Parse("192.0.2.50"), 0)];
        new Phone(_peer).Send("INVITE");
        Assert.Null(Assert.IsType<CallEvent.Incoming>(Assert.Single(_peer.Events)).Account);
    }

    /// <summary>16 REGISTERs in 4 ms, and again every minute for a day.</summary>
    [Fact]
    public void One_phone_with_a_wrong_password_is_no_attacker()
    {
        var phone = new Phone(_peer, password: "sai");
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            _peer.AdvanceTo(minute * 60);
            Assert.Equal(401, phone.Send("REGISTER"));
            for (var i = 0; i < 16; i++)
                Assert.Equal(401, phone.Send("REGISTER", answer: true));
        }

        Assert.Empty(_peer.Engine.Access(_peer.Now).Bans);
    }

    [Fact]
    public void Guessing_is_banned_after_a_hundred_tries_and_the_ban_can_be_lifted()
    {
        var phone = new Phone(_peer, password: "sai");
        Assert.Equal(101, Guess(phone, 500));
        var ban = Assert.Single(_peer.Engine.Access(_peer.Now).Bans);
        Assert.Equal((BanReason.FailedAuthentications, "192.0.2.50"), (ban.Reason, ban.Source.ToString()));
        Assert.Equal(0, new Phone(_peer, "phong2").Send("REGISTER"));
        Assert.Equal(401, new Phone(_peer, "phong2", address: "192.0.2.51").Send("REGISTER"));
        _peer.Do(new AccessCommand.LiftBan(ban.Source, _peer.Now));
        Assert.Equal(401, new Phone(_peer, "phong2").Send("REGISTER"));
    }

    /// <summary>The forger does not see the nonce: his datagrams prove nothing, and the one whose address he names is not banned.</summary>
    [Fact]
    public void Wrong_passwords_from_a_forged_address_ban_nobody()
    {
        var victim = new Phone(_peer);
        Assert.Equal(200, victim.Register());
        var thief = new Phone(_peer, password: "sai", address: "192.0.2.66");
        thief.Send("REGISTER");
        var forged = new Phone(_peer, password: "sai") { Nonce = thief.Nonce };
        for (var second = 0; second < 1000; second++)
        {
            _peer.AdvanceTo(second / 10.0);
            forged.Nonce = thief.Nonce;
            forged.Send("REGISTER", answer: true);
        }

        Assert.Empty(_peer.Engine.Access(_peer.Now).Bans);
        _peer.AdvanceTo(200);
        Assert.Equal(200, victim.Register());
    }

    /// <summary>A good phone and a guesser behind one address: the good one goes on.</summary>
    [Fact]
    public void Who_is_registered_does_not_suffer_for_a_neighbour_behind_the_same_address()
    {
        var good = new Phone(_peer);
        Assert.Equal(200, good.Register());
        Guess(new Phone(_peer, "phong2", password: "sai", port: 5099), 500);
        Assert.Empty(_peer.Engine.Access(_peer.Now).Bans);
        Assert.Equal(200, good.Register());
        Assert.Equal(200, good.Send("OPTIONS"));
    }

    [Fact]
    public void A_made_up_nonce_tries_no_password()
    {
        var phone = new Phone(_peer) { Nonce = new string('a', 64) };
        Assert.Equal(401, phone.Send("REGISTER", answer: true));
        Assert.Contains("stale=true", _peer.LastResponse.Find("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_of_datagrams_is_dropped_without_a_ban()
    {
        var answered = Enumerable.Range(0, 1000).Count(_ => new Phone(_peer).Send("INVITE") != 0);
        Assert.Equal(100, answered);
        Assert.Empty(_peer.Engine.Access(_peer.Now).Bans);
        Assert.Equal(900, _peer.Engine.Refusals[SipReject.TooManyRequests]);
    }

    [Fact]
    public void One_account_sets_up_five_calls_at_a_time()
    {
        var statuses = Enumerable.Range(0, 8).Select(_ =>
        {
            var phone = new Phone(_peer);
            phone.Send("INVITE");
            return phone.Send("INVITE", answer: true, sequence: _peer.Sent.Count + 10);
        }).ToList();
        Assert.Equal([0, 0, 0, 0, 0, 503, 503, 503], statuses);
    }

    private static int Guess(Phone phone, int tries)
    {
        phone.Send("REGISTER");
        return Enumerable.Range(0, tries).Count(_ => phone.Send("REGISTER", answer: true) != 0);
    }

    private static string Shape(SipResponse response) => $"{response.Status} {response.Phrase} {response.ContentType} " +
        string.Join('|', response.Others.Select(header => $"{header.Name}: {string.Join("", header.Value.Split('"').Where((_, i) => i != 3))}"));
}
