using System.Buffers.Binary;
using System.Text;

namespace Conferencing.RoomSimulator;

/// <summary>Writes the compound RTCP packets a room sends (RFC 3550 6.1): SR with one report block, SDES with its CNAME, BYE.</summary>
internal static class RtcpReport
{
    private const byte SenderReport = 200;
    private const byte SourceDescription = 202;
    private const byte Goodbye = 203;

    /// <summary>Seconds from 1900 to 1970, the NTP epoch to the Unix one.</summary>
    private const long NtpEpoch = 2_208_988_800;

    /// <summary>What a room tells of the stream it receives.</summary>
    /// <param name="LastSenderReport">Middle 32 bits of the NTP time of the last SR received, 0 if none.</param>
    /// <param name="SinceLastSenderReport">In 1/65536 s.</param>
    public readonly record struct Block(
        uint Ssrc, byte FractionLost, int TotalLost, uint HighestSequence, uint Jitter, uint LastSenderReport, uint SinceLastSenderReport);

    /// <summary>What a room tells of the stream it sends.</summary>
    public readonly record struct Sender(uint Ssrc, long WallClockNs, uint RtpTimestamp, uint Packets, uint Octets);

    /// <summary>Returns the bytes written.</summary>
    public static int Write(Span<byte> packet, Sender sender, Block? block, string canonicalName, bool goodbye)
    {
        int length = WriteSenderReport(packet, sender, block);
        length += WriteSourceDescription(packet[length..], sender.Ssrc, canonicalName);
        if (goodbye) length += WriteGoodbye(packet[length..], sender.Ssrc);
        return length;
    }

    /// <summary>The middle 32 bits of the NTP time of a sender report at the head of a compound packet; null when there is none.</summary>
    public static uint? ReadSenderReportTime(ReadOnlySpan<byte> packet)
        => packet.Length >= 28 && packet[0] >> 6 == 2 && packet[1] == SenderReport ? BinaryPrimitives.ReadUInt32BigEndian(packet[10..]) : null;

    private static int WriteSenderReport(Span<byte> packet, Sender sender, Block? block)
    {
        int length = block is null ? 28 : 52;
        WriteHead(packet, block is null ? 0 : 1, SenderReport, length);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], sender.Ssrc);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], (uint)((sender.WallClockNs / 1_000_000_000) + NtpEpoch));
        BinaryPrimitives.WriteUInt32BigEndian(packet[12..], (uint)(sender.WallClockNs % 1_000_000_000 / 1e9 * 4_294_967_296.0));
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], sender.RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[20..], sender.Packets);
        BinaryPrimitives.WriteUInt32BigEndian(packet[24..], sender.Octets);
        if (block is { } report) WriteBlock(packet[28..], report);
        return length;
    }

    private static void WriteBlock(Span<byte> packet, Block block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(packet, block.Ssrc);
        BinaryPrimitives.WriteInt32BigEndian(packet[4..], Math.Clamp(block.TotalLost, -0x800000, 0x7FFFFF) & 0xFFFFFF);
        packet[4] = block.FractionLost;
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], block.HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[12..], block.Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(packet[16..], block.LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(packet[20..], block.SinceLastSenderReport);
    }

    private static int WriteSourceDescription(Span<byte> packet, uint ssrc, string canonicalName)
    {
        int nameLength = Encoding.UTF8.GetByteCount(canonicalName);
        int length = (8 + 2 + nameLength + 1 + 3) / 4 * 4;
        packet[..length].Clear();
        WriteHead(packet, 1, SourceDescription, length);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        packet[8] = 1;
        packet[9] = (byte)nameLength;
        Encoding.UTF8.GetBytes(canonicalName, packet[10..]);
        return length;
    }

    private static int WriteGoodbye(Span<byte> packet, uint ssrc)
    {
        WriteHead(packet, 1, Goodbye, 8);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], ssrc);
        return 8;
    }

    private static void WriteHead(Span<byte> packet, int count, byte type, int length)
    {
        packet[0] = (byte)(0x80 | count);
        packet[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)((length / 4) - 1));
    }
}
