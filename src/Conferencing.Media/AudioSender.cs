using System.Diagnostics;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;

namespace Conferencing.Media;

/// <summary>
/// What goes to one room: encoded frames cut into packets of the room's packet time. Sequence numbers and timestamps run on
/// over everything that happens to the leg; while nothing may be sent only the media clock runs.
/// </summary>
internal sealed class AudioSender
{
    /// <summary>The longest packet time, milliseconds.</summary>
    private const int MaxPtimeMs = 60;

    /// <summary>Encoded sound that does not fill a packet yet: less than a packet, and a frame.</summary>
    private byte[] _waiting = [];

    private readonly LegId _leg;
    private uint _timestampOffset;
    private LegSettings _settings;
    private int _waitingCount;
    private ushort _sequence;
    private bool _marker = true;

    public AudioSender(LegId leg, LegSettings settings, Random random)
    {
        _leg = leg;
        _settings = settings;
        Use(settings);
        _timestampOffset = (uint)random.NextInt64(1L << 32);

        // In the lower half, so that a receiver has seen numbers grow before they wrap.
        _sequence = (ushort)random.Next(1 << 15);
    }

    public uint PacketCount { get; private set; }

    public uint OctetCount { get; private set; }

    /// <param name="mediaTime">Frames since the conference began.</param>
    public uint TimestampAt(long mediaTime) => unchecked(_timestampOffset + (uint)(mediaTime * FrameUnits));

    /// <summary>RTP timestamp units of a frame.</summary>
    private int FrameUnits => _settings.SendCodec.ClockRateHz / 50;

    /// <summary>Sends what waits as a shorter packet, then goes on by other settings.</summary>
    /// <param name="mediaTime">Of the next frame.</param>
    public void Change(LegSettings settings, long mediaTime, Outbox outbox)
    {
        uint timestamp = TimestampAt(mediaTime);
        if (_waitingCount > 0)
            Emit(_waiting.AsSpan(0, _waitingCount), timestamp - Units(_waitingCount), outbox);
        _waitingCount = 0;
        Use(settings with { Ssrc = _settings.Ssrc });

        // Timestamps go on from where they are, whatever clock they run on now.
        _timestampOffset = unchecked(_timestampOffset + (timestamp - TimestampAt(mediaTime)));

        // What is sent after a pause begins a talkspurt (RFC 3551 4.1).
        _marker |= !settings.MaySend;
    }

    /// <summary>Sends one encoded frame that begins at <paramref name="mediaTime"/>; nothing when it is empty, as the codec wishes.</summary>
    public void Send(ReadOnlySpan<byte> frame, long mediaTime, Outbox outbox)
    {
        int packet = _settings.SendCodec.FrameBytes * _settings.SendPtimeMs / 20;
        if (frame.IsEmpty)
            _marker = true;
        else if (packet == 0 || (packet == frame.Length && _waitingCount == 0))
            Emit(frame, TimestampAt(mediaTime), outbox);
        else
            Cut(frame, packet, TimestampAt(mediaTime), outbox);
    }

    /// <summary>Cuts packets of another length out of what waits and the frame.</summary>
    private void Cut(ReadOnlySpan<byte> frame, int packet, uint timestamp, Outbox outbox)
    {
        frame.CopyTo(_waiting.AsSpan(_waitingCount));
        uint begin = timestamp - Units(_waitingCount);
        int count = _waitingCount + frame.Length;
        int sent = 0;
        for (; count - sent >= packet; sent += packet)
            Emit(_waiting.AsSpan(sent, packet), begin + Units(sent), outbox);

        _waiting.AsSpan(sent, count - sent).CopyTo(_waiting);
        _waitingCount = count - sent;
    }

    private uint Units(int bytes) => (uint)(bytes * FrameUnits / _settings.SendCodec.FrameBytes);

    private void Use(LegSettings settings)
    {
        if (settings.SendPtimeMs is < 10 or > MaxPtimeMs)
            throw new UnreachableException("A packet time is agreed on within 10 to 60 ms.");

        _settings = settings;
        int most = settings.SendCodec.FrameBytes * ((MaxPtimeMs / 20) + 1);
        if (_waiting.Length < most)
            _waiting = new byte[most];
    }

    private void Emit(ReadOnlySpan<byte> payload, uint timestamp, Outbox outbox)
    {
        var datagram = outbox.Reserve(RtpHeader.FixedSize + payload.Length);
        int length = RtpPacket.Write(
            datagram, _settings.SendPayloadType, _marker, _sequence, timestamp, _settings.Ssrc, payload);
        outbox.Commit(_leg, isRtcp: false, length);
        _marker = false;
        _sequence = unchecked((ushort)(_sequence + 1));
        PacketCount = unchecked(PacketCount + 1);
        OctetCount = unchecked(OctetCount + (uint)payload.Length);
    }
}
