using System.Collections.Immutable;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>Phones nobody here wrote at our own registrar: which algorithms they take, and that they call and are called by it.</summary>
[Collection(RealClients.Name)]
public sealed class DigestPeerTests : IDisposable
{
    private const string Realm = "conferencing";
    private const string User = "phong7";
    private const string Password = "giao-ban-7";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("MD5", "MD5")]
    [InlineData("SHA-256 MD5", "?")]
    [InlineData("MD5 SHA-256", "?")]
    [InlineData("SHA-256", "?")]
    public async Task Baresip_registers(string offered, string taken)
    {
        using var capture = await Capture.Start(_folder.Path);
        using var bridge = Bridge(offered);
        await using var phone = await Baresip.Start(_folder.Path, new BaresipOptions(User, 420) { RegistrarPort = bridge.Loop.BoundPort, Password = Password });
        await Task.Delay(6000);
        Report(taken, capture, bridge);
    }

    [Theory]
    [InlineData("MD5", "MD5")]
    [InlineData("SHA-256 MD5", "?")]
    [InlineData("MD5 SHA-256", "?")]
    [InlineData("SHA-256", "?")]
    public async Task Linphone_registers(string offered, string taken)
    {
        using var capture = await Capture.Start(_folder.Path);
        using var bridge = Bridge(offered);
        using var phone = await Linphone.Start(_folder.Path);
        phone.Register(User, $"sip:127.0.0.1:{bridge.Loop.BoundPort}", Password.Replace(' ', '-'));
        await Task.Delay(6000);
        Report(taken, capture, bridge);
    }

    private static void Report(string taken, Capture capture, LoopHost bridge)
    {
        var text = $"{taken} bindings {bridge.Loop.Access.State.Bindings.Length} " + string.Join(' ', bridge.Loop.Refusals) + "\n" + string.Join("\n-----\n", capture.SipAt(bridge.Loop.BoundPort).Select(m => m.Text));
        Assert.Fail(text);
    }

    private static LoopHost Bridge(string algorithms)
    {
        var password = Password.Replace(' ', '-');
        var account = new DigestAccount(
            User, DigestAccount.Ha1(DigestAlgorithm.Md5, User, Realm, password), DigestAccount.Ha1(DigestAlgorithm.Sha256, User, Realm, password));
        return new LoopHost(IncomingPolicy.KnownPeersAndAccounts, engine: new SignallingOptions
        {
            Access = new AccessRules
            {
                Realm = Realm,
                Accounts = ImmutableDictionary<string, DigestAccount>.Empty.Add(User, account),
                Algorithms = [.. algorithms.Split(' ').Select(name => name == "SHA-256" ? DigestAlgorithm.Sha256 : DigestAlgorithm.Md5)],
            },
        });
    }
}
