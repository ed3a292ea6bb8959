using System.Buffers.Binary;
using Conferencing.Media.Rtp.Rtcp;

namespace Conferencing.Tests.Media;

/// <summary>Extended reports (RFC 3611) as a peer writes them, byte by byte from the RFC's figures.</summary>
internal static class ExtendedReports
{
    /// <summary>A receiver report and every block that is read, and one that is not.</summary>
    public static byte[] Compound(uint from = 1, uint about = 1001, NtpTime clock = default, uint lastReference = 0, uint delay = 0)
    {
        var report = new byte[32];
        new ReceiverReport { Ssrc = from }.Write(report, new ReportBlock { Ssrc = about });
        return
        [
            .. report[..32],
            .. Packet(from, ReferenceTime(clock), Delay(about, lastReference, delay), LossRunLength(about), Statistics(about), Metrics(about)),
        ];
    }

    public static byte[] Packet(uint from, params byte[][] blocks)
    {
        byte[] body = [.. Word(from), .. blocks.SelectMany(block => block)];
        return [0x80, 207, .. Half(body.Length / 4), .. body];
    }

    public static byte[] ReferenceTime(NtpTime clock) => [4, 0, 0, 2, .. Word((uint)(clock.Value >> 32)), .. Word((uint)clock.Value)];

    public static byte[] Delay(uint about, uint lastReference, uint delay) => [5, 0, 0, 3, .. Word(about), .. Word(lastReference), .. Word(delay)];

    /// <summary>Sequence numbers 65530 to 10: 16 packets, 3 lost, 1 twice.</summary>
    public static byte[] Statistics(uint about, byte told = 0xE0) =>
        [6, told, 0, 9, .. Word(about), .. Half(65530), .. Half(10), .. Word(3), .. Word(1), .. Word(2), .. Word(80), .. Word(20), .. Word(5), 0, 0, 0, 0];

    /// <summary>12.5 % lost, 6.25 % thrown away, bursts of half a second in which half was lost.</summary>
    public static byte[] Metrics(uint about, byte mos = 36) =>
        [7, 0, 0, 8, .. Word(about), 32, 16, 128, 4, .. Half(500), .. Half(9000), .. Half(85), .. Half(120), 127, 127, 127, 16, 90, 127, mos, 127, 0, 0, .. Half(60), .. Half(90), .. Half(200)];

    private static byte[] LossRunLength(uint about) => [1, 0, 0, 3, .. Word(about), .. Half(1), .. Half(9), 0, 0, 0, 0];

    private static byte[] Half(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] Word(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
