using Conferencing.Media;
using Conferencing.Media.Prompts;
using Conferencing.Media.Rtp;
using Conferencing.Media.Rtp.Rtcp;
using Conferencing.Media.Srtp;
using Conferencing.Tests.Media;
using Conferencing.Tests.Media.Simulation;

namespace Conferencing.Tests.Fuzzing;

/// <summary>Judges and corpora of what reads RTP, RTCP, SRTP, keys and recorded prompts.</summary>
internal static class MediaParsers
{
    private const uint Ssrc = 1;

    public static IEnumerable<byte[]> Datagrams()
    {
        var rtp = new byte[60];
        RtpPacket.Write(rtp, 8, false, 1, 160, Ssrc, new byte[48]);
        var digit = new byte[16];
        RtpPacket.Write(digit, SimulatedRoom.TelephoneEvent, false, 2, 320, Ssrc, [5, 10, 0, 160]);
        var rtcp = new byte[200];
        int length = new SenderReport { Ssrc = Ssrc }.Write(rtcp, new ReportBlock { Ssrc = 1001 });
        length += SourceDescription.Write(rtcp.AsSpan(length), Ssrc, "room"u8);
        length += Goodbye.Write(rtcp.AsSpan(length), Ssrc);
        var report = new byte[32];
        new ReceiverReport { Ssrc = Ssrc }.Write(report, new ReportBlock { Ssrc = 1001 });
        return [rtp, digit, rtcp[..length], report, ExtendedReports.Compound()];
    }

    public static IEnumerable<byte[]> Keys() => [[5, 10, 0, 160], [5, 0x8A, 2, 128], [16, 10, 0xFF, 0xFF], [11, 10, 0, 160, 11, 10, 0, 160]];

    public static IEnumerable<byte[]> Recordings() => [Wav(1, 16, 8000), Wav(6, 8, 8000), Wav(7, 8, 16000), Wav(1, 16, 16000)];

    public static void Rtp(byte[] input)
    {
        if (!RtpHeader.TryParse(input, out var header))
            return;
        Assert.InRange(header.PayloadOffset, 12, input.Length);
        Assert.InRange(header.PayloadLength, 0, input.Length - header.PayloadOffset);
        Assert.Equal(header.PayloadLength, header.Payload(input).Length);
    }

    public static void Rtcp(byte[] input)
    {
        if (!RtcpCompound.TryParse(input, out var compound))
            return;
        int length = 0;
        while (compound.TryNext(out var part))
        {
            length += part.Header.Length;
            if (SenderReport.TryParse(part, out _, out var blocks) || ReceiverReport.TryParse(part, out _, out blocks))
                _ = ReportBlock.TryFind(blocks, part.Header.Count, Ssrc, out _);
            _ = SourceDescription.TryParse(part, out _, out _);
            _ = Goodbye.Names(part, Ssrc);
            if (ExtendedReport.TryParse(part, out var extended))
                Blocks(extended);
        }

        Assert.Equal(input.Length, length);
    }

    private static void Blocks(ExtendedReport report)
    {
        while (report.TryNext(out var block))
        {
            _ = ExtendedReport.TryReadReferenceTime(block, out _);
            _ = ExtendedReport.TryFindDelay(block, Ssrc, out _, out _);
            Assert.False(VoipMetrics.TryParse(block, out var metrics) && metrics is not { LossPercent: >= 0 and < 100, MosListening: null or (>= 1 and <= 5) });
            Assert.False(StatisticsSummary.TryParse(block, out var counts) && counts.Expected is < 0 or > 65535);
        }
    }

    /// <summary>Sealed packets of every suite, changed: what is opened was sent so, once.</summary>
    public static (Action<byte[]>, Action) Srtp(Random random)
    {
        var lines = Enum.GetValues<SrtpSuite>().Select(suite => new SrtpLine(suite, random)).ToArray();
        return (Judge, () => Array.ForEach(lines, line => line.Dispose()));

        void Judge(byte[] input)
        {
            var line = lines[random.Next(lines.Length)];
            line.OpenForgery(input);
            line.OpenChanged(random);
        }
    }

    public static (Action<byte[]>, Action) Digits(Random random)
    {
        var events = new TelephoneEvents();
        return (Judge, () => { });

        void Judge(byte[] input)
        {
            events.TryReceive(input, (uint)random.Next(4000), out var digit);
            Assert.True(digit is null || "0123456789*#ABCD".Contains(digit.Value, StringComparison.Ordinal));
        }
    }

    public static void Recording(byte[] input)
    {
        if (!WavSound.TryRead(input, out var samples, out var reason))
            Assert.NotEmpty(reason);
        Assert.True(samples.Length <= 2 * input.Length);
    }

    /// <summary>One room sends nonsense; the others hear each other all the while.</summary>
    public static (Action<byte[]>, Action) Conference(Random random)
    {
        var simulation = new ConferenceSimulation(random.Next());
        var mad = simulation.Add(muted: true);
        mad.Sends = false;
        simulation.Add();
        simulation.Add();
        simulation.Run(0.5);
        foreach (var room in simulation.Rooms)
            room.Listen();
        int sent = 0;
        return (Judge, End);

        void End()
        {
            simulation.AssertEverybodyIsHeard();
            Assert.True(simulation.Conference.Dropped(DropReason.BadRtcp) > 0);
            Assert.True(simulation.Conference.Dropped(DropReason.BadHeader) > 0);
        }

        void Judge(byte[] input)
        {
            simulation.Conference.Receive(input, mad.Leg, simulation.Now);
            if (++sent % 20 == 0)
                simulation.Run(0.002);
        }
    }

    private static byte[] Wav(ushort format, ushort bits, int rateHz)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write("RIFF"u8);
        writer.Write(236);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write(format);
        writer.Write((ushort)1);
        writer.Write(rateHz);
        writer.Write(rateHz * bits / 8);
        writer.Write((ushort)(bits / 8));
        writer.Write(bits);
        writer.Write("data"u8);
        writer.Write(200);
        writer.Write(new byte[200]);
        return file.ToArray();
    }

    /// <summary>One direction under one key.</summary>
    private sealed class SrtpLine : IDisposable
    {
        private readonly SrtpSender _sender;
        private readonly SrtpReceiver _receiver;
        private ushort _sequence;

        public SrtpLine(SrtpSuite suite, Random random)
        {
            var material = new byte[suite.KeySize() + suite.SaltSize()];
            random.NextBytes(material);
            _sender = new SrtpSender(new SrtpKey(suite, material));
            _receiver = new SrtpReceiver(new SrtpKey(suite, material));
        }

        public void Dispose()
        {
            _sender.Dispose();
            _receiver.Dispose();
        }

        public void OpenForgery(byte[] input)
        {
            Assert.NotNull(_receiver.OpenRtp(input, out _));
            Assert.NotNull(_receiver.OpenRtcp(input, out _));
        }

        /// <summary>A packet with one bit flipped, and then as it was sent.</summary>
        public void OpenChanged(Random random)
        {
            var datagram = new byte[RtpHeader.FixedSize + 20 + SrtpSender.MaxOverhead];
            int length = _sender.SealRtp(datagram, RtpPacket.Write(datagram, 8, false, ++_sequence, _sequence * 160u, Ssrc, new byte[20]));
            var (at, bit) = (random.Next(length), (byte)(1 << random.Next(8)));
            datagram[at] ^= bit;
            Assert.NotNull(_receiver.OpenRtp(datagram.AsSpan(0, length), out _));
            datagram[at] ^= bit;
            Assert.Null(_receiver.OpenRtp(datagram.AsSpan(0, length), out _));
        }
    }
}
