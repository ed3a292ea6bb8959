using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transports;

namespace Conferencing.Tests.Signalling;

/// <summary>RFC 3263 as a table: an address, a zone, what is asked in which order, and the ways that come out.</summary>
public sealed class TargetSearchTests
{
    private const string Zone = """
        both.vn NAPTR 20 10 s SIP+D2U _sip._udp.both.vn
        both.vn NAPTR 10 10 s SIP+D2T _sip._tcp.gate.vn
        both.vn NAPTR 5 10 s H323+D2T _h323._tcp.both.vn
        both.vn NAPTR 30 10 S SIPS+D2T _sips._tcp.both.vn
        both.vn NAPTR 1 10 u SIP+D2U nothing.vn
        _sip._tcp.gate.vn SRV 20 0 5060 b.gate.vn
        _sip._tcp.gate.vn SRV 10 0 5070 a.gate.vn.
        _sip._udp.both.vn SRV 1 0 5060 a.gate.vn
        _sips._tcp.both.vn SRV 1 0 5061 b.gate.vn
        a.gate.vn A 10.0.0.1
        b.gate.vn AAAA 2001:db8::2
        b.gate.vn A 10.0.0.2
        _sip._udp.srv.vn SRV 1 0 5060 a.gate.vn
        _sip._tcp.srv.vn SRV 1 0 5060 b.gate.vn
        plain.vn A 10.0.0.3
        plain.vn A 10.0.0.4
        closed.vn A 10.0.0.5
        _sip._udp.closed.vn SRV 0 0 0 .
        codec A 10.0.0.6
        """;

    [Theory]
    [InlineData("sip:r@both.vn", "Naptr:both.vn Srv:_sip._tcp.gate.vn Srv:_sip._udp.both.vn Srv:_sips._tcp.both.vn Address:a.gate.vn Address:b.gate.vn",
        "TCP 10.0.0.1:5070|TCP 10.0.0.2:5060|TCP [2001:db8::2]:5060|UDP 10.0.0.1:5060|TLS 10.0.0.2:5061 both.vn|TLS [2001:db8::2]:5061 both.vn")]
    [InlineData("sips:r@both.vn", "Naptr:both.vn Srv:_sips._tcp.both.vn Address:b.gate.vn", "TLS 10.0.0.2:5061 both.vn|TLS [2001:db8::2]:5061 both.vn")]
    [InlineData("sip:r@srv.vn", "Naptr:srv.vn Srv:_sip._udp.srv.vn Srv:_sip._tcp.srv.vn Srv:_sips._tcp.srv.vn Address:a.gate.vn Address:b.gate.vn",
        "UDP 10.0.0.1:5060|TCP 10.0.0.2:5060|TCP [2001:db8::2]:5060")]
    [InlineData("sip:r@srv.vn;transport=tcp", "Srv:_sip._tcp.srv.vn Address:b.gate.vn", "TCP 10.0.0.2:5060|TCP [2001:db8::2]:5060")]
    [InlineData("sip:r@srv.vn:5090", "Address:srv.vn", "")]
    [InlineData("sip:r@plain.vn:5090", "Address:plain.vn", "UDP 10.0.0.3:5090|UDP 10.0.0.4:5090")]
    [InlineData("sip:r@plain.vn", "Naptr:plain.vn Srv:_sip._udp.plain.vn Srv:_sip._tcp.plain.vn Srv:_sips._tcp.plain.vn Address:plain.vn", "UDP 10.0.0.3:5060|UDP 10.0.0.4:5060")]
    [InlineData("sips:r@plain.vn", "Naptr:plain.vn Srv:_sips._tcp.plain.vn Address:plain.vn", "TLS 10.0.0.3:5061 plain.vn|TLS 10.0.0.4:5061 plain.vn")]
    [InlineData("sip:r@plain.vn;transport=tls", "Srv:_sips._tcp.plain.vn Address:plain.vn", "TLS 10.0.0.3:5061 plain.vn|TLS 10.0.0.4:5061 plain.vn")]
    [InlineData("sip:r@closed.vn;transport=udp", "Srv:_sip._udp.closed.vn Address:closed.vn", "UDP 10.0.0.5:5060")]
    [InlineData("sip:r@codec", "Address:codec", "UDP 10.0.0.6:5060")]
    [InlineData("sip:r@nowhere.vn", "Naptr:nowhere.vn Srv:_sip._udp.nowhere.vn Srv:_sip._tcp.nowhere.vn Srv:_sips._tcp.nowhere.vn Address:nowhere.vn", "")]
    public void A_zone_makes_ways(string address, string questions, string ways)
    {
        var (asked, search) = Search(address, 1);
        Assert.Equal(questions, string.Join(' ', asked));
        Assert.Equal(ways, string.Join('|', search.Ways));
    }

