using System.Text;

namespace Conferencing.Signalling.Messages;

/// <summary>
/// Cuts a message into start line, header fields and body: line ends, folding (RFC 3261 section 7.3.1), compact names, limits. Knows no header.
/// </summary>
internal sealed class HeaderLines
{
    private static readonly Dictionary<string, string> CompactNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["a"] = "Accept-Contact",
        ["b"] = "Referred-By",
        ["c"] = "Content-Type",
        ["d"] = "Request-Disposition",
        ["e"] = "Content-Encoding",
        ["f"] = "From",
        ["i"] = "Call-ID",
        ["j"] = "Reject-Contact",
        ["k"] = "Supported",
        ["l"] = "Content-Length",
        ["m"] = "Contact",
        ["o"] = "Event",
        ["r"] = "Refer-To",
        ["s"] = "Subject",
        ["t"] = "To",
        ["u"] = "Allow-Events",
        ["v"] = "Via",
        ["x"] = "Session-Expires",
        ["y"] = "Identity",
    };

    // Fails on what is no UTF-8, as Latin-1 then reads it without loss.
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private HeaderLines(string startLine, List<SipHeader> headers, int bodyStart)
    {
        StartLine = startLine;
        Headers = headers;
        BodyStart = bodyStart;
    }

    public string StartLine { get; }

    public List<SipHeader> Headers { get; }

    /// <summary>Bytes before the body.</summary>
    public int BodyStart { get; }

    public static SipReject Cut(ReadOnlySpan<byte> message, MessageLimits limits, out HeaderLines lines)
    {
        lines = null!;
        var position = SkipEmptyLines(message);
        if (position == message.Length)
            return SipReject.Empty;
        if (!TakeLine(message, ref position, out var start))
            return SipReject.NotSip;
        if (start.Length > limits.LineLength)
            return SipReject.HeaderTooLong;
        var startLine = Text(start);
        var headers = new List<SipHeader>(16);
        while (true)
        {
            if (!TakeLine(message, ref position, out var line))
                return SipReject.NoHeaderEnd;
            if (line.IsEmpty)
                break;
            var reject = Add(headers, line, limits);
            if (reject != SipReject.None)
                return reject;
        }

        lines = new HeaderLines(startLine, headers, position);
        return SipReject.None;
    }

    private static SipReject Add(List<SipHeader> headers, ReadOnlySpan<byte> line, MessageLimits limits)
    {
        var text = Text(line);
        if (text[0] is ' ' or '\t')
            return Fold(headers, text, limits);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? "" : text[..colon].TrimEnd(' ', '\t');
        if (!SipGrammar.IsToken(name))
            return SipReject.BadHeader;
        if (text.Length > limits.LineLength)
            return SipReject.HeaderTooLong;
        if (headers.Count == limits.HeaderCount)
            return SipReject.TooManyHeaders;
        headers.Add(new SipHeader(CompactNames.GetValueOrDefault(name, name), text[(colon + 1)..].Trim(' ', '\t')));
        return SipReject.None;
    }

    /// <summary>A line that begins with white space goes on with the one before.</summary>
    private static SipReject Fold(List<SipHeader> headers, string text, MessageLimits limits)
    {
        if (headers.Count == 0)
            return SipReject.BadHeader;
        var (name, value) = headers[^1];
        if (value.Length + text.Length > limits.LineLength)
            return SipReject.HeaderTooLong;
        headers[^1] = new SipHeader(name, (value + " " + text.Trim(' ', '\t')).Trim());
        return SipReject.None;
    }

    /// <summary>Empty lines before a message are keep-alives or clumsiness (RFC 3261 section 7.5).</summary>
    private static int SkipEmptyLines(ReadOnlySpan<byte> message)
    {
        var position = 0;
        while (position < message.Length && message[position] is (byte)'\r' or (byte)'\n' or 0)
            position++;
        return position;
    }

    private static bool TakeLine(ReadOnlySpan<byte> message, ref int position, out ReadOnlySpan<byte> line)
    {
        var length = message[position..].IndexOf((byte)'\n');
        line = length < 0 ? [] : message.Slice(position, length);
        position += length + 1;
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        return length >= 0;
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
