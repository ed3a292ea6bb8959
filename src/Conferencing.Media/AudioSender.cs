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
    /// <summary>Encoded sound that does not fill a packet yet; one byte is one sample.</summary>
    private readonly byte[] _waiting = new byte[(60 * AudioCoding.SampleRateHz / 1000) + AudioCoding.FrameSamples];

    private readonly LegId _leg;
    private readonly uint _timestampOffset;
    private LegSettings _settings;
    private int _waitingCount;
    private ushort _sequence;
    private bool _marker = true;

    public AudioSender(LegId leg, LegSettings settings, Random random)
    {
        _leg = leg;
        _settings = Checked(settings);
        _timestampOffset = (uint)random.NextInt64(1L << 32);

        // In the lower half, so that a receiver has seen numbers grow before they wrap.
        _sequence = (ushort)random.Next(1 << 15);
    }

    public uint PacketCount { get; private set; }

    public uint OctetCount { get; private set; }

    public uint TimestampAt(long mediaTime) => unchecked(_timestampOffset + (uint)mediaTime);

    /// <summary>Sends what waits as a shorter packet, then goes on by other settings.</summary>
    /// <param name="mediaTime">Of the next frame, samples since the conference began.</param>
    public void Change(LegSettings settings, long mediaTime, Outbox outbox)
    {
        if (_waitingCount > 0)
            Emit(_waiting.AsSpan(0, _waitingCount), mediaTime - _waitingCount, outbox);
        _waitingCount = 0;
        _settings = Checked(settings) with { Ssrc = _settings.Ssrc };

        // What is sent after a pause begins a talkspurt (RFC 3551 4.1).
        _marker |= !settings.MaySend;
    }

    /// <summary>Sends one encoded frame that begins at <paramref name="mediaTime"/>.</summary>
    public void Send(ReadOnlySpan<byte> frame, long mediaTime, Outbox outbox)
    {
        int packet = _settings.SendPtimeMs * AudioCoding.SampleRateHz / 1000;
        if (packet == frame.Length && _waitingCount == 0)
        {
            Emit(frame, mediaTime, outbox);
            return;
        }

        frame.CopyTo(_waiting.AsSpan(_waitingCount));
        long begin = mediaTime - _waitingCount;
        int count = _waitingCount + frame.Length;
        int sent = 0;
        for (; count - sent >= packet; sent += packet)
            Emit(_waiting.AsSpan(sent, packet), begin + sent, outbox);

        _waiting.AsSpan(sent, count - sent).CopyTo(_waiting);
        _waitingCount = count - sent;
    }

    private static LegSettings Checked(LegSettings settings) => settings.SendPtimeMs is >= 10 and <= 60
        ? settings
        : throw new UnreachableException("A packet time is agreed on within 10 to 60 ms.");

    private void Emit(ReadOnlySpan<byte> payload, long mediaTime, Outbox outbox)
    {
        var datagram = outbox.Reserve(RtpHeader.FixedSize + payload.Length);
        int length = RtpPacket.Write(
            datagram, _settings.SendPayloadType, _marker, _sequence, TimestampAt(mediaTime), _settings.Ssrc, payload);
        outbox.Commit(_leg, isRtcp: false, length);
        _marker = false;
        _sequence = unchecked((ushort)(_sequence + 1));
        PacketCount = unchecked(PacketCount + 1);
        OctetCount = unchecked(OctetCount + (uint)payload.Length);
    }
}
