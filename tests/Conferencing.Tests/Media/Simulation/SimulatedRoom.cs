using System.Collections.Immutable;
using Conferencing.Media;
using Conferencing.Media.Audio;
using Conferencing.Media.Rtp;
using Conferencing.Media.Rtp.Rtcp;
using Conferencing.Media.Srtp;

namespace Conferencing.Tests.Media.Simulation;

/// <summary>A room that sends a steady tone and records what it hears, and checks every datagram it is sent.</summary>
internal sealed class SimulatedRoom
{
    public const byte TelephoneEvent = 101;

    /// <summary>Every codec the core has of its own, and the payload type it is sent under.</summary>
    public static readonly ImmutableArray<PayloadFormat> Formats =
        [new(8, AudioCodec.Pcma), new(0, AudioCodec.Pcmu), new(9, AudioCodec.G722), new(96, AudioCodec.L16)];

    private readonly Random _random;
    private readonly List<short> _heard = [];
    private (AudioCodec Of, AudioEncoder Encoder) _encoder = (AudioCodec.Pcma, AudioCodec.Pcma.NewEncoder());
    private (AudioCodec Of, AudioDecoder Decoder) _decoder = (AudioCodec.Pcma, AudioCodec.Pcma.NewDecoder());
    private ((double Amplitude, int RateHz) Of, short[] Sound) _second;
    private Queue<short>? _returned;
    private double _returnFactor;
    private long _millisecondsMade;
    private double _nextSendNs;
    private ushort _sequence;
    private uint _timestamp;
    private uint _ssrc;
    private ushort? _lastSequence;
    private uint _expectedTimestamp;
    private uint _lastSrMiddle;
    private long _lastSrAt;

    public SimulatedRoom(LegId leg, int frequencyHz, Random random)
    {
        Leg = leg;
        FrequencyHz = frequencyHz;
        _random = random;
        _ssrc = (uint)random.NextInt64(1L << 32);
        _sequence = (ushort)random.Next(1 << 16);
        _timestamp = (uint)random.NextInt64(1L << 32);
        _nextSendNs = random.Next(20_000_000);
    }

    public LegId Leg { get; }

    public int FrequencyHz { get; set; }

    public double Amplitude { get; set; } = 1000;

    /// <summary>Peak of the white noise over its tone.</summary>
    public int Hiss { get; set; }

    /// <summary>What it sends over and over instead of its tone, at the rate of its codec.</summary>
    public short[]? Sound { get; set; }

    /// <summary>Packet time of the room; may change between packets.</summary>
    public int PtimeMs { get; set; } = 20;

    /// <summary>How fast the room's clock runs, parts per million.</summary>
    public double DriftPpm { get; set; }

    public AudioCodec Codec { get; set; } = AudioCodec.Pcma;

    public LineQuality Line { get; set; } = LineQuality.Clean;

    /// <summary>Its line lost the last datagram.</summary>
    public bool IsLosing { get; set; }

    /// <summary>False while the room sends no RTP but its clock runs on.</summary>
    public bool Sends { get; set; } = true;

    public bool Muted { get; set; }

    public int PacketsHeard { get; private set; }

    public int RtcpHeard { get; private set; }

    /// <summary>Answers (RFC 3611 4.5) that it was sent as source 77, and when.</summary>
    public List<(long AtNs, uint Ssrc, uint Reference, uint Delay)> DelaysHeard { get; } = [];

    /// <summary>Clocks that it was told (RFC 3611 4.4).</summary>
    public int ClocksHeard { get; private set; }

    /// <summary>Answers them at once.</summary>
    public bool AnswersClocks { get; set; }

    /// <summary>An answer to be sent next.</summary>
    public byte[]? ToSend { get; set; }

    /// <summary>A codec that the core knows nothing of goes under the type 97.</summary>
    public static byte PayloadTypeOf(AudioCodec codec) => FormatsWith(codec).First(format => format.Codec == codec).PayloadType;

    /// <summary>The core's formats, and that of a codec that is not among them.</summary>
    public static ImmutableArray<PayloadFormat> FormatsWith(AudioCodec codec) =>
        Formats.Any(format => format.Codec == codec) ? Formats : Formats.Add(new PayloadFormat(97, codec));

