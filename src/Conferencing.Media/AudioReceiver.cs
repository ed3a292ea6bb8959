using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;

namespace Conferencing.Media;

/// <summary>What comes from one room: which source is believed, its statistics, its jitter buffer, its digits.</summary>
internal sealed class AudioReceiver
{
    /// <summary>A source silent for this long is replaced at once by another.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromMilliseconds(60);

    /// <summary>A packet is grown when it is longer than its source's usual by this, and by some bytes.</summary>
    private const double GrownFactor = 1.2;
    private const int GrownBytes = 4;

    /// <summary>Packets for which one that had grown counts.</summary>
    private const int StirringPackets = 10;

    /// <summary>Packets without voice, one after the other, that make a source voiceless: more than ever wait to be played.</summary>
    private const int VoicelessPackets = 25;

    private readonly TelephoneEvents _events = new();
    private TimestampUnwrapper _timestamps;
    private LossInterval _reportInterval;
    private bool _started;
    private uint? _candidate;
    private Tick _lastPacket;
    private double _usualLength;
    private int _stirringPackets;
    private int _voicelessPackets;
    private long _packetsOfEarlierSources;
    private LegSettings? _askedSettings;
    private byte _askedType;
    private Agreed _agreed;

    /// <summary>What was agreed on for a payload type.</summary>
    /// <param name="NoiseClockHz">Of comfort noise; null for all else.</param>
    private readonly record struct Agreed(AudioCodec? Codec, bool IsEvent, int? NoiseClockHz, bool MayReceive);

    public AudioReceiver(AudioCodec expected)
    {
        Codec = expected;
        Buffer = new JitterBuffer(new JitterBufferOptions(), expected.SampleRateHz);
        Stats = new ReceptionStats(expected.ClockRateHz);
    }

    public JitterBuffer Buffer { get; }

    public ReceptionStats Stats { get; }

    /// <summary>The believed source; of no meaning before the first packet.</summary>
    public uint Ssrc { get; private set; }

    /// <summary>What was received last; what is expected before the first packet.</summary>
    public AudioCodec Codec { get; private set; }

    /// <summary>True for a while after packets have become clearly longer than they used to be: a sign of sound in codecs of variable rate.</summary>
    public bool Stirs => _stirringPackets > 0;

    /// <summary>True once the sender's own voice detection has found nothing in any of the latest packets; never where its codec does not tell.</summary>
    public bool IsVoiceless => _voicelessPackets >= VoicelessPackets;

    /// <summary>True from comfort noise on until sound comes: the sender may send nothing for long.</summary>
    public bool IsSilentByIntent { get; private set; }

    public long PacketsReceived => _packetsOfEarlierSources + Stats.Received;

    /// <summary>Takes an RTP packet. Null when all of it was of use.</summary>
    public DropReason? Receive(in RtpHeader header, ReadOnlySpan<byte> payload, LegSettings settings, Tick now, out char? digit)
    {
        digit = null;
        var (codec, isEvent, noiseClock, mayReceive) = AgreedOn(header.PayloadType, settings);
        if (codec is null && !isEvent && noiseClock is null)
            return DropReason.UnexpectedPayloadType;
        if (!mayReceive)
            return DropReason.NotExpectedNow;
        if (header.Ssrc != Ssrc && header.Ssrc == settings.Ssrc)
            return DropReason.OwnSource;
        if (!Believe(header.Ssrc, now))
            return DropReason.SourceProbation;
        long before = Stats.Received;
        if (!Stats.TryCount(header.SequenceNumber, header.Timestamp, now, out long sequence, out bool restarted))
            return DropReason.SequenceJump;

        if (restarted)
            RestartNumbers(before);
        if (isEvent)
            return TakeEvent(payload, header.Timestamp, out digit);

        IsSilentByIntent = codec is null;
        return codec is null
            ? TakeNoise(noiseClock!.Value, sequence, header.Timestamp, payload)
            : TakeSound(codec, sequence, header.Timestamp, payload);
    }

    /// <summary>What the settings say, kept for the next packet, which is nearly always of the same type.</summary>
    private Agreed AgreedOn(byte payloadType, LegSettings settings)
    {
        if (payloadType == _askedType && ReferenceEquals(settings, _askedSettings))
            return _agreed;

        var codec = settings.CodecOf(payloadType);
        bool isEvent = payloadType == settings.TelephoneEventPayloadType;
        int? noiseClockHz = codec is null && !isEvent ? settings.NoiseClockOf(payloadType) : null;
        (_askedType, _askedSettings) = (payloadType, settings);
        return _agreed = new Agreed(codec, isEvent, noiseClockHz, settings.MayReceive);
    }

