using System.Net;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>Names by real DNS messages: NAPTR, SRV, A and AAAA, and the way on from a server that is not there.</summary>
public sealed class SipLocatorTests
{
    [Fact]
    public async Task All_kinds_of_records_are_asked_and_read()
    {
        using var dns = new TinyNameServer("""
            khanhhoa.test NAPTR 10 1 s SIP+D2T _sip._tcp.khanhhoa.test
            khanhhoa.test NAPTR 20 1 s SIPS+D2T _sips._tcp.khanhhoa.test
            _sip._tcp.khanhhoa.test SRV 1 0 5070 gate.khanhhoa.test
            _sips._tcp.khanhhoa.test SRV 1 0 5071 gate.khanhhoa.test
            gate.khanhhoa.test A 127.0.0.9
            gate.khanhhoa.test AAAA ::1
            """);
        var locator = new SipLocator(dns.Address, NullLogger.Instance);
        var ways = await locator.Find(new SipTarget("khanhhoa.test", null, null, false));
        Assert.Equal("TCP 127.0.0.9:5070|TCP [::1]:5070|TLS 127.0.0.9:5071 khanhhoa.test|TLS [::1]:5071 khanhhoa.test", string.Join('|', ways));
        Assert.Contains("khanhhoa.test NAPTR", dns.Asked);
        Assert.Empty(await locator.Find(new SipTarget("nobody.test", 5060, null, false)));
    }

    [Fact]
    public async Task A_name_server_that_is_silent_costs_little_time()
    {
        using var silent = new System.Net.Sockets.UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var locator = new SipLocator((IPEndPoint)silent.Client.LocalEndPoint!, NullLogger.Instance);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Empty(await locator.Find(new SipTarget("khanhhoa.test", null, null, false)));
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_call_goes_on_to_the_next_server_when_one_is_not_there_or_has_no_place()
    {
        using var full = new LoopHost(IncomingPolicy.Answer);
        using var room = new LoopHost(IncomingPolicy.Answer);
        using var dns = new TinyNameServer($"""
            briefing.test NAPTR 10 1 s SIP+D2T _sip._tcp.briefing.test
            briefing.test NAPTR 20 1 s SIP+D2U _sip._udp.briefing.test
            _sip._tcp.briefing.test SRV 1 0 {Ports.One()} here.briefing.test
            _sip._tcp.briefing.test SRV 2 0 {full.Loop.BoundPort} here.briefing.test
            _sip._udp.briefing.test SRV 1 0 {room.Loop.BoundPort} here.briefing.test
            here.briefing.test A 127.0.0.1
            """);
        using var bridge = new LoopHost(nameServer: dns.Address);
        bridge.Dial(1, "sip:room@briefing.test");
        var refused = await full.Wait<CallEvent.Incoming>();
        full.Loop.Post(new CallCommand.Reject(refused.Call, 503, "Service Unavailable"));
        var incoming = await room.Wait<CallEvent.Incoming>();
        Assert.Equal(SipTransport.Udp, incoming.Source.Transport);
        room.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        await bridge.Wait<CallEvent.Answered>(1);
    }
}
