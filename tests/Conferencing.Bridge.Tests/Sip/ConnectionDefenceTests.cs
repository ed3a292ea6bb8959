using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Defence;
using Conferencing.Signalling.Digest;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>
/// What a stranger can do to the port's connections, by real sockets of both families: he is let go when he is banned, slow, idle, or too many;
/// and those we know get in meanwhile.
/// </summary>
public sealed class ConnectionDefenceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly SipConnectionOptions Hasty = new() { HandshakeLimit = TimeSpan.FromSeconds(1), StrangerIdleLimit = TimeSpan.FromSeconds(1) };
    private readonly WorkFolder _folder = new();
    private readonly List<IDisposable> _open = [];

    public void Dispose()
    {
        _open.ForEach(one => one.Dispose());
        _folder.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("127.0.0.1", true)]
    public async Task A_banned_source_is_let_go_and_not_let_in_again(string address, bool isTls)
    {
        var port = Open(new DefenceLimits { Requests = RateLimit.PerMinute(3, 1) }, isTls ? WithTls(new SipConnectionOptions()) : new SipConnectionOptions());
        var flood = await Connect(port, address);
        var quiet = await Connect(port, address);
        for (var i = 0; i < 4; i++)
            await Write(flood, Request(i));
        await Ends(flood);
        await Ends(quiet); // open already: it does not stay either
        await Is(port, "Banned", 2);
        Assert.Equal(BanReason.Flood, (await Eventually.Some(Patience, () => Task.FromResult(port.Loop.Access.State.Bans.FirstOrDefault()), () => "no ban")).Reason);

        var again = await Connect(port, address, isTls ? port.Loop.BoundTlsPort : null);
        await Ends(again);
        await Is(port, "Banned", 3);

        // Lifted, it may come again.
        port.Loop.Post(new AccessCommand.LiftBan(SourceKey.Of(IPAddress.Parse(address)), Tick.Never));
        var welcome = await Connect(port, address);
        await Write(welcome, "\r\n\r\n");
        Assert.Equal(2, await Read(welcome));
        Assert.Equal(0, port.Loop.Counters.Faults);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_known_peer_is_not_let_go_whatever_sits_beside_it(string address)
    {
        var port = Open(new DefenceLimits { Requests = RateLimit.PerMinute(3, 1) }, new SipConnectionOptions());
        port.Loop.KnownPeers = [new IPEndPoint(IPAddress.Parse(address), 0)];
        var peer = await Connect(port, address);
        for (var i = 0; i < 10; i++)
        {
            await Write(peer, Request(i));
            Assert.True(await Read(peer) > 0);
        }

        Assert.Empty(port.Loop.Access.State.Bans);
    }

    /// <summary>A byte now and then, or keep-alives, are no message.</summary>
    [Theory]
    [InlineData("127.0.0.1", "OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1")]
    [InlineData("::1", "OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1")]
    [InlineData("127.0.0.1", "\r\n\r\n")]
    public async Task Who_drips_is_let_go_in_time(string address, string drops)
    {
        var port = Open(new DefenceLimits(), Hasty);
        var drip = await Connect(port, address);
        var watch = Stopwatch.StartNew();
        var end = Ends(drip);
        for (var i = 0; !end.IsCompleted && watch.Elapsed < Patience; i++)
        {
            await TryWrite(drip, drops.Length == 4 ? drops : drops[(i % drops.Length)..][..1]);
            await Task.WhenAny(end, Task.Delay(100));
        }

        await end;
        await Is(port, "SlowMessage", 1);
    }

    [Theory]
    [InlineData("127.0.0.1", 0)]
    [InlineData("::1", 0)]
    [InlineData("127.0.0.1", 7)]
    public async Task A_handshake_that_stops_half_way_is_ended(string address, int bytes)
    {
        var port = Open(new DefenceLimits(), WithTls(Hasty));
        var half = await Connect(port, address, port.Loop.BoundTlsPort);

        // The beginning of a ClientHello that announces 512 bytes.
        byte[] hello = [22, 3, 1, 2, 0, 1, 0];
        await half.GetStream().WriteAsync(hello.AsMemory(0, bytes));
        await Ends(half);
        await Is(port, "HandshakeFailed", 1);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task A_stranger_that_falls_silent_is_let_go_and_a_known_peer_is_not(string address)
    {
        var port = Open(new DefenceLimits(), Hasty);
        var stranger = await Connect(port, address);
        await Write(stranger, Request(1));
        await Ends(stranger);
        await Is(port, "StrangerIdle", 1);

        port.Loop.KnownPeers = [new IPEndPoint(IPAddress.Parse(address), 0)];
        var peer = await Connect(port, address);
        await Write(peer, Request(2));
        Assert.True(await Read(peer) > 0);
        var later = await Connect(port, address);
        await Ends(later); // it came after the peer's last word, so the peer has been silent for longer than a stranger may be
        await Write(peer, Request(3));
        Assert.True(await Read(peer) > 0);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task One_source_and_all_strangers_together_have_limits_and_a_place_is_left_for_those_we_know(string address)
    {
        var port = Open(new DefenceLimits(), new SipConnectionOptions { MaxPerSource = 2, MaxConnections = 4, HandshakeLimit = 2 * Patience });
        var first = await Connect(port, address);
        await Connect(port, address);
        await Ends(await Connect(port, address));
        await Is(port, "TooManyFromSource", 1);
        var other = address == "::1" ? "127.0.0.1" : "::1"; // another source, at the same port
        await Connect(port, other);
        await Ends(await Connect(port, other));
        await Is(port, "TooMany", 1);

        port.Loop.KnownPeers = [new IPEndPoint(IPAddress.Parse(other), 0)];
        var known = await Connect(port, other);
        await Write(known, Request(1));
        Assert.True(await Read(known) > 0);

        // Places that become free are given away again: that of one source, and one of all strangers.
        first.Dispose();
        known.Dispose();
        await Eventually.True(Patience, async () =>
        {
            var next = await Connect(port, address);
            await TryWrite(next, "\r\n\r\n");
            return await Read(next) == 2;
        });
    }

    private LoopHost Open(DefenceLimits limits, SipConnectionOptions connections)
    {
        var account = new DigestAccount("phong1", DigestAccount.Ha1(DigestAlgorithm.Md5, "phong1", "conferencing", "x"), DigestAccount.Ha1(DigestAlgorithm.Sha256, "phong1", "conferencing", "x"));
        var engine = new SignallingOptions
        {
            Defence = limits,
            Access = new AccessRules { Accounts = ImmutableDictionary<string, DigestAccount>.Empty.Add("phong1", account) },
        };
        var host = new LoopHost(IncomingPolicy.KnownPeersAndAccounts, connections: connections, bind6: IPAddress.IPv6Loopback, engine: engine);
        _open.Add(host);
        return host;
    }

    private SipConnectionOptions WithTls(SipConnectionOptions options) =>
        options with { TlsPort = 0, Tls = new TestCertificates(_folder.Path).Issue("room", ["127.0.0.1"]) };

    private static Task Is(LoopHost port, string refusal, long count) => Eventually.True(
        Patience, () => port.Loop.ConnectionRefusals.GetValueOrDefault(refusal) >= count, () => string.Join(' ', port.Loop.ConnectionRefusals));

    private async Task<TcpClient> Connect(LoopHost host, string address, int? port = null)
    {
        var client = new TcpClient(IPAddress.Parse(address).AddressFamily);
        _open.Add(client);
        await client.ConnectAsync(IPAddress.Parse(address), port ?? host.Loop.BoundPort);
        return client;
    }

    private static string Request(int number) =>
        $"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK{Guid.NewGuid():N}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:x@127.0.0.1>\r\n"
        + $"Call-ID: {Guid.NewGuid():N}\r\nCSeq: {number + 1} OPTIONS\r\nContent-Length: 0\r\n\r\n";

    private static Task Write(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    /// <summary>The other side may have closed it meanwhile.</summary>
    private static async Task TryWrite(TcpClient client, string text)
    {
        try
        {
            await Write(client, text);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            // as is hoped for
        }
    }

    /// <summary>0 when it was closed.</summary>
    private static async Task<int> Read(TcpClient client)
    {
        try
        {
            using var limit = new CancellationTokenSource(Patience);
            return await client.GetStream().ReadAsync(new byte[4096], limit.Token);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    private static async Task Ends(TcpClient client)
    {
        while (await Read(client) > 0)
        {
            // last words
        }
    }
}