    /// <summary>What was heard since the last <see cref="Listen"/>, at the rate of the codec it came in.</summary>
    public ReadOnlySpan<short> Heard => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_heard);

    public LegSettings Settings { get; set; } = null!;

    /// <summary>What the room seals its packets with; null when it sends them plain.</summary>
    public SrtpSender? Seal { get; set; }

    /// <summary>What it opens the bridge's packets with.</summary>
    public SrtpReceiver? Opener { get; set; }

    /// <summary>Encrypts both ways, with keys from the seed.</summary>
    public void Protect(SrtpSuite suite)
    {
        var keys = new SrtpKeys(NewKey(suite), NewKey(suite));
        Settings = Settings with { Protection = keys };
        Seal = new SrtpSender(keys.Receive);
        Opener = new SrtpReceiver(keys.Send);
    }

    /// <summary>How much of a frequency was heard.</summary>
    public double Hears(double frequencyHz) => Goertzel.Amplitude(Heard, frequencyHz, Settings.SendCodec.SampleRateHz);

    /// <summary>Sends a sound from its beginning, over and over.</summary>
    public void Begin(short[] sound) => (Sound, _millisecondsMade) = (sound, 0);

    /// <summary>From now on its loudspeaker is heard by its microphone, over its noise. Where it hears and sends 8 kHz.</summary>
    public void Returns(int delayMs, double gainDb, short[]? noise)
    {
        _returned = double.IsNegativeInfinity(gainDb) ? null : new Queue<short>(new short[8 * delayMs]);
        _returnFactor = Math.Pow(10, gainDb / 20);
        if (_returned is not null)
            Sound = noise ?? new short[8000];
    }

    /// <summary>Forgets what was heard.</summary>
    public void Listen() => _heard.Clear();

    /// <summary>The device restarts: another source with other numbers.</summary>
    public void Restart()
    {
        _ssrc = (uint)_random.NextInt64(1L << 32);
        _sequence = (ushort)_random.Next(1 << 16);
        _timestamp = (uint)_random.NextInt64(1L << 32);
    }

    /// <summary>Resumes after a hold: same source, next number, a timestamp that leapt.</summary>
    public void JumpTimestamp(int by) => _timestamp = unchecked(_timestamp + (uint)by);

    /// <summary>Sends whatever is due.</summary>
    public void SendDue(long nowNs, Action<byte[], long> transmit)
    {
        while (_nextSendNs <= nowNs)
        {
            if (Sends)
                transmit(NextPacket(PtimeMs * Codec.SampleRateHz / 1000), (long)_nextSendNs);
            _timestamp = unchecked(_timestamp + (uint)(PtimeMs * Codec.ClockRateHz / 1000));
            _millisecondsMade += PtimeMs;
            _nextSendNs += PtimeMs * 1e6 * (1 - (DriftPpm * 1e-6));
        }
    }

    private SrtpKey NewKey(SrtpSuite suite)
    {
        var material = new byte[suite.KeySize() + suite.SaltSize()];
        _random.NextBytes(material);
        return new SrtpKey(suite, material);
    }

    public byte[] ReceiverReport(long nowNs)
    {
        var datagram = new byte[200];
        var block = new ReportBlock
        {
            Ssrc = Settings.Ssrc,
            LastSr = _lastSrMiddle,
            DelaySinceLastSr = (uint)((nowNs - _lastSrAt) / 1e9 * 65536),
        };
        int length = new ReceiverReport { Ssrc = _ssrc }.Write(datagram, block);
        length += SourceDescription.Write(datagram.AsSpan(length), _ssrc, "room"u8);
        length = Seal?.SealRtcp(datagram, length) ?? length;
        return datagram[..length];
    }

    public byte[] Digit(byte code, ushort duration, bool end, uint? timestamp = null) => Packet(
        TelephoneEvent, timestamp ?? _timestamp, [code, (byte)(end ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration]);

    /// <summary>RFC 3389 comfort noise that tells a level.</summary>
    public byte[] Noise(int dbov, byte payloadType = 13)
    {
        ToldNoise = true;
        return Packet(payloadType, _timestamp, [(byte)-dbov]);
    }

    /// <summary>It told of noise once.</summary>
    public bool ToldNoise { get; private set; }

    /// <summary>What it sends is not to be believed.</summary>
    public bool IsStranger { get; set; }

    public uint Timestamp => _timestamp;

    /// <summary>Takes a datagram from the bridge: RTP is checked for unbroken numbers and recorded.</summary>
    public void Receive(ReadOnlySpan<byte> datagram, bool isRtcp, long nowNs)
    {
        Assert.InRange(datagram.Length, 1, RtpPacket.MaxDatagram);
        if (Opener is not null)
            Assert.Null(isRtcp ? Opener.OpenRtcp(datagram, out datagram) : Opener.OpenRtp(datagram, out datagram));
        if (isRtcp)
        {
            ReceiveRtcp(datagram, nowNs);
            return;
        }

        Assert.True(RtpHeader.TryParse(datagram, out var header));
        Assert.Equal(Settings.Ssrc, header.Ssrc);
        Assert.Equal(Settings.SendPayloadType, header.PayloadType);
        if (_lastSequence is not null)
        {
            Assert.Equal((ushort)(_lastSequence + 1), header.SequenceNumber);
            if (header.Marker)
                Assert.True((int)(header.Timestamp - _expectedTimestamp) >= 0, "Time runs on while nothing is sent.");
            else
                Assert.Equal(_expectedTimestamp, header.Timestamp);
        }

        var codec = Settings.SendCodec;
        if (_decoder.Of != codec)
            _decoder = (codec, codec.NewDecoder());
        var samples = new short[codec.Samples(header.Payload(datagram))];
        _decoder.Decoder.Decode(header.Payload(datagram), samples);
        _heard.AddRange(samples);
        foreach (short sample in _returned is null ? [] : samples)
            _returned!.Enqueue(sample);
        _lastSequence = header.SequenceNumber;
        _expectedTimestamp = unchecked(header.Timestamp + (uint)(samples.Length * codec.ClockRateHz / codec.SampleRateHz));
        PacketsHeard++;
    }

    private void ReceiveRtcp(ReadOnlySpan<byte> datagram, long nowNs)
    {
        Assert.True(RtcpCompound.TryParse(datagram, out var compound));
        Assert.True(compound.TryNext(out var first));
        Assert.True(first.Header.Type is RtcpType.SenderReport or RtcpType.ReceiverReport);
        if (SenderReport.TryParse(first, out var report, out _))
            (_lastSrMiddle, _lastSrAt) = (report.Ntp.Middle, nowNs);
        Assert.True(compound.TryNext(out var second));
        Assert.True(SourceDescription.TryParse(second, out uint ssrc, out var name));
        Assert.Equal(Settings.Ssrc, ssrc);
        Assert.True(name.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(Settings.CanonicalName)));
        RtcpHeard++;
        while (compound.TryNext(out var part))
        {
            if (ExtendedReport.TryParse(part, out var extended))
                ReceiveExtended(extended, nowNs);
        }
    }

    private void ReceiveExtended(ExtendedReport report, long nowNs)
    {
        Assert.Equal(Settings.Ssrc, report.Ssrc);
        while (report.TryNext(out var block))
        {
            if (ExtendedReport.TryFindDelay(block, 77, out uint reference, out uint delay))
                DelaysHeard.Add((nowNs, 77, reference, delay));
            if (!ExtendedReport.TryReadReferenceTime(block, out var clock))
                continue;
            ClocksHeard++;
            ToSend = AnswersClocks ? ExtendedReports.Packet(_ssrc, ExtendedReports.Delay(Settings.Ssrc, clock.Middle, 0)) : null;
        }
    }

    private byte[] NextPacket(int samples)
    {
        if (_encoder.Of != Codec)
            _encoder = (Codec, Codec.NewEncoder());
        var second = Sound ?? Second();
        var sound = new short[samples];
        long begin = _millisecondsMade * Codec.SampleRateHz / 1000;
        for (int i = 0; i < samples; i++)
            sound[i] = second[(begin + i) % second.Length];
        for (int i = 0; i < samples && Hiss > 0; i++)
            sound[i] += (short)_random.Next(-Hiss, Hiss + 1);
        for (int i = 0; i < samples && _returned is { Count: > 0 }; i++)
            sound[i] = (short)Math.Clamp(sound[i] + (_returnFactor * _returned.Dequeue()), short.MinValue, short.MaxValue);
        var payload = new byte[2 * samples];
        int length = _encoder.Encoder.Encode(sound, payload);
        return Packet(PayloadTypeOf(Codec), _timestamp, payload.AsSpan(0, length));
    }

    /// <summary>Whole numbers of Hertz repeat every second, so a second is made once.</summary>
    private short[] Second()
    {
        if (_second.Of == (Amplitude, Codec.SampleRateHz))
            return _second.Sound;

        var sound = new short[Codec.SampleRateHz];
        for (int i = 0; i < sound.Length; i++)
            sound[i] = (short)Math.Round(Amplitude * Math.Sin(2 * Math.PI * FrequencyHz * i / sound.Length));
        _second = ((Amplitude, Codec.SampleRateHz), sound);
        return sound;
    }

    private byte[] Packet(byte payloadType, uint timestamp, ReadOnlySpan<byte> payload)
    {
        var datagram = new byte[RtpHeader.FixedSize + payload.Length + SrtpSender.MaxOverhead];
        int length = RtpPacket.Write(datagram, payloadType, false, _sequence, timestamp, _ssrc, payload);
        _sequence++;
        return datagram[..(Seal?.SealRtp(datagram, length) ?? length)];
    }
}
