namespace Conferencing.Media.Rtp;

/// <summary>Loss since the last time one asked (RFC 3550 A.3).</summary>
public struct LossInterval
{
    private long _expected;
    private long _received;

    /// <summary>Fraction lost since the call before, 0 to 255/256; 0 when nothing was expected or duplicates outnumber losses.</summary>
    public double Next(long expected, long received)
    {
        long expectedNow = expected - _expected;
        long lost = expectedNow - (received - _received);
        _expected = expected;
        _received = received;
        return expectedNow <= 0 || lost <= 0 ? 0 : Math.Min((double)lost / expectedNow, 255 / 256.0);
    }
}
