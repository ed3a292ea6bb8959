using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>
/// Phones nobody here wrote sign in at our own registrar, call, and are called where they registered; and what they make of the digest
/// algorithms they are offered, on which the default of <c>Registrar:Algorithms</c> rests.
/// </summary>
[Collection(RealClients.Name)]
public sealed class DigestPeerTests : IDisposable
{
    private const string User = "phong7";
    private const string Password = "giao-ban-7";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly WorkFolder _folder = new();
    private readonly TestCertificates _authority;

    public DigestPeerTests() => _authority = new TestCertificates(_folder.Path);

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// baresip 1.0.0 gives up at a 401 that names SHA-256 at all, also beside and after MD5 (against RFC 8760 section 2.4): so the default is MD5
    /// alone. Should a newer one fail here by registering, the default may be thought over.
    /// </summary>
    [Theory]
    [InlineData("MD5", true)]
    [InlineData("SHA-256, MD5", false)]
    [InlineData("MD5, SHA-256", false)]
    [InlineData("SHA-256", false)]
    public async Task Baresip_registers_only_where_nothing_but_md5_is_offered(string offered, bool registers)
    {
        using var bridge = Bridge(offered);
        await using var phone = await Baresip.Start(_folder.Path, Phone("udp", bridge));
        if (registers) await Registered(bridge, () => phone.Log);
        else await Eventually.True(Patience, () => phone.Log.Contains("Register: Function not implemented", StringComparison.Ordinal), () => phone.Log);
        Assert.Equal(registers ? 1 : 0, bridge.Loop.Access.State.Bindings.Length);
        Assert.Empty(bridge.Loop.Access.State.Bans);
    }

    [Theory]
    [InlineData("MD5", "MD5")]
    [InlineData("SHA-256, MD5", "SHA-256")]
    [InlineData("MD5, SHA-256", "MD5")]
    [InlineData("SHA-256", "SHA-256")]
    public async Task Linphone_takes_the_first_algorithm_it_is_offered(string offered, string taken)
    {
        using var capture = await Capture.Start(_folder.Path);
        using var bridge = Bridge(offered);
        using var phone = await Linphone.Start(_folder.Path);
        phone.Register(User, bridge.Loop.BoundPort, "udp", Password);
        await Registered(bridge, () => phone.Log);
        var answer = await Eventually.Some(Patience, () => Task.FromResult(capture.SipAt(bridge.Loop.BoundPort)
            .Select(one => one.Header("Authorization")).FirstOrDefault(one => one.Length > 0)));
        Assert.Contains($"algorithm={taken},", answer + ",", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task Baresip_with_its_password_calls_and_is_called_where_it_registered(string transport)
    {
        using var bridge = Bridge("MD5");
        await using var phone = await Baresip.Start(_folder.Path, Phone(transport, bridge));
        await Registered(bridge, () => phone.Log);

        await phone.Do("dial", bridge.UriBy(transport).Split(';')[0]);
        var incoming = await Accept(bridge, transport);
        await phone.WaitFor("CALL_ESTABLISHED", 1, Patience);
        await phone.Do("hangup");
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>(incoming.Value)).By);

        bridge.Dial(1, $"registered:{User}");
        await bridge.Wait<CallEvent.Answered>(1);
        await phone.WaitFor("CALL_ESTABLISHED", 2, Patience);
        await bridge.HangUp(1, CallEnd.Local);
        await phone.WaitFor("CALL_CLOSED", 2, Patience);
    }

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task Linphone_with_its_password_calls_and_is_called_where_it_registered(string transport)
    {
        using var bridge = Bridge("SHA-256, MD5");
        using var phone = await Linphone.Start(_folder.Path);
        phone.Register(User, bridge.Loop.BoundPort, transport, Password);
        await Registered(bridge, () => phone.Log);

        phone.Say("call " + bridge.UriBy(transport));
        var incoming = await Accept(bridge, transport);
        await bridge.Wait<CallEvent.Answered>(incoming.Value);
        phone.Say("terminate");
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>(incoming.Value)).By);

        bridge.Dial(1, $"registered:{User}");
        await bridge.Wait<CallEvent.Answered>(1);
        await bridge.HangUp(1, CallEnd.Local);
    }

    private static async Task<CallHandle> Accept(LoopHost bridge, string transport)
    {
        var incoming = await bridge.Wait<CallEvent.Incoming>();
        Assert.Equal(User, incoming.Account);
        Assert.Equal(transport, SipTransports.Name(incoming.Source.Transport), ignoreCase: true);
        bridge.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        return incoming.Call;
    }

    private static Task Registered(LoopHost bridge, Func<string> log) =>
        Eventually.True(Patience, () => bridge.Loop.Access.State.Bindings.Length == 1, () => log() + string.Join(' ', bridge.Loop.Refusals));

    private BaresipOptions Phone(string transport, LoopHost bridge) => new(User, 420)
    {
        Transport = transport,
        CertificateFile = transport == "tls" ? Path.ChangeExtension(_authority.Issue("phone", ["127.0.0.1"]).KeyFile, ".pem") : null,
        RegistrarPort = transport == "tls" ? bridge.Loop.BoundTlsPort : bridge.Loop.BoundPort,
        Password = Password,
    };

    private LoopHost Bridge(string algorithms) => new(
        IncomingPolicy.KnownPeersAndAccounts,
        connections: new SipConnectionOptions { TlsPort = 0, Tls = _authority.Issue("bridge", ["127.0.0.1"]) },
        engine: new SignallingOptions
        {
            Access = Accounts.Of(User, Password, [.. algorithms.Split(", ").Select(one => one == "SHA-256" ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5)]),
        });
}
