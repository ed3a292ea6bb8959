namespace Conferencing.RoomSimulator.Measuring;

/// <summary>What one room receives, from sequence numbers, timestamps and arrival times (RFC 3550 6.4.1, A.3, A.8).</summary>
internal sealed class Reception(int clockRateHz = 8000)
{
    private readonly double _timestampUnitNs = 1e9 / clockRateHz;
    private bool _any;
    private long _highest;
    private long _base;
    private long _lastArrivedNs;
    private double _lastTransit;
    private long _expectedAtReport;
    private long _receivedAtReport;

    public long Received { get; private set; }

    public long HighestSequence => _highest;

    public long Expected => _any ? _highest - _base + 1 : 0;

    /// <summary>Negative when packets came twice.</summary>
    public long Lost => Expected - Received;

    /// <summary>In timestamp units.</summary>
    public double Jitter { get; private set; }

    /// <summary>Longest time between two packets, milliseconds.</summary>
    public double WorstGapMs { get; private set; }

    public int GapsOver30Ms { get; private set; }

    public int GapsOver60Ms { get; private set; }

    public void Take(ushort sequence, uint timestamp, long arrivedNs)
    {
        if (!_any)
        {
            _any = true;
            _highest = _base = sequence;
        }
        else
        {
            MeasureGap((arrivedNs - _lastArrivedNs) / 1e6);
            _highest = Math.Max(_highest, _highest + (short)(sequence - (ushort)_highest));
        }
        Received++;
        MeasureJitter((arrivedNs / _timestampUnitNs) - timestamp);
        _lastArrivedNs = arrivedNs;
    }

    /// <summary>Begins a new count with the next packet; the clocks go on.</summary>
    public void Restart()
    {
        _any = false;
        Received = 0;
        _expectedAtReport = _receivedAtReport = 0;
        WorstGapMs = GapsOver30Ms = GapsOver60Ms = 0;
    }

    /// <summary>Parts of 256 lost since the last call, for a report block.</summary>
    public byte TakeFractionLost()
    {
        long expected = Expected - _expectedAtReport;
        long lost = expected - (Received - _receivedAtReport);
        _expectedAtReport = Expected;
        _receivedAtReport = Received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, lost * 256 / expected);
    }

    private void MeasureGap(double gapMs)
    {
        WorstGapMs = Math.Max(WorstGapMs, gapMs);
        if (gapMs > 30) GapsOver30Ms++;
        if (gapMs > 60) GapsOver60Ms++;
    }

    private void MeasureJitter(double transit)
    {
        double difference = Math.Abs(transit - _lastTransit);
        _lastTransit = transit;
        // A jump of the timestamp itself is no jitter.
        if (difference < clockRateHz) Jitter += (difference - Jitter) / 16;
    }
}
