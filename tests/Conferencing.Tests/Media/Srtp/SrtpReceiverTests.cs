using System.Buffers.Binary;
using Conferencing.Media;
using Conferencing.Media.Rtp;
using Conferencing.Media.Srtp;

namespace Conferencing.Tests.Media.Srtp;

/// <summary>Which packets are opened, and that one which is not leaves no trace: windows, roll-overs, late joins, forgeries.</summary>
public sealed class SrtpReceiverTests
{
    private const uint Ssrc = 0xCAFE;

    public static TheoryData<SrtpSuite> Suites => [.. Enum.GetValues<SrtpSuite>()];

    [Theory]
    [InlineData(65_534, 65_535, 65_535)]
    [InlineData(65_534, 0, 65_536)]
    [InlineData(65_534, 1, 65_537)]
    [InlineData(65_534, 32_765, 65_536 + 32_765)]
    [InlineData(65_534, 32_767, 32_767)]
    [InlineData(65_534, 65_533, 65_533)]
    [InlineData(65_536, 65_535, 65_535)]
    [InlineData(65_537, 65_534, 65_534)]
    [InlineData(65_537, 3, 65_539)]
    [InlineData(131_070, 2, 131_074)]
    [InlineData(131_074, 65_000, 130_536)]
    public void A_sequence_number_means_the_nearest_index(long highest, ushort sequence, long index) =>
        Assert.Equal((ulong)index, PacketIndex.Guess((ulong)highest, sequence));

    [Theory]
    [InlineData(0, 65_535)]
    [InlineData(5, 40_000)]
    public void A_number_from_before_the_beginning_means_nothing(long highest, ushort sequence) =>
        Assert.Null(PacketIndex.Guess((ulong)highest, sequence));

    [Theory]
    [MemberData(nameof(Suites))]
    public void Numbers_roll_over_on_both_sides(SrtpSuite suite)
    {
        using var line = new Line(suite);
        foreach (int number in Enumerable.Range(65_534, 70_000).Where(number => number < 65_600 || number > 131_000 || number % 10_000 == 0))
            Assert.Null(line.Open(line.Packet((ushort)number)));
    }

