using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>Signalling loops over TCP and IPv6: calls, the reuse of connections, their limits and keep-alives.</summary>
public sealed class ConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("udp", "[::1]")]
    [InlineData("tcp", "[::1]")]
    [InlineData("tcp", "127.0.0.1")]
    [InlineData("tcp", "localhost")]
    public async Task Two_loops_call_each_other(string transport, string host)
    {
        using var bridge = new LoopHost(bind6: IPAddress.IPv6Loopback);
        using var room = new LoopHost(IncomingPolicy.Answer, bind6: IPAddress.IPv6Loopback);
        bridge.Dial(1, room.UriBy(transport, host));
        var incoming = await room.Wait<CallEvent.Incoming>();
        Assert.Equal(transport, SipTransports.Name(incoming.Source.Transport), ignoreCase: true);
        room.Loop.Post(new CallCommand.Ring(incoming.Call));
        room.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        await bridge.Wait<CallEvent.Answered>();
        await room.Wait<CallEvent.Answered>();
        room.Loop.Post(new CallCommand.HangUp(incoming.Call));
        Assert.Equal(CallEnd.Remote, (await bridge.Wait<CallEvent.Ended>()).By);
        Assert.Equal(CallEnd.Local, (await room.Wait<CallEvent.Ended>()).By);
        Assert.Equal((0, 0), (bridge.Loop.Counters.Faults, room.Loop.Counters.Faults));
    }

    [Fact]
    public async Task Calls_to_one_address_share_a_connection_and_one_that_died_is_opened_anew()
    {
        using var listener = Listen();
        using var bridge = new LoopHost();
        var uri = $"sip:room@127.0.0.1:{Port(listener)};transport=tcp";
        bridge.Dial(1, uri);
        bridge.Dial(2, uri);
        using (var first = await Accept(listener))
        {
            Assert.Equal(2, (await first.Read("INVITE sip:", 2)).Split("INVITE sip:").Length - 1);
            Assert.False(listener.Pending());
        }

        using var second = await Accept(listener);
        Assert.Equal(2, (await second.Read("INVITE sip:", 2)).Split("INVITE sip:").Length - 1); // sent again by themselves
        await second.Write(Response(second.Heard, 486));
        Assert.Equal(CallFailureKind.Busy, (await bridge.Wait<CallEvent.Failed>()).Failure.Kind);
    }

    [Theory]
    [InlineData("127.0.0.1", "tcp", "refused")]
    [InlineData("[::1]", "tcp", "refused")]
    [InlineData("[::1]", "udp", "nobody listens")]
    public async Task Nobody_listening_is_unreachable_at_once(string host, string transport, string why)
    {
        using var bridge = new LoopHost(bind6: IPAddress.IPv6Loopback);
        var watch = Stopwatch.StartNew();
        bridge.Dial(1, $"sip:room@{host}:{Ports.One()};transport={transport}");
        var failure = (await bridge.Wait<CallEvent.Failed>()).Failure;
        Assert.Equal(CallFailureKind.Unreachable, failure.Kind);
        Assert.Contains(why, failure.Phrase, StringComparison.OrdinalIgnoreCase);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_response_whose_connection_is_gone_comes_by_a_new_one_to_the_port_in_Via()
    {
        using var listener = Listen();
        var log = new WrittenLog();
        using var room = new LoopHost(IncomingPolicy.Answer, log: log);
        using (var caller = await Connect(room.Address))
        {
            await caller.Write(Request("INVITE", Port(listener)));
            await room.Wait<CallEvent.Incoming>();
        }

        await Eventually.True(Patience, () => log.Written.Any(line => line.Contains(" ended: ", StringComparison.Ordinal)), () => string.Join('\n', log.Written));
        room.Loop.Post(new CallCommand.Reject(room.Events.OfType<CallEvent.Incoming>().Single().Call, 603, "Decline"));
        using var answered = await Accept(listener);
        Assert.Contains("SIP/2.0 603 Decline", await answered.Read("SIP/2.0 603", 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_keep_alive_is_answered_between_the_pieces_of_messages()
    {
        using var room = new LoopHost(IncomingPolicy.Answer);
        using var caller = await Connect(room.Address);
        await caller.Write("\r\n\r\n");
        Assert.Equal("\r\n", await caller.Read("\r\n", 1));
        foreach (var piece in Request("OPTIONS", 9).Chunk(7))
            await caller.Write(new string(piece));
        Assert.Contains("SIP/2.0 200 OK", await caller.Read("SIP/2.0", 1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_answered_our_keep_alives_once_must_go_on()
    {
        using var listener = Listen();
        using var bridge = new LoopHost(connections: new SipConnectionOptions { PingPeriod = TimeSpan.FromSeconds(1), PongLimit = TimeSpan.FromSeconds(1) });
        bridge.Dial(1, $"sip:room@127.0.0.1:{Port(listener)};transport=tcp");
        using var peer = await Accept(listener);
        await peer.Read("\r\n\r\n\r\n\r\n", 1); // never answered by this peer, and no harm yet
        await peer.Write("\r\n");
        Assert.True(await peer.IsClosed());
        await Eventually.True(Patience, () => bridge.Loop.ConnectionRefusals.GetValueOrDefault("SilentPeer") == 1);
    }

    [Theory]
    [InlineData("", "SlowMessage")]
    [InlineData("OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: ", "SlowMessage")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "StreamNotSip")]
    [InlineData("OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nTo: x\r\n\r\n", "StreamNoContentLength")]
    [InlineData("OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nContent-Length: 100000\r\n\r\n", "StreamBodyTooLarge")]
    public async Task A_connection_that_brings_no_message_is_ended(string sent, string why)
    {
        using var room = new LoopHost(IncomingPolicy.Answer, connections: new SipConnectionOptions { HandshakeLimit = TimeSpan.FromSeconds(1) });
        using var caller = await Connect(room.Address);
        await caller.Write(sent);
        Assert.True(await caller.IsClosed());
        await Eventually.True(Patience, () => room.Loop.ConnectionRefusals.GetValueOrDefault(why) == 1, () => string.Join(' ', room.Loop.ConnectionRefusals));
    }

    [Fact]
    public async Task Connections_have_limits_for_one_source_and_for_all_and_none_stays_idle()
    {
        using var room = new LoopHost(IncomingPolicy.Answer, connections: new SipConnectionOptions { MaxPerSource = 2, IdleLimit = TimeSpan.FromSeconds(2) });
        using var first = await Connect(room.Address);
        using var second = await Connect(room.Address);
        await first.Write(Request("OPTIONS", 9));
        await first.Read("SIP/2.0 200", 1);
        await second.Write("\r\n\r\n");
        await second.Read("\r\n", 1);
        using (var third = await Connect(room.Address))
            Assert.True(await third.IsClosed());
        await Eventually.True(Patience, () => room.Loop.ConnectionRefusals.GetValueOrDefault("TooManyFromSource") == 1);
        Assert.True(await first.IsClosed());
        await Eventually.True(Patience, () => room.Loop.ConnectionRefusals.GetValueOrDefault("Idle") > 0);

        using var small = new LoopHost(IncomingPolicy.Answer, connections: new SipConnectionOptions { MaxConnections = 1 });
        using var only = await Connect(small.Address);
        await only.Write(Request("OPTIONS", 9));
        await only.Read("SIP/2.0 200", 1);
        using var refused = await Connect(small.Address);
        Assert.True(await refused.IsClosed());
        small.Dial(1, "sip:room@127.0.0.1:9;transport=tcp");
        Assert.Equal(CallFailureKind.Unreachable, (await small.Wait<CallEvent.Failed>()).Failure.Kind);
    }

    [Fact]
    public async Task A_peer_that_does_not_read_is_let_go()
    {
        using var room = new LoopHost(IncomingPolicy.Answer, connections: new SipConnectionOptions { QueueBytes = 20_000 });
        using var caller = await Connect(room.Address);
        var request = Request("OPTIONS", 9);
        await Eventually.True(Patience, async () =>
        {
            try
            {
                for (var i = 0; i < 2000; i++)
                    await caller.Write(request);
            }
            catch (Exception fault) when (fault is IOException or InvalidOperationException)
            {
                // closed by the other side, as is hoped for
            }

            return room.Loop.ConnectionRefusals.GetValueOrDefault("SlowReader") > 0;
        });
        Assert.Equal(0, room.Loop.Counters.Faults);
    }

    private static string Request(string method, int port) =>
        $"{method} sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1:{port};branch=z9hG4bK{Guid.NewGuid():N}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:x@127.0.0.1>\r\nCall-ID: {Guid.NewGuid():N}\r\nCSeq: 1 {method}\r\nContact: <sip:a@127.0.0.1:{port};transport=tcp>\r\nContent-Length: 0\r\n\r\n";

    /// <summary>To the last request heard.</summary>
    private static string Response(string heard, int status)
    {
        var lines = heard[heard.LastIndexOf("INVITE sip:", StringComparison.Ordinal)..].Split("\r\n");
        string Line(string name) => lines.First(line => line.StartsWith(name, StringComparison.Ordinal));
        return $"SIP/2.0 {status} x\r\n{Line("Via")}\r\n{Line("From")}\r\n{Line("To")};tag=t\r\n{Line("Call-ID")}\r\n{Line("CSeq")}\r\nContent-Length: 0\r\n\r\n";
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;

    private static async Task<Line> Accept(TcpListener listener)
    {
        using var limit = new CancellationTokenSource(Patience);
        return new Line(await listener.AcceptTcpClientAsync(limit.Token));
    }

    private static async Task<Line> Connect(IPEndPoint address)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address);
        return new Line(client);
    }

    /// <summary>The tests' end of a connection.</summary>
    private sealed class Line(TcpClient client) : IDisposable
    {
        private readonly StringBuilder _heard = new();

        public string Heard => _heard.ToString();

        public Task Write(string text) => client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

        /// <summary>Until a text came so many times; all that came.</summary>
        public async Task<string> Read(string wanted, int times)
        {
            while (Heard.Split(wanted).Length - 1 < times || (wanted != "\r\n" && !Heard.EndsWith('\n')))
            {
                if (await ReadSome() == 0) Assert.Fail($"The connection ended after: {Heard}");
            }

            return Heard;
        }

        public async Task<bool> IsClosed()
        {
            try
            {
                while (await ReadSome() > 0)
                {
                    // keep-alives and last words
                }
            }
            catch (IOException)
            {
                // reset
            }

            return true;
        }

        public void Dispose() => client.Dispose();

        private async Task<int> ReadSome()
        {
            using var limit = new CancellationTokenSource(Patience);
            var bytes = new byte[65_536];
            var length = await client.GetStream().ReadAsync(bytes, limit.Token);
            _heard.Append(Encoding.UTF8.GetString(bytes, 0, length));
            return length;
        }
    }
}
