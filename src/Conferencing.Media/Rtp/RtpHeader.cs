using System.Buffers.Binary;

namespace Conferencing.Media.Rtp;

/// <summary>The fields of an RTP packet that a receiver needs, and where its payload lies (RFC 3550 5.1).</summary>
/// <remarks>
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// |                           timestamp                           |
/// |                             SSRC                              |
/// |                       CSRC (0 to 15 times)                    |
/// |      defined by profile       | extension length, 32-bit words|
/// </code>
/// </remarks>
public readonly record struct RtpHeader
{
    /// <summary>Bytes of a header without CSRC list and extension.</summary>
    public const int FixedSize = 12;

    public bool Marker { get; init; }

    /// <summary>0 to 127.</summary>
    public byte PayloadType { get; init; }

    public ushort SequenceNumber { get; init; }

    public uint Timestamp { get; init; }

    public uint Ssrc { get; init; }

    /// <summary>Bytes before the payload: header, CSRC list and extension.</summary>
    public int PayloadOffset { get; init; }

    /// <summary>Bytes of payload, padding taken off.</summary>
    public int PayloadLength { get; init; }

    public ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> datagram) => datagram.Slice(PayloadOffset, PayloadLength);

    /// <summary>False when the datagram is no well-formed RTP packet; never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtpHeader header)
    {
        header = default;
        if (!TryFindPayload(datagram, out int offset) || !TryPadding(datagram, offset, out int padding))
            return false;

        header = new RtpHeader
        {
            Marker = (datagram[1] & 0x80) != 0,
            PayloadType = (byte)(datagram[1] & 0x7F),
            SequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]),
            Timestamp = BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]),
            Ssrc = BinaryPrimitives.ReadUInt32BigEndian(datagram[8..]),
            PayloadOffset = offset,
            PayloadLength = datagram.Length - offset - padding,
        };
        return true;
    }

    /// <summary>Where header, CSRC list and extension end. All that can be read of an encrypted packet, whose padding is hidden.</summary>
    internal static bool TryFindPayload(ReadOnlySpan<byte> datagram, out int offset)
    {
        offset = FixedSize;
        if (datagram.Length < FixedSize || datagram[0] >> 6 != 2)
            return false;

        offset += 4 * (datagram[0] & 0x0F);
        if ((datagram[0] & 0x10) != 0 && !TrySkipExtension(datagram, ref offset))
            return false;

        return offset <= datagram.Length;
    }

    private static bool TrySkipExtension(ReadOnlySpan<byte> datagram, ref int offset)
    {
        if (datagram.Length < offset + 4)
            return false;

        offset += 4 + (4 * BinaryPrimitives.ReadUInt16BigEndian(datagram[(offset + 2)..]));
        return offset <= datagram.Length;
    }

    private static bool TryPadding(ReadOnlySpan<byte> datagram, int offset, out int padding)
    {
        padding = 0;
        if ((datagram[0] & 0x20) == 0)
            return true;

        padding = datagram[^1];
        return padding > 0 && padding <= datagram.Length - offset;
    }
}
