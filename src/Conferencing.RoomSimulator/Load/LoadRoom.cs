using Conferencing.Bridge.Conferences;
using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;
using Conferencing.Media.Srtp;
using Conferencing.RoomSimulator.Measuring;
using Conferencing.Signalling.Calls;
using Reception = Conferencing.RoomSimulator.Measuring.Reception;

namespace Conferencing.RoomSimulator.Load;

/// <summary>One room of a load run: where it is in its loop, its stream's numbers, its keys, and what it receives. Knows no socket.</summary>
internal sealed class LoadRoom : IDisposable
{
    private const byte ComfortNoiseType = 13;
    private const long ReportIntervalNs = 5_000_000_000;

    private readonly Random _random;
    private readonly AudioCodec _codec;
    private readonly AudioDecoder? _decoder;
    private readonly MarkerEar? _ear;
    private readonly short[] _heard;
    private readonly uint _ssrc;
    private readonly string _name;
    private SrtpSender? _seal;
    private SrtpReceiver? _open;
    private ushort _sequence;
    private uint _timestamp;
    private uint _packets;
    private uint _octets;
    private bool _silent = true;
    private long _nextReportNs;
    private long _lastArrivedNs;
    private uint _remoteSsrc;
    private uint _lastSenderReport;
    private long _lastSenderReportNs;

    /// <param name="position">Where in the loop it begins.</param>
    public LoadRoom(int index, int conference, SoundLoop loop, int position, bool probes, AudioCodec codec)
    {
        _random = new Random(index + 1);
        (Index, Conference, Loop, Position, Probes, _codec) = (index, conference, loop, position, probes, codec);
        _ssrc = (uint)_random.NextInt64(1, uint.MaxValue);
        _sequence = (ushort)_random.Next(0x7FFF);
        _timestamp = (uint)_random.NextInt64(uint.MaxValue);
        _name = $"load{index}@simulator";
        _decoder = probes ? codec.NewDecoder() : null;
        _ear = probes ? new MarkerEar(codec.SampleRateHz) : null;
        _heard = probes ? new short[codec.SampleRateHz * 60 / 1000] : [];
        Reception = new Reception(codec.ClockRateHz);
    }

    public int Index { get; }

    public int Conference { get; }

    /// <summary>It sends bursts and listens for those of others.</summary>
    public bool Probes { get; }

    public SoundLoop Loop { get; }

    public int Position { get; private set; }

    public Destination Destination { get; set; }

    public Reception Reception { get; private set; }

    /// <summary>Keys that were agreed on; null for plain RTP.</summary>
    public void Protect(NegotiatedCrypto? agreed)
    {
        if (LegEncryption.Keys(agreed) is not { } keys)
            return;
        _seal = new SrtpSender(keys.Send);
        _open = new SrtpReceiver(keys.Receive);
    }

    /// <summary>The next packet of its loop; the clock runs on whether it is sent or not.</summary>
    /// <returns>False when nothing is sent in this packet's time.</returns>
    public bool TryNext(out HeldPacket packet)
    {
        bool sends = Loop[Position].Payload.Length > 0;
        packet = new HeldPacket(Index, Position, _sequence, _timestamp, Marker: _silent && sends);
        Position = (Position + 1) % Loop.Length;
        _timestamp += (uint)(_codec.ClockRateHz / 50);
        _silent = !sends || Loop[packet.Position].IsComfortNoise;
        if (sends)
            _sequence++;
        return sends;
    }

    /// <summary>Writes a packet as it leaves. Returns its length.</summary>
    public int Write(in HeldPacket packet, Span<byte> datagram)
    {
        var sound = Loop[packet.Position];
        byte type = sound.IsComfortNoise ? ComfortNoiseType : Destination.PayloadType;
        int length = RtpPacket.Write(datagram, type, packet.Marker, packet.Sequence, packet.Timestamp, _ssrc, sound.Payload);
        _packets++;
        _octets += (uint)sound.Payload.Length;
        return _seal?.SealRtp(datagram, length) ?? length;
    }

    /// <summary>A report to the bridge when one is due. Returns its length, 0 for none.</summary>
    public int WriteReport(Span<byte> datagram, long nowNs)
    {
        if (nowNs < _nextReportNs)
            return 0;
        bool isFirst = _nextReportNs == 0;
        _nextReportNs = nowNs + (long)(ReportIntervalNs * (0.5 + _random.NextDouble()));
        if (isFirst)
            return 0;
        int length = RtcpReport.Write(datagram, new RtcpReport.Sender(_ssrc, nowNs, _timestamp, _packets, _octets), Block(nowNs), _name, goodbye: false);
        return _seal?.SealRtcp(datagram, length) ?? length;
    }

    /// <summary>Takes an RTP packet of the bridge.</summary>
    /// <param name="onsetNs">When a burst begins in it, if one does.</param>
    /// <returns>Milliseconds since the packet before; null for the first.</returns>
    public double? Receive(ReadOnlySpan<byte> datagram, long arrivedNs, out long? onsetNs)
    {
        onsetNs = null;
        if (!RtpHeader.TryParse(datagram, out var header))
            return null;
        double? since = _lastArrivedNs == 0 ? null : (arrivedNs - _lastArrivedNs) / 1e6;
        _lastArrivedNs = arrivedNs;
        _remoteSsrc = header.Ssrc;
        Reception.Take(header.SequenceNumber, header.Timestamp, arrivedNs);
        if (_ear is not null)
            onsetNs = Listen(datagram, arrivedNs);
        return since;
    }

    public void ReceiveReport(ReadOnlySpan<byte> datagram, long arrivedNs)
    {
        if (_open is not null && _open.OpenRtcp(datagram, out datagram) is not null)
            return;
        if (RtcpReport.ReadSenderReportTime(datagram) is not { } time)
            return;
        _lastSenderReport = time;
        _lastSenderReportNs = arrivedNs;
    }

    public void Dispose()
    {
        _seal?.Dispose();
        _open?.Dispose();
    }

    private long? Listen(ReadOnlySpan<byte> datagram, long arrivedNs)
    {
        if (_open is not null && _open.OpenRtp(datagram, out datagram) is not null)
            return null;
        if (!RtpHeader.TryParse(datagram, out var header) || _codec.Samples(header.Payload(datagram)) is not (> 0 and int samples) || samples > _heard.Length)
            return null;
        _decoder!.Decode(header.Payload(datagram), _heard.AsSpan(0, samples));
        return _ear!.Listen(_heard.AsSpan(0, samples)) is { } offset ? arrivedNs + (offset * 1_000_000_000L / _codec.SampleRateHz) : null;
    }

    private RtcpReport.Block? Block(long nowNs)
    {
        if (Reception.Received == 0)
            return null;
        uint since = _lastSenderReport == 0 ? 0 : (uint)((nowNs - _lastSenderReportNs) / 1e9 * 65536);
        return new RtcpReport.Block(
            _remoteSsrc, Reception.TakeFractionLost(), (int)Reception.Lost, (uint)Reception.HighestSequence, (uint)Reception.Jitter, _lastSenderReport, since);
    }
}