    /// <summary>The same source, by other numbers.</summary>
    private void RestartNumbers(long receivedBefore)
    {
        _packetsOfEarlierSources += receivedBefore;
        _reportInterval = default;
        Buffer.Reset();
    }

    /// <summary>The source said BYE: the next one is believed at once.</summary>
    public void EndSource() => _lastPacket = default;

    public double TakeLossFraction() => _reportInterval.Next(Stats.Expected, Stats.Received);

    private DropReason? TakeEvent(ReadOnlySpan<byte> payload, uint timestamp, out char? digit)
    {
        Buffer.ExpectSilence();
        return _events.TryReceive(payload, timestamp, out digit) ? null : DropReason.BadPayload;
    }

    /// <summary>Comfort noise: the sender is silent by intent (RFC 3389).</summary>
    private DropReason? TakeNoise(int clockRateHz, long sequence, uint timestamp, ReadOnlySpan<byte> payload)
    {
        var level = payload.IsEmpty ? payload : payload[..1];
        if (clockRateHz != Codec.ClockRateHz)
            return Refusal(Buffer.PutNoise(sequence, level));

        long at = _timestamps.Unwrap(timestamp) * (Codec.SampleRateHz / Codec.ClockRateHz);
        return Refusal(Buffer.PutNoise(sequence, at, level));
    }

    private DropReason? TakeSound(AudioCodec codec, long sequence, uint timestamp, ReadOnlySpan<byte> payload)
    {
        int samples = codec.Samples(payload);
        if (samples == 0 || samples > codec.SampleRateHz * JitterBuffer.MaxPacketMs / 1000 || payload.Length > PacketStore.MaxPayload)
            return DropReason.BadPayload;

        if (!ReferenceEquals(codec, Codec))
            ChangeCodec(codec);
        FollowLength(payload.Length);
        _voicelessPackets = codec.HasVoice(payload) == false ? _voicelessPackets + 1 : 0;
        long at = _timestamps.Unwrap(timestamp) * (codec.SampleRateHz / codec.ClockRateHz);
        return Refusal(Buffer.Put(sequence, at, codec, payload));
    }

    private static DropReason? Refusal(PutResult result) => result switch
    {
        PutResult.Stored => null,
        PutResult.Duplicate => DropReason.Duplicate,
        PutResult.Late => DropReason.Late,
        PutResult.BufferFull => DropReason.BufferFull,
        _ => throw new System.Diagnostics.UnreachableException("Every result of Put is listed."),
    };

    private void FollowLength(int length)
    {
        bool grown = length > (_usualLength * GrownFactor) + GrownBytes;
        _stirringPackets = grown ? StirringPackets : Math.Max(0, _stirringPackets - 1);
        _usualLength += (length - _usualLength) / (length < _usualLength ? 8 : 64);
    }

    /// <summary>Timestamps of another clock are no continuation of those before.</summary>
    private void ChangeCodec(AudioCodec codec)
    {
        if (codec.ClockRateHz != Codec.ClockRateHz)
        {
            _timestamps = default;
            Stats.UseClock(codec.ClockRateHz);
            Buffer.Reset();
        }

        Buffer.Tune(codec.SampleRateHz);
        Codec = codec;
    }

    /// <summary>
    /// Another source takes over when the present one has fallen silent, or with its second packet in a row: a straggler of
    /// an earlier source changes nothing.
    /// </summary>
    private bool Believe(uint ssrc, Tick now)
    {
        if (_started && ssrc == Ssrc)
        {
            _candidate = null;
            _lastPacket = now;
            return true;
        }

        if (_started && _candidate != ssrc && now - _lastPacket < Abandoned)
        {
            _candidate = ssrc;
            return false;
        }

        BeginSource(ssrc, now);
        return true;
    }

    private void BeginSource(uint ssrc, Tick now)
    {
        _packetsOfEarlierSources += Stats.Received;
        Stats.Reset();
        Buffer.Reset();
        _events.Reset();
        _timestamps = default;
        _reportInterval = default;
        IsSilentByIntent = false;
        _voicelessPackets = 0;
        _started = true;
        _candidate = null;
        _lastPacket = now;
        Ssrc = ssrc;
    }
}
