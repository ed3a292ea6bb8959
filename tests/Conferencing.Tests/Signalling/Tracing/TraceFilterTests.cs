using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Tracing;

namespace Conferencing.Tests.Signalling.Tracing;

public sealed class TraceFilterTests
{
    private static readonly SipPath Room = SipPath.Udp(IPEndPoint.Parse("10.0.0.7:5062"));
    private static readonly SipPath Other = SipPath.Udp(IPEndPoint.Parse("10.0.0.8:5062"));

    [Theory]
    [InlineData("10.0.0.7:5062", "OPTIONS sip:x@y SIP/2.0", "a1", true)] // from its address
    [InlineData("10.0.0.7:5063", "OPTIONS sip:x@y SIP/2.0", "a1", false)] // another port of the machine is another room
    [InlineData("10.0.0.9:5060", "OPTIONS sip:x@y SIP/2.0", "known", true)] // a call that is known, from anywhere
    [InlineData("10.0.0.9:5060", "INVITE sip:room@10.0.0.7:5062 SIP/2.0", "a1", true)] // through a proxy
    [InlineData("10.0.0.9:5060", "INVITE sip:ROOM@10.0.0.7:5062;transport=tcp SIP/2.0", "a1", true)]
    [InlineData("10.0.0.9:5060", "INVITE sip:room@10.0.0.7:50621 SIP/2.0", "a1", false)]
    [InlineData("10.0.0.9:5060", "INVITE sip:x@y SIP/2.0\r\nf: \"R\" <sip:room@10.0.0.7:5062>;tag=1", "a1", true)]
    [InlineData("10.0.0.9:5060", "INVITE sip:x@y SIP/2.0\r\nSubject: sip:room@10.0.0.7:5062", "a1", false)]
    public void Messages(string remote, string start, string callId, bool isOfRoom)
    {
        var filter = new TraceFilter(["known"], ["sip:room@10.0.0.7:5062", "nonsense"]);
        Assert.Equal(isOfRoom, filter.Matches(SipPath.Udp(IPEndPoint.Parse(remote)), Message(start, callId)));
    }

    [Fact]
    public void A_call_once_seen_is_followed_wherever_it_goes()
    {
        var filter = new TraceFilter([], ["sip:room@10.0.0.7:5062"]);
        Assert.False(filter.Matches(Other, Message("BYE sip:x@y SIP/2.0", "a1")));
        Assert.True(filter.Matches(Room, Message("INVITE sip:x@y SIP/2.0", "a1")));
        Assert.True(filter.Matches(Other, Message("BYE sip:x@y SIP/2.0", "a1")));
        for (var call = 0; call < 64; call++)
            filter.Matches(Room, Message("INVITE sip:x@y SIP/2.0", $"b{call}"));
        Assert.False(filter.Matches(Other, Message("BYE sip:x@y SIP/2.0", "a1"))); // forgotten: memory is bounded
    }

    [Theory]
    [InlineData("INVITE sip:x@y SIP/2.0\r\nCall-ID:  a b \r\n\r\n", "a b")]
    [InlineData("INVITE sip:x@y SIP/2.0\ni:7\n\n", "7")]
    [InlineData("INVITE sip:x@y SIP/2.0\r\n\r\nCall-ID: body\r\n", null)]
    [InlineData("", null)]
    public void Call_identifiers(string message, string? callId) => Assert.Equal(callId, TraceFilter.CallIdOf(Encoding.UTF8.GetBytes(message)));

    private static byte[] Message(string start, string callId) => Encoding.UTF8.GetBytes($"{start}\r\nCall-ID: {callId}\r\n\r\n");
}
