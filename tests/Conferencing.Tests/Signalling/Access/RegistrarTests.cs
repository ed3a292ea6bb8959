using System.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling.Access;

/// <summary>RFC 3261 section 10.3, and calls to who registered.</summary>
public sealed class RegistrarTests
{
    private readonly ScriptedPeer _peer = new(new SignallingOptions { Incoming = IncomingPolicy.KnownPeersAndAccounts, Access = Phone.Rules("phong1", "phong2") });

    [Theory]
    [InlineData(DigestAlgorithm.Md5)]
    [InlineData(DigestAlgorithm.Sha256)]
    public void A_phone_registers(DigestAlgorithm algorithm)
    {
        Assert.Equal(200, new Phone(_peer) { Algorithm = algorithm }.Register());
        Assert.Equal("<sip:phong1@192.0.2.50:5060>;expires=300;q=1.0", _peer.LastResponse.Contacts.Single().ToString());
        Assert.Equal("phong1", Assert.Single(_peer.Engine.Access(_peer.Now).Bindings).UserName);
    }

    [Theory]
    [InlineData("Expires: 300", "", 200, 300)]
    [InlineData("Expires: 300", ";expires=120", 200, 120)]
    [InlineData("", "", 200, 600)]
    [InlineData("Expires: 99999999999", "", 200, 3600)]
    [InlineData("Expires: soon", "", 200, 3600)]
    [InlineData("Expires: 59", "", 423, 0)]
    [InlineData("Expires: 0", "", 200, 0)]
    [InlineData("Expires: 300", ";expires=0", 200, 0)]
    public void How_long_a_binding_lasts(string header, string parameter, int status, int seconds)
    {
        var phone = new Phone(_peer);
        phone.Contact += parameter;
        Assert.Equal(status, phone.Register(header));
        var left = _peer.Engine.Access(_peer.Now).Bindings.Select(binding => (int)(binding.ExpiresAt - _peer.Now).TotalSeconds);
        Assert.Equal(seconds == 0 ? [] : [seconds], left);
        if (status == 423)
            Assert.Equal("60", _peer.LastResponse.Find("Min-Expires"));
    }

    [Theory]
    [InlineData("*", "Expires: 0", 200, 0)]
    [InlineData("*", "Expires: 300", 400, 1)]
    [InlineData("*", "", 400, 1)]
    [InlineData("", "", 200, 1)]
    [InlineData("<tel:+84258>", "Expires: 300", 400, 1)]
    [InlineData("<sip:phong1@192.0.2.50:5060>, <tel:1>", "Expires: 0", 400, 1)]
    public void What_a_second_registration_leaves(string contact, string header, int status, int left)
    {
        var phone = new Phone(_peer);
        phone.Register();
        phone.Contact = contact;
        Assert.Equal(status, phone.Register(header));
        Assert.Equal(left, _peer.Engine.Access(_peer.Now).Bindings.Length);
    }

    [Fact]
    public void An_older_request_of_the_same_registration_changes_nothing()
    {
        var phone = new Phone(_peer);
        phone.Register();
        Assert.Equal(500, phone.Send("REGISTER", "Expires: 0", answer: true, sequence: 1));
        Assert.Single(_peer.Engine.Access(_peer.Now).Bindings);
    }

    [Fact]
    public void An_account_registers_for_nobody_else()
    {
        Assert.Equal(403, new Phone(_peer) { To = "sip:phong2@192.0.2.1" }.Register());
        Assert.Empty(_peer.Engine.Access(_peer.Now).Bindings);
    }

    [Fact]
    public void Several_devices_of_one_account_are_told_in_order_of_preference()
    {
        foreach (var (port, q) in new[] { (5061, "0.1"), (5062, "0.9"), (5063, "0.5") })
        {
            var phone = new Phone(_peer, port: port);
            phone.Contact += $";q={q}";
            Assert.Equal(200, phone.Register());
        }

        Assert.Equal([5062, 5063, 5061], _peer.LastResponse.Contacts.Select(contact => contact.Uri!.Port));
    }

    [Fact]
    public void A_sixth_device_pushes_out_the_one_that_was_silent_longest()
    {
        for (var port = 5061; port <= 5066; port++)
        {
            _peer.AdvanceTo(port - 5060);
            Assert.Equal(200, new Phone(_peer, port: port).Register());
        }

        Assert.Equal([5066, 5065, 5064, 5063, 5062], _peer.LastResponse.Contacts.Select(contact => contact.Uri!.Port));
    }

