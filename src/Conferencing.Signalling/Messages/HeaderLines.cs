using System.Text;

namespace Conferencing.Signalling.Messages;

/// <summary>
/// Cuts a message into start line, header fields and body: line ends, folding (RFC 3261 section 7.3.1), limits. Knows no header.
/// </summary>
internal sealed class HeaderLines
{
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
        if (line[0] is (byte)' ' or (byte)'\t')
            return Fold(headers, Text(line), limits);
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? null : HeaderNames.Find(line[..colon].TrimEnd(" \t"u8));
        if (name is null)
            return SipReject.BadHeader;
        if (line.Length > limits.LineLength)
            return SipReject.HeaderTooLong;
        if (headers.Count == limits.HeaderCount)
            return SipReject.TooManyHeaders;
        headers.Add(new SipHeader(name, Text(line[(colon + 1)..].Trim(" \t"u8))));
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
