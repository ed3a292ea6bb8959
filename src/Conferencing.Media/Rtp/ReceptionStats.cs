using Conferencing.Media.Rtp.Rtcp;

namespace Conferencing.Media.Rtp;

/// <summary>What RFC 3550 wants known about one received source: sequence check (A.1), loss (A.3), jitter (A.8).</summary>
public sealed class ReceptionStats
{
    /// <summary>A larger step forward is a jump, not loss (A.1 MAX_DROPOUT).</summary>
    private const int MaxDropout = 3000;

    /// <summary>A larger step back is a jump, not reordering (A.1 MAX_MISORDER).</summary>
    private const int MaxMisorder = 100;

    private int _clockRateHz;
    private SequenceUnwrapper _sequence;
    private bool _started;
    private bool _timed;
    private long _base;
    private int _suspect;
    private long _lastTransit;
    private double _jitter;
    private LossInterval _rtcpInterval;

    public ReceptionStats(int clockRateHz)
    {
        _clockRateHz = clockRateHz;
        Reset();
    }

    /// <summary>Packets of this source, duplicates included.</summary>
    public long Received { get; private set; }

    public long Expected => _started ? _sequence.Highest - _base + 1 : 0;

    /// <summary>Interarrival jitter, RTP timestamp units.</summary>
    public double Jitter => _jitter;

    public double JitterMs => _jitter * 1000 / _clockRateHz;

    /// <summary>Timestamps are of another clock from now on; jitter is measured anew.</summary>
    public void UseClock(int clockRateHz)
    {
        _clockRateHz = clockRateHz;
        _jitter = 0;
        _timed = false;
    }

    /// <summary>Forgets the source; the clock rate stays.</summary>
    public void Reset()
    {
        _sequence = default;
        _started = false;
        _timed = false;
        _suspect = -1;
        _jitter = 0;
        Received = 0;
        _rtcpInterval = default;
    }

    /// <summary>Counts a packet. False: its number is a jump that the next packet must confirm; nothing else changed.</summary>
    /// <param name="restarted">True when the source began anew at this number; what was stored under old numbers is void.</param>
    public bool TryCount(ushort sequenceNumber, uint timestamp, Tick arrival, out long extended, out bool restarted)
    {
        restarted = false;
        extended = _sequence.Extend(sequenceNumber);
        long step = extended - _sequence.Highest;
        if (_started && (step >= MaxDropout || step <= -MaxMisorder))
        {
            if (sequenceNumber != _suspect)
            {
                _suspect = (ushort)(sequenceNumber + 1);
                return false;
            }

            Reset();
            restarted = true;
        }

        Count(sequenceNumber, timestamp, arrival, out extended);
        return true;
    }

    /// <summary>The block for a report now, with the interval since the last such block (RFC 3550 6.4.1).</summary>
    public ReportBlock Report(uint ssrc, uint lastSr, uint delaySinceLastSr)
    {
        double fraction = _rtcpInterval.Next(Expected, Received);
        return new ReportBlock
        {
            Ssrc = ssrc,
            FractionLost = (byte)(fraction * 256),
            CumulativeLost = (int)Math.Clamp(Expected - Received, -0x800000, 0x7FFFFF),
            HighestSequence = (uint)_sequence.Highest,
            Jitter = (uint)_jitter,
            LastSr = lastSr,
            DelaySinceLastSr = delaySinceLastSr,
        };
    }

    private void Count(ushort sequenceNumber, uint timestamp, Tick arrival, out long extended)
    {
        extended = _sequence.Unwrap(sequenceNumber);
        _suspect = -1;
        Received++;

        long arrivalUnits = arrival.Nanoseconds / 1000 * _clockRateHz / 1_000_000;
        long transit = unchecked((int)((uint)arrivalUnits - timestamp));
        if (!_started)
        {
            _started = true;
            _base = extended;
        }

        if (_timed)
        {
            // A.8; the difference is taken on 32 bits as timestamps wrap.
            long difference = Math.Abs((long)unchecked((int)(transit - _lastTransit)));
            _jitter += (difference - _jitter) / 16;
        }

        _timed = true;
        _lastTransit = transit;
    }
}