    [Fact]
    public void Silent_name_servers_leave_the_address()
    {
        Assert.True(SipUri.TryParse("sip:r@plain.vn", out var uri));
        Assert.True(SipTarget.TryOf(uri, out var target));
        var search = new TargetSearch(target, new Random(1));
        Assert.True(search.TryAsk(out _));
        search.GiveUpNames();
        Assert.True(search.TryAsk(out var question));
        Assert.Equal(new DnsQuestion(DnsKind.Address, "plain.vn"), question);
        search.Take(question, [new DnsRecord.Address(IPAddress.Parse("10.0.0.3"))]);
        Assert.False(search.TryAsk(out _));
        Assert.Equal("UDP 10.0.0.3:5060", string.Join('|', search.Ways));
    }

    /// <summary>Three of four calls go to the server of three times the weight, and all of them to the better priority first.</summary>
    [Fact]
    public void Weights_share_the_calls()
    {
        const string zone = """
            _sip._udp.w.vn SRV 1 30 5060 a.vn
            _sip._udp.w.vn SRV 1 10 5060 b.vn
            _sip._udp.w.vn SRV 2 99 5060 c.vn
            a.vn A 10.0.0.1
            b.vn A 10.0.0.2
            c.vn A 10.0.0.3
            """;
        var first = Enumerable.Range(0, 4000).Select(seed => Search("sip:w.vn;transport=udp", seed, zone).Search.Ways).ToList();
        Assert.All(first, ways => Assert.Equal("10.0.0.3:5060", ways[2].Remote.ToString()));
        Assert.InRange(first.Count(ways => ways[0].Remote.Address.ToString() == "10.0.0.1"), 2900, 3100);
    }

    [Fact]
    public void A_zone_without_end_is_cut()
    {
        var zone = string.Join('\n', Enumerable.Range(0, 100).Select(i => $"_sip._udp.w.vn SRV 1 0 5060 h{i}.vn\nh{i}.vn A 10.0.0.{i}"));
        Assert.Equal(8, Search("sip:w.vn;transport=udp", 1, zone).Search.Ways.Length);
    }

    private static (List<string> Asked, TargetSearch Search) Search(string address, int seed, string zone = Zone)
    {
        Assert.True(SipUri.TryParse(address, out var uri));
        Assert.True(SipTarget.TryOf(uri, out var target));
        var search = new TargetSearch(target, new Random(seed));
        var asked = new List<string>();
        while (search.TryAsk(out var question))
        {
            asked.Add($"{question.Kind}:{question.Name}");
            search.Take(question, Answer(zone, question));
        }

        return (asked, search);
    }

    private static ImmutableArray<DnsRecord> Answer(string zone, DnsQuestion question) =>
        [.. zone.Split('\n').Select(line => line.Trim().Split(' ')).Where(line => line[0] == question.Name).Select(Record).Where(record => KindOf(record) == question.Kind)];

    private static DnsRecord Record(string[] line) => line[1] switch
    {
        "NAPTR" => new DnsRecord.Naptr(Number(line[2]), Number(line[3]), line[4], line[5], line[6]),
        "SRV" => new DnsRecord.Srv(Number(line[2]), Number(line[3]), Number(line[4]), line[5]),
        _ => new DnsRecord.Address(IPAddress.Parse(line[2])),
    };

    private static DnsKind KindOf(DnsRecord record) => record switch
    {
        DnsRecord.Naptr => DnsKind.Naptr,
        DnsRecord.Srv => DnsKind.Srv,
        _ => DnsKind.Address,
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