    [Fact]
    public void Packets_that_cross_at_the_roll_over_are_all_opened()
    {
        using var line = new Line(SrtpSuite.AesCm128HmacSha1Tag80);
        var packets = Enumerable.Range(65_530, 12).Select(number => line.Packet((ushort)number)).ToList();
        foreach (int at in new[] { 0, 1, 7, 6, 2, 11, 5, 4, 3, 10, 9, 8 })
            Assert.Null(line.Open(packets[at]));
        Assert.All(packets, packet => Assert.Equal(DropReason.Replayed, line.Open(packet)));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_packet_is_opened_once_and_never_when_it_is_too_old(SrtpSuite suite)
    {
        using var line = new Line(suite);
        var packets = Enumerable.Range(1000, 200).Select(number => line.Packet((ushort)number)).ToList();
        Assert.Null(line.Open(packets[0]));
        Assert.Null(line.Open(packets[150]));

        Assert.Equal(DropReason.TooOld, line.Open(packets[22]));
        Assert.Null(line.Open(packets[23]));
        Assert.Equal(DropReason.Replayed, line.Open(packets[23]));
        Assert.Equal(DropReason.Replayed, line.Open(packets[150]));
        Assert.Null(line.Open(packets[199]));
        Assert.Equal(DropReason.TooOld, line.Open(packets[24]));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_forged_packet_changes_nothing(SrtpSuite suite)
    {
        using var line = new Line(suite);
        Assert.Null(line.Open(line.Packet(1)));
        var genuine = line.Packet(2);
        for (int at = 0; at < genuine.Length; at++)
        {
            var forged = genuine.ToArray();
            forged[at] ^= 0x10;
            Assert.NotNull(line.Open(forged));
        }

        // One from far ahead, which would have moved the window beyond the genuine one.
        var ahead = genuine.ToArray();
        ahead[2] = 0x70;
        Assert.Equal(DropReason.NotAuthentic, line.Open(ahead));
        Assert.Null(line.Open(genuine));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Rtcp_is_opened_once_and_forgeries_change_nothing(SrtpSuite suite)
    {
        using var line = new Line(suite);
        var first = line.Report();
        var second = line.Report();
        for (int at = 0; at < second.Length; at++)
        {
            var forged = second.ToArray();
            forged[at] ^= 1;
            Assert.Equal(DropReason.NotAuthentic, line.OpenRtcp(forged));
        }

        Assert.Null(line.OpenRtcp(second));
        Assert.Null(line.OpenRtcp(first));
        Assert.Equal(DropReason.Replayed, line.OpenRtcp(first));
        foreach (int _ in Enumerable.Range(0, 128))
            Assert.Null(line.OpenRtcp(line.Report()));
        Assert.Equal(DropReason.TooOld, line.OpenRtcp(second));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Another_key_opens_nothing(SrtpSuite suite)
    {
        using var line = new Line(suite, seed: 1);
        using var other = new Line(suite, seed: 2);
        Assert.Equal(DropReason.NotAuthentic, other.Open(line.Packet(1)));
        Assert.Equal(DropReason.NotAuthentic, other.OpenRtcp(line.Report()));
        Assert.Null(other.Open(other.Packet(1)));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Truncated_and_random_datagrams_are_refused(SrtpSuite suite)
    {
        using var line = new Line(suite);
        var (packet, report) = (line.Packet(1), line.Report());
        for (int length = 0; length < packet.Length; length++)
            Assert.NotNull(line.Open(packet[..length]));
        for (int length = 0; length < report.Length; length++)
            Assert.NotNull(line.OpenRtcp(report[..length]));

        var random = new Random(3);
        for (int round = 0; round < 3000; round++)
        {
            var bytes = new byte[random.Next(0, SrtpReceiver.MaxDatagram + 100)];
            random.NextBytes(bytes);
            if (bytes.Length > 0)
                bytes[0] = (byte)(0x80 | (bytes[0] & 0x3F));
            Assert.NotNull(line.Open(bytes));
            Assert.NotNull(line.OpenRtcp(bytes));
        }

        Assert.Null(line.Open(packet));
        Assert.Null(line.OpenRtcp(report));
    }

    [Fact]
    public void A_source_that_had_rolled_over_before_it_was_heard_is_found_soon()
    {
        using var line = new Line(SrtpSuite.AesCm128HmacSha1Tag80);
        for (int number = 0; number < 3 * 65_536; number += 20_000)
            line.Packet((ushort)number);
        int refused = 0;
        while (line.Open(line.Packet((ushort)(60_000 + refused))) == DropReason.NotAuthentic)
            refused++;
        Assert.InRange(refused, 0, 127);
        Assert.Null(line.Open(line.Packet(60_200)));
        Assert.Null(line.Open(line.Packet(1)));
    }

    [Fact]
    public void Sources_of_one_key_have_windows_of_their_own()
    {
        using var line = new Line(SrtpSuite.AeadAes128Gcm);
        byte[] packet = [];
        foreach (uint ssrc in Enumerable.Range(1, 300).Select(number => (uint)number))
        {
            packet = line.Packet(65_535, ssrc);
            Assert.Null(line.Open(packet));
        }

        Assert.Equal(DropReason.Replayed, line.Open(packet));
        Assert.Null(line.Open(line.Packet(7, 300)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_a_new_key_the_count_of_roll_overs_goes_on_or_begins_anew(bool goesOn)
    {
        using var line = new Line(SrtpSuite.AeadAes256Gcm);
        foreach (ushort number in new ushort[] { 65_535, 0, 30_000, 60_000, 1, 2 })
            Assert.Null(line.Open(line.Packet(number)));

        line.ChangeKey(goesOn);
        int refused = 0;
        while (line.Open(line.Packet((ushort)(3 + refused))) == DropReason.NotAuthentic)
            refused++;
        Assert.InRange(refused, 0, goesOn ? 0 : 127);
    }

    [Theory]
    [InlineData(SrtpSuite.AesCm128HmacSha1Tag80, false)]
    [InlineData(SrtpSuite.AeadAes128Gcm, true)]
    public void The_master_key_identifier_stands_where_the_suite_puts_it(SrtpSuite suite, bool tagFirst)
    {
        using var line = new Line(suite, identifier: [1, 2]);
        var packet = line.Packet(1);
        var report = line.Report();
        int tag = suite.RtcpTagSize();

        Assert.Null(line.Open(tagFirst ? [.. packet, 1, 2] : [.. packet[..^tag], 1, 2, .. packet[^tag..]]));
        Assert.Null(line.OpenRtcp(tagFirst ? [.. report, 1, 2] : [.. report[..^tag], 1, 2, .. report[^tag..]]));
        var wrong = line.Packet(2);
        Assert.Equal(DropReason.NotAuthentic, line.Open(tagFirst ? [.. wrong, 1, 3] : [.. wrong[..^tag], 1, 3, .. wrong[^tag..]]));
    }

    [Fact]
    public void A_key_never_shows_what_it_holds()
    {
        var material = new byte[30];
        new Random(1).NextBytes(material);
        var keys = new SrtpKeys(new SrtpKey(SrtpSuite.AesCm128HmacSha1Tag80, material), new SrtpKey(SrtpSuite.AesCm128HmacSha1Tag80, material));
        var settings = new LegSettings { SendCodec = AudioCodec.Pcma, SendPayloadType = 8, Ssrc = 1, CanonicalName = "x", Protection = keys };
        Assert.Contains("not shown", $"{settings}", StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(material)[..12], $"{settings}", StringComparison.Ordinal);
        Assert.DoesNotContain("System.Byte", $"{settings}", StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_were_not_sealed_never_turn_the_key_stream_back()
    {
        var key = new SrtpKey(SrtpSuite.AesCm128HmacSha1Tag80, new byte[30]);
        using var throughout = new SrtpSender(key);
        using var interrupted = new SrtpSender(key);
        foreach (ushort sequence in new ushort[] { 40_000, 60_000 })
            Seal(throughout, sequence);
        Seal(interrupted, 40_000);

        // 33,000 packets later, more than half a round.
        Assert.Equal(Seal(throughout, 7_464), Seal(interrupted, 7_464));

        static byte[] Seal(SrtpSender sender, ushort sequence)
        {
            var datagram = new byte[RtpHeader.FixedSize + SrtpSender.MaxOverhead + 160];
            return datagram[..sender.SealRtp(datagram, RtpPacket.Write(datagram, 8, false, sequence, 0, Ssrc, new byte[160]))];
        }
    }

    [Fact]
    public void The_index_of_RTCP_goes_on_under_another_key()
    {
        var key = new SrtpKey(SrtpSuite.AesCm128HmacSha1Tag80, new byte[30]);
        using var first = new SrtpSender(new SrtpKey(SrtpSuite.AeadAes128Gcm, new byte[28]));
        var report = new byte[28 + SrtpSender.MaxOverhead];
        first.SealRtcp(report, 28);
        using var second = new SrtpSender(key, first);
        int length = second.SealRtcp(report, 28);

        Assert.Equal(1UL, BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(length - 14)) & 0x7FFF_FFFF);
    }

    /// <summary>A sender and a receiver under one key.</summary>
    private sealed class Line : IDisposable
    {
        private readonly Random _random;
        private SrtpSender _sender;
        private SrtpReceiver _receiver;

        public Line(SrtpSuite suite, int seed = 1, byte[]? identifier = null)
        {
            _random = new Random(seed);
            Suite = suite;
            var material = NewMaterial();
            _sender = new SrtpSender(new SrtpKey(suite, material));
            _receiver = new SrtpReceiver(new SrtpKey(suite, material, identifier));
        }

        private SrtpSuite Suite { get; }

        public void ChangeKey(bool countGoesOn)
        {
            var key = new SrtpKey(Suite, NewMaterial());
            _sender = new SrtpSender(key, countGoesOn ? _sender : null);
            _receiver = new SrtpReceiver(key, _receiver);
        }

        public byte[] Packet(ushort sequence, uint ssrc = Ssrc)
        {
            var payload = new byte[160];
            _random.NextBytes(payload);
            var datagram = new byte[RtpHeader.FixedSize + payload.Length + SrtpSender.MaxOverhead];
            int length = RtpPacket.Write(datagram, 8, false, sequence, sequence * 160u, ssrc, payload);
            return datagram[.._sender.SealRtp(datagram, length)];
        }

        public byte[] Report()
        {
            var datagram = new byte[28 + SrtpSender.MaxOverhead];
            _random.NextBytes(datagram);
            (datagram[0], datagram[1], datagram[4]) = (0x80, 200, 9);
            (datagram[5], datagram[6], datagram[7]) = (9, 9, 9);
            return datagram[.._sender.SealRtcp(datagram, 28)];
        }

        public void Dispose()
        {
            _sender.Dispose();
            _receiver.Dispose();
        }

        public DropReason? Open(byte[] datagram) => _receiver.OpenRtp(datagram, out _);

        public DropReason? OpenRtcp(byte[] datagram) => _receiver.OpenRtcp(datagram, out _);

        private byte[] NewMaterial()
        {
            var material = new byte[Suite.KeySize() + Suite.SaltSize()];
            _random.NextBytes(material);
            return material;
        }
    }
}
