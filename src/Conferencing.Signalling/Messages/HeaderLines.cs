using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Conferencing.Signalling.Messages;

/// <summary>
/// Cuts a message into start line, header fields and body: line ends, folding (RFC 3261 section 7.3.1), limits. Knows no header. Its text lies in
/// rented memory until it is disposed.
/// </summary>
internal struct HeaderLines : IDisposable
{
    // Fails on what is no UTF-8, as Latin-1 then reads it without loss.
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private char[] _text;
    private Line[] _lines;
    private int _used;
    private int _startLength;

    private HeaderLines(int messageBytes)
    {
        // No line has more characters than bytes, and the space that joins a folded line takes the place of its line end.
        _text = ArrayPool<char>.Shared.Rent(messageBytes);
        _lines = ArrayPool<Line>.Shared.Rent(32);
    }

    public readonly ReadOnlySpan<char> StartLine => _text.AsSpan(0, _startLength);

    public int Count { get; private set; }

    /// <summary>Bytes before the body.</summary>
    public int BodyStart { get; private set; }

    public readonly string Name(int index) => _lines[index].Name;

    /// <summary>Without white space around it.</summary>
    public readonly ReadOnlySpan<char> Value(int index) => _text.AsSpan(_lines[index].Start, _lines[index].Length);

    /// <param name="lines">To be disposed of, whatever the outcome.</param>
    public static SipReject Cut(ReadOnlySpan<byte> message, MessageLimits limits, out HeaderLines lines)
    {
        lines = new HeaderLines(message.Length);
        return lines.Read(message, limits);
    }

    public readonly void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        ArrayPool<Line>.Shared.Return(_lines);
    }

    private SipReject Read(ReadOnlySpan<byte> message, MessageLimits limits)
    {
        var position = SkipEmptyLines(message);
        if (position == message.Length)
            return SipReject.Empty;
        if (!TakeLine(message, ref position, out var start))
            return SipReject.NotSip;
        if (start.Length > limits.LineLength)
            return SipReject.HeaderTooLong;
        _startLength = Decode(start).Length;
        while (true)
        {
            if (!TakeLine(message, ref position, out var line))
                return SipReject.NoHeaderEnd;
            if (line.IsEmpty)
                break;
            var reject = Add(line, limits);
            if (reject != SipReject.None)
                return reject;
        }

        BodyStart = position;
        return SipReject.None;
    }

    private SipReject Add(ReadOnlySpan<byte> line, MessageLimits limits)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
            return Fold(line, limits);
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? null : HeaderNames.Find(line[..colon].TrimEnd(" \t"u8));
        if (name is null)
            return SipReject.BadHeader;
        if (line.Length > limits.LineLength)
            return SipReject.HeaderTooLong;
        if (Count == limits.HeaderCount)
            return SipReject.TooManyHeaders;
        if (Count == _lines.Length)
            Grow();
        var start = _used;
        _lines[Count++] = new Line(name, start, Decode(line[(colon + 1)..].Trim(" \t"u8)).Length);
        return SipReject.None;
    }

    /// <summary>A line that begins with white space goes on with the one before, which is the last in the text.</summary>
    private SipReject Fold(ReadOnlySpan<byte> line, MessageLimits limits)
    {
        if (Count == 0)
            return SipReject.BadHeader;
        var (name, start, length) = _lines[Count - 1];
        var text = Decode(line);
        if (length + text.Length > limits.LineLength)
            return SipReject.HeaderTooLong;

        text = text.Trim(" \t");
        _text[start + length] = ' ';
        text.CopyTo(_text.AsSpan(start + length + 1));
        var joined = _text.AsSpan(start, length + 1 + text.Length);
        var trimmed = joined.TrimStart();
        start += joined.Length - trimmed.Length;
        length = trimmed.TrimEnd().Length;
        _used = start + length;
        _lines[Count - 1] = new Line(name, start, length);
        return SipReject.None;
    }

    private void Grow()
    {
        var larger = ArrayPool<Line>.Shared.Rent(_lines.Length * 2);
        _lines.CopyTo(larger, 0);
        ArrayPool<Line>.Shared.Return(_lines);
        _lines = larger;
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

    /// <summary>Adds bytes to the text.</summary>
    private ReadOnlySpan<char> Decode(ReadOnlySpan<byte> bytes)
    {
        var free = _text.AsSpan(_used);
        var length = Ascii.ToUtf16(bytes, free, out var written) == OperationStatus.Done ? written : DecodeOthers(bytes, free);
        _used += length;
        return free[..length];
    }

    private static int DecodeOthers(ReadOnlySpan<byte> bytes, Span<char> free)
    {
        try
        {
            return StrictUtf8.GetChars(bytes, free);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetChars(bytes, free);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Line(string Name, int Start, int Length);
}
