namespace Conferencing.Media;

/// <summary>
/// Receives RFC 4733 telephone events: each press is told once, at the first packet of it that arrives, however many of its
/// updates and of its three end packets are lost, repeated or late.
/// </summary>
public sealed class TelephoneEvents
{
    /// <summary>Bytes of one event in a payload (RFC 4733 2.3).</summary>
    private const int EventSize = 4;

    /// <summary>A longer event is cut into segments of this many timestamp units (RFC 4733 2.5.1.3).</summary>
    private const int SegmentDuration = 0xFFFF;

    /// <summary>An event further back than this is no late packet but follows a jump of the sender's clock: 10 s at 8 kHz, 1.7 s at 48 kHz.</summary>
    private const int Stale = 80_000;

    private const string Digits = "0123456789*#ABCD";

    private bool _any;
    private uint _timestamp;
    private byte _event;
    private bool _ended;

    /// <summary>Forgets the source: its next event is new whatever its timestamp.</summary>
    public void Reset() => _any = false;

    /// <summary>False when the payload is none of RFC 4733. <paramref name="digit"/> is set when a digit was newly pressed.</summary>
    public bool TryReceive(ReadOnlySpan<byte> payload, uint timestamp, out char? digit)
    {
        digit = null;
        if (payload.Length < EventSize)
            return false;

        byte code = payload[0];
        bool end = (payload[1] & 0x80) != 0;
        int step = unchecked((int)(timestamp - _timestamp));
        if (_any && step == 0)
        {
            _ended |= end;
            return true;
        }

        if (_any && step is < 0 and > -Stale)
            return true;

        bool nextSegment = _any && !_ended && code == _event && step == SegmentDuration;
        _any = true;
        _timestamp = timestamp;
        _event = code;
        _ended = end;
        if (!nextSegment && code < Digits.Length)
            digit = Digits[code];
        return true;
    }
}
