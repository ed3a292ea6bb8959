using System.Net;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;
using Conferencing.RoomSimulator.Measuring;
using Conferencing.RoomSimulator.Net;
using Conferencing.RoomSimulator.Sounds;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator;

/// <summary>The media of one answered call: a packet every packet time by the room's own clock, a report now and then, and what comes back measured.</summary>
internal sealed class RoomCall
{
    private const long ReportIntervalUs = 2_500_000;
    private const byte Alaw = 8;

    private readonly RoomSettings _settings;
    private readonly int _index;
    private readonly Sound _sound;
    private readonly Markers? _markers;
    private readonly MarkerEar _ear = new();
    private readonly Random _random;
    private readonly SocketAddress _rtp;
    private readonly SocketAddress _rtcp;
    private readonly bool _sendsAlaw;
    private readonly byte _payloadType;
    private readonly bool _maySend;
    private readonly uint _ssrc;
    private readonly short[] _samples;
    private readonly short[] _heard = new short[1500];
    private readonly byte[] _packet = new byte[1500];
    private double _nextSendUs;
    private long _nextReportUs;
    private ushort _sequence;
    private uint _timestamp;
    private uint _packets;
    private uint _octets;
    private uint _remoteSsrc;
    private uint _lastSenderReport;
    private long _lastSenderReportNs;

    public RoomCall(RoomSettings settings, int index, Sound sound, Markers? markers, Random random, NegotiatedAudio media, long nowUs)
    {
        _settings = settings;
        _index = index;
        _sound = sound;
        _markers = markers;
        _random = random;
        _rtp = media.RemoteRtp.Serialize();
        _rtcp = media.RemoteRtcp.Serialize();
        _sendsAlaw = media.Format.Name.Equals("PCMA", StringComparison.OrdinalIgnoreCase);
        _payloadType = (byte)media.Format.PayloadType;
        _maySend = media.MaySend;
        _ssrc = (uint)random.NextInt64(1, uint.MaxValue);
        _sequence = (ushort)random.Next(0x7FFF);
        _timestamp = (uint)random.NextInt64(uint.MaxValue);
        _samples = new short[Sound.RateHz / 1000 * settings.PtimeMs];
        // Rooms of one process share five-millisecond slots, so that it wakes up seldom.
        _nextSendUs = ((nowUs / 5000) + 1 + (index % 4)) * 5000;
        _nextReportUs = nowUs + (long)(ReportIntervalUs * random.NextDouble());
    }

    public Reception Reception { get; } = new();

    public long NextDeadlineUs => Math.Min((long)_nextSendUs, _nextReportUs);

    /// <summary>Sends what is due. A room that slept too long sends the latest packets only, like a sound card that ran over.</summary>
    public void Advance(long nowUs, UdpPort rtp, UdpPort rtcp)
    {
        double periodUs = _settings.PtimeMs * 1000 * (1 - (_settings.ClockPpm / 1e6));
        if (nowUs - _nextSendUs > 500_000) _nextSendUs = nowUs;
        while (_nextSendUs <= nowUs)
        {
            _nextSendUs += periodUs;
            SendSound(rtp);
        }
        if (nowUs >= _nextReportUs)
        {
            _nextReportUs = nowUs + (long)(ReportIntervalUs * (0.5 + _random.NextDouble()));
            SendReport(rtcp, goodbye: false);
        }
    }

    public void ReceiveRtp(ReadOnlySpan<byte> datagram, long arrivedNs)
    {
        if (!RtpHeader.TryParse(datagram, out var header) || IsLost()) return;
        // Another source is counted by itself (RFC 3550 8.2): the bridge is a new sender in each conference it moves the room to.
        if (header.Ssrc != _remoteSsrc && Reception.Received > 0) Reception.Restart();
        _remoteSsrc = header.Ssrc;
        Reception.Take(header.SequenceNumber, header.Timestamp, arrivedNs);
        if (_markers is null || header.PayloadLength > _heard.Length) return;
        var samples = _heard.AsSpan(0, header.PayloadLength);
        if (header.PayloadType == Alaw) G711.DecodeAlaw(header.Payload(datagram), samples);
        else G711.DecodeUlaw(header.Payload(datagram), samples);
        if (_ear.Listen(samples) is { } offset) _markers.Heard(_index, arrivedNs + (offset * 125_000L));
    }

    public void ReceiveRtcp(ReadOnlySpan<byte> datagram, long arrivedNs)
    {
        if (RtcpReport.ReadSenderReportTime(datagram) is not { } time) return;
        _lastSenderReport = time;
        _lastSenderReportNs = arrivedNs;
    }

    public void SendReport(UdpPort rtcp, bool goodbye)
    {
        var sender = new RtcpReport.Sender(_ssrc, WallClock.NowNs(), _timestamp, _packets, _octets);
        int length = RtcpReport.Write(_packet, sender, ReportBlock(sender.WallClockNs), $"{_settings.Name}@simulator", goodbye);
        rtcp.Send(_packet.AsSpan(0, length), _rtcp);
    }

    private RtcpReport.Block? ReportBlock(long nowNs)
    {
        if (Reception.Received == 0) return null;
        uint since = _lastSenderReport == 0 ? 0 : (uint)((nowNs - _lastSenderReportNs) / 1e9 * 65536);
        return new RtcpReport.Block(
            _remoteSsrc, Reception.TakeFractionLost(), (int)Reception.Lost, (uint)Reception.HighestSequence, (uint)Reception.Jitter, _lastSenderReport, since);
    }

    private void SendSound(UdpPort rtp)
    {
        _sound.Fill(_samples);
        _markers?.Fill(_index, _samples, WallClock.NowNs());
        var payload = _packet.AsSpan(RtpHeader.FixedSize, _samples.Length);
        if (_sendsAlaw) G711.EncodeAlaw(_samples, payload);
        else G711.EncodeUlaw(_samples, payload);
        int length = RtpPacket.Write(_packet, _payloadType, marker: _packets == 0, _sequence++, _timestamp, _ssrc, payload);
        _timestamp += (uint)_samples.Length;
        if (!_maySend || IsLost()) return;
        _packets++;
        _octets += (uint)payload.Length;
        rtp.Send(_packet.AsSpan(0, length), _rtp);
    }

    private bool IsLost() => _settings.LossPercent > 0 && _random.NextDouble() * 100 < _settings.LossPercent;
}
