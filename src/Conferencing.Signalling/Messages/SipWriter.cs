using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Conferencing.Signalling.Messages;

/// <summary>Messages as bytes. Always writes long names and Content-Length.</summary>
public static class SipWriter
{
    public static ReadOnlyMemory<byte> Write(SipMessage message)
    {
        var text = new StringBuilder(512);
        switch (message)
        {
            case SipRequest request:
                text.Append(request.Method).Append(' ').Append(request.RequestUri).Append(" SIP/2.0\r\n");
                break;
            case SipResponse response:
                text.Append(CultureInfo.InvariantCulture, $"SIP/2.0 {response.Status} {response.Phrase}\r\n");
                break;
        }

        WriteHeaders(text, message);
        var headers = text.ToString();
        var head = Encoding.UTF8.GetByteCount(headers);
        var bytes = new byte[head + message.Body.Length];
        Encoding.UTF8.GetBytes(headers, bytes);
        message.Body.CopyTo(bytes.AsMemory(head));
        return bytes;
    }

    private static void WriteHeaders(StringBuilder text, SipMessage message)
    {
        foreach (var via in message.Vias)
            Line(text, "Via", via.ToString());
        if (message is SipRequest request)
        {
            Line(text, "Max-Forwards", (request.MaxForwards ?? 70).ToString(CultureInfo.InvariantCulture));
            Lines(text, "Route", request.Routes);
        }

        Lines(text, "Record-Route", message.RecordRoutes);
        Line(text, "From", message.From.ToString());
        Line(text, "To", message.To.ToString());
        Line(text, "Call-ID", message.CallId);
        Line(text, "CSeq", message.CSeq.ToString());
        Lines(text, "Contact", message.Contacts);
        foreach (var header in message.Others)
            Line(text, header.Name, header.Value);
        if (message.ContentType is not null)
            Line(text, "Content-Type", message.ContentType);
        Line(text, "Content-Length", message.Body.Length.ToString(CultureInfo.InvariantCulture));
        text.Append("\r\n");
    }

    private static void Lines(StringBuilder text, string name, ImmutableArray<NameAddress> values)
    {
        foreach (var value in values)
            Line(text, name, value.ToString());
    }

    private static void Line(StringBuilder text, string name, string value) =>
        text.Append(name).Append(": ").Append(value).Append("\r\n");
}
