using System.Globalization;
using System.Text;

namespace Conferencing.Benchmarks.Sip;

/// <summary>The requests of a load call as bytes, and what must be read of the answers. Numbers stand in Call-ID and tags.</summary>
internal sealed class CallTexts(int sipPort, int bridgePort, Func<int, string> conferenceOf, Func<int, int> rtpPortOf)
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
    public static (int Number, int Status, bool IsToBye)? Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith("SIP/2.0 "u8) || !int.TryParse(Value(bytes, "Call-ID: load-"u8), CultureInfo.InvariantCulture, out var number))
            return null;
        return (number, int.Parse(bytes.Slice(8, 3), CultureInfo.InvariantCulture), Value(bytes, "CSeq: "u8).EndsWith("BYE"u8));
    }

    public static string ToOf(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(Value(bytes, "To: "u8));

    /// <summary>Between its brackets.</summary>
    public static string ContactOf(ReadOnlySpan<byte> bytes)
    {
        var value = Value(bytes, "Contact: "u8);
        value = value[(value.IndexOf((byte)'<') + 1)..];
        return Encoding.UTF8.GetString(value[..value.IndexOf((byte)'>')]);
    }

    /// <summary>What follows a header field's name, as the bridge writes it, to the end of the line; empty when there is none.</summary>
    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> name)
    {
        for (var at = bytes.IndexOf(name); at >= 0; at = bytes.IndexOf(name))
        {
            var isLineStart = at > 0 && bytes[at - 1] == '\n';
            bytes = bytes[(at + name.Length)..];
            if (isLineStart)
                return bytes[..bytes.IndexOf((byte)'\r')];
        }

        return [];
    }

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
}
