using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

public sealed class SipParserTests
{
    private const string Good =
        "OPTIONS sip:room@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.2:5070;branch=z9hG4bKabc;rport\r\n"
        + "From: \"Sở Tài chính\" <sip:a@192.0.2.2>;tag=1\r\nTo: <sip:room@192.0.2.1>\r\nCall-ID: x1\r\nCSeq: 7 OPTIONS\r\n\r\n";

    /// <summary>What is replaced in the good message, by what, and the verdict.</summary>
    public static TheoryData<string, string, SipReject> Changes => new()
    {
        { "OPTIONS sip", "OPTIONS sip", SipReject.None },
        { "SIP/2.0\r\nVia", "SIP/3.0\r\nVia", SipReject.BadVersion },
        { "SIP/2.0\r\nVia", "sip/2.0\r\nVia", SipReject.None },
        { "SIP/2.0\r\nVia", "HTTP/1.1\r\nVia", SipReject.NotSip },
        { "OPTIONS sip", "OPT@IONS sip", SipReject.BadMethod },
        { "sip:room@192.0.2.1 ", "sip:room@192.0.2.1:99999 ", SipReject.BadRequestUri },
        { "sip:room@192.0.2.1 ", "sip:@192.0.2.1 ", SipReject.BadRequestUri },
        { "sip:room@192.0.2.1 ", "room ", SipReject.BadRequestUri },
        { "sip:room@192.0.2.1 ", "tel:+84258 ", SipReject.None },
        { "Via:", "v:", SipReject.None },
        { "Via:", "X-Via:", SipReject.MissingVia },
        { "SIP/2.0/UDP", "SIP/2.0", SipReject.BadVia },
        { "SIP/2.0/UDP", "SIP / 2.0 / UDP", SipReject.None },
        { "192.0.2.2:5070", "[2001:db8::1]:5070", SipReject.None },
        { "192.0.2.2:5070", "[2001:db8::1", SipReject.BadVia },
        { "192.0.2.2:5070", "192.0.2.2:0", SipReject.BadVia },
        { ";rport", ";rport;received=192.0.2.2;x=\"a;b\"", SipReject.None },
        { ";rport", ";=", SipReject.BadVia },
        { ";rport", ";x=\"a", SipReject.BadVia },
        { "From:", "f:", SipReject.None },
        { "From:", "fRoM :", SipReject.None },
        { "From:", "Frown:", SipReject.MissingFrom },
        { "\"Sở Tài chính\" <", "\"Sở Tài chính <", SipReject.BadFrom },
        { "\"Sở Tài chính\" <", "Sở Tài chính <", SipReject.None },
        { "\"Sở Tài chính\" <", "\"a \\\" b\" <", SipReject.None },
        { "<sip:a@192.0.2.2>;tag=1", "<sip:a@192.0.2.2;tag=1", SipReject.BadFrom },
        { "To: <sip:room@192.0.2.1>", "t: sip:room@192.0.2.1;tag=5", SipReject.None },
        { "To: <sip:room@192.0.2.1>", "To: ", SipReject.BadTo },
        { "To: <sip:room@192.0.2.1>\r\n", "", SipReject.MissingTo },
        { "To: <sip:room@192.0.2.1>\r\n", "To: <sip:a@b>\r\nt: <sip:a@b>\r\n", SipReject.DuplicateHeader },
        { "To: <sip:room", "To:\r\n <sip:room", SipReject.None },
        { "Call-ID: x1", "i: x1", SipReject.None },
        { "Call-ID: x1", "Call-ID: x 1", SipReject.BadCallId },
        { "Call-ID: x1\r\n", "", SipReject.MissingCallId },
        { "CSeq: 7", "CSeq: 2147483647", SipReject.None },
        { "CSeq: 7", "CSeq: 2147483648", SipReject.BadCSeq },
        { "CSeq: 7", "CSeq: -7", SipReject.BadCSeq },
        { "7 OPTIONS", "7 INVITE", SipReject.MethodMismatch },
        { "CSeq: 7 OPTIONS\r\n", "", SipReject.MissingCSeq },
        { "Call-ID: x1", "Max-Forwards: 256\r\nCall-ID: x1", SipReject.BadMaxForwards },
        { "Call-ID: x1", "Max-Forwards: 255\r\nCall-ID: x1", SipReject.None },
        { "Call-ID: x1", "l: 0\r\nCall-ID: x1", SipReject.None },
        { "Call-ID: x1", "Content-Length: 1\r\nCall-ID: x1", SipReject.BodyTruncated },
        { "Call-ID: x1", "Contact: *\r\nCall-ID: x1", SipReject.None },
        { "Call-ID: x1", "m: <sip:a@b>, \"x,y\" <sip:c@d;p>;q=0.5\r\nCall-ID: x1", SipReject.None },
        { "Call-ID: x1", "m: <sip:a@b>,\r\nCall-ID: x1", SipReject.BadContact },
        { "Call-ID: x1", "Route: nobody\r\nCall-ID: x1", SipReject.BadRoute },
        { "Call-ID: x1", "no colon\r\nCall-ID: x1", SipReject.BadHeader },
        { "Call-ID: x1", ": x\r\nCall-ID: x1", SipReject.BadHeader },
        { "Call-ID: x1", "X: \r\nCall-ID: x1", SipReject.None },
        { "OPTIONS\r\n\r\n", "OPTIONS\r\n", SipReject.NoHeaderEnd },
        { "OPTIONS\r\n\r\n", "OPTIONS\n\n", SipReject.None },
        { "OPTIONS sip", "\r\n\r\nOPTIONS sip", SipReject.None },
        { "OPTIONS sip", " OPTIONS sip", SipReject.BadStartLine },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void One_change_makes_the_verdict(string before, string after, SipReject verdict)
    {
        Assert.Contains(before, Good, StringComparison.Ordinal);
        var at = Good.IndexOf(before, StringComparison.Ordinal);
        Assert.Equal(verdict, Parse(string.Concat(Good.AsSpan(0, at), after, Good.AsSpan(at + before.Length)), out _));
    }

    [Theory]
    [InlineData("", SipReject.Empty)]
    [InlineData("\r\n\r\n", SipReject.Empty)]
    [InlineData("hello", SipReject.NotSip)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", SipReject.NotSip)]
    [InlineData("SIP/2.0 99 Low\r\n\r\n", SipReject.BadStatus)]
    [InlineData("SIP/2.0 700 High\r\n\r\n", SipReject.BadStatus)]
    [InlineData("SIP/2.0\r\n\r\n", SipReject.BadStatus)]
    [InlineData("SIP/2.0 200\r\n\r\n", SipReject.MissingVia)]
    public void Little_is_refused_by_name(string text, SipReject verdict) => Assert.Equal(verdict, Parse(text, out _));

    [Fact]
    public void Limits_count_bytes_lines_and_bodies()
    {
        var limits = new MessageLimits { MessageBytes = 1000, HeaderCount = 8, LineLength = 100, BodyBytes = 10 };
        Assert.Equal(SipReject.TooLarge, Parse(Good + new string('x', 1000), out _, limits));
        Assert.Equal(SipReject.TooManyHeaders, Parse(Insert("A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n"), out _, limits));
        Assert.Equal(SipReject.None, Parse(Insert("A: 1\r\nB: 2\r\nC: 3\r\n"), out _, limits));
        Assert.Equal(SipReject.HeaderTooLong, Parse(Insert($"A: {new string('a', 100)}\r\n"), out _, limits));
        Assert.Equal(SipReject.HeaderTooLong, Parse(Insert($"A: {new string('a', 60)}\r\n {new string('b', 60)}\r\n"), out _, limits));
        Assert.Equal(SipReject.BodyTooLarge, Parse(Good + new string('x', 11), out _, limits));
        Assert.Equal(SipReject.None, Parse(Good + new string('x', 10), out _, limits));
    }

    [Fact]
    public void Parts_are_what_was_written()
    {
        Parse(Insert("Record-Route: <sip:p1;lr>, <sip:p2;lr>\r\nRecord-Route: <sip:p3;lr>\r\nc: application/sdp ; x=y\r\nSubject: giao ban\r\n tuần\r\n") + "body", out var message);
        var request = Assert.IsType<SipRequest>(message);
        Assert.Equal("Sở Tài chính", request.From.DisplayName);
        Assert.Equal("1", request.From.Tag);
        Assert.Equal(["sip:p1;lr", "sip:p2;lr", "sip:p3;lr"], request.RecordRoutes.Select(route => route.UriText));
        Assert.True(request.RecordRoutes[0].Uri!.IsLooseRouter);
        Assert.True(request.HasBody("application/sdp"));
        Assert.Equal("body", Encoding.ASCII.GetString(request.Body.Span));
        Assert.Equal("giao ban tuần", request.Find("subject"));
    }

    [Fact]
    public void A_name_that_is_no_utf8_is_still_read()
    {
        var bytes = Encoding.Latin1.GetBytes(Good.Replace("Sở Tài chính", "Ph\u00f2ng", StringComparison.Ordinal));
        Assert.Equal(SipReject.None, SipParser.Parse(bytes, new MessageLimits(), out var message));
        Assert.Equal("Phòng", message!.From.DisplayName);
    }

    [Theory]
    [InlineData("sip:a@b", "a", "b", 5060, false)]
    [InlineData("SIPS:a:pw@b", "a", "b", 5061, false)]
    [InlineData("sip:b:5070;lr", "", "b", 5070, true)]
    [InlineData("sip:%E1%BB%9F@[2001:db8::1]:5080;transport=udp?x=y", "ở", "[2001:db8::1]", 5080, false)]
    [InlineData("sip:+84;phone-context=vn@h;user=phone", "+84;phone-context=vn", "h", 5060, false)]
    public void A_uri_has_parts(string text, string user, string host, int port, bool loose)
    {
        Assert.True(SipUri.TryParse(text, out var uri));
        Assert.Equal((user, host, port, loose), (uri.User, uri.Host, uri.EffectivePort, uri.IsLooseRouter));
        Assert.Equal(text, uri.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sip:")]
    [InlineData("sip:a@")]
    [InlineData("sip:a b@c")]
    [InlineData("sip:a@c:")]
    [InlineData("sip:a@c:0")]
    [InlineData("sip:a@c:65536")]
    [InlineData("sip:a@c:x")]
    [InlineData("sip:a@[::1")]
    [InlineData("sip:a@h<>")]
    [InlineData("http://h")]
    public void A_uri_is_refused(string text) => Assert.False(SipUri.TryParse(text, out _));

    [Theory]
    [InlineData("SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1", 5070)]
    [InlineData("SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1", 5060)]
    [InlineData("SIP/2.0/UDP 10.0.0.1:5070;rport;branch=z9hG4bK1", 40000)]
    public void Responses_go_where_rport_says(string text, int port)
    {
        var remote = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 40000);
        Assert.True(Via.TryParse(text, out var via));
        var noted = via.Received(remote);
        Assert.Equal(new IPEndPoint(remote.Address, port), noted.ResponseDestination(SipPath.Udp(remote)).Remote);
        Assert.Contains(";received=192.0.2.1", noted.ToString(), StringComparison.Ordinal);
        Assert.Equal(text.Contains("rport", StringComparison.Ordinal), noted.ToString().Contains("rport=40000", StringComparison.Ordinal));
    }

    private static string Insert(string headers) => Good.Replace("Call-ID", headers + "Call-ID", StringComparison.Ordinal);

    private static SipReject Parse(string text, out SipMessage? message, MessageLimits? limits = null) =>
        SipParser.Parse(Encoding.UTF8.GetBytes(text), limits ?? new MessageLimits(), out message);
}
