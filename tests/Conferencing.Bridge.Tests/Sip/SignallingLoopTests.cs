using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>Signalling loops over real sockets.</summary>
public sealed class SignallingLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Two_loops_call_each_other_and_hang_up()
    {
        using var bridge = new LoopHost();
        using var room = new LoopHost(IncomingPolicy.Answer);
        bridge.Dial(1, room.Uri);
        var incoming = await room.Wait<CallEvent.Incoming>();
        Assert.Equal(("Hội nghị", "room", bridge.Address), (incoming.FromName, incoming.ToUser, incoming.Source.Remote));
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
    public void A_port_in_use_is_said_in_one_line()
    {
        using var first = new LoopHost();
        var fault = Assert.Throws<SipPortInUseException>(() => new LoopHost(port: first.Loop.BoundPort));
        Assert.Contains("another program has this port", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_unreachable_long_before_timer_B()
    {
        using var bridge = new LoopHost();
        var watch = Stopwatch.StartNew();
        bridge.Dial(1, $"sip:room@127.0.0.1:{Ports.One()}");
        Assert.Equal(CallFailureKind.Unreachable, (await bridge.Wait<CallEvent.Failed>()).Failure.Kind);
        Assert.True(watch.Elapsed < Patience);
    }

    [Fact]
    public async Task Names_are_looked_up()
    {
        using var bridge = new LoopHost();
        using var room = new LoopHost(IncomingPolicy.Answer);
        bridge.Dial(1, $"sip:room@localhost:{room.Loop.BoundPort}");
        bridge.Dial(2, "sip:room@no-such-room.invalid");
        await room.Wait<CallEvent.Incoming>();
        var failure = (await bridge.Wait<CallEvent.Failed>(2)).Failure;
        Assert.Equal(CallFailureKind.Unreachable, failure.Kind);
        Assert.Contains("no-such-room.invalid", failure.Phrase, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_wakes_the_loop()
    {
        using var bridge = new LoopHost();
        var delays = new List<TimeSpan>();
        for (var call = 1; call <= 9; call++)
        {
            await Task.Delay(60); // so that it sleeps, with nothing to do for a second: nothing tells when it does, and a command before that needs no waking
            var watch = Stopwatch.StartNew();
            bridge.Dial(call, "nonsense");
            while (!bridge.Events.Any(one => one is CallEvent.Failed && one.Call.Value == call) && watch.Elapsed < Patience)
                await Task.Yield();
            delays.Add(watch.Elapsed);
        }

        Assert.True(delays.Order().ElementAt(4) < TimeSpan.FromMilliseconds(250), string.Join(' ', delays));
    }

    [Fact]
    public async Task A_stranger_hears_nothing_and_rubbish_disturbs_nothing()
    {
        using var bridge = new LoopHost();
        using var stranger = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        await stranger.SendAsync(Encoding.ASCII.GetBytes("rubbish"), bridge.Address);
        await stranger.SendAsync(Array.Empty<byte>(), bridge.Address);
        await stranger.SendAsync(Options("z9hG4bK1"), bridge.Address);
        await Eventually.True(Patience, () => bridge.Loop.Refusals.GetValueOrDefault(SipReject.UnknownSource) == 1);
        Assert.Equal((1, 1), (bridge.Loop.Refusals[SipReject.NotSip], bridge.Loop.Refusals[SipReject.Empty]));
        Assert.Equal(0, stranger.Available);

        bridge.Loop.KnownPeers = [new IPEndPoint(IPAddress.Loopback, 0)];
        await stranger.SendAsync(Options("z9hG4bK2"), bridge.Address);
        using var limit = new CancellationTokenSource(Patience);
        var answer = await stranger.ReceiveAsync(limit.Token);
        Assert.StartsWith("SIP/2.0 200 OK", Encoding.UTF8.GetString(answer.Buffer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_is_counted_and_the_loop_goes_on()
    {
        using var bridge = new LoopHost(onEvent: happened =>
        {
            if (happened.Call.Value == 1) throw new InvalidOperationException("The host is broken");
        });
        bridge.Dial(1, "nonsense");
        bridge.Dial(2, "nonsense");
        await bridge.Wait<CallEvent.Failed>(2);
        await Eventually.True(Patience, () => bridge.Loop.Counters.Faults == 1);
    }

    [Fact]
    public async Task Bound_to_every_address_it_shows_the_one_the_peer_can_reach()
    {
        CallEvent.IdentityChanged? told = null;
        using var loop = new SignallingLoop(
            new SignallingLoopOptions { Bind = new IPEndPoint(IPAddress.Any, 0) },
            happened => told = happened as CallEvent.IdentityChanged ?? told,
            NullLogger.Instance);
        loop.Post(new CallCommand.Dial(new CallHandle(1), $"sip:room@127.0.0.1:{Ports.One()}", "x", LoopHost.Sound, TimeSpan.FromSeconds(5)));
        await Eventually.True(Patience, () => told is not null);
        Assert.Equal($"sip:bridge@127.0.0.1:{loop.BoundPort}", told!.Identity.LocalUri);
    }

    [Fact]
    public void A_datagram_for_the_log_has_no_secrets_and_an_end()
    {
        var text = "INVITE sip:a@b SIP/2.0\r\nAuthorization: Digest username=\"secret\",\r\n response=\"secret\"\r\nproxy-authorization: secret\r\nTo: x\r\n\r\n" + new string('y', 2000);
        var shown = DatagramText.Of(Encoding.ASCII.GetBytes(text));
        Assert.DoesNotContain(Convert.ToHexString("secret"u8), shown, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexString("To: x"u8), shown, StringComparison.Ordinal);
        Assert.True(shown.Length < 1100);
    }

    private static byte[] Options(string branch) => Encoding.ASCII.GetBytes(
        $"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;rport;branch={branch}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:x@127.0.0.1>\r\nCall-ID: {branch}\r\nCSeq: 1 OPTIONS\r\n\r\n");
}
