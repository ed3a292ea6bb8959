using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Conferencing.Benchmarks.Sip;

/// <summary>The requests of a load call as bytes, and what must be read of the answers. Numbers stand in Call-ID and tags.</summary>
internal sealed partial class CallTexts(int sipPort, int bridgePort, Func<int, string> conferenceOf, Func<int, int> rtpPortOf)
{
    public byte[] Invite(LoadCall call)
    {
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $"v=0\r\no=- {call.Number} 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {rtpPortOf(call.Number)} RTP/AVP 8 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\n");
        return Bytes("INVITE", Target(call), call, To(call), 1, "INVITE", body);
    }

    public byte[] Ack(LoadCall call) => Bytes("ACK", call.Contact, call, call.To, 1, "ACK", "");

    public byte[] Bye(LoadCall call) => Bytes("BYE", call.Contact, call, call.To, 2, "BYE", "");

    /// <summary>The call's number and the status; null for what is no answer to us.</summary>
    public static (int Number, int Status, string Method)? Read(string text)
    {
        var found = CallId().Match(text);
        var method = CSeq().Match(text);
        if (!text.StartsWith("SIP/2.0 ", StringComparison.Ordinal) || !found.Success || !method.Success)
            return null;
        return (int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(text.AsSpan(8, 3), CultureInfo.InvariantCulture), method.Groups[1].Value);
    }

    public static string ToOf(string text) => ToHeader().Match(text).Groups[1].Value;

    public static string ContactOf(string text) => ContactHeader().Match(text).Groups[1].Value;

    private string Target(LoadCall call) => string.Create(CultureInfo.InvariantCulture, $"sip:{conferenceOf(call.Number)}@127.0.0.1:{bridgePort}");

    private string To(LoadCall call) => $"<{Target(call)}>";

    private byte[] Bytes(string method, string target, LoadCall call, string to, int sequence, string branch, string body)
    {
        var text = new StringBuilder(1024);
        text.Append(CultureInfo.InvariantCulture, $"{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{sipPort};branch=z9hG4bK{branch}{call.Number};rport\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Max-Forwards: 70\r\nFrom: <sip:load@127.0.0.1:{sipPort}>;tag=l{call.Number}\r\nTo: {to}\r\nCall-ID: load-{call.Number}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"CSeq: {sequence} {method}\r\nContact: <sip:load@127.0.0.1:{sipPort}>\r\n");
        if (body.Length > 0)
            text.Append("Content-Type: application/sdp\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    [GeneratedRegex(@"^Call-ID: load-(\d+)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CallId();

    [GeneratedRegex(@"^CSeq: \d+ (\w+)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CSeq();

    [GeneratedRegex(@"^To: (.*)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ToHeader();

    [GeneratedRegex(@"^Contact: .*<([^>]+)>.*\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ContactHeader();
}
