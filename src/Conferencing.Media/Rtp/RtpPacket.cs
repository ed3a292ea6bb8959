using System.Buffers.Binary;

namespace Conferencing.Media.Rtp;

/// <summary>Writes RTP packets: a plain header without CSRC list, extension or padding (RFC 3550 5.1).</summary>
public static class RtpPacket
{
    /// <summary>No datagram of this program is larger (bytes): what every path carries without fragmentation.</summary>
    public const int MaxDatagram = 1200;

    /// <summary>Writes header and payload. Returns the bytes written.</summary>
    public static int Write(
        Span<byte> datagram, byte payloadType, bool marker, ushort sequenceNumber, uint timestamp, uint ssrc, ReadOnlySpan<byte> payload)
    {
        datagram[0] = 0x80;
        datagram[1] = (byte)((marker ? 0x80 : 0) | (payloadType & 0x7F));
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], sequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(datagram[8..], ssrc);
        payload.CopyTo(datagram[RtpHeader.FixedSize..]);
        return RtpHeader.FixedSize + payload.Length;
    }
}
