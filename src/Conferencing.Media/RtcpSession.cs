using System.Text;
using Conferencing.Media.Rtp;
using Conferencing.Media.Rtp.Rtcp;

namespace Conferencing.Media;

/// <summary>
/// RTCP with one room: reports out at random intervals, reports in (RFC 3550 6). Extended reports (RFC 3611) are read whether asked for or
/// not, and a clock in them is answered; our own goes out only where it was agreed on and we send no SR.
/// </summary>
internal sealed class RtcpSession
{
    /// <summary>Mean time between reports (RFC 3550 6.2).</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>What the room said of our sound is true no longer: five intervals (RFC 3550 6.3.5).</summary>
    private static readonly TimeSpan Stale = 5 * Interval;

    /// <summary>The first comes soon, so that the round trip is known early.</summary>
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);

    /// <summary>SR with one block, SDES with the longest CNAME, XR, BYE.</summary>
    private const int MaxSize = 52 + 268 + ExtendedReport.MaxSize + 8;

    private readonly LegId _leg;
    private readonly uint _ssrc;
    private readonly byte[] _canonicalName;
    private readonly Random _random;
    private Tick _nextReport;
    private uint _sentAtLastReport;
    private uint _sentAtReportBefore;
    private long _receivedAtLastReport;
    private uint _lastSr;
    private uint _lastSrSource;
    private Tick _lastSrArrival;
    private Tick _learntAt;
    private (uint Ssrc, uint Reference, Tick Arrival)? _toAnswer;

    public RtcpSession(LegId leg, LegSettings settings, Random random, Tick now)
    {
        _leg = leg;
        _ssrc = settings.Ssrc;
        _canonicalName = Encoding.UTF8.GetBytes(settings.CanonicalName);
        _random = random;
        _nextReport = now + (FirstInterval * (0.5 + random.NextDouble()));
    }

    /// <summary>What the room says of our sound, 0 to 1, since its report before; null until it said anything.</summary>
    public double? SentLossFraction { get; private set; }

    /// <summary>RTP timestamp units.</summary>
    public uint? SentJitter { get; private set; }

    public TimeSpan? RoundTrip { get; private set; }

    /// <summary>True when extended reports were agreed on.</summary>
    public bool MayExtend { get; set; }

    /// <summary>What the room told last of how it hears us; null until it did.</summary>
    public VoipMetrics? FarEnd { get; private set; }

    public StatisticsSummary? FarCounts { get; private set; }

    /// <summary>Sends a report when it is time for one.</summary>
    public void Advance(AudioSender sender, AudioReceiver receiver, uint timestamp, Tick now, Outbox outbox)
    {
        if (now < _nextReport)
            return;

        if (now - _learntAt > Stale)
            (SentLossFraction, SentJitter, RoundTrip, FarEnd, FarCounts) = (null, null, null, null, null);
        Send(sender, receiver, timestamp, now, goodbye: false, outbox);

        // Between half and one and a half of the mean; the divisor e − 3/2 makes up for reconsideration (RFC 3550 6.3.1).
        _nextReport = now + (Interval * (0.5 + _random.NextDouble()) / (Math.E - 1.5));
    }

    public void Send(AudioSender sender, AudioReceiver receiver, uint timestamp, Tick now, bool goodbye, Outbox outbox)
    {
        var datagram = outbox.Reserve(MaxSize);
        var block = Block(receiver, now);
        bool sends = sender.PacketCount != _sentAtReportBefore;
        int length = sends
            ? SenderReportOf(sender, timestamp, now).Write(datagram, block)
            : new ReceiverReport { Ssrc = _ssrc }.Write(datagram, block);
        length += SourceDescription.Write(datagram[length..], _ssrc, _canonicalName);
        length += ExtendedReport.Write(datagram[length..], _ssrc, MayExtend && !sends ? NtpTime.FromTick(now) : null, Answer(now));
        if (goodbye)
            length += Goodbye.Write(datagram[length..], _ssrc);

        outbox.Commit(_leg, isRtcp: true, length);
        _sentAtReportBefore = _sentAtLastReport;
        _sentAtLastReport = sender.PacketCount;
    }

    /// <summary>Takes a compound that came from the room. Null when it was well-formed.</summary>
    public DropReason? Receive(ReadOnlySpan<byte> datagram, AudioReceiver receiver, Tick now)
    {
        if (!RtcpCompound.TryParse(datagram, out var compound))
            return DropReason.BadRtcp;

        bool understood = false;
        while (compound.TryNext(out var part))
            understood |= Take(part, receiver, now);
        return understood ? null : DropReason.BadRtcp;
    }

    private bool Take(in RtcpPart part, AudioReceiver receiver, Tick now)
    {
        switch (part.Header.Type)
        {
            case RtcpType.SenderReport:
                if (!SenderReport.TryParse(part, out var report, out var senderBlocks))
                    return false;
                if (report.Ssrc == receiver.Ssrc)
                    (_lastSr, _lastSrSource, _lastSrArrival) = (report.Ntp.Middle, report.Ssrc, now);
                Learn(senderBlocks, part.Header.Count, now);
                return true;
            case RtcpType.ReceiverReport:
                if (!ReceiverReport.TryParse(part, out _, out var blocks))
                    return false;
                Learn(blocks, part.Header.Count, now);
                return true;
            case RtcpType.Goodbye:
                if (Goodbye.Names(part, receiver.Ssrc))
                    receiver.EndSource();
                return true;
            case RtcpType.ExtendedReport:
                if (!ExtendedReport.TryParse(part, out var extended))
                    return false;
                while (extended.TryNext(out var block))
                    Take(extended.Ssrc, block, now);
                return true;
            default:
                // SDES, feedback and application packets are allowed and of no use here.
                return part.Header.Type is >= RtcpType.SourceDescription and <= RtcpType.PayloadFeedback;
        }
    }

    private void Take(uint from, in ExtendedBlock block, Tick now)
    {
        if (ExtendedReport.TryReadReferenceTime(block, out var time))
            _toAnswer = (from, time.Middle, now);
        else if (ExtendedReport.TryFindDelay(block, _ssrc, out uint reference, out uint delay))
            (RoundTrip, _learntAt) = (NtpTime.RoundTrip(NtpTime.FromTick(now), reference, delay) ?? RoundTrip, now);
        else if (VoipMetrics.TryParse(block, out var metrics) && metrics.Ssrc == _ssrc)
            (FarEnd, _learntAt) = (metrics, now);
        else if (StatisticsSummary.TryParse(block, out var counts) && counts.Ssrc == _ssrc)
            (FarCounts, _learntAt) = (counts, now);
    }

    /// <summary>The answer to the room's clock, once.</summary>
    private (uint Ssrc, uint LastReference, uint Delay)? Answer(Tick now)
    {
        if (_toAnswer is not { } asked)
            return null;

        _toAnswer = null;
        return (asked.Ssrc, asked.Reference, (uint)((now - asked.Arrival).TotalSeconds * 65536));
    }

    private void Learn(ReadOnlySpan<byte> blocks, int count, Tick now)
    {
        if (!ReportBlock.TryFind(blocks, count, _ssrc, out var block))
            return;

        _learntAt = now;
        SentLossFraction = block.FractionLost / 256.0;
        SentJitter = block.Jitter;
        RoundTrip = NtpTime.RoundTrip(NtpTime.FromTick(now), block.LastSr, block.DelaySinceLastSr) ?? RoundTrip;
    }

    private SenderReport SenderReportOf(AudioSender sender, uint timestamp, Tick now) => new()
    {
        Ssrc = _ssrc,
        Ntp = NtpTime.FromTick(now),
        RtpTimestamp = timestamp,
        PacketCount = sender.PacketCount,
        OctetCount = sender.OctetCount,
    };

    /// <summary>About the room's source, if it was heard since the last report.</summary>
    private ReportBlock? Block(AudioReceiver receiver, Tick now)
    {
        if (receiver.PacketsReceived == _receivedAtLastReport)
            return null;

        _receivedAtLastReport = receiver.PacketsReceived;
        uint lastSr = _lastSrSource == receiver.Ssrc ? _lastSr : 0;
        uint delay = lastSr == 0 ? 0 : (uint)((now - _lastSrArrival).TotalSeconds * 65536);
        return receiver.Stats.Report(receiver.Ssrc, lastSr, delay);
    }
}
