using System.Globalization;
using System.Text;
using Conferencing.Signalling.Messages;

namespace Conferencing.Signalling.Transports;

/// <summary>
/// Cuts a stream of bytes into messages by their Content-Length (RFC 3261 section 18.3) and finds the keep-alives between them (RFC 5626
/// section 3.5.1). Reads nothing else of a message. After a refusal nothing more can be found in the stream: the connection has to end.
/// </summary>
public sealed class StreamFramer(MessageLimits limits)
{
    private static readonly byte[] HeaderEnd = "\n\r\n"u8.ToArray();
    private static readonly byte[] BareHeaderEnd = "\n\n"u8.ToArray();

    private byte[] _held = new byte[1024];
    private int _start;
    private int _end;

    /// <summary>How far the header's end was looked for, from <see cref="_start"/>.</summary>
    private int _searched;

    /// <summary>Length of the message at <see cref="_start"/>; −1 while its header is not whole.</summary>
    private int _length = -1;

    private int _emptyLines;
    private bool _isLineOpen;

    /// <summary>Why the stream cannot be read on.</summary>
    public SipReject Refusal { get; private set; }

    /// <summary>Bytes that wait for the rest of their message.</summary>
    public int Held => _end - _start;

    /// <summary>What came; the span is not kept. Take all parts before more is added.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (Refusal != SipReject.None)
            return;
        if (_end + bytes.Length > _held.Length)
            MakeRoom(bytes.Length);
        bytes.CopyTo(_held.AsSpan(_end));
        _end += bytes.Length;
    }

    /// <summary>The next part; false when more bytes are needed, or after a refusal.</summary>
    /// <param name="message">The bytes of a message, valid until the next <see cref="Add"/>; empty for a keep-alive.</param>
    public bool TryTake(out StreamPart part, out ReadOnlyMemory<byte> message)
    {
        message = default;
        part = StreamPart.Message;
        if (_length < 0 && Refusal == SipReject.None)
        {
            if (TrySkipEmpty(out part))
                return true;
            Refusal = FindLength();
        }

        if (Refusal != SipReject.None || _length < 0 || Held < _length)
            return false;
        message = _held.AsMemory(_start, _length);
        _start += _length;
        _length = -1;
        _searched = 0;
        return true;
    }

    /// <summary>Takes what lies before a message: a second empty line in a row asks for an answer, a single one is an answer.</summary>
    private bool TrySkipEmpty(out StreamPart part)
    {
        part = StreamPart.Message;
        for (; _start < _end && _searched == 0; _start++)
        {
            var one = _held[_start];
            if (one is not ((byte)'\r' or (byte)'\n' or 0))
            {
                _emptyLines = 0;
                _isLineOpen = false;
                return false;
            }

            var isLineEnd = one == '\n' && _isLineOpen;
            _isLineOpen = one == '\r';
            if (!isLineEnd)
                continue;
            _start++;
            _emptyLines = (_emptyLines + 1) % 2;
            part = _emptyLines == 1 ? StreamPart.Pong : StreamPart.Ping;
            return true;
        }

        return false;
    }

    private SipReject FindLength()
    {
        var seen = _held.AsSpan(_start, Held);
        var judged = JudgeStart(seen);
        if (judged != SipReject.None)
            return judged;
        var from = Math.Max(0, _searched - 2);
        var end = EndOfHeader(seen[from..]);
        _searched = seen.Length;
        if (end < 0)
            return seen.Length > limits.MessageBytes ? SipReject.TooLarge : SipReject.None;
        var reject = HeaderLines.Cut(seen[..(from + end)], limits, out var lines);
        using (lines)
        {
            return reject == SipReject.None ? FindLength(lines) : reject;
        }
    }

    private SipReject FindLength(in HeaderLines lines)
    {
        var reject = ReadLength(lines, out var body);
        if (reject == SipReject.None && lines.BodyStart + body > limits.MessageBytes)
            reject = SipReject.TooLarge;
        _length = lines.BodyStart + body;
        return reject;
    }

    /// <summary>Bytes up to and with the empty line; −1 when it has not come.</summary>
    private static int EndOfHeader(ReadOnlySpan<byte> seen)
    {
        var usual = seen.IndexOf(HeaderEnd);
        var bare = seen.IndexOf(BareHeaderEnd);
        if (bare >= 0 && (usual < 0 || bare < usual))
            return bare + BareHeaderEnd.Length;
        return usual < 0 ? -1 : usual + HeaderEnd.Length;
    }

    /// <summary>What begins with something else than SIP, or with a line without end, is refused before it fills the memory.</summary>
    private SipReject JudgeStart(ReadOnlySpan<byte> seen)
    {
        if (_searched > limits.LineLength)
            return SipReject.None; // judged before
        var line = seen.IndexOf((byte)'\n');
        if (line < 0)
            return seen.Length > limits.LineLength ? SipReject.HeaderTooLong : SipReject.None;
        return ContainsVersion(seen[..line]) ? SipReject.None : SipReject.NotSip;
    }

    private static bool ContainsVersion(ReadOnlySpan<byte> line)
    {
        for (var i = 0; i + 4 <= line.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(line.Slice(i, 4), "SIP/"u8))
                return true;
        }

        return false;
    }

    private SipReject ReadLength(in HeaderLines lines, out int length)
    {
        length = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines.Name(i).Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                continue;
            if (length >= 0)
                return SipReject.DuplicateHeader;
            if (!int.TryParse(lines.Value(i), NumberStyles.None, CultureInfo.InvariantCulture, out length))
                return SipReject.BadContentLength;
        }

        if (length < 0)
            return SipReject.NoContentLength;
        return length > limits.BodyBytes ? SipReject.BodyTooLarge : SipReject.None;
    }

    private void MakeRoom(int wanted)
    {
        var target = Held + wanted > _held.Length ? new byte[Math.Max(_held.Length * 2, Held + wanted)] : _held;
        _held.AsSpan(_start, Held).CopyTo(target);
        (_held, _start, _end) = (target, 0, Held);
    }
}

/// <summary>What a stream is made of.</summary>
public enum StreamPart
{
    Message,

    /// <summary>Two empty lines: the peer wants to know whether we are there, and gets one back.</summary>
    Ping,

    /// <summary>One empty line: the answer to our ping, or the first half of the peer's.</summary>
    Pong,
}
