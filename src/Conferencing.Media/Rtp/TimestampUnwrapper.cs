namespace Conferencing.Media.Rtp;

/// <summary>Extends 32-bit RTP timestamps to 64 bits: each is taken as the nearest to the one before.</summary>
public struct TimestampUnwrapper
{
    private bool _started;
    private long _last;

    public long Unwrap(uint timestamp)
    {
        _last = _started ? _last + unchecked((int)(timestamp - (uint)_last)) : timestamp;
        _started = true;
        return _last;
    }
}