    [Fact]
    public void A_nonce_is_used_once_for_each_count_and_grows_old()
    {
        var phone = new Phone(_peer);
        Assert.Equal(200, phone.Register());
        Assert.Equal(200, phone.Send("REGISTER", answer: true));
        phone.Count = 0;
        Assert.Equal(401, phone.Send("REGISTER", answer: true));
        Assert.Contains("stale=true", _peer.LastResponse.Find("WWW-Authenticate"), StringComparison.Ordinal);
        Assert.Equal(200, phone.Send("REGISTER", answer: true));
        _peer.AdvanceTo(301);
        Assert.Equal(401, phone.Send("REGISTER", answer: true));
        Assert.Contains("stale=true", _peer.LastResponse.Find("WWW-Authenticate"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_binding_ends_by_itself()
    {
        new Phone(_peer).Register();
        var before = _peer.Engine.AccessVersion;
        _peer.AdvanceTo(299);
        Assert.Single(_peer.Engine.Access(_peer.Now).Bindings);
        _peer.AdvanceTo(301);
        Assert.Empty(_peer.Engine.Access(_peer.Now).Bindings);
        Assert.NotEqual(before, _peer.Engine.AccessVersion);
        _peer.AdvanceTo(400);
        Assert.Equal(default, _peer.Engine.Counts);
    }

    [Fact]
    public void A_registered_device_is_called_where_it_registered()
    {
        new Phone(_peer, port: 5077).Register();
        var invite = _peer.Dial("registered:phong1");
        Assert.Equal("sip:phong1@192.0.2.50:5077", invite.RequestUri);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.50"), 5077), _peer.Destinations[^1]);
    }

    [Fact]
    public void Behind_an_address_translator_it_is_called_at_its_source()
    {
        new Phone(_peer, port: 40001) { Contact = "<sip:phong1@10.0.0.9:5060>" }.Register();
        Assert.Equal("sip:phong1@10.0.0.9:5060", _peer.Dial("registered:phong1").RequestUri);
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.50"), 40001), _peer.Destinations[^1]);
    }

    [Fact]
    public void By_the_connection_it_registered_on()
    {
        var way = new SipPath(SipTransport.Tcp, new IPEndPoint(IPAddress.Parse("192.0.2.50"), 40001), Connection: 7);
        new Phone(_peer).Register();
        var binding = _peer.Engine.Access(_peer.Now).Bindings.Single() with { Path = way, UserName = "phong2" };
        _peer.Do(new AccessCommand.Restore([binding]));
        _peer.Engine.Do(new CallCommand.Dial(ScriptedPeer.Call, "registered:phong2", "", SimulatedAgent.Sound, TimeSpan.FromSeconds(30)), _peer.Now);
        SipPath? used = null;
        while (_peer.Engine.TryPoll(out var output))
            used = output is SignallingOutput.Transmit transmit ? transmit.Destination : used;
        Assert.Equal(way, used);
    }

    [Fact]
    public void A_device_that_is_not_registered_fails_at_once()
    {
        _peer.Dial("registered:phong1");
        Assert.Equal(CallFailureKind.Unreachable, Assert.IsType<CallEvent.Failed>(Assert.Single(_peer.Events)).Failure.Kind);
    }

    [Fact]
    public void Stored_bindings_come_back_unless_the_device_registered_since()
    {
        new Phone(_peer).Register();
        var stored = _peer.Engine.Access(_peer.Now).Bindings;
        var next = new ScriptedPeer(new SignallingOptions { Incoming = IncomingPolicy.KnownPeersAndAccounts, Access = Phone.Rules("phong1", "phong2") });
        next.Do(new AccessCommand.Restore(stored));
        Assert.Equal("sip:phong1@192.0.2.50:5060", next.Dial("registered:phong1").RequestUri);
        new Phone(next).Register();
        next.Do(new AccessCommand.Restore(stored));
        Assert.Single(next.Engine.Access(next.Now).Bindings);
    }

    [Fact]
    public void An_account_that_is_gone_takes_its_bindings_along()
    {
        new Phone(_peer).Register();
        _peer.Do(new AccessCommand.Use(Phone.Rules("phong2")));
        Assert.Empty(_peer.Engine.Access(_peer.Now).Bindings);
    }
}
