using System.Collections.Immutable;

namespace Conferencing.Signalling.Messages;

/// <summary>Messages as bytes. Always writes long names and Content-Length.</summary>
public static class SipWriter
{
    private const int UsualMaxForwards = 70;

    public static ReadOnlyMemory<byte> Write(SipMessage message)
    {
        var text = new Utf8Text();
        try
        {
            WriteStartLine(ref text, message);
            WriteHeaders(ref text, message);
            return text.ToArray(message.Body.Span);
        }
        finally
        {
            text.Dispose();
        }
    }

    private static void WriteStartLine(ref Utf8Text text, SipMessage message)
    {
        switch (message)
        {
            case SipRequest request:
                text.Add(request.Method);
                text.Add(' ');
                text.Add(request.RequestUri);
                text.Add(" SIP/2.0\r\n"u8);
                break;
            case SipResponse response:
                text.Add("SIP/2.0 "u8);
                text.Add(response.Status);
                text.Add(' ');
                text.Add(response.Phrase);
                text.Add("\r\n"u8);
                break;
        }
    }

    private static void WriteHeaders(ref Utf8Text text, SipMessage message)
    {
        foreach (var via in message.Vias)
        {
            text.Add("Via: "u8);
            via.WriteTo(ref text);
            text.Add("\r\n"u8);
        }

        if (message is SipRequest request)
        {
            Line(ref text, "Max-Forwards: "u8, request.MaxForwards ?? UsualMaxForwards);
            Lines(ref text, "Route: "u8, request.Routes);
        }

        Lines(ref text, "Record-Route: "u8, message.RecordRoutes);
        Line(ref text, "From: "u8, message.From);
        Line(ref text, "To: "u8, message.To);
        Line(ref text, "Call-ID: "u8, message.CallId);
        text.Add("CSeq: "u8);
        text.Add(message.CSeq.Sequence);
        text.Add(' ');
        text.Add(message.CSeq.Method);
        text.Add("\r\n"u8);
        Lines(ref text, "Contact: "u8, message.Contacts);
        foreach (var (name, value) in message.Others)
        {
            text.Add(name);
            Line(ref text, ": "u8, value);
        }

        if (message.ContentType is not null)
            Line(ref text, "Content-Type: "u8, message.ContentType);
        Line(ref text, "Content-Length: "u8, message.Body.Length);
        text.Add("\r\n"u8);
    }

    private static void Lines(ref Utf8Text text, ReadOnlySpan<byte> name, ImmutableArray<NameAddress> values)
    {
        foreach (var value in values)
            Line(ref text, name, value);
    }

    private static void Line(ref Utf8Text text, ReadOnlySpan<byte> name, NameAddress value)
    {
        text.Add(name);
        value.WriteTo(ref text);
        text.Add("\r\n"u8);
    }

    private static void Line(ref Utf8Text text, ReadOnlySpan<byte> name, string value)
    {
        text.Add(name);
        text.Add(value);
        text.Add("\r\n"u8);
    }

    private static void Line(ref Utf8Text text, ReadOnlySpan<byte> name, long value)
    {
        text.Add(name);
        text.Add(value);
        text.Add("\r\n"u8);
    }
}
