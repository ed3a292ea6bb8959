using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>UDP, TCP and TLS with clients and a proxy nobody here wrote, in both directions.</summary>
[Collection(RealClients.Name)]
public sealed class TransportPeerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly WorkFolder _folder = new();
    private readonly TestCertificates _authority;
    private readonly TlsOptions _phoneTls;

    public TransportPeerTests()
    {
        _authority = new TestCertificates(_folder.Path);
        _phoneTls = _authority.Issue("phone", ["127.0.0.1"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Baresip_is_called_holds_and_is_hung_up(string transport)
    {
        await using var phone = await Baresip.Start(_folder.Path, Phone(transport));
        using var bridge = Bridge();
        bridge.Dial(1, phone.Uri);
        await bridge.Wait<CallEvent.Answered>(1);
        await phone.WaitFor("CALL_ESTABLISHED", 1, Patience);
        await phone.Do("hold");
        Assert.False((await bridge.Wait<CallEvent.MediaChanged>(1)).Media.MaySend);
        bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(1)));
        Assert.Equal(new CallEvent.Ended(new CallHandle(1), CallEnd.Local, null), await bridge.Wait<CallEvent.Ended>(1));
        await phone.WaitFor("CALL_CLOSED", 1, Patience);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Baresip_calls_and_hangs_up(string transport)
    {
        await using var phone = await Baresip.Start(_folder.Path, Phone(transport));
        using var bridge = Bridge();
        await phone.Do("dial", bridge.UriBy(transport).Split(';')[0]);
        var incoming = await bridge.Wait<CallEvent.Incoming>();
        Assert.Equal(transport, SipTransports.Name(incoming.Source.Transport), ignoreCase: true);
        bridge.Loop.Post(new CallCommand.Ring(incoming.Call));
        bridge.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        await bridge.Wait<CallEvent.Answered>();
        await phone.WaitFor("CALL_ESTABLISHED", 1, Patience);
        await phone.Do("hangup");
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>()).By);
    }

    [Fact]
    public async Task A_phone_that_cannot_prove_its_name_is_not_called_by_tls()
    {
        var stranger = new TestCertificates(_folder.Path, "stranger").Issue("stranger", ["127.0.0.1"]);
        await using var phone = await Baresip.Start(_folder.Path, Phone("tls") with { CertificateFile = Path.ChangeExtension(stranger.KeyFile, ".pem") });
        using var bridge = Bridge();
        bridge.Dial(1, phone.Uri);
        Assert.Contains("certificate", (await bridge.Wait<CallEvent.Failed>(1)).Failure.Phrase, StringComparison.Ordinal);
        Assert.Equal(0, phone.Count("CALL_INCOMING"));
    }

    [Fact]
    public async Task Sipp_takes_twenty_calls_by_tcp()
    {
        const int calls = 20;
        using var sipp = await Sipp.AnsweringByTcp(_folder.Path, 440);
        using var bridge = Bridge();
        for (var call = 1; call <= calls; call++)
            bridge.Dial(call, sipp.Uri);
        for (var call = 1; call <= calls; call++)
        {
            await bridge.Wait<CallEvent.Answered>(call);
            bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(call)));
        }

        for (var call = 1; call <= calls; call++)
            Assert.Equal(new CallEvent.Ended(new CallHandle(call), CallEnd.Local, null), await bridge.Wait<CallEvent.Ended>(call));
        Assert.Equal(0, bridge.Loop.Counters.Faults);
        await Eventually.True(Patience, () => sipp.Successes == calls, () => sipp.Log);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task Linphone_is_called_and_calls(string transport)
    {
        using var phone = await Linphone.Start(_folder.Path);
        using var bridge = Bridge();
        bridge.Dial(1, phone.Uri(transport));
        await bridge.Wait<CallEvent.Answered>(1);
        bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(1)));
        await bridge.Wait<CallEvent.Ended>(1);

        phone.Say("call " + bridge.UriBy(transport));
        var incoming = await bridge.Wait<CallEvent.Incoming>();
        Assert.Equal(transport, SipTransports.Name(incoming.Source.Transport), ignoreCase: true);
        bridge.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        await bridge.Wait<CallEvent.Answered>(incoming.Call.Value);
        phone.Say("terminate");
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>(incoming.Call.Value)).By);
    }

    [Theory]
    [InlineData("udp", "udp")]
    [InlineData("tcp", "udp")]
    [InlineData("tls", "tcp")]
    [InlineData("udp", "tls")]
    public async Task A_proxy_stays_between_bridge_and_room(string ours, string theirs)
    {
        await using var phone = await Baresip.Start(_folder.Path, Phone(theirs));
        using var bridge = Bridge();
        using var proxy = await Kamailio.Start(_folder.Path, _authority.Issue("proxy", ["127.0.0.1"]), phone.Uri, bridge.UriBy(ours));
        bridge.Dial(1, proxy.Uri(ours, "room"));
        await bridge.Wait<CallEvent.Answered>(1);
        await phone.WaitFor("CALL_ESTABLISHED", 1, Patience);
        Assert.NotEmpty(bridge.Events.OfType<CallEvent.IdentityChanged>().Last().Identity.RouteSet);
        await phone.Do("hold");
        Assert.False((await bridge.Wait<CallEvent.MediaChanged>(1)).Media.MaySend);
        bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(1)));
        Assert.Equal(new CallEvent.Ended(new CallHandle(1), CallEnd.Local, null), await bridge.Wait<CallEvent.Ended>(1));
        await phone.WaitFor("CALL_CLOSED", 1, Patience);

        await phone.Do("dial", proxy.Uri(theirs, "bridge").Split(';')[0]);
        var incoming = await bridge.Wait<CallEvent.Incoming>();
        bridge.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        await bridge.Wait<CallEvent.Answered>(incoming.Call.Value);
        bridge.Loop.Post(new CallCommand.HangUp(incoming.Call));
        Assert.Equal(CallEnd.Local, (await bridge.Wait<CallEvent.Ended>(incoming.Call.Value)).By);
        await phone.WaitFor("CALL_CLOSED", 2, Patience);
    }

    private BaresipOptions Phone(string transport) =>
        new("room", 420) { Transport = transport, CertificateFile = transport == "tls" ? Path.ChangeExtension(_phoneTls.KeyFile, ".pem") : null };

    private LoopHost Bridge() => new(
        IncomingPolicy.Answer, connections: new SipConnectionOptions { TlsPort = 0, Tls = _authority.Issue("bridge", ["127.0.0.1"]) });
}
